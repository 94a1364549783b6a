import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** One command of a step, run in a process group of its own so that everything it starts can be stopped with it. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Called for each line of stdout and stderr, without the line end. */
  readonly onLine: (line: string) => void;
  /** Aborting stops the process group: interrupt, then terminate, then kill. */
  readonly signal: AbortSignal;
  readonly grace: Grace;
  /** Aborting kills the process group at once. */
  readonly kill: AbortSignal;
}

/** How long a stopped process group may take, in milliseconds. */
export interface Grace {
  /** From SIGINT to SIGTERM. */
  readonly interruptMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly terminateMs: number;
}

/** The waits of GitHub's own runner. */
export const githubGrace: Grace = { interruptMs: 7_500, terminateMs: 2_500 };

/** After a process has gone, how long its output may still be held open by what it left running, in milliseconds. */
const drainMs = 200;

/**
 * Runs a command to its end and gives its exit code (128 + 9 and the like for signals are not made up: null then).
 * Rejects only when the program cannot be started. What the command leaves running in the background stays, as it does
 * on GitHub until the job ends.
 */
export function runCommand(command: Command): Promise<number | null> {
  return new Promise((resolve, reject) => {
    if (command.signal.aborted || command.kill.aborted) return resolve(null);
    const child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const streams = [child.stdout, child.stderr].map((stream) => readLines(stream, command.onLine));
    const timers = new Set<NodeJS.Timeout>();
    const stop = (): void => stopGroup(child.pid, command.grace, timers);
    const killNow = (): void => killGroup(child.pid, 'SIGKILL');
    const settle = (act: () => void): void => {
      command.signal.removeEventListener('abort', stop);
      command.kill.removeEventListener('abort', killNow);
      for (const timer of timers) clearTimeout(timer);
      act();
    };
    command.signal.addEventListener('abort', stop, { once: true });
    command.kill.addEventListener('abort', killNow, { once: true });
    child.on('error', (error) => settle(() => reject(error)));
    child.on('exit', (code) => {
      // The rest of a stopped group gets no grace beyond its leader's.
      if (command.signal.aborted) killGroup(child.pid, 'SIGKILL');
      const drained = Promise.all(streams.map(({ ended }) => ended));
      const patience = new Promise<void>((done) => timers.add(setTimeout(done, drainMs)));
      Promise.race([drained, patience]).then(
        () => {
          for (const { release } of streams) release();
          settle(() => resolve(code));
        },
        (error: unknown) => settle(() => reject(error)),
      );
    });
  });
}

/** Sends a signal to a process group; a group that is already gone is no error. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH' && (error as NodeJS.ErrnoException).code !== 'EPERM')
      throw error;
  }
}

function stopGroup(pid: number | undefined, grace: Grace, timers: Set<NodeJS.Timeout>): void {
  killGroup(pid, 'SIGINT');
  timers.add(
    setTimeout(() => {
      killGroup(pid, 'SIGTERM');
      timers.add(setTimeout(() => killGroup(pid, 'SIGKILL'), grace.terminateMs));
    }, grace.interruptMs),
  );
}

interface LineReader {
  readonly ended: Promise<void>;
  /** Hands over what has no line end yet and lets go of the stream. */
  readonly release: () => void;
}

function readLines(stream: Readable, onLine: (line: string) => void): LineReader {
  let rest = '';
  let released = false;
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    if (released) return;
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line.replace(/\r$/, ''));
  });
  const ended = new Promise<void>((resolve) => {
    stream.on('close', resolve);
    stream.on('error', () => resolve());
  });
  return {
    ended,
    release: () => {
      if (!released && rest !== '') onLine(rest.replace(/\r$/, ''));
      released = true;
      // A background process may go on writing; reading on keeps it from blocking, and unref lets this process end.
      stream.resume();
      (stream as Readable & { unref?: () => void }).unref?.();
    },
  };
}
