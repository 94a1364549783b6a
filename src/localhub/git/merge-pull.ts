import { type MergeMethod, NO_OID } from '../graphql/git.ts';
import { fullName } from '../world/lookups.ts';
import { checkMergeable, mergePullRequest } from '../world/pulls.ts';
import {
  type Account,
  type Actor,
  type CommitInfo,
  type GitIdentity,
  HubError,
  type PullIssue,
} from '../world/types.ts';
import { timestamp, type World } from '../world/world.ts';
import { announcePush, describePush, type GitAndWorld } from './announce-push.ts';
import type { Git } from './git.ts';
import { mergeReason } from './reconcile.ts';

/** How a pull request is to be merged. */
export interface MergeRequest {
  readonly issue: PullIssue;
  readonly method: MergeMethod;
  /** Refuse with 409 when the head is not this. */
  readonly expectedHeadSha?: string;
  /** First line and rest of the commit's message; GitHub's own when absent. */
  readonly title?: string;
  readonly message?: string;
}

/**
 * Merges a pull request in git and tells the world. Gives the new tip of the base.
 *
 * @throws {HubError} 405 when it cannot be merged, 409 when head or base is not where it was expected
 */
export async function mergePull(hub: GitAndWorld, actor: Actor, request: MergeRequest): Promise<string> {
  const { git, world } = hub;
  const { issue, method, expectedHeadSha } = request;
  const expectation = expectedHeadSha === undefined ? {} : { expectedHeadSha };
  checkMergeable(world, { issue, method, ...expectation });
  const repository = world.repositories.get(issue.repositoryId);
  if (!repository) throw new Error(`Pull request ${issue.number} belongs to no repository.`);
  const name = fullName(world, repository);
  const ref = `refs/heads/${issue.pullRequest.baseRef}`;
  const before = await git.readRef(name, ref);
  if (before === null) throw new HubError(405, 'Base branch does not exist');
  const author = identityOf(world, actor.account);
  const committer: GitIdentity = { name: 'GitHub', email: 'noreply@github.com', date: author.date };
  const after = await git.mergeCommits(name, {
    base: before,
    head: issue.pullRequest.headSha,
    method,
    message: messageOf(name, request, await ownCommits(git, name, issue, before)),
    author,
    committer: method === 'rebase' ? author : committer,
  });
  if (after === null) throw new HubError(405, 'Pull Request is not mergeable');
  const { commits } = await describePush(hub, repository, { ref, before, after });
  // The world is asked again: it may have changed while git was working, and nothing has been moved yet.
  checkMergeable(world, { issue, method, ...expectation });
  if (!(await git.moveRef(name, { ref, before, after, reason: mergeReason(issue.number, actor.account.id) }))) {
    throw new HubError(409, 'Base branch was modified. Review and try the merge again.');
  }
  try {
    mergePullRequest(world, actor, { issue, method, mergeCommitSha: after, baseBefore: before, commits });
  } catch (error) {
    // Somebody closed it or pushed to it in the instant of the move; a refused merge must not have happened.
    await git.moveRef(name, { ref, before: after, after: before });
    throw error;
  }
  if (repository.settings.deleteBranchOnMerge) await deleteHead(hub, actor, issue, name);
  return after;
}

/** How GitHub writes an account into a commit. */
export function identityOf(world: World, account: Account): GitIdentity {
  return {
    name: account.name ?? account.login,
    email: account.email ?? `${account.id}+${account.login}@users.noreply.github.com`,
    date: timestamp(world),
  };
}

/** The commits that a squash folds into one, oldest first; nothing else needs them. */
function ownCommits(git: Git, name: string, { pullRequest }: PullIssue, base: string): Promise<CommitInfo[]> {
  return git.commits(name, { to: pullRequest.headSha, not: [base], oldestFirst: true });
}

/** GitHub's own messages: of a single commit squashed its own, of several their list; of a merge the branch and the title. */
function messageOf(name: string, request: MergeRequest, commits: readonly CommitInfo[]): string {
  const { issue, method } = request;
  const [owner] = name.split('/');
  const only = commits.length === 1 ? commits[0]?.message : undefined;
  const [first = '', ...rest] = (only ?? issue.title).split('\n');
  const own =
    method === 'squash'
      ? {
          title: `${first} (#${issue.number})`,
          message:
            only === undefined ? commits.map(({ message }) => `* ${message}`).join('\n\n') : rest.join('\n').trim(),
        }
      : {
          title: `Merge pull request #${issue.number} from ${owner}/${issue.pullRequest.headRef}`,
          message: issue.title,
        };
  return `${request.title ?? own.title}\n\n${request.message ?? own.message}`.trimEnd();
}

async function deleteHead(hub: GitAndWorld, actor: Actor, issue: PullIssue, name: string): Promise<void> {
  const repository = hub.world.repositories.get(issue.repositoryId);
  const ref = `refs/heads/${issue.pullRequest.headRef}`;
  const before = issue.pullRequest.headSha;
  if (!repository || !(await hub.git.moveRef(name, { ref, before, after: NO_OID }))) return;
  await announcePush(hub, actor, repository, { ref, before, after: NO_OID });
}
