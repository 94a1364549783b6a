/**
 * Runs the project's test command once: in a process group of its own that is killed as a whole, with an environment that holds nothing of
 * the job's, and with bounded output.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Execution, keptOf } from './execution.ts';
import { withoutAnsi } from './output.ts';
import { readReports, reportFiles } from './report-files.ts';
import { readOutput } from './runners/read.ts';

/** Exit status of a test command that was out of time, as `timeout(1)` has it. */
export const TIMED_OUT = 124;

export interface TestCommand {
  /** Shell command from the project's configuration. */
  command: string;
  dir: string;
  /** File that gets the output, up to 16 MB of it. */
  log: string;
  /** Milliseconds until the whole process group is killed. */
  timeout: number;
  /** Glob patterns of the JUnit XML files that it writes; where it writes some, its output is not read. */
  reports?: readonly string[];
  /** Told why a report was left out. */
  tell?: (line: string) => void;
}

/** Bytes of output that are kept for the log file. A test that prints for ever must not fill the disk. */
const MAX_LOG = 16 * 1024 * 1024;

/** Bytes at the end of the output that are read: the summary, and before it what failed and what passed. */
const MAX_END = 2 * 1024 * 1024;

/** Milliseconds that a process outside the group may still hold the output open after the command has ended. */
const GRACE = 2_000;

/** Runs it. Does not throw for what the command does; one that cannot even be started has exit status 127. */
export async function runTests(input: TestCommand): Promise<Execution> {
  const { command, dir, log, timeout, reports = [], tell = () => {} } = input;
  const home = await mkdtemp(join(tmpdir(), 'orch-home-'));
  const output = keepOutput();
  try {
    const before = await reportFiles(dir, reports);
    const started = performance.now();
    const exit = await run(command, dir, environment(home), timeout, output.take);
    const seconds = Math.round(performance.now() - started) / 1000;
    if (exit === TIMED_OUT) output.take(Buffer.from(`\n[stopped after ${seconds} seconds]\n`));
    await writeFile(log, output.beginning());
    const text = withoutAnsi(output.end());
    const reading = (await readReports(dir, reports, before, tell)) ?? readOutput(withoutFolder(text, dir));
    return {
      run: { exit_code: exit, seconds, ...keptOf(reading), tail: text.slice(-4_000) },
      ...(reading && { reading }),
      late: exit === TIMED_OUT,
    };
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Paths in the output as they are in the project, wherever it was checked out. */
const withoutFolder = (text: string, dir: string): string => text.replaceAll(`${dir}/`, '');

/** What a test may know of this machine. No token, no input, no path of the runner's own files. */
function environment(home: string): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin', HOME: home, LANG: 'C.UTF-8', CI: 'true' };
}

function run(
  command: string,
  cwd: string,
  env: Record<string, string>,
  timeout: number,
  take: (chunk: Buffer) => void,
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', command], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      killGroup(child.pid);
    }, timeout);
    let grace: NodeJS.Timeout | undefined;
    const end = (status: number): void => {
      clearTimeout(timer);
      clearTimeout(grace);
      resolve(status);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('exit', () => {
      // What the command left running ends with it, so that it cannot touch the next step.
      killGroup(child.pid);
      // A process that went into a group of its own is not reached, and must not be waited for either.
      grace = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, GRACE);
    });
    child.on('error', (error) => {
      take(Buffer.from(`${error.message}\n`));
      end(127);
    });
    child.on('close', (code, signal) =>
      end(late ? TIMED_OUT : (code ?? 128 + (signal ? constants.signals[signal] : 0))),
    );
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group.
  }
}

/** Remembers the beginning of the output for the log, and its end for the summary. */
function keepOutput(): { take: (chunk: Buffer) => void; beginning: () => Buffer; end: () => string } {
  const first: Buffer[] = [];
  let length = 0;
  const last: Buffer[] = [];
  let kept = 0;
  return {
    take: (chunk) => {
      if (length < MAX_LOG) first.push(chunk.subarray(0, MAX_LOG - length));
      length += chunk.length;
      last.push(chunk);
      kept += chunk.length;
      while (kept - last[0]!.length >= MAX_END) kept -= last.shift()!.length;
    },
    beginning: () => {
      const cut = length > MAX_LOG ? [Buffer.from('\n[cut here: the output is too long to keep]\n')] : [];
      return Buffer.concat([...first, ...cut]);
    },
    end: () => Buffer.concat(last).subarray(-MAX_END).toString('utf8'),
  };
}
