import { accountById, isPull, repositoryById } from '../world/lookups.ts';
import { nodeId } from '../world/node-ids.ts';
import type { EventName, EventSubject, Issue, JsonObject, PullIssue, Urls, WorldEvent } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { job, workflow, workflowRun } from './actions.ts';
import { installation, installationRepository } from './apps.ts';
import { checkRun, checkSuite, suiteCore } from './checks.ts';
import { issue, issueComment, label, milestone } from './issues.ts';
import { pullRequest, pullRequestSimple, review } from './pulls.ts';
import { pushPayload } from './push-payload.ts';
import { repository } from './repositories.ts';
import { statusPayload } from './status-payload.ts';
import { simpleUser } from './users.ts';

type Context = { world: World; urls: Urls; event: WorldEvent; subject: EventSubject };
type Body = (context: Context) => JsonObject;

/**
 * The complete webhook payload of an event in GitHub's published shape. `installation`, which differs
 * from receiver to receiver, is added at delivery, except for the events that are about an installation.
 */
export function payloadOf(world: World, urls: Urls, event: WorldEvent): JsonObject {
  const owner = event.repository === null ? null : accountById(world, event.repository.ownerId);
  return {
    ...(event.action === null ? {} : { action: event.action }),
    ...(event.repository === null ? {} : { repository: repository(world, urls, event.repository) }),
    ...(owner?.type === 'Organization' ? { organization: organization(urls, owner.id, owner.login) } : {}),
    sender: simpleUser(urls, event.actor.account),
    // After the common part: a push says some things about its repository differently.
    ...BODIES[event.name]({ world, urls, event, subject: event.subject }),
  };
}

/** What each event says beside action, repository and sender. */
const BODIES: Record<EventName, Body> = {
  issues: (context) => ({
    issue: issueOf(context),
    ...labelOf(context),
    ...changesOf(context),
    ...assigneeOf(context),
    ...milestoneOf(context),
  }),
  issue_comment: (context) => ({
    issue: issueOf(context),
    comment: issueComment(context.world, context.urls, need(context, 'comment'), need(context, 'issue')),
    ...changesOf(context),
  }),
  label: (context) => ({ ...labelOf(context), ...changesOf(context) }),
  milestone: (context) => ({ ...milestoneOf(context), ...changesOf(context) }),
  sub_issues: (context) => {
    const [parent, child] = [need(context, 'issue'), need(context, 'subIssue')];
    const ofParent = context.event.action?.startsWith('parent_issue_');
    return {
      parent_issue_id: parent.id,
      parent_issue: issue(context.world, context.urls, parent),
      ...(ofParent ? { parent_issue_repo: repositoryOf(context, parent) } : {}),
      sub_issue_id: child.id,
      sub_issue: issue(context.world, context.urls, child),
      ...(ofParent ? {} : { sub_issue_repo: repositoryOf(context, child) }),
    };
  },
  issue_dependencies: (context) => {
    const [blocked, blocking] = [need(context, 'issue'), need(context, 'blockingIssue')];
    const ofBlocked = context.event.action?.startsWith('blocked_by_');
    return {
      blocked_issue_id: blocked.id,
      blocked_issue: issue(context.world, context.urls, blocked),
      ...(ofBlocked ? {} : { blocked_issue_repo: repositoryOf(context, blocked) }),
      blocking_issue_id: blocking.id,
      blocking_issue: issue(context.world, context.urls, blocking),
      ...(ofBlocked ? { blocking_issue_repo: repositoryOf(context, blocking) } : {}),
    };
  },
  pull_request: (context) => ({
    number: need(context, 'issue').number,
    pull_request: pullRequest(context.world, context.urls, pullOf(context)),
    ...labelOf(context),
    ...changesOf(context),
    ...assigneeOf(context),
    ...milestoneOf(context),
    ...(context.event.before === undefined ? {} : { before: context.event.before, after: context.event.after }),
  }),
  pull_request_review: (context) => ({
    pull_request: pullRequestSimple(context.world, context.urls, pullOf(context)),
    review: reviewOf(context),
  }),
  check_run: (context) => {
    const thing = need(context, 'checkRun');
    const suite = context.world.checkSuites.get(thing.suiteId);
    return {
      check_run: {
        ...checkRun(context.world, context.urls, thing),
        ...(suite === undefined ? {} : { check_suite: suiteCore(context.world, context.urls, suite) }),
      },
    };
  },
  check_suite: (context) => {
    const { repository: _within, ...suite } = checkSuite(context.world, context.urls, need(context, 'checkSuite'));
    return { check_suite: suite };
  },
  status: (context) => {
    const { repository: within } = context.event;
    return within === null ? {} : statusPayload(context.world, context.urls, within, need(context, 'status'));
  },
  workflow_dispatch: (context) => {
    const { ref, inputs, workflowPath } = need(context, 'dispatch');
    return { inputs, ref, workflow: workflowPath };
  },
  repository_dispatch: (context) => {
    const { payload, branch } = need(context, 'clientPayload');
    return { branch, client_payload: payload };
  },
  workflow_run: (context) => ({
    workflow: context.subject.workflow ? workflow(context.world, context.urls, context.subject.workflow) : null,
    workflow_run: workflowRun(context.world, context.urls, need(context, 'workflowRun')),
  }),
  workflow_job: (context) => ({ workflow_job: job(context.world, context.urls, need(context, 'job')) }),
  push: ({ world, urls, event, subject }) => pushPayload(world, urls, event, need({ event, subject }, 'push')),
  create: (context) => ({
    ...refOf(context),
    master_branch: context.event.repository?.defaultBranch,
    description: context.event.repository?.description ?? null,
  }),
  delete: (context) => refOf(context),
  repository: () => ({}),
  installation: (context) => ({
    installation: installation(context.world, context.urls, need(context, 'installation')),
    repositories: (context.subject.repositories ?? []).map((one) => installationRepository(context.world, one)),
    requester: null,
  }),
  installation_repositories: (context) => ({
    installation: installation(context.world, context.urls, need(context, 'installation')),
    repository_selection: need(context, 'installation').repositorySelection,
    repositories_added: (context.subject.repositories ?? []).map((one) => installationRepository(context.world, one)),
    repositories_removed: [],
    requester: null,
  }),
};

