import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { GitObjectName } from '../graphql/git.ts';
import { GitError, gitEnvironment } from './run-git.ts';

/** An object, and its bytes. */
export interface GitObject extends GitObjectName {
  readonly contents: Buffer;
}

/**
 * Answers questions about the objects of one repository by one git that stays: starting a git for each takes the hub ten times as long as the
 * answer, and whoever looks at a state branch asks hundreds of times. Git looks at refs and objects anew for each question.
 */
export interface ObjectReader {
  /** What an expression names; null when it names nothing. It must hold no line break. */
  find(expression: string): Promise<GitObjectName | null>;
  /** The object that an expression names, with its bytes; null when it names nothing. */
  read(expression: string): Promise<GitObject | null>;
  /** Ends git. Questions without an answer are rejected; the next one starts git again. */
  close(): void;
}

const ARGS = ['cat-file', '--batch-command=%(objectname) %(objecttype) %(objectsize)'];

/** A line that names an object. Whatever else git says about an expression means that it names none. */
const FOUND = /^([0-9a-f]{40}) (commit|tree|blob|tag) (\d+)$/;

/** The end of what git says of its troubles, in characters. */
const MAX_STDERR = 2_000;

interface Question {
  readonly whole: boolean;
  readonly resolve: (found: GitObject | null) => void;
  readonly reject: (error: Error) => void;
}

/** A reader of the repository at `folder`. Git is started by the first question, and does not keep this process alive without one. */
export function createObjectReader(folder: string, start: StartGit = startGit): ObjectReader {
  let running: Reading | undefined;
  const ask = async (command: 'info' | 'contents', expression: string): Promise<GitObject | null> => {
    running ??= startReading(start(folder), (ended) => {
      if (running === ended) running = undefined;
    });
    return running.ask(command, expression);
  };
  return {
    async find(expression) {
      const found = await ask('info', expression);
      return found && { oid: found.oid, type: found.type };
    },
    read: (expression) => ask('contents', expression),
    close() {
      running?.end();
      running = undefined;
    },
  };
}

/** Starts the git that answers. */
export type StartGit = (folder: string) => ChildProcessWithoutNullStreams;

const startGit: StartGit = (folder) => spawn('git', ARGS, { cwd: folder, env: gitEnvironment(), stdio: 'pipe' });

/** A git that answers. */
interface Reading {
  ask(command: 'info' | 'contents', expression: string): Promise<GitObject | null>;
  /** Git ends when it has answered what it was asked. */
  end(): void;
}

function startReading(child: ChildProcessWithoutNullStreams, onEnd: (reading: Reading) => void): Reading {
  const questions: Question[] = [];
  let stderr = '';
  let ended = false;
  const fail = (error: Error): void => {
    if (!ended) onEnd(reading);
    ended = true;
    for (const { reject } of questions.splice(0)) reject(error);
  };
  const take = createTaker(questions);
  child.stdout.on('data', (chunk: Buffer) => {
    take(chunk);
    if (questions.length === 0) hold(child, false);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-MAX_STDERR);
  });
  // A git that has ended reads no more; its exit code says what happened.
  child.stdin.on('error', () => {});
  child.on('error', fail);
  child.on('close', (code) => fail(new GitError(ARGS, code ?? -1, stderr)));
  hold(child, false);
  const reading: Reading = {
    ask(command, expression) {
      return new Promise((resolve, reject) => {
        questions.push({ whole: command === 'contents', resolve, reject });
        hold(child, true);
        child.stdin.write(`${command} ${expression}\n`);
      });
    },
    end: () => child.stdin.end(),
  };
  return reading;
}

/** Takes git's answers apart and hands each to its question: they come in the order in which was asked. */
function createTaker(questions: Question[]): (chunk: Buffer) => void {
  let held: Buffer[] = [];
  let length = 0;
  /** The bytes that have to be there before it is worth looking. */
  let needed = 0;
  let named: { oid: string; type: GitObjectName['type']; size: number } | undefined;
  return (chunk) => {
    held.push(chunk);
    length += chunk.length;
    if (length < needed) return;
    let bytes = Buffer.concat(held);
    for (;;) {
      if (named) {
        const { oid, type, size } = named;
        // A line break follows the bytes.
        needed = size + 1;
        if (bytes.length < needed) break;
        // A copy: the object must not keep alive what came with it.
        questions.shift()?.resolve({ oid, type, contents: Buffer.from(bytes.subarray(0, size)) });
        bytes = bytes.subarray(needed);
        named = undefined;
      }
      needed = 0;
      const end = bytes.indexOf(10);
      if (end < 0) break;
      const [, oid, type, size] = FOUND.exec(bytes.toString('utf8', 0, end)) ?? [];
      bytes = bytes.subarray(end + 1);
      if (oid === undefined) questions.shift()?.resolve(null);
      else if (questions[0]?.whole) named = { oid, type: type as GitObjectName['type'], size: Number(size) };
      else questions.shift()?.resolve({ oid, type: type as GitObjectName['type'], contents: Buffer.alloc(0) });
    }
    held = [bytes];
    length = bytes.length;
  };
}

/** Whether git, while it waits for a question, keeps this process alive. */
function hold(child: ChildProcessWithoutNullStreams, on: boolean): void {
  for (const one of [child, child.stdin, child.stdout, child.stderr] as { ref?(): void; unref?(): void }[]) {
    if (on) one.ref?.();
    else one.unref?.();
  }
}
