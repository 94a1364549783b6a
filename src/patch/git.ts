/**
 * Git as the `verify` and `deliver` jobs use it: no shell, no hooks, no filters, nobody's configuration but the checkout's own, and a
 * short list of environment variables. Whatever is passed to it is an argument or standard input, never a command.
 */
import { execFile } from 'node:child_process';
import { devNull, tmpdir } from 'node:os';

/** A git command that did not end well. The message holds what git said, for the log; it may quote untrusted text. */
export class GitFailed extends Error {
  readonly code: number | null;
  readonly stderr: string;
  constructor(args: readonly string[], code: number | null, stderr: string) {
    super(`git ${args[0] ?? ''} failed (${code ?? 'killed'}): ${stderr.trim() || 'git said nothing'}`);
    this.name = 'GitFailed';
    this.code = code;
    this.stderr = stderr;
  }
}

export interface GitOptions {
  /** Written to git's standard input. */
  input?: string | Buffer;
  /** Added to the clean environment. */
  env?: Record<string, string>;
  /** Milliseconds after which git is killed; two minutes when not given. */
  timeout?: number;
}

/** Runs one git command in a fixed folder and answers its standard output. Throws GitFailed. */
export type Git = (args: readonly string[], options?: GitOptions) => Promise<Buffer>;

/** Variables that git needs to find its helpers and the network. Everything else in the environment stays outside. */
const PASSED = [
  'PATH',
  'SYSTEMROOT',
  'http_proxy',
  'https_proxy',
  'HTTPS_PROXY',
  'no_proxy',
  'NO_PROXY',
  'GIT_SSL_CAINFO',
  'SSL_CERT_FILE',
];

/**
 * Settings that no checkout may override. Attributes and HFS/NTFS protection are judged as on the strictest platform, because what is
 * pushed here is checked out on all of them.
 */
const SETTINGS: readonly string[] = [
  `core.hooksPath=${devNull}`,
  `core.attributesFile=${devNull}`,
  'core.fsmonitor=false',
  'core.protectHFS=true',
  'core.protectNTFS=true',
  'core.quotePath=true',
  'commit.gpgSign=false',
  'push.followTags=false',
  'push.recurseSubmodules=no',
  'submodule.recurse=false',
  'protocol.ext.allow=never',
  'gc.auto=0',
];

/** The most memory that git may ask for at once, in bytes: a patch of a few kilobytes can claim to unpack to gigabytes. */
const ALLOCATION_LIMIT = 256 * 1024 * 1024;

/** Git in the folder `dir`, which must be a checkout or a bare repository. */
export function gitIn(dir: string): Git {
  const settings = [...SETTINGS, `safe.directory=${dir}`].flatMap((setting) => ['-c', setting]);
  return (args, options = {}) =>
    new Promise((resolve, reject) => {
      const child = execFile(
        'git',
        [...settings, ...args],
        {
          cwd: dir,
          env: { ...cleanEnvironment(), ...options.env },
          encoding: 'buffer',
          maxBuffer: 128 * 1024 * 1024,
          timeout: options.timeout ?? 120_000,
          killSignal: 'SIGKILL',
        },
        (error, stdout, stderr) => {
          if (!error) return resolve(stdout);
          const code = typeof error.code === 'number' ? error.code : null;
          reject(new GitFailed(args, code, code === null ? `${error.message}\n${stderr}` : stderr.toString()));
        },
      );
      // Git may end before it has read everything; its exit status tells the story then.
      child.stdin?.on('error', () => {});
      child.stdin?.end(options.input ?? '');
    });
}

function cleanEnvironment(): Record<string, string> {
  const env: Record<string, string> = {
    HOME: tmpdir(),
    LC_ALL: 'C',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ALLOC_LIMIT: String(ALLOCATION_LIMIT),
  };
  for (const name of PASSED) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
