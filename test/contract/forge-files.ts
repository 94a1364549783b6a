/** The forge's contract: a file of the default branch beside an observation. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_FILE_BYTES } from '../../src/github/repository-file.ts';
import type { ForgeStage } from './forge-world.ts';

const ODD = [
  'docs/My plan (v2).md',
  'docs/"quoted" $file {x} \\ \'y\'.md',
  'docs/a:b^{commit}@{1}#~1.md',
  'docs/Größe – 計画 👋.md',
  '-n',
  '.orch/plans/a..b.md',
];

const NO_FILES = [
  '',
  '/',
  '/README.md',
  './README.md',
  'docs/../README.md',
  'docs//README.md',
  'README.md/',
  'README.md\nHEAD:README.md',
  'README.md\0',
  '../durations/README.md',
  'README.md/plan.md',
  '.github',
];

export function describeFiles(start: () => Promise<ForgeStage>): void {
  describe('a file of the default branch', () => {
    let stage: ForgeStage;
    beforeEach(async () => {
      stage = await start();
      stage.opens('otto');
    });
    afterEach(() => stage.end());

    const look = (file?: string) =>
      stage.forge.observe({ issue: 1, afterComment: 0, logins: [], ...(file !== undefined && { file }) });
    const commit = (files: Record<string, string | null>, branch = 'main') =>
      stage.push(stage.person('maria'), branch, files);

    test('is shown as it is now, and only where it was asked for', async () => {
      const path = 'docs/epics/1/stories.md';
      expect(await look()).not.toHaveProperty('file');
      expect((await look(path)).file).toBeNull();
      await commit({ [path]: '# Stories\n\n- S1: Grüße 👋\n' });
      const before = await look(path);
      expect(before.file).toEqual({
        path,
        oid: expect.stringMatching(/^[0-9a-f]{40}$/),
        text: '# Stories\n\n- S1: Grüße 👋\n',
      });
      expect(await look()).not.toHaveProperty('file');
      // Beside it nothing changes.
      const { file: _, ...rest } = before;
      expect(await look()).toEqual(rest);

      await commit({ [path]: '# Stories\n' });
      expect((await look(path)).file).toMatchObject({ path, text: '# Stories\n' });
      await commit({ [path]: null });
      expect((await look(path)).file).toBeNull();
    });

    test('is not that of another branch', async () => {
      await commit({ 'docs/plan.md': 'mine\n' }, 'story/1');
      expect((await look('docs/plan.md')).file).toBeNull();
    });

    test('may be empty', async () => {
      await commit({ 'docs/plan.md': '' });
      expect((await look('docs/plan.md')).file).toMatchObject({ text: '' });
    });

    test('is found by a path with odd characters', async () => {
      await commit(Object.fromEntries(ODD.map((path) => [path, `at ${path}\n`])));
      for (const path of ODD) expect((await look(path)).file).toMatchObject({ path, text: `at ${path}\n` });
    });

    test('is null, and nothing is thrown, for what is no file', async () => {
      for (const path of NO_FILES) {
        const { file, repository } = await look(path);
        expect([path, file, repository.name]).toEqual([path, null, 'durations']);
      }
    });

    test('is null where it is no text', async () => {
      await commit({ 'docs/logo.png': 'PNG\0\x01\x02', 'docs/late.txt': `${'a'.repeat(9_000)}\0` });
      expect((await look('docs/logo.png')).file).toBeNull();
      // A zero byte that far from the start makes no file binary, for git as for GitHub.
      expect((await look('docs/late.txt')).file).not.toBeNull();
    });

    test('is null where it is too long, in bytes', async () => {
      const most = `${'ü'.repeat(MAX_FILE_BYTES / 2 - 1)}\n\n`;
      await commit({ 'docs/most.md': most, 'docs/more.md': `${most}\n`, 'docs/huge.md': 'a'.repeat(600_000) });
      expect((await look('docs/most.md')).file?.text).toBe(most);
      expect((await look('docs/more.md')).file).toBeNull();
      expect((await look('docs/huge.md')).file).toBeNull();
    });

    test('comes together with the question', async () => {
      await commit({ 'docs/plan.md': 'a\n' });
      const asked = { issue: 1, afterComment: 0, logins: ['wes'], question: 'IC_none', file: 'docs/plan.md' };
      const seen = await stage.forge.observe(asked);
      expect(seen.question).toBeNull();
      expect(seen.file).toMatchObject({ text: 'a\n' });
    });
  });
}
