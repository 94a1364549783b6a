import { dirname } from 'node:path';
import type { ActionCall } from '../action-call.ts';
import { runCommand } from '../child-process.ts';

/** Runs git in the folder of a checkout and gives its standard output. Throws with git's words when it fails. */
export type Git = (args: readonly string[], options?: GitOptions) => Promise<string>;

/** How one git command runs. */
export interface GitOptions {
  /** Sends the token with the request. */
  readonly credentials?: boolean;
  /** Exit codes that are no failure. Default `[0]`. */
  readonly codes?: readonly number[];
  /** Stops the command in place of the step's own signal. */
  readonly signal?: AbortSignal;
}

/**
 * Git as a job may use it: the job's HOME, no configuration of the person who runs the hub, no questions. The token
 * travels in a variable, so that it never stands among the arguments that other processes can read.
 */
export function createGit(call: ActionCall, folder: string, header: string): Git {
  const { job } = call;
  return async (args, { credentials = false, codes = [0], signal = call.signal } = {}) => {
    const lines: string[] = [];
    job.log(`[command]git ${args.map((arg) => (arg.startsWith('AUTHORIZATION:') ? '***' : arg)).join(' ')}`);
    const code = await runCommand({
      file: 'git',
      args,
      cwd: folder,
      env: {
        ...job.baseEnv,
        HOME: job.folders.home,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TERMINAL_PROMPT: '0',
        GIT_CEILING_DIRECTORIES: dirname(job.folders.workspace),
        GIT_CONFIG_COUNT: credentials ? '3' : '2',
        GIT_CONFIG_KEY_0: 'init.defaultBranch',
        GIT_CONFIG_VALUE_0: 'main',
        // Every fetch would start a process that looks whether the folder needs tidying; it is gone with the job.
        GIT_CONFIG_KEY_1: 'maintenance.auto',
        GIT_CONFIG_VALUE_1: 'false',
        ...(credentials && { GIT_CONFIG_KEY_2: `http.${job.urls.git}/.extraheader`, GIT_CONFIG_VALUE_2: header }),
      },
      onLine: (line) => {
        lines.push(line);
        job.log(line);
      },
      signal,
      grace: job.grace,
      kill: job.kill,
    });
    if (signal.aborted || job.kill.aborted) throw new Error('The operation was canceled.');
    if (code === null || !codes.includes(code)) {
      throw new Error(`The process 'git' failed with exit code ${code}: git ${args[0]}: ${lines.slice(-3).join(' ')}`);
    }
    return lines.join('\n');
  };
}
