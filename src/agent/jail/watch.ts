/** Looking after a jailed command from outside: how many processes it has, how much room it leaves, and that nothing of it stays. */
import { readdir, readFile, statfs } from 'node:fs/promises';
import type { Watch } from '../shell.ts';
import { MAX_PROCESSES, MIN_FREE_BYTES } from './limits.ts';

/** How often is looked, in milliseconds. Between two looks a fork bomb comes to some thousand processes. */
const LOOK_MS = 100;

/** How long the kernel may take to end what was killed, in milliseconds. A process that waits for a broken disk ends when the disk answers. */
const GONE_MS = 10_000;

/** Watches one command. `folders` are where it can write. The limits are those of limits.ts when nothing else is given. */
export function watchJail(
  folders: readonly string[],
  { maxProcesses = MAX_PROCESSES, minFreeBytes = MIN_FREE_BYTES } = {},
): Watch {
  let init: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  return {
    begin(launcherSaid, kill) {
      init = childNumber(launcherSaid);
      if (init === undefined || over) return;
      const look = async (pid: number): Promise<void> => {
        const limit = (await tooMany(pid, maxProcesses)) ?? (await tooFull(folders, minFreeBytes));
        if (limit !== undefined) kill(limit);
        else if (!over) timer = setTimeout(() => void look(pid), LOOK_MS);
      };
      timer = setTimeout(() => void look(init!), LOOK_MS);
    },
    async end() {
      over = true;
      clearTimeout(timer);
      if (init !== undefined) await gone(init);
    },
  };
}

/** The number of the jail's first process, in our own counting. */
function childNumber(launcherSaid: string): number | undefined {
  return Number(/"child-pid":\s*(\d+)/.exec(launcherSaid)?.[1]) || undefined;
}

async function tooMany(init: number, most: number): Promise<string | undefined> {
  // The jail's own /proc: it lists the processes of the jail and no others.
  const names = await readdir(`/proc/${init}/root/proc`).catch(() => []);
  const processes = names.filter((name) => /^\d+$/.test(name)).length;
  return processes > most ? `It had ${processes} processes; a command may have ${most} at a time.` : undefined;
}

async function tooFull(folders: readonly string[], least: number): Promise<string | undefined> {
  for (const folder of folders) {
    const disk = await statfs(folder).catch(() => undefined);
    const free = disk ? disk.bavail * disk.bsize : Number.POSITIVE_INFINITY;
    if (free < least) {
      return `It left ${Math.floor(free / 1_048_576)} MiB free on the disk; ${Math.floor(least / 1_048_576)} MiB have to stay free.`;
    }
  }
  return undefined;
}

/** Resolves when the process is gone. The kernel ends all others of a process namespace before it lets the first one go. */
async function gone(pid: number): Promise<void> {
  const born = await birth(pid);
  for (const until = Date.now() + GONE_MS; born !== undefined && Date.now() < until; ) {
    if ((await birth(pid)) !== born) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** When a living process began; undefined when it is gone or only its number is left. */
async function birth(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}
