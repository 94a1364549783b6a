/** The file tools run in the action's own process, outside the jail: what they may not reach, whatever commands prepared. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesInside } from '../../../src/agent/files-inside.ts';
import { PathRefused } from '../../../src/agent/paths.ts';
import { editTool } from '../../../src/agent/tools/edit.ts';
import { globTool } from '../../../src/agent/tools/glob.ts';
import { grepTool } from '../../../src/agent/tools/grep.ts';
import { readTool } from '../../../src/agent/tools/read.ts';
import { callTool, type Tool } from '../../../src/agent/tools/tool.ts';
import { writeTool } from '../../../src/agent/tools/write.ts';
import { temporaryFolder } from '../support.ts';

function world() {
  const folder = temporaryFolder();
  const root = join(folder, 'checkout');
  mkdirSync(join(root, 'src'), { recursive: true });
  mkdirSync(join(root, '.git', 'hooks'), { recursive: true });
  mkdirSync(join(folder, 'outside'));
  writeFileSync(join(folder, 'outside', 'secret'), 'the-secret\n');
  writeFileSync(join(root, '.git', 'config'), 'the-secret\n');
  writeFileSync(join(root, 'src', 'a.js'), 'one\n');
  symlinkSync(join(folder, 'outside', 'secret'), join(root, 'link'));
  symlinkSync(join(folder, 'outside'), join(root, 'folder'));
  symlinkSync('/proc/self/environ', join(root, 'environ'));
  symlinkSync('/proc', join(root, 'proc'));
  symlinkSync('.git', join(root, 'history'));
  symlinkSync(join(folder, 'outside', 'new'), join(root, 'dangling'));
  execFileSync('mkfifo', [join(root, 'pipe')]);
  return { folder, root, secret: () => readFileSync(join(folder, 'outside', 'secret'), 'utf8') };
}

const use = (tool: Tool, input: unknown) =>
  callTool([tool], tool.description.name, input, { signal: new AbortController().signal });

const PATHS = [
  '/proc/self/environ',
  '/proc/1/environ',
  'environ',
  'proc/self/environ',
  '../outside/secret',
  'link',
  'folder/secret',
  'folder/new',
  'dangling',
  'history/config',
  '.git/config',
  '.GIT/config',
  '.git/hooks/post-commit',
  'src/../.git/config',
  'src/../../outside/secret',
  '/proc/self/cwd/../outside/secret',
  '/dev/fd/0',
  'pipe',
];

describe('what a file tool refuses', () => {
  it.each(PATHS)('read %s', async (path) => {
    const { root } = world();
    const { outcome, text } = await use(readTool(root), { path });
    expect(outcome).toBe('error');
    expect(text).not.toMatch(/the-secret|PATH=/);
  });

  it.each(PATHS)('write %s', async (path) => {
    const { folder, root, secret } = world();
    expect((await use(writeTool(root), { path, content: 'evil' })).outcome).toBe('error');
    expect(secret()).toBe('the-secret\n');
    expect(readFileSync(join(root, '.git/config'), 'utf8')).toBe('the-secret\n');
    for (const name of ['outside/new', 'checkout/.git/hooks/post-commit'])
      expect(existsSync(join(folder, name))).toBe(false);
  });

  it.each(PATHS)('edit %s', async (path) => {
    const { root, secret } = world();
    expect((await use(editTool(root), { path, old: 'the-secret', new: 'evil' })).outcome).toBe('error');
    expect(secret()).toBe('the-secret\n');
  });

  it.each(['**', 'link', 'folder/**', 'proc/self/environ', 'environ', '.git/**', 'history/*', '{link,folder/secret}'])(
    'grep and glob %s',
    async (files) => {
      const { root } = world();
      const { text } = await use(grepTool(root), { pattern: 'the-secret|PATH=', files });
      expect(text).toMatch(/^No line matches/);
      const found = (await use(globTool(root), { pattern: files })).text.split('\n');
      for (const path of ['link', 'folder/secret', '.git/config', 'history/config', 'environ'])
        expect(found).not.toContain(path);
    },
  );

  it.each(['../**', '/etc/*', 'src/../../outside/*'])('a pattern that points outside: %s', async (pattern) => {
    const { root } = world();
    expect((await use(globTool(root), { pattern })).outcome).toBe('error');
    expect((await use(grepTool(root), { pattern: 'x', files: pattern })).outcome).toBe('error');
  });
});

describe('between the check of a path and its use', () => {
  /** The path has been checked; now a link takes the place of the file, or of a folder on the way. */
  it('a link in place of the file is refused', async () => {
    const { folder, root, secret } = world();
    const files = filesInside(root);
    renameSync(join(root, 'src/a.js'), join(root, 'src/b.js'));
    symlinkSync(join(folder, 'outside/secret'), join(root, 'src/a.js'));
    await expect(files.readFile(join(root, 'src/a.js'))).rejects.toThrow(PathRefused);
    await expect(files.writeFile(join(root, 'src/a.js'), 'evil')).rejects.toThrow(PathRefused);
    expect(secret()).toBe('the-secret\n');
  });

  it.runIf(process.platform === 'linux')('a link in place of a folder is refused', async () => {
    const { folder, root, secret } = world();
    const files = filesInside(root);
    renameSync(join(root, 'src'), join(root, 'before'));
    symlinkSync(join(folder, 'outside'), join(root, 'src'));
    await expect(files.readFile(join(root, 'src/secret'))).rejects.toThrow(/cannot be opened|symbolic link/);
    await expect(files.writeFile(join(root, 'src/secret'), 'evil')).rejects.toThrow(/cannot be opened|symbolic link/);
    await expect(files.writeFile(join(root, 'src/new/file'), 'evil')).rejects.toThrow(/cannot be opened|symbolic link/);
    expect(secret()).toBe('the-secret\n');
    expect(existsSync(join(folder, 'outside/new'))).toBe(false);
  });

  it('makes folders and files where nothing is in the way', async () => {
    const { root } = world();
    await filesInside(root).writeFile(join(root, 'a/b/c.txt'), 'one\n');
    await filesInside(root).writeFile(join(root, 'a/b/c.txt'), '2\n');
    expect(readFileSync(join(root, 'a/b/c.txt'), 'utf8')).toBe('2\n');
  });
});
