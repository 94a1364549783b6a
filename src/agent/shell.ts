/**
 * Running a command line. The port is what the `bash` tool needs. The plain adapter gives a command a stripped environment and nothing
 * more; the jailed one (jail/) starts the same command behind bubblewrap. Both are `processShell` with another beginning.
 */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Environment } from './environment.ts';

export interface ShellRequest {
  /** For bash. */
  command: string;
  cwd: string;
  /** After this the whole process group is killed. */
  timeoutMs: number;
  /** Kills it too. */
  signal: AbortSignal;
}

export interface ShellResult {
  /** Null when it was killed. */
  exitCode: number | null;
  /** Standard output and error in the order in which they came; the middle is left out when it is longer than the limit. */
  output: string;
  /** Characters left out of `output`. */
  omitted: number;
  /** `limit`: it was killed because it took more than a command may. */
  ended: 'exit' | 'timeout' | 'aborted' | 'limit';
  /** Which limit, as a sentence, when `ended` is `limit`. */
  limit?: string;
}

/**
 * Contract: `run` resolves whatever the command does, and leaves none of the processes of its group alive. It rejects only when no
 * process could be started at all.
 */
export interface Shell {
  run(request: ShellRequest): Promise<ShellResult>;
}

/** Output kept of one command: the beginning, where the first error often is, and the end, where test runners sum up. */
const HEAD = 8_000;
const TAIL = 22_000;

/** Output after which a command is killed, in characters: nobody reads it, and every one of them costs this process time. */
export const MAX_OUTPUT = 64 * 1024 * 1024;

/** How long to wait for output after the command has ended, when a process outside its group holds the pipe open. */
const DRAIN_MS = 500;

/** Looks after a command from outside while it runs. */
export interface Watch {
  /**
   * Called once with what the command's launcher wrote on file descriptor 3, when it has closed it. `kill` ends the command, and takes the
   * limit that it passed, as a sentence.
   */
  begin(launcherSaid: string, kill: (limit: string) => void): void;
  /** Called once when the command has ended; resolves when nothing of it is left. */
  end(): Promise<void>;
}

/** A process to start for a command. */
export interface Launch {
  file: string;
  args: readonly string[];
  env: Environment;
  /** When it is there, the process gets a file descriptor 3 to tell it something. */
  watch?: Watch;
}

/** A shell without a jail: `bash` in its own process group. */
export function plainShell(env: Environment, bash = '/bin/bash'): Shell {
  return processShell(async ({ command }) => ({ file: bash, args: ['-c', command], env }));
}

/** A shell that starts a process of its own for each command. Contract of `launch`: rejects when the command cannot be started. */
export function processShell(launch: (request: ShellRequest) => Promise<Launch>): Shell {
  return {
    async run(request) {
      const started = await launch(request);
      const result = await runProcess(started, request);
      await started.watch?.end();
      return result;
    },
  };
}

function runProcess(
  { file, args, env, watch }: Launch,
  { cwd, timeoutMs, signal }: Omit<ShellRequest, 'command'>,
): Promise<ShellResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...args], {
      cwd,
      env,
      detached: true,
      stdio: watch ? ['ignore', 'pipe', 'pipe', 'pipe'] : ['ignore', 'pipe', 'pipe'],
    });
    const kept = keepEnds();
    let ended: ShellResult['ended'] = 'exit';
    let limit: string | undefined;
    let exitCode: number | null = null;
    let drain: NodeJS.Timeout | undefined;

    const killGroup = () => {
      if (child.pid === undefined) return;
      try {
        // Negative: the whole group, so that what was left in the background ends with the command.
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group is gone already.
      }
    };
    const stop = (why: 'timeout' | 'aborted') => {
      if (ended === 'exit') ended = why;
      killGroup();
    };
    const overLimit = (sentence: string) => {
      if (ended === 'exit') [ended, limit] = ['limit', sentence];
      killGroup();
    };
    const timer = setTimeout(() => stop('timeout'), timeoutMs);
    const onAbort = () => stop('aborted');
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();

    const tidy = () => {
      clearTimeout(timer);
      clearTimeout(drain);
      signal.removeEventListener('abort', onAbort);
    };
    const [, stdout, stderr, launcher] = child.stdio as (Readable | null)[];
    let seen = 0;
    for (const stream of [stdout, stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (text: string) => {
        kept.add(text);
        seen += text.length;
        if (seen > MAX_OUTPUT) overLimit(`It printed more than ${MAX_OUTPUT} characters.`);
      });
    }
    let said = '';
    launcher?.setEncoding('utf8');
    launcher?.on('data', (text: string) => {
      said += text;
    });
    launcher?.on('end', () => watch?.begin(said, overLimit));
    child.on('error', (error) => {
      tidy();
      reject(error);
    });
    child.on('exit', (code) => {
      exitCode = code;
      killGroup();
      drain = setTimeout(() => {
        for (const stream of [stdout, stderr, launcher]) stream?.destroy();
      }, DRAIN_MS);
    });
    child.on('close', () => {
      tidy();
      resolve({ exitCode, ended, ...(limit === undefined ? {} : { limit }), ...kept.result() });
    });
  });
}

/** Keeps the first HEAD and the last TAIL characters of a stream in bounded memory. */
function keepEnds() {
  let head = '';
  let tail = '';
  let omitted = 0;
  return {
    add(text: string): void {
      const room = HEAD - head.length;
      head += text.slice(0, room);
      tail += text.slice(Math.max(room, 0));
      if (tail.length > 2 * TAIL) {
        omitted += tail.length - TAIL;
        tail = tail.slice(-TAIL);
      }
    },
    result(): { output: string; omitted: number } {
      const over = Math.max(tail.length - TAIL, 0);
      const left = omitted + over;
      const end = tail.slice(over);
      const output = left > 0 ? `${head}\n[… ${left} characters left out …]\n${end}` : head + end;
      return { output, omitted: left };
    },
  };
}