/** The part of the subject that an event must have; an event without it is a mistake of the operation that emitted it. */
function need<Key extends keyof EventSubject>(
  { event, subject }: Pick<Context, 'event' | 'subject'>,
  key: Key,
): NonNullable<EventSubject[Key]> {
  const part = subject[key];
  if (part === undefined) throw new Error(`The event ${event.name}.${event.action} was emitted without its ${key}.`);
  return part as NonNullable<EventSubject[Key]>;
}

const issueOf = (context: Context): JsonObject => issue(context.world, context.urls, need(context, 'issue'));

function pullOf(context: Context): PullIssue {
  const thing: Issue = need(context, 'issue');
  if (!isPull(thing)) throw new Error(`The event ${context.event.name} was emitted for issue ${thing.number}.`);
  return thing;
}

function reviewOf(context: Context): JsonObject {
  const thing = need(context, 'review');
  const shown = review(context.world, context.urls, thing, pullOf(context));
  // Webhooks write the state in lower case and leave out an empty body, REST does neither.
  return {
    ...shown,
    state: thing.state.toLowerCase(),
    body: thing.body === '' ? null : thing.body,
    updated_at: thing.updatedAt,
  };
}

const labelOf = ({ world, urls, subject }: Context): JsonObject =>
  subject.label === undefined ? {} : { label: label(world, urls, subject.label) };

const milestoneOf = ({ world, urls, subject }: Context): JsonObject =>
  subject.milestone === undefined ? {} : { milestone: milestone(world, urls, subject.milestone) };

const repositoryOf = ({ world, urls }: Context, { repositoryId }: Issue): JsonObject =>
  repository(world, urls, repositoryById(world, repositoryId));

const changesOf = ({ event }: Context): JsonObject => (event.changes === undefined ? {} : { changes: event.changes });

const assigneeOf = ({ world, urls, subject }: Context): JsonObject =>
  subject.assigneeId === undefined ? {} : { assignee: simpleUser(urls, accountById(world, subject.assigneeId)) };

function refOf(context: Context): JsonObject {
  const { name, type } = need(context, 'ref');
  return { ref: name, ref_type: type, pusher_type: 'user' };
}

function organization(urls: Urls, id: number, login: string): JsonObject {
  const url = `${urls.api}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId('Organization', id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${urls.html}/avatars/u/${id}`,
    description: '',
  };
}
