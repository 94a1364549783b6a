/** `orch repair`: real repositories, a branch that was deleted or set back, and commits that must not be trusted. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeStory } from '../../src/state/codec.ts';
import { storyPath } from '../../src/state/layout.ts';
import { repair } from '../../src/state/repair.ts';
import { UserError } from '../../src/user-error.ts';
import { story } from '../core/samples.ts';

let root: string;
let clone: string;
let remote: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'orch-repair-'));
  remote = join(root, 'remote.git');
  clone = join(root, 'clone');
  git(root, 'init', '--quiet', '--bare', remote);
  git(root, 'init', '--quiet', '--initial-branch=main', clone);
  git(clone, 'remote', 'add', 'origin', remote);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(cwd: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=wes', '-c', 'user.email=wes@example.com'];
  return execFileSync('git', [...identity, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

/** A commit with these files on top of what is there, without a branch that leads to it. */
function commit(files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  }
  git(clone, 'add', '--all');
  git(clone, 'commit', '--quiet', '--message', 'story 1: a step');
  return git(clone, 'rev-parse', 'HEAD');
}
const onRemote = (): string => git(clone, 'ls-remote', 'origin', 'refs/heads/orch/state').split('\t')[0]!;
const state = (): Record<string, string> => ({ [storyPath(1)]: encodeStory(story('pending')) });

async function run(wanted: string, yes = true): Promise<string[]> {
  const lines: string[] = [];
  await repair({ commit: wanted, dir: clone, remote: 'origin', yes }, (line) => lines.push(line));
  return lines;
}

test('says what would happen, and does it with --yes', async () => {
  const good = commit(state());
  expect(await run(good, false)).toEqual([
    `${good.slice(0, 12)} can be read: 1 story.`,
    'orch/state does not exist on origin.',
    `Nothing was changed. To set it to ${good.slice(0, 12)}, say the same with --yes.`,
  ]);
  expect(onRemote()).toBe('');
  expect(await run(good)).toEqual([
    `${good.slice(0, 12)} can be read: 1 story.`,
    'orch/state does not exist on origin.',
    `orch/state is at ${good.slice(0, 12)} now. Orch goes on by itself.`,
  ]);
  expect(onRemote()).toBe(good);
  expect((await run(good)).at(-1)).toBe('orch/state is there already; nothing to do.');
});

test('a branch that was set back is set forward again, and a shortened commit is enough', async () => {
  const old = commit(state());
  const good = commit({ 'project.yaml': 'version: 1\n' });
  git(clone, 'push', '--quiet', 'origin', `${old}:refs/heads/orch/state`);
  const lines = await run(good.slice(0, 10));
  expect(lines[1]).toBe(`orch/state is at ${old.slice(0, 12)} on origin.`);
  expect(onRemote()).toBe(good);
});

test('a commit that only the remote still has is fetched', async () => {
  const good = commit(state());
  git(clone, 'push', '--quiet', 'origin', `${good}:refs/heads/keep`);
  git(remote, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  git(remote, 'update-ref', '-d', 'refs/heads/keep');
  const fresh = join(root, 'fresh');
  git(root, 'init', '--quiet', fresh);
  git(fresh, 'remote', 'add', 'origin', remote);
  await repair({ commit: good, dir: fresh, remote: 'origin', yes: true }, () => {});
  expect(onRemote()).toBe(good);
});

test.for([
  ['main', /"main" is no commit; it has 7 to 40 hex digits/],
  ['abcdef1', /There is no commit abcdef1 here, and origin does not give it. Give all 40 digits/],
  ['a'.repeat(40), /There is no commit a{40} here, and origin does not give it\.$/],
] as const)('%s is refused with the next step', async ([wanted, words]) => {
  commit(state());
  await expect(run(wanted)).rejects.toThrow(words);
  await expect(run(wanted)).rejects.toBeInstanceOf(UserError);
});

test('what Orch could not read is not put there', async () => {
  const broken = commit({ [storyPath(1)]: encodeStory(story('pending')).replace(/^status: .*$/m, 'status: hurray') });
  await expect(run(broken)).rejects.toThrow(
    /is not a good state: stories\/.*0001.yaml line \d+, status: expected one of/,
  );
  expect(onRemote()).toBe('');
});

test('a commit of something else is no state', async () => {
  const other = commit({ 'README.md': '# durations\n', 'data.yaml': 'a: 1\n' });
  await expect(run(other)).rejects.toThrow(/is no state of Orch/);
});

test('outside a repository it says where to run', async () => {
  await expect(repair({ commit: 'a'.repeat(40), dir: root, remote: 'origin', yes: true }, () => {})).rejects.toThrow(
    /is no git repository. Run this in a clone of the repository/,
  );
});
