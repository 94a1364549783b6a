/**
 * The few things the loop asks of git. The repository is in the hands of the model's shell, so git is run as a stranger there: with the
 * tools' stripped environment, no configuration but the repository's, no hooks, no external diff or filters of the user; and inside the
 * jail, where there is one, because a repository can make git run programs in more ways than settings can forbid.
 */
import { execFile } from 'node:child_process';
import type { Environment } from './environment.ts';

/** Git ended with an error. The message has the command and what git said. */
export class GitFailed extends Error {
  override readonly name = 'GitFailed';
}

/** Contract: resolves with what git printed, byte for byte; rejects with GitFailed when its exit status is not 0. */
export type Git = (args: readonly string[], input?: string) => Promise<Buffer>;

/** The most that one git command may print, in bytes; far above the largest patch that is delivered. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/** Milliseconds for one git command; none of those here takes a tenth of it, also in a large repository. */
const MAX_MS = 10 * 60_000;

/** How git is started: the program, its arguments and its environment as they are given to the system. */
export type GitLaunch = (
  args: readonly string[],
  env: Environment,
) => { file: string; args: readonly string[]; env: Environment };

const unjailed: GitLaunch = (args, env) => ({ file: 'git', args, env });

/** Git in one folder. Without a launch it runs outside any jail. */
export function gitIn(root: string, env: Environment, launch: GitLaunch = unjailed): Git {
  const fixed = [
    ['core.hooksPath', '/dev/null'],
    ['core.fsmonitor', 'false'],
    ['core.quotePath', 'true'],
    ['gc.auto', '0'],
    ['safe.directory', root],
    ['user.name', 'Orch'],
    ['user.email', 'orch@localhost'],
  ].flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const alone = {
    ...env,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    // An object that is not there stays away: getting it would run what the repository names as its remote.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  };
  return (args, input) =>
    new Promise((resolve, reject) => {
      const started = launch([...fixed, ...args], alone);
      const child = execFile(
        started.file,
        started.args,
        {
          cwd: root,
          env: started.env,
          encoding: 'buffer',
          maxBuffer: MAX_OUTPUT,
          timeout: MAX_MS,
          killSignal: 'SIGKILL',
        },
        (error, stdout, stderr) => {
          if (!error) return resolve(stdout);
          const said = stderr.toString('utf8').trim().slice(0, 1_000) || error.message;
          reject(new GitFailed(`git ${args[0] ?? ''} failed: ${said}`));
        },
      );
      // Git may end without reading its input; that is not an error of ours.
      child.stdin?.on('error', () => {});
      child.stdin?.end(input ?? '');
    });
}
