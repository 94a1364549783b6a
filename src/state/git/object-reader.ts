/**
 * Reads git objects through one long-lived `git cat-file --batch`: after the first, an object costs a line on a pipe and no process.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { StateUnavailable } from '../errors.ts';
import { localFailure } from './remote-answer.ts';

/** An object as git stores it. */
export interface GitObject {
  oid: string;
  type: 'commit' | 'tree' | 'blob' | 'tag';
  content: Buffer;
}

export interface ObjectReader {
  /** The object of that id or ref name; null when it is not on this machine. Throws StateUnavailable (`local`) when git cannot be run. */
  read(name: string): Promise<GitObject | null>;
  /** Ends the process; waits until it is gone. A later `read` starts another. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(object: GitObject | null): void;
  reject(error: Error): void;
}

/** A reader over the git directory. Nothing is started before the first read. */
export function createObjectReader(options: { dir: string; environment: Record<string, string> }): ObjectReader {
  let process: ReturnType<typeof start> | undefined;
  return {
    read(name) {
      if (/[\n\0]/.test(name)) throw new TypeError(`${JSON.stringify(name)} cannot be the name of a git object`);
      if (!process || process.ended()) process = start(options.dir, options.environment);
      return process.ask(name);
    },
    async close() {
      await process?.end();
      process = undefined;
    },
  };
}

function start(dir: string, environment: Record<string, string>) {
  const child = spawn('git', ['cat-file', '--batch'], { cwd: dir, env: environment, stdio: 'pipe', windowsHide: true });
  const waiting: Waiting[] = [];
  let pending: Buffer = Buffer.alloc(0);
  let failure: StateUnavailable | undefined;
  let words = '';
  const gone = new Promise<void>((resolve) => {
    const finish = (exitCode: number | null, stderr: string) => {
      failure ??= localFailure({ exitCode, stdout: '', stderr, silent: false }, 'read the local clone');
      for (const one of waiting.splice(0)) one.reject(failure);
      resolve();
    };
    child.on('error', (error) => finish(null, error.message));
    child.on('close', (code) => finish(code, words));
  });
  // A pipe that breaks is told by `close`, with the words of git.
  child.stdin.on('error', () => {});
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString('utf8')).slice(-2_000);
  });
  child.stdout.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    pending = pending.subarray(deliver(pending, waiting, child));
  });
  return {
    ended: () => failure !== undefined,
    ask: (name: string) =>
      new Promise<GitObject | null>((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${name}\n`);
      }),
    async end() {
      child.stdin.end();
      await gone;
    },
  };
}

/** Hands out every complete answer at the front of the bytes; returns how many bytes those were. */
function deliver(bytes: Buffer, waiting: Waiting[], child: ChildProcessWithoutNullStreams): number {
  let used = 0;
  while (waiting.length > 0) {
    const lineEnd = bytes.indexOf(10, used);
    if (lineEnd < 0) return used;
    const header = bytes.toString('utf8', used, lineEnd);
    const found = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/.exec(header);
    if (!found) {
      const next = waiting.shift();
      if (header.endsWith(' missing')) next?.resolve(null);
      else {
        // An answer that is not understood leaves the stream out of step; the process is of no more use.
        next?.reject(new Error(`git cat-file answered ${JSON.stringify(header)}, which is no object`));
        child.kill();
      }
      used = lineEnd + 1;
      continue;
    }
    const size = Number(found[3]);
    const contentStart = lineEnd + 1;
    if (bytes.length < contentStart + size + 1) return used;
    const content = Buffer.from(bytes.subarray(contentStart, contentStart + size));
    waiting.shift()?.resolve({ oid: found[1] ?? '', type: found[2] as GitObject['type'], content });
    used = contentStart + size + 1;
  }
  return used;
}
