/** `mergePullRequest`: the hub's one way to merge, reached through GraphQL. */

import type { MergePullRequestInput } from '@octokit/graphql-schema';
import { mergePull } from '../../git/merge-pull.ts';
import { unprocessable } from '../faults.ts';
import { thing } from '../fields.ts';
import { repositoryOf } from '../nouns/lookup.ts';
import { pullByNode } from '../nouns/nodes.ts';
import { demand, mutation } from './act.ts';

const METHODS = { MERGE: 'merge', SQUASH: 'squash', REBASE: 'rebase' } as const;

/** `mergePullRequest`. */
export const mergePullMutation = mutation<MergePullRequestInput>(
  ['pullRequestId', 'expectedHeadOid', 'mergeMethod', 'commitHeadline', 'commitBody'],
  async (input, act) => {
    const issue = pullByNode(act, input.pullRequestId);
    demand(act, repositoryOf(act, issue), ['contents']);
    if (issue.pullRequest.merged) throw unprocessable('Pull request was already merged');
    await mergePull(act, act.actor, {
      issue,
      method: METHODS[input.mergeMethod ?? 'MERGE'],
      ...(input.expectedHeadOid != null && { expectedHeadSha: String(input.expectedHeadOid) }),
      ...(input.commitHeadline != null && { title: input.commitHeadline }),
      ...(input.commitBody != null && { message: input.commitBody }),
    });
    return { pullRequest: thing('PullRequest', issue), actor: thing(act.actor.account.type, act.actor.account) };
  },
);
