/** Moves the story branch to the delivered commit, and nothing but forward. */
import { setTimeout } from 'node:timers/promises';
import { type Git, GitFailed, gitIn } from '../patch/git.ts';

export interface PushInput {
  /** The repository that has the commit. */
  dir: string;
  /** Address of the remote repository. */
  url: string;
  /** Environment that lets git in there (see `tokenEnvironment`). */
  auth: Record<string, string>;
  /** Branch name without `refs/heads/`. */
  branch: string;
  /** Where the branch has to be for the push to happen, unless it does not exist. `head` descends from it. */
  start: string;
  head: string;
  /** Waits before another try; milliseconds. */
  wait?: (milliseconds: number) => Promise<unknown>;
}

export type Pushed =
  /** The branch is at `head`, by this push or by an earlier one whose answer was lost. */
  | { kind: 'pushed' }
  /** Somebody else moved the branch to `found`; it was left alone. */
  | { kind: 'moved'; found: string }
  /** The remote would not take it, or could not be reached; `reason` is git's. */
  | { kind: 'refused'; reason: string };

/** Milliseconds before the second, third and last try. GitHub's short troubles last seconds; the rest is for the next run. */
const PAUSES = [1_000, 4_000, 10_000];

/**
 * Pushes with the old value as the condition, so that a commit that a person pushed meanwhile is never overwritten. An unclear answer is
 * cleared up by looking at the branch again.
 */
export async function pushBranch(input: PushInput): Promise<Pushed> {
  const git = gitIn(input.dir);
  const wait = input.wait ?? setTimeout;
  let reason = '';
  for (const pause of [0, ...PAUSES]) {
    if (pause > 0) await wait(pause);
    try {
      const found = await remoteHead(git, input);
      if (found === input.head) return { kind: 'pushed' };
      if (found !== null && found !== input.start) return { kind: 'moved', found };
      await push(git, input, found);
      return { kind: 'pushed' };
    } catch (error) {
      if (!(error instanceof GitFailed)) throw error;
      reason = error.stderr.trim().split('\n').at(-1) ?? '';
      const rejection = /^ *! \[remote rejected\].*\((.*)\)$/m.exec(error.stderr);
      // A rule of the repository said no, and will say no again.
      if (rejection) return { kind: 'refused', reason: rejection[1]! };
    }
  }
  return { kind: 'refused', reason };
}

async function remoteHead(git: Git, { url, auth, branch }: PushInput): Promise<string | null> {
  const out = (await git(['ls-remote', '--refs', url, `refs/heads/${branch}`], { env: auth })).toString();
  const line = out.split('\n').find((each) => each.endsWith(`\trefs/heads/${branch}`));
  return line ? line.slice(0, line.indexOf('\t')) : null;
}

async function push(git: Git, { url, auth, branch, head }: PushInput, expected: string | null): Promise<void> {
  const ref = `refs/heads/${branch}`;
  // The lease is the condition on the old value; with `head` descending from it, the move is a fast-forward.
  const lease = `--force-with-lease=${ref}:${expected ?? ''}`;
  await git(['push', '--no-verify', '--no-signed', lease, url, `${head}:${ref}`], { env: auth });
}

/**
 * Environment variables by which git presents a token to one server only. They keep the token out of arguments, which every process of the
 * machine may read, and out of files. `server` is an origin, as in `https://github.com`.
 */
export function tokenEnvironment(server: string, token: string): Record<string, string> {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${new URL(server).origin}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
  };
}
