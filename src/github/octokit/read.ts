/** From GraphQL's answer to an observation. */
import { PROOF_CHECK, SWEEP_CHECK } from '../../core/names.ts';
import {
  type AskedInPublic,
  type Check,
  type Comment,
  GHOST,
  type Issue,
  type Observation,
  type Person,
  type PullRequest,
  type Review,
} from '../../core/observation.ts';
import { parseRole, type Role } from '../../core/permissions.ts';
import { newestEdit, textHash } from '../issue-text.ts';
import type {
  ActorNode,
  AskedNode,
  CollaboratorsNode,
  CommentNode,
  ContextNode,
  ObserveData,
  PullRequestNode,
  RepositoryNode,
  ReviewNode,
} from './query.ts';
import { MAX_MATCHES } from './query.ts';
import { relationsOf } from './relations.ts';

/** GraphQL names an App's account without the `[bot]` that REST puts behind it. */
export const personOf = (actor: ActorNode | null, appSlug: string): Person => {
  if (!actor) return GHOST;
  const login = actor.login.replace(/\[bot\]$/, '');
  const bot = actor.__typename === 'Bot';
  const kind = bot && login === appSlug ? 'orch' : actor.__typename === 'User' ? 'user' : 'bot';
  return { id: actor.databaseId ?? 0, login: actor.login, kind };
};

export const commentOf = (node: CommentNode, on: Comment['on'], appSlug: string): Comment => ({
  id: Number(node.fullDatabaseId),
  nodeId: node.id,
  url: node.url,
  by: personOf(node.author, appSlug),
  body: node.body,
  at: node.createdAt,
  edited: node.lastEditedAt !== null,
  on,
});

const REVIEW_STATES: Record<string, Review['state']> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes_requested',
  DISMISSED: 'dismissed',
};

const reviewOf = (node: ReviewNode, appSlug: string): Review => ({
  id: Number(node.fullDatabaseId),
  by: personOf(node.author, appSlug),
  state: REVIEW_STATES[node.state] ?? 'commented',
  body: node.body,
  commit: node.commit?.oid ?? null,
  at: node.submittedAt ?? '',
});

const DECISIONS = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes_requested',
  REVIEW_REQUIRED: 'review_required',
} as const;

const PASSED: ReadonlySet<string> = new Set(['SUCCESS', 'NEUTRAL', 'SKIPPED']);

const isSweep = (node: ContextNode): boolean =>
  node.__typename === 'CheckRun' && node.name === SWEEP_CHECK && node.checkSuite?.app?.slug === 'github-actions';

function checkOf(node: ContextNode, appSlug: string): Check {
  if (node.__typename === 'StatusContext') {
    const state =
      node.state === 'SUCCESS'
        ? 'passed'
        : node.state === 'PENDING' || node.state === 'EXPECTED'
          ? 'pending'
          : 'failed';
    return { name: node.context, state, summary: node.description ?? '', url: node.targetUrl ?? '', own: false };
  }
  const state = node.status !== 'COMPLETED' ? 'pending' : PASSED.has(node.conclusion ?? '') ? 'passed' : 'failed';
  const summary = (node.title || node.summary || node.conclusion || '').slice(0, 500);
  const own = node.name === PROOF_CHECK && node.checkSuite?.app?.slug === appSlug;
  return { name: node.name, state, summary, url: node.detailsUrl ?? '', own };
}

function pullRequestOf(node: PullRequestNode, appSlug: string): PullRequest {
  const commit = node.commits.nodes[0]?.commit;
  const contexts = commit?.statusCheckRollup?.contexts.nodes ?? [];
  const held = (commit?.checkSuites?.nodes ?? [])
    .filter(({ conclusion }) => conclusion === 'ACTION_REQUIRED')
    .flatMap(({ workflowRun }) => workflowRun?.workflow.name ?? []);
  return {
    number: node.number,
    nodeId: node.id,
    url: node.url,
    state: node.state === 'OPEN' ? 'open' : node.state === 'MERGED' ? 'merged' : 'closed',
    head: node.headRefOid,
    base: node.baseRefName,
    draft: node.isDraft,
    mergeable: node.mergeable === 'MERGEABLE' ? 'yes' : node.mergeable === 'CONFLICTING' ? 'conflicting' : 'unknown',
    mergeCommit: node.mergeCommit?.oid ?? null,
    decision: node.reviewDecision && DECISIONS[node.reviewDecision],
    headRefId: node.headRef?.id ?? null,
    reviews: node.reviews.nodes.map((review) => reviewOf(review, appSlug)),
    opinions: (node.latestOpinionatedReviews?.nodes ?? []).map((review) => reviewOf(review, appSlug)),
    checks: contexts.filter((context) => !isSweep(context)).map((context) => checkOf(context, appSlug)),
    ...(held.length > 0 && { held }),
  };
}

/** The role that a collaborator's edge tells: the named role where it is one of GitHub's own, else the base permission. */
const roleOf = (edge: CollaboratorsNode['edges'][number]): Role => {
  const named = (edge.permissionSources ?? [])
    .map((source) => parseRole(source.roleName ?? ''))
    .filter((role) => role !== undefined);
  return parseRole(edge.permission) ?? named[0] ?? 'none';
};

