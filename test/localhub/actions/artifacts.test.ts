import { afterEach, beforeEach, expect, test } from 'vitest';
import { artifactsOf } from '../../../src/localhub/world/artifacts.ts';
import { createTestHub, type TestHub } from './helpers/test-hub.ts';
import { byHand } from './helpers/workflows.ts';

let hub: TestHub;
beforeEach(async () => {
  hub = await createTestHub();
});
afterEach(() => hub.close());

test('files go from one job to another by name; names are taken once', async () => {
  await hub.push(
    byHand(`
  make:
    runs-on: x
    steps:
      - run: mkdir -p out/deep && echo one > out/one.txt && echo two > out/deep/two.txt && echo h > out/.hidden && chmod +x out/one.txt
      - id: up
        uses: actions/upload-artifact@v4
        with: { name: result, path: out, retention-days: 1 }
      - run: echo "id \${{ steps.up.outputs.artifact-id }} digest \${{ steps.up.outputs.artifact-digest != '' }}"
      - uses: actions/upload-artifact@v4
        with: { name: second, path: "out/**/*.txt\\n!out/one.txt" }
      - continue-on-error: true
        uses: actions/upload-artifact@v4
        with: { name: result, path: out/one.txt }
      - uses: actions/upload-artifact@v4
        with: { name: nothing, path: nope/* }
      - continue-on-error: true
        uses: actions/upload-artifact@v4
        with: { name: nothing, path: nope/*, if-no-files-found: error }
  take:
    needs: make
    runs-on: x
    steps:
      - uses: actions/download-artifact@v4
        with: { name: result, path: here }
      - run: find here -type f | sort; test ! -x here/one.txt && echo "not executable"
      - uses: actions/download-artifact@v4
        with: { path: all }
      - run: find all -type f | sort
      - uses: actions/download-artifact@v4
        with: { pattern: 's*', path: flat, merge-multiple: true }
      - run: find flat -type f | sort
      - uses: actions/download-artifact@v4
        with: { name: lost }
`),
  );
  const runner = await hub.start();
  const run = await hub.dispatch('ci.yml');
  await runner.idle();
  const make = await hub.log(run, 'make');
  expect(make).toMatch(/id \d+ digest true/);
  expect(make).toContain('(409) Conflict: an artifact with this name already exists on the workflow run: result');
  expect(make).toContain('##[warning]No files were found with the provided path: nope/*');
  expect(make).toContain('##[error]No files were found with the provided path: nope/*');
  expect(hub.job(run, 'make').conclusion).toBe('success');
  expect(artifactsOf(hub.world, run).map(({ name, sizeInBytes }) => [name, sizeInBytes])).toEqual([
    ['result', 8],
    ['second', 4],
  ]);
  const lines = (await hub.log(run, 'take')).split('\n').map((line) => line.replace(/^\S+ /, ''));
  expect(lines.filter((line) => /^(here|all|flat)\//.test(line))).toEqual([
    'here/deep/two.txt',
    'here/one.txt',
    'all/result/deep/two.txt',
    'all/result/one.txt',
    'all/second/deep/two.txt',
    'flat/deep/two.txt',
  ]);
  expect(lines).toContain('not executable');
  expect(lines.join('\n')).toContain('Artifact not found for name: lost. This run has: result, second.');
});
