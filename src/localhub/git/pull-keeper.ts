import { NO_OID } from '../graphql/git.ts';
import { fullName, isPull, refSha } from '../world/lookups.ts';
import { pullsOf, setMergeability } from '../world/pulls.ts';
import type { PullIssue, Repository, WorldEvent } from '../world/types.ts';
import { listen } from '../world/world.ts';
import type { GitAndWorld } from './announce-push.ts';
import { compareCommits } from './compare.ts';
import type { Git } from './git.ts';

/** Keeps what the world says about open pull requests in step with git. */
export interface PullKeeper {
  /** Resolves when everything that has happened so far is reflected. */
  settled(): Promise<void>;
  close(): void;
}

/**
 * Listens for pushes and pull requests and, one repository after the other, computes how each touched pull request
 * compares and merges, and sets `refs/pull/<n>/head` and `refs/pull/<n>/merge`, which checkouts of Actions fetch.
 * GitHub does the same in the background; here a caller can wait for it.
 */
export function keepPulls(hub: GitAndWorld, onError: (cause: unknown) => void): PullKeeper {
  let work: Promise<void> = Promise.resolve();
  const stop = listen(hub.world, (event) => {
    const touched = touchedPulls(hub, event);
    if (touched.length === 0) return;
    work = work.then(async () => {
      for (const issue of touched) await refresh(hub, issue).catch(onError);
    });
  });
  return {
    async settled() {
      for (let seen: Promise<void> | null = null; seen !== work; ) {
        seen = work;
        await seen;
      }
    },
    close: stop,
  };
}

function touchedPulls({ world }: GitAndWorld, event: WorldEvent): PullIssue[] {
  const { repository, subject } = event;
  if (!repository) return [];
  if (event.name === 'push' && subject.push) {
    const branch = subject.push.ref.replace(/^refs\/heads\//, '');
    return pullsOf(world, repository).filter(
      ({ state, pullRequest }) =>
        state === 'open' && (pullRequest.headRef === branch || pullRequest.baseRef === branch),
    );
  }
  const concerned = event.name === 'pull_request' && ['opened', 'reopened', 'edited'].includes(event.action ?? '');
  // The event carries a copy; the row is what has to be kept.
  const issue = concerned && subject.issue ? world.issues.get(subject.issue.id) : undefined;
  return issue && isPull(issue) ? [issue] : [];
}

async function refresh({ git, world }: GitAndWorld, issue: PullIssue): Promise<void> {
  const repository = world.repositories.get(issue.repositoryId);
  if (!repository || issue.state !== 'open') return;
  const headSha = refSha(world, repository, `refs/heads/${issue.pullRequest.headRef}`);
  const baseSha = refSha(world, repository, `refs/heads/${issue.pullRequest.baseRef}`);
  if (headSha === null || baseSha === null) return;
  const name = fullName(world, repository);
  const known = issue.pullRequest;
  if (known.mergeable === null || known.headSha !== headSha || known.baseSha !== baseSha) {
    setMergeability(world, { issue, comparison: await compareCommits(git, name, baseSha, headSha) });
  }
  await setPullRefs(git, name, repository, issue, baseSha, headSha);
}

async function setPullRefs(
  git: Git,
  name: string,
  repository: Repository,
  issue: PullIssue,
  base: string,
  head: string,
): Promise<void> {
  const folder = `refs/pull/${issue.number}`;
  const before = await git.listRefs(name, folder);
  const set = async (ref: string, after: string | null): Promise<void> => {
    const old = before.get(ref) ?? NO_OID;
    if ((after ?? NO_OID) !== old) await git.moveRef(name, { ref, before: old, after: after ?? NO_OID });
  };
  await set(`${folder}/head`, head);
  const identity = { name: 'GitHub', email: 'noreply@github.com', date: repository.pushedAt };
  const message = `Merge ${head} into ${base}`;
  const merged = await git.mergeCommits(name, {
    base,
    head,
    method: 'merge',
    message,
    author: identity,
    committer: identity,
  });
  await set(`${folder}/merge`, merged);
}