/** Comments after the cursor, by where they stand. */
export interface NewComments {
  onIssue: CommentNode[];
  onPullRequest: CommentNode[];
}

function commentsOf(
  { issue, pullRequests }: NonNullable<ObserveData['repository']>,
  { onIssue, onPullRequest }: NewComments,
  appSlug: string,
): Comment[] {
  const from = (nodes: CommentNode[], on: { number: number; id: string } | null | undefined): Comment[] =>
    on ? nodes.map((node) => commentOf(node, { number: on.number, nodeId: on.id }, appSlug)) : [];
  return [...from(onIssue, issue), ...from(onPullRequest, pullRequests.nodes[0])].toSorted((a, b) => a.id - b.id);
}

/** The repository itself. */
export const repositoryOf = ({
  id,
  name,
  owner,
  defaultBranchRef,
  ours,
}: RepositoryNode): Observation['repository'] => ({
  nodeId: id,
  owner: owner.login,
  name,
  defaultBranch: defaultBranchRef?.name ?? 'main',
  head: defaultBranchRef?.target.oid ?? '',
  labels: Object.fromEntries((ours?.nodes ?? []).map((label) => [label.name, label.id])),
});

/** Puts the answer together. `comments` are those of all pages that were read. Undefined when the repository is not there. */
export function observationOf(
  data: ObserveData,
  comments: NewComments,
  logins: readonly string[],
  appSlug: string,
): Observation | undefined {
  const { repository } = data;
  if (!repository) return undefined;
  const { issue } = repository;
  const pull = repository.pullRequests.nodes[0];
  const observation: Observation = {
    repository: repositoryOf(repository),
    config:
      repository.config?.oid && typeof repository.config.text === 'string'
        ? { oid: repository.config.oid, text: repository.config.text }
        : null,
    stateHead: repository.state?.target.oid ?? null,
    issue: issue && {
      number: issue.number,
      nodeId: issue.id,
      title: issue.title,
      body: issue.body,
      text: textHash(issue.title, issue.body),
      edited: editOf(issue, appSlug),
      url: issue.url,
      state: issue.state === 'OPEN' ? 'open' : 'closed',
      by: personOf(issue.author, appSlug),
      labels: (issue.labels?.nodes ?? []).map((label) => label.name),
      ...relationsOf(issue, repository.id),
    },
    comments: commentsOf(repository, comments, appSlug),
    labelings: {
      count: issue?.timelineItems.filteredCount ?? 0,
      newest: (issue?.timelineItems.nodes ?? []).map((node) => ({
        label: node.label.name,
        by: personOf(node.actor, appSlug),
        at: node.createdAt,
      })),
    },
    branch: repository.branch?.target.oid ?? null,
    pullRequest: pull ? pullRequestOf(pull, appSlug) : null,
    roles: {},
  };
  observation.roles = rolesOf(repository, logins, observation);
  return observation;
}

/** The comment that asks, and what people did to it. */
export function askedOf(node: AskedNode | null | undefined, appSlug: string): AskedInPublic | null {
  if (typeof node?.body !== 'string') return null;
  const reactions = (node.reactions?.nodes ?? []).flatMap(({ content, createdAt, user }) =>
    user?.databaseId == null
      ? []
      : [
          {
            content: content.toLowerCase(),
            by: { id: user.databaseId, login: user.login, kind: 'user' as const },
            at: createdAt,
          },
        ],
  );
  return { body: node.body, editor: node.editor ? personOf(node.editor, appSlug) : null, reactions };
}

/** The newest change of the issue's text. Nobody is named where GitHub does not know who it was. */
function editOf(
  { lastEditedAt, editor, renames }: NonNullable<NonNullable<ObserveData['repository']>['issue']>,
  appSlug: string,
): Issue['edited'] {
  const who = (actor: ActorNode | null | undefined) => (actor ? personOf(actor, appSlug) : null);
  const rename = renames.nodes.at(-1);
  return newestEdit({ at: lastEditedAt, by: who(editor) }, { at: rename?.createdAt, by: who(rename?.actor) });
}

/** Roles of the hinted logins, by number. Someone who is not among the collaborators has none. */
function rolesOf(
  repository: NonNullable<ObserveData['repository']>,
  logins: readonly string[],
  observation: Observation,
): Record<number, Role> {
  const roles: Record<number, Role> = {};
  const seen = [
    ...observation.comments.map((comment) => comment.by),
    ...observation.labelings.newest.map((act) => act.by),
    ...(observation.pullRequest?.reviews ?? []).map((review) => review.by),
    ...(observation.pullRequest?.opinions ?? []).map((review) => review.by),
  ];
  for (const [index, login] of logins.entries()) {
    const answer = repository[`c${index}`];
    // Refused for want of rights: the caller asks for each person by itself.
    if (!answer) continue;
    for (const edge of answer.edges) if (edge.node.databaseId !== null) roles[edge.node.databaseId] = roleOf(edge);
    // A login finds everyone whose name holds it. Too many to be shown all: who is missing may be behind them.
    if (answer.edges.length >= MAX_MATCHES) continue;
    for (const person of seen) if (person.login === login && person.kind === 'user') roles[person.id] ??= 'none';
  }
  return roles;
}
