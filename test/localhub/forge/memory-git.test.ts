/** The git in memory: ids that can be told apart, comparisons, merges, and what the world hears of pushes. */
import { beforeEach, expect, test } from 'vitest';
import { createMemoryGit, type MemoryGit } from '../../../src/localhub/forge/memory-git.ts';
import { createUser, userActor } from '../../../src/localhub/world/accounts.ts';
import { refSha } from '../../../src/localhub/world/lookups.ts';
import { openPullRequest } from '../../../src/localhub/world/pulls.ts';
import { createRepository } from '../../../src/localhub/world/repositories.ts';
import type { Actor, Repository } from '../../../src/localhub/world/types.ts';
import { createWorld, listen, type World } from '../../../src/localhub/world/world.ts';

let world: World;
let wes: Actor;
let repository: Repository;
let git: MemoryGit;
beforeEach(() => {
  world = createWorld({ now: () => new Date('2026-11-23T09:00:00Z') });
  const account = createUser(world, { login: 'wes' });
  wes = userActor(account);
  repository = createRepository(world, wes, { owner: account, name: 'durations' });
  git = createMemoryGit(world, repository);
});

test('commits are counted by kind, in ids of forty hexadecimal digits that never coincide', () => {
  const ids = [
    git.push(wes, 'main', { a: '1' }),
    ...Array.from({ length: 12 }, (_, index) => git.push(wes, 'story/1', { b: String(index) })),
  ];
  expect(ids[0]).toBe(`ba5e1f${'0'.repeat(34)}`);
  expect(ids[1]).toBe(`c0de1f${'0'.repeat(34)}`);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[0-9a-f]{40}$/.test(id))).toBe(true);
});

test('a file has the id that git would give it, and is there only where it was put', () => {
  const first = git.push(wes, 'main', { 'README.md': 'hello\n', gone: 'x' });
  const second = git.push(wes, 'main', { gone: null });
  // `printf 'hello\n' | git hash-object --stdin`
  expect(git.file(second, 'README.md')).toEqual({ oid: 'ce013625030ba8dba906f756967f9e9ca394464a', text: 'hello\n' });
  expect([git.file(first, 'gone')?.text, git.file(second, 'gone'), git.file('f'.repeat(40), 'gone')]).toEqual([
    'x',
    null,
    null,
  ]);
  expect(git.paths(second)).toEqual(['README.md']);
});

test('two sides that touched different files merge, and those that touched one differently do not', () => {
  git.push(wes, 'main', { one: '1', two: '2' });
  const head = git.push(wes, 'story/1', { one: 'story' });
  const base = git.push(wes, 'main', { two: 'main' });
  expect(git.compare(base, head)).toMatchObject({ commits: 1, behindBy: 1, mergeable: true });
  const merged = git.merge({ base, head, method: 'merge', message: 'Merge' });
  expect(merged?.sha).toMatch(/^feed1f/);
  expect(merged?.commits.map(({ sha }) => sha)).toEqual([head, merged?.sha]);
  expect([git.file(merged!.sha, 'one')?.text, git.file(merged!.sha, 'two')?.text]).toEqual(['story', 'main']);
  const squashed = git.merge({ base, head, method: 'squash', message: 'Squash' });
  expect(squashed?.commits.map(({ parents }) => parents)).toEqual([[base]]);

  const rival = git.push(wes, 'main', { one: 'main' });
  expect(git.compare(rival, head).mergeable).toBe(false);
  expect(git.merge({ base: rival, head, method: 'merge', message: 'Merge' })).toBeNull();
});

test('the world hears of pushes, of forced ones too, and pull requests are compared anew', () => {
  const events: string[] = [];
  listen(world, ({ name, action, subject }) =>
    events.push(`${name}.${action ?? (subject.push?.forced ? 'forced' : '')}`),
  );
  const base = git.push(wes, 'main', { one: '1' });
  const head = git.push(wes, 'story/1', { one: 'story' });
  expect(refSha(world, repository, 'refs/heads/story/1')).toBe(head);
  const args = { repository, head: 'story/1', base: 'main', title: 'One', comparison: git.compare(base, head) };
  const pull = openPullRequest(world, wes, args);
  events.length = 0;
  const other = git.push(wes, 'story/1', { two: '2' }, { onto: base });
  expect(events).toEqual(['push.forced', 'pull_request.synchronize']);
  expect(pull.pullRequest).toMatchObject({ headSha: other, mergeable: true });
  git.push(wes, 'main', { two: 'main' });
  expect(pull.pullRequest.mergeable).toBe(false);
  git.deleteBranch(wes, 'story/1');
  git.deleteBranch(wes, 'story/1');
  expect([pull.state, refSha(world, repository, 'refs/heads/story/1')]).toEqual(['closed', null]);
});
