/**
 * Files of the workspace, opened so that no symbolic link can lead elsewhere, not even one that is put there between the check of a path
 * and its use. Each folder on the way is opened from the one before, and a link in any place is refused.
 *
 * Node has no `openat`; on Linux `/proc/self/fd/<n>/<name>` is the same. Elsewhere only the last name is guarded (O_NOFOLLOW), and there is no
 * jail either.
 */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { PathRefused } from './paths.ts';

/** Contract: as node:fs/promises, for real paths inside the root; each also rejects with PathRefused. */
export interface FilesInside {
  stat(path: string): Promise<{ isDirectory(): boolean; size: number }>;
  /** Regular files only: reading a pipe that nobody writes to would not end. */
  readFile(path: string): Promise<Buffer>;
  readdir(path: string): Promise<string[]>;
  exists(path: string): Promise<boolean>;
  /** Makes missing folders and replaces what is there. */
  writeFile(path: string, text: string): Promise<void>;
}

const { O_RDONLY, O_WRONLY, O_CREAT, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants;
const FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;

/** Files below `root`, a real path. */
export function filesInside(root: string): FilesInside {
  const within = async <T>(
    path: string,
    flags: number,
    use: (file: FileHandle) => Promise<T>,
    makeFolders = false,
  ): Promise<T> => {
    const file = await openInside(root, path, flags, makeFolders);
    try {
      return await use(file);
    } finally {
      await file.close();
    }
  };
  const regular = async (file: FileHandle, path: string): Promise<void> => {
    if (!(await file.stat()).isFile()) throw new PathRefused(`${relative(root, path)} is no regular file.`);
  };
  const stat: FilesInside['stat'] = (path) => within(path, O_RDONLY | O_NONBLOCK, (file) => file.stat());
  return {
    stat,
    readFile: (path) =>
      within(path, O_RDONLY | O_NONBLOCK, async (file) => {
        await regular(file, path);
        return await file.readFile();
      }),
    readdir: (path) =>
      within(path, FOLDER, async (folder) => await readdir(onLinux ? `/proc/self/fd/${folder.fd}` : path)),
    exists: (path) =>
      stat(path).then(
        () => true,
        () => false,
      ),
    writeFile: (path, text) =>
      within(
        path,
        // Not O_TRUNC: what it is, is known only when it is open.
        O_WRONLY | O_CREAT | O_NONBLOCK,
        async (file) => {
          await regular(file, path);
          await file.truncate(0);
          await file.writeFile(text);
        },
        true,
      ),
  };
}

const onLinux = process.platform === 'linux';

async function openInside(root: string, path: string, flags: number, makeFolders: boolean): Promise<FileHandle> {
  const names = relative(root, path).split(sep).filter(Boolean);
  if (names[0] === '..') throw new PathRefused(`${path} is outside the workspace.`);
  const last = names.pop();
  let folder = await open(root, FOLDER);
  try {
    let at = root;
    for (const name of names) {
      at = join(at, name);
      const here = onLinux ? `/proc/self/fd/${folder.fd}/${name}` : at;
      if (makeFolders) await mkdir(here).catch(unlessThere);
      const next = await open(here, FOLDER).catch(linkRefused(root, at));
      await folder.close();
      folder = next;
    }
    if (last === undefined) return await open(root, flags | O_NOFOLLOW);
    at = join(at, last);
    return await open(onLinux ? `/proc/self/fd/${folder.fd}/${last}` : at, flags | O_NOFOLLOW, 0o666).catch(
      linkRefused(root, at),
    );
  } finally {
    await folder.close();
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** A link where none was a moment ago is refused in words; every other error stays what it is, with the path that was meant. */
function linkRefused(root: string, path: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    const shown = relative(root, path);
    if (error.code === 'ELOOP') throw new PathRefused(`${shown} is a symbolic link.`);
    if (error.code === 'ENXIO') throw new PathRefused(`${shown} is no regular file.`);
    throw Object.assign(new Error(`${error.code ?? 'error'}: ${shown} cannot be opened`), { code: error.code });
  };
}
