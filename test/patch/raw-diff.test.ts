import { expect, it } from 'vitest';
import { type Git, gitIn } from '../../src/patch/git.ts';
import { parseRawDiff, sidesOf, withAdded } from '../../src/patch/raw-diff.ts';
import { checkout } from '../agent/support.ts';

it('reads the sizes of a change with one git, and all its manifests with one', async () => {
  const place = checkout({ 'package.json': '{}\n', 'a/package.json': 'old ä\n', 'gone.txt': 'three\n', b: 'b\n' });
  place.put('a/package.json', 'new\n\0');
  place.put('b', 'bbbbb\n');
  place.put('c/package.json', '');
  place.person('rm', '-q', 'gone.txt');
  place.person('add', '-A');
  place.person('commit', '-q', '-m', 'Change');
  const asked: string[] = [];
  const real = gitIn(place.root);
  const git: Git = (args, options) => {
    asked.push(args[0] ?? '');
    return real(args, options);
  };
  const changes = parseRawDiff(await real(['diff-tree', '-r', '--raw', '-z', '--no-abbrev', place.head, 'HEAD']));

  const judged = await withAdded(git, changes);
  expect(judged.map(({ path, added }) => [path, added])).toEqual([
    ['a/package.json', 0],
    ['b', 4],
    ['c/package.json', 0],
    ['gone.txt', 0],
  ]);
  expect(asked).toEqual(['cat-file']);

  const sides = await sidesOf(git, place.head, changes, (path) => path.endsWith('package.json'));
  expect([...sides]).toEqual([
    ['package.json', { before: '{}\n', after: null }],
    ['a/package.json', { before: 'old ä\n', after: 'new\n\0' }],
    ['c/package.json', { before: null, after: '' }],
  ]);
  expect(asked).toEqual(['cat-file', 'cat-file']);
});

it('takes what is no file of text, or is not there, for absent', async () => {
  const place = checkout({ 'package.json/README.md': 'a folder\n' });
  const change = { status: 'M', oldMode: '160000', newMode: '100644', oldId: 'a'.repeat(40), newId: '0'.repeat(40) };
  const sides = await sidesOf(gitIn(place.root), place.head, [{ ...change, path: 'x' }], () => true);
  expect([...sides]).toEqual([
    ['package.json', { before: null, after: null }],
    ['x', { before: null, after: null }],
  ]);
});
