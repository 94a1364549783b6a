import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { insideWorkspace } from '../../src/agent/paths.ts';
import { temporaryFolder } from './support.ts';

/** A workspace beside a folder with a secret, and links in every direction. */
function world() {
  const folder = temporaryFolder();
  const root = join(folder, 'workspace');
  mkdirSync(join(root, 'src'), { recursive: true });
  mkdirSync(join(root, '.git', 'hooks'), { recursive: true });
  mkdirSync(join(folder, 'workspace-other'));
  writeFileSync(join(root, 'src', 'a.js'), '');
  writeFileSync(join(folder, 'secret'), '');
  symlinkSync(join(root, 'src'), join(root, 'inner'));
  symlinkSync(folder, join(root, 'outer'));
  symlinkSync(join(folder, 'not-there'), join(root, 'dangling'));
  symlinkSync(join(root, '.git'), join(root, 'history'));
  return { folder, root };
}

describe('insideWorkspace', () => {
  it.each([
    ['a file', 'src/a.js', 'src/a.js'],
    ['a file that does not exist yet', 'src/new/b.js', 'src/new/b.js'],
    ['the root', '.', ''],
    ['dots that stay inside', 'src/../src/./a.js', 'src/a.js'],
    ['a name that begins with dots', '..a/b', '..a/b'],
    ['a link inside', 'inner/new.js', 'src/new.js'],
    ['a name that only looks like git', '.github/x', '.github/x'],
  ])('lets %s through', async (_, path, real) => {
    const { root } = world();
    expect(await insideWorkspace(root, path)).toBe(join(root, real));
    expect(await insideWorkspace(root, join(root, path))).toBe(join(root, real));
  });

  it.each([
    ['a parent', '../secret', 'outside the workspace'],
    ['an absolute path elsewhere', '/etc/passwd', 'outside the workspace'],
    ['a sibling with the same beginning', '../workspace-other/x', 'outside the workspace'],
    ['a link that leads outside', 'outer/secret', 'outside the workspace'],
    ['a new file behind a link that leads outside', 'outer/new/file', 'outside the workspace'],
    ['a link whose target is missing', 'dangling', 'leads nowhere'],
    ['a file behind such a link', 'dangling/x', 'leads nowhere'],
    ['a git hook', '.git/hooks/post-commit', 'belongs to git'],
    ['git in capitals', '.GIT/config', 'belongs to git'],
    ['the git folder of a folder', 'src/.git/config', 'belongs to git'],
    ['a link to the git folder', 'history/config', 'belongs to git'],
    ['a NUL', 'a\0b', 'NUL'],
  ])('refuses %s', async (_, path, reason) => {
    await expect(insideWorkspace(world().root, path)).rejects.toThrow(reason);
  });

  it('knows the workspace by another name that is a link to it', async () => {
    const { folder, root } = world();
    symlinkSync(root, join(folder, 'alias'));
    const alias = join(folder, 'alias');
    expect(await insideWorkspace(alias, join(alias, 'src/a.js'))).toBe(join(root, 'src/a.js'));
    await expect(insideWorkspace(alias, join(alias, '../secret'))).rejects.toThrow('outside');
  });
});
