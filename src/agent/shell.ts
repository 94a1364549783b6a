/**
 * Running a command line. The port is what the `bash` tool needs; the adapter here starts a plain process, with a stripped
 * environment but without a jail. A jailed one is another adapter of the same port.
 */
import { spawn } from 'node:child_process';
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
  ended: 'exit' | 'timeout' | 'aborted';
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

/** How long to wait for output after the command has ended, when a process outside its group holds the pipe open. */
const DRAIN_MS = 500;

/** A shell without a jail: `bash` (or `sh` where there is none) in its own process group. */
export function plainShell(env: Environment, bash = '/bin/bash'): Shell {
  return {
    run: ({ command, cwd, timeoutMs, signal }) =>
      new Promise((resolve, reject) => {
        const child = spawn(bash, ['-c', command], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
        const kept = keepEnds();
        let ended: ShellResult['ended'] = 'exit';
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
          ended = why;
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
        for (const stream of [child.stdout, child.stderr]) {
          stream.setEncoding('utf8');
          stream.on('data', (text: string) => kept.add(text));
        }
        child.on('error', (error) => {
          tidy();
          reject(error);
        });
        child.on('exit', (code) => {
          exitCode = code;
          killGroup();
          drain = setTimeout(() => {
            child.stdout.destroy();
            child.stderr.destroy();
          }, DRAIN_MS);
        });
        child.on('close', () => {
          tidy();
          resolve({ exitCode, ended, ...kept.result() });
        });
      }),
  };
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
