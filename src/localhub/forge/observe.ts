/** What the world shows of one subject, in the words of an observation: the same as the Octokit adapter reads out of GraphQL's answer. */
import { CONFIG_PATH, PROOF_CHECK, STATE_BRANCH, SWEEP_CHECK, storyBranch } from '../../core/names.ts';
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
import type { Subject } from '../../github/forge.ts';
import { newestEdit, textHash } from '../../github/issue-text.ts';
import { isRepositoryPath, shownFile } from '../../github/repository-file.ts';
import { issuePage, pageOf } from '../representations/links.ts';
import { checkSuitesFor } from '../world/checks.ts';
import { commentsOf } from '../world/comments.ts';
import { findIssue } from '../world/issues.ts';
import { repositoryLabels } from '../world/labels.ts';
import { accountById, labelsOf, refSha } from '../world/lookups.ts';
import { reviewDecisionOf } from '../world/mergeability.ts';
import { nodeId } from '../world/node-ids.ts';
import { pullsWithHead } from '../world/pulls.ts';
import { reactionsOf } from '../world/reactions.ts';
import { collaboratorsOf } from '../world/repositories.ts';
import { latestOpinionatedReviews, reviewsOf } from '../world/reviews.ts';
import { type RollupContext, rollupOf } from '../world/rollup.ts';
import { timelineOf } from '../world/timeline.ts';
import type {
  PullIssue,
  ReactionContent,
  Comment as WorldComment,
  Issue as WorldIssue,
  Review as WorldReview,
} from '../world/types.ts';
import { GHOST_ID } from '../world/world.ts';
import { relationsInWorld } from './relations.ts';
import type { WorldPlace } from './world-place.ts';

/** GraphQL shows at most so many: labelings, reviews. */
const NEWEST = 50;
/** Logins whose roles one look tells, and collaborators that the look-up of one login shows. */
const LOGINS = 3;
const MATCHES = 10;
/** Characters of a check's summary that are of interest. */
const SUMMARY = 500;

/** Everything about one subject, as it is now. */
export function observeWorld(place: WorldPlace, subject: Subject): Observation {
  const { world, repository, git } = place;
  const head = refSha(world, repository, `refs/heads/${repository.defaultBranch}`);
  const found = findIssue(world, repository, subject.issue);
  const issue = found?.pullRequest === null ? found : null;
  const branch = storyBranch.format(subject.issue);
  const pull = pullsWithHead(world, repository, branch).at(-1);
  const labeled = issue ? timelineOf(world, issue).filter((item) => item.event === 'labeled') : [];
  const isNew = ({ id }: { id: number }): boolean => id > subject.afterComment;
  const observation: Observation = {
    repository: repositoryAsSeen(place),
    config: head === null ? null : git.file(head, CONFIG_PATH),
    stateHead: place.stateHead ? place.stateHead() : refSha(world, repository, `refs/heads/${STATE_BRANCH}`),
    issue: issue && {
      number: issue.number,
      nodeId: nodeId('Issue', issue.id),
      title: issue.title,
      body: issue.body ?? '',
      text: textHash(issue.title, issue.body ?? ''),
      edited: editOf(place, issue),
      url: issuePage(world, place.urls, issue),
      state: issue.state,
      by: personOf(place, issue.authorId),
      labels: labelsOf(world, issue).map((label) => label.name),
      ...relationsInWorld(world, issue),
    },
    comments: [
      ...(issue
        ? commentsOf(world, issue)
            .filter(isNew)
            .map((comment) => commentOf(place, issue, comment))
        : []),
      ...(pull
        ? commentsOf(world, pull)
            .slice(-NEWEST)
            .filter(isNew)
            .map((comment) => commentOf(place, pull, comment))
        : []),
    ].toSorted((a, b) => a.id - b.id),
    labelings: {
      count: labeled.length,
      newest: labeled
        .slice(-NEWEST)
        .map((item) => ({ label: item.label?.name ?? '', by: personOf(place, item.actorId), at: item.createdAt })),
    },
    branch: refSha(world, repository, `refs/heads/${branch}`),
    pullRequest: pull ? pullRequestOf(place, pull) : null,
    roles: {},
  };
  observation.roles = rolesOf(place, subject.logins, observation);
  return {
    ...observation,
    ...(subject.question !== undefined && { question: askedOf(place, subject.question) }),
    ...(subject.file !== undefined && { file: fileIn(place, head, subject.file) }),
  };
}

