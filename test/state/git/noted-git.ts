import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface NotedGit {
  /** The surrounding variables with a PATH that finds the noting git first. */
  environment: NodeJS.ProcessEnv;
  /** The arguments of each git run so far, one line each. */
  commands(): Promise<string[]>;
  forget(): Promise<void>;
}

/** A `git` in the folder that notes its arguments before it becomes the real one. */
export async function createNotedGit(folder: string): Promise<NotedGit> {
  const bin = join(folder, 'bin');
  const notes = join(folder, 'notes');
  await mkdir(bin);
  await writeFile(notes, '');
  await writeFile(join(bin, 'git'), `#!/bin/sh\necho "$*" >> ${notes}\nPATH="\${PATH#${bin}:}" exec git "$@"\n`);
  await chmod(join(bin, 'git'), 0o755);
  return {
    environment: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    commands: async () => (await readFile(notes, 'utf8')).split('\n').filter((line) => line !== ''),
    forget: () => writeFile(notes, ''),
  };
}
