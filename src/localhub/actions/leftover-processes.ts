import { readdir, readFile } from 'node:fs/promises';

/** The variable that marks every process of a job, as on GitHub's runners. Children inherit it even when they detach. */
export const trackingVariable = 'RUNNER_TRACKING_ID';

/**
 * Kills every process whose tracking id is the given one, or begins with it followed by `_`, and gives how many there were.
 *
 * Reads `/proc`, so it finds processes only on Linux; elsewhere it finds none, and only the process groups of the steps
 * are stopped. Processes of other users cannot be read and are left alone.
 */
export async function killLeftovers(trackingId: string): Promise<number> {
  const entries = await readdir('/proc').catch(() => []);
  const pids = entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
  const marked = await Promise.all(pids.map(async (pid) => ((await isMarked(pid, trackingId)) ? pid : undefined)));
  let killed = 0;
  for (const pid of marked) {
    if (pid === undefined || pid === process.pid) continue;
    try {
      process.kill(pid, 'SIGKILL');
      killed += 1;
    } catch {
      // It ended between the look and the signal.
    }
  }
  return killed;
}

async function isMarked(pid: number, trackingId: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  return environment.split('\0').some((variable) => {
    const [name, value = ''] = variable.split('=', 2);
    return name === trackingVariable && (value === trackingId || value.startsWith(`${trackingId}_`));
  });
}