/** GitHub takes a file for binary that has a zero byte near its start, as git does. */
const BINARY = /^[^\0]{0,7999}\0/;

/** The file that was asked for, at a commit. */
function fileIn({ git }: WorldPlace, head: string | null, path: string): NonNullable<Observation['file']> | null {
  const found = head !== null && isRepositoryPath(path) ? git.file(head, path) : null;
  return found === null || BINARY.test(found.text) ? null : shownFile(path, found);
}

/** The comment that asks, and what people did to it. */
function askedOf(place: WorldPlace, asked: string): AskedInPublic | null {
  const { world, repository } = place;
  const comment = world.comments
    .where('repository', repository.id)
    .find(({ id }) => nodeId('IssueComment', id) === asked);
  if (!comment) return null;
  const reactions = reactionsOf(world, { comment })
    .slice(-NEWEST)
    .map(({ content, accountId, createdAt }) => ({
      content: WORDS[content] ?? content,
      by: personOf(place, accountId),
      at: createdAt,
    }))
    .filter(({ by }) => by.kind === 'user');
  return {
    body: comment.body,
    editor: comment.lastEditorId == null ? null : personOf(place, comment.lastEditorId),
    reactions,
  };
}

/** GraphQL's words for the two reactions that REST writes as signs, in small letters. */
const WORDS: Partial<Record<ReactionContent, string>> = { '+1': 'thumbs_up', '-1': 'thumbs_down' };

/** Someone as GraphQL shows them: a bot without the `[bot]` of REST, nobody in place of an account that is gone. */
export function personOf({ world, appSlug }: WorldPlace, accountId: number): Person {
  const account = world.accounts.get(accountId);
  if (!account || account.id === GHOST_ID) return GHOST;
  const login = account.login.replace(/\[bot\]$/, '');
  if (account.type === 'User') return { id: account.id, login, kind: 'user' };
  return { id: account.id, login, kind: account.type === 'Bot' && login === appSlug ? 'orch' : 'bot' };
}

/** The repository itself, with Orch's labels. */
export function repositoryAsSeen({ world, repository }: WorldPlace): Observation['repository'] {
  return {
    nodeId: nodeId('Repository', repository.id),
    owner: accountById(world, repository.ownerId).login,
    name: repository.name,
    defaultBranch: repository.defaultBranch,
    head: refSha(world, repository, `refs/heads/${repository.defaultBranch}`) ?? '',
    labels: Object.fromEntries(
      repositoryLabels(world, repository)
        .filter(({ name }) => name.startsWith('orch:'))
        .map(({ name, id }) => [name, nodeId('Label', id)]),
    ),
  };
}

/** The page of a comment. */
export const commentPage = ({ world, urls }: WorldPlace, issue: WorldIssue, id: number): string =>
  `${issuePage(world, urls, issue)}#issuecomment-${id}`;

const nodeOf = (issue: WorldIssue): string =>
  issue.pullRequest ? nodeId('PullRequest', issue.pullRequest.id) : nodeId('Issue', issue.id);

const commentOf = (place: WorldPlace, issue: WorldIssue, comment: WorldComment): Comment => ({
  id: comment.id,
  nodeId: nodeId('IssueComment', comment.id),
  url: commentPage(place, issue, comment.id),
  by: personOf(place, comment.authorId),
  body: comment.body,
  at: comment.createdAt,
  edited: comment.lastEditedAt !== null,
  on: { number: issue.number, nodeId: nodeOf(issue) },
});

