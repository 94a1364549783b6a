import { spawn } from 'node:child_process';
import { devNull } from 'node:os';

/** What a git command left behind. */
export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** How a git command is run. */
export interface GitOptions {
  /** Bytes for its standard input; none means an empty input. */
  readonly input?: string | Uint8Array;
  /** Variables beside those of {@link gitEnvironment}. */
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are an answer and not a failure. Default `[0]`. */
  readonly codes?: readonly number[];
}

/** A git command that failed: its arguments, exit code and what it said. */
export class GitError extends Error {
  readonly args: readonly string[];
  readonly code: number;
  readonly stderr: string;

  constructor(args: readonly string[], code: number, stderr: string) {
    super(`git ${args.join(' ')} ended with ${code}: ${stderr.trim() || 'it said nothing'}`);
    this.name = 'GitError';
    this.args = args;
    this.code = code;
    this.stderr = stderr;
  }
}

/** Who commits when nobody is named: the hub itself. Commands that write commits for somebody name them. */
const hubIdentity = {
  GIT_AUTHOR_NAME: 'GitHub',
  GIT_AUTHOR_EMAIL: 'noreply@github.com',
  GIT_COMMITTER_NAME: 'GitHub',
  GIT_COMMITTER_EMAIL: 'noreply@github.com',
};

/**
 * The environment of every git command of the hub: only what git needs to start. The user's own configuration, hooks,
 * credentials and `GIT_DIR` must not reach a repository that plays GitHub, and no command may stop to ask.
 */
export function gitEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.fromEntries(
    ['PATH', 'Path', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    ...kept,
    ...hubIdentity,
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
    ...extra,
  };
}

/**
 * Runs git in `folder` and waits for its end.
 *
 * @throws {GitError} when it ends with a code that is not among `codes`
 */
export function runGit(folder: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd: folder,
      env: gitEnvironment(options.env),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A command that ends without reading its input closes the pipe; its exit code says what happened.
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', (code) => {
      const result = {
        code: code ?? -1,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString('utf8'),
      };
      if ((options.codes ?? [0]).includes(result.code)) resolve(result);
      else reject(new GitError(args, result.code, result.stderr));
    });
    child.stdin.end(options.input ?? '');
  });
}

/** The standard output of {@link runGit} as text, without the last line break. */
export async function gitText(folder: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  return (await runGit(folder, args, options)).stdout.toString('utf8').replace(/\n$/, '');
}
