/**
 * The kernel's own limit on processes, where the usual one does not hold: it does not count processes of root (RLIMIT_NPROC), and root runs
 * jobs in many containers. There a control group does; whoever is not root cannot make one, and does not need it.
 */
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A control group for the commands of one run. */
export interface ProcessCap {
  /** A process that writes its number into this file is counted from then on, with all that it starts. */
  procs: string;
  /** Removes the group, when nothing runs in it. Never rejects. */
  close(): Promise<void>;
}

const MOUNT = '/sys/fs/cgroup';

/** Makes the group, for at most so many processes and threads. Undefined where this user or this machine cannot. */
export async function openProcessCap(name: string, most: number): Promise<ProcessCap | undefined> {
  const own = await readFile('/proc/self/cgroup', 'utf8').catch(() => '');
  const pathIn = (line: RegExp) => line.exec(own)?.[1];
  // Version 1 has a hierarchy for processes alone; version 2 has one for everything.
  const [v1, v2] = [pathIn(/^\d+:pids:(.*)$/m), pathIn(/^0::(.*)$/m)];
  const parents = [...(v1 ? [join(MOUNT, 'pids', v1)] : []), ...(v2 ? [join(MOUNT, v2), MOUNT] : [])];
  for (const parent of parents) {
    const folder = join(parent, name);
    const close = () => removeWhenEmpty(folder);
    try {
      await mkdir(folder);
      await writeFile(join(folder, 'pids.max'), String(most), { flag: 'r+' });
      return { procs: join(folder, 'cgroup.procs'), close };
    } catch {
      await close();
    }
  }
  return undefined;
}

/** How long the kernel may take to clear away processes that were killed, in milliseconds. */
const EMPTY_MS = 2_000;

/** What was killed is counted until it is cleared away; until then the group cannot be removed. */
async function removeWhenEmpty(folder: string): Promise<void> {
  for (const until = Date.now() + EMPTY_MS; ; ) {
    const code = await rmdir(folder).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (code !== 'EBUSY' || Date.now() > until) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