function pullRequestOf(place: WorldPlace, issue: PullIssue): PullRequest {
  const { world, repository, urls } = place;
  const pull = issue.pullRequest;
  const rollup = rollupOf(world, repository, pull.headSha)?.contexts ?? [];
  // Check runs stand before statuses, each in the order in which they came.
  const contexts = [...rollup.filter((one) => one.checkRun), ...rollup.filter((one) => !one.checkRun)];
  const headRef = world.refs.where('name', `${repository.id}/refs/heads/${pull.headRef}`)[0];
  const held = checkSuitesFor(world, repository, pull.headSha).flatMap(({ conclusion, workflowRunId }) => {
    const run = conclusion === 'action_required' && workflowRunId !== null && world.workflowRuns.get(workflowRunId);
    return run ? [run.name] : [];
  });
  return {
    number: issue.number,
    nodeId: nodeId('PullRequest', pull.id),
    url: issuePage(world, urls, issue),
    state: pull.merged ? 'merged' : issue.state,
    head: pull.headSha,
    base: pull.baseRef,
    draft: pull.draft,
    mergeable: pull.merged || pull.mergeable === null ? 'unknown' : pull.mergeable ? 'yes' : 'conflicting',
    mergeCommit: pull.mergeCommitSha,
    decision: DECISIONS[reviewDecisionOf(world, issue) ?? 'NONE'],
    headRefId: headRef ? nodeId('Ref', `${repository.id}:${headRef.name}`) : null,
    reviews: reviewsOf(world, issue)
      .filter((review) => review.state !== 'PENDING')
      .slice(-NEWEST)
      .map((review) => reviewOf(place, review)),
    opinions: latestOpinionatedReviews(world, issue)
      .slice(0, NEWEST)
      .map((review) => reviewOf(place, review)),
    checks: contexts.filter((context) => !isSweep(place, context)).map((context) => checkOf(place, context)),
    ...(held.length > 0 && { held }),
  };
}

const DECISIONS = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes_requested',
  REVIEW_REQUIRED: 'review_required',
  NONE: null,
} as const;

/** The newest change of the issue's text. */
function editOf(place: WorldPlace, issue: WorldIssue): Issue['edited'] {
  const who = (id: number | null | undefined): Person | null => {
    const person = id == null ? GHOST : personOf(place, id);
    return person.kind === 'ghost' ? null : person;
  };
  const rename = timelineOf(place.world, issue).findLast((item) => item.event === 'renamed');
  return newestEdit(
    { at: issue.lastEditedAt, by: who(issue.lastEditorId) },
    { at: rename?.createdAt, by: who(rename?.actorId) },
  );
}

const REVIEW_STATES: Partial<Record<WorldReview['state'], Review['state']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes_requested',
  DISMISSED: 'dismissed',
};

const reviewOf = (place: WorldPlace, review: WorldReview): Review => ({
  id: review.id,
  by: personOf(place, review.authorId),
  state: REVIEW_STATES[review.state] ?? 'commented',
  body: review.body,
  commit: review.commitSha,
  at: review.submittedAt,
});

const isSweep = ({ world }: WorldPlace, { name, checkRun }: RollupContext): boolean =>
  name === SWEEP_CHECK && checkRun != null && world.apps.get(checkRun.appId)?.slug === 'github-actions';

function checkOf(
  { world, repository, urls, appSlug }: WorldPlace,
  { name, state, checkRun, status }: RollupContext,
): Check {
  const result = state === 'SUCCESS' ? 'passed' : state === 'PENDING' ? 'pending' : 'failed';
  if (!checkRun)
    return { name, state: result, summary: status?.description ?? '', url: status?.targetUrl ?? '', own: false };
  const { title, summary } = checkRun.output;
  return {
    name,
    state: result,
    summary: (title || summary || checkRun.conclusion?.toUpperCase() || '').slice(0, SUMMARY),
    url: checkRun.detailsUrl ?? `${pageOf(world, urls, repository)}/runs/${checkRun.id}`,
    own: name === PROOF_CHECK && world.apps.get(checkRun.appId)?.slug === appSlug,
  };
}

/** Roles of the hinted logins, by number. A login finds everyone whose name holds it, as GitHub's search does. */
function rolesOf(
  { world, repository }: WorldPlace,
  logins: readonly string[],
  observation: Observation,
): Record<number, Role> {
  const roles: Record<number, Role> = {};
  const { pullRequest } = observation;
  const seen = [
    ...observation.comments.map((comment) => comment.by),
    ...observation.labelings.newest.map((act) => act.by),
    ...[...(pullRequest?.reviews ?? []), ...(pullRequest?.opinions ?? [])].map((review) => review.by),
  ];
  for (const login of logins.slice(0, LOGINS)) {
    const wanted = login.toLowerCase();
    const found = collaboratorsOf(world, repository).filter(({ account }) =>
      `${account.login} ${account.name ?? ''}`.toLowerCase().includes(wanted),
    );
    for (const { account, roleName } of found.slice(0, MATCHES)) roles[account.id] = parseRole(roleName) ?? 'none';
    // Too many to be shown all: who is missing may be behind them, so nothing is said of them.
    if (found.length >= MATCHES) continue;
    for (const person of seen) if (person.login === login && person.kind === 'user') roles[person.id] ??= 'none';
  }
  return roles;
}
