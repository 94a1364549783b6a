import { json, noContent } from '../http/answer.ts';
import { fullIssue, issue as issueJson } from '../representations/issues.ts';
import { findAccount } from '../world/accounts.ts';
import {
  changeAssignees,
  closeIssue,
  editIssue,
  findIssue,
  issuesOf,
  mayTriage,
  openIssue,
  reopenIssue,
  setLocked,
} from '../world/issues.ts';
import { setLabels } from '../world/labels.ts';
import { hasRole } from '../world/lookups.ts';
import { milestonesOf, setMilestone } from '../world/milestones.ts';
import { type Account, HubError, type Issue, type Milestone, validationFailed } from '../world/types.ts';
import {
  found,
  listed,
  numberParameter,
  query,
  type RepositoryContext,
  type Route,
  repositoryRoute,
} from './context.ts';

/** The issue or pull request that the path names. */
export const theIssue = (context: RepositoryContext): Issue =>
  found(findIssue(context.world, context.repository, numberParameter(context, 'issue_number')));

/** The answer for a single issue. */
const answer = ({ world, urls }: RepositoryContext, issue: Issue, status = 200) =>
  json(fullIssue(world, urls, issue), status);

function accountsNamed(context: RepositoryContext, logins: readonly string[]): Account[] {
  return logins.map((login) => {
    const account = findAccount(context.world, login);
    if (!account) throw validationFailed({ resource: 'Issue', code: 'invalid', field: 'assignees', value: login });
    return account;
  });
}

function milestoneNumbered(context: RepositoryContext): Milestone | null | undefined {
  const value = context.request.body.milestone;
  if (value === undefined || value === null) return value;
  const milestone = milestonesOf(context.world, context.repository).find((one) => one.number === Number(value));
  if (!milestone)
    throw validationFailed({ resource: 'Issue', code: 'invalid', field: 'milestone', value: String(value) });
  return milestone;
}

/** `filter`, `labels`, `state`, `since`, `creator`, `assignee`, `sort`, `direction` of the list. */
function filtered(context: RepositoryContext): Issue[] {
  const { world, repository } = context;
  const state = query(context, 'state') ?? 'open';
  const since = query(context, 'since');
  const labels = (query(context, 'labels') ?? '')
    .split(',')
    .filter(Boolean)
    .map((name) => name.toLowerCase());
  const [creator, assignee] = [query(context, 'creator'), query(context, 'assignee')].map((login) =>
    login === null ? null : login === '*' || login === 'none' ? login : (findAccount(world, login)?.id ?? -1),
  );
  const named = (issue: Issue): string[] => issue.labelIds.map((id) => world.labels.get(id)?.name.toLowerCase() ?? '');
  const sort = query(context, 'sort') ?? 'created';
  const key = (issue: Issue): string | number =>
    sort === 'comments' ? issue.commentCount : sort === 'updated' ? issue.updatedAt : issue.number;
  const sign = query(context, 'direction') === 'asc' ? 1 : -1;
  return issuesOf(world, repository)
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => since === null || Date.parse(issue.updatedAt) >= Date.parse(since))
    .filter((issue) => labels.every((label) => named(issue).includes(label)))
    .filter((issue) => creator === null || issue.authorId === creator)
    .filter((issue) => {
      if (assignee === null) return true;
      if (assignee === '*' || assignee === 'none') return issue.assigneeIds.length > 0 === (assignee === '*');
      return issue.assigneeIds.includes(assignee as number);
    })
    .sort((a, b) => {
      const [one, other] = [key(a), key(b)];
      return sign * (one < other ? -1 : one > other ? 1 : a.number - b.number);
    });
}

/** Title, body and state are the author's to change, and those of whoever may triage. Everything else needs triage. */
function demandEdit(context: RepositoryContext, issue: Issue): void {
  if (context.actor.account.id === issue.authorId && context.actor.via === 'user') return;
  if (mayTriage(context.world, context.repository, context.actor)) return;
  throw new HubError(403, 'Must have triage access to Repository.');
}

function update(context: RepositoryContext) {
  const { world, actor, fields } = context;
  const issue = theIssue(context);
  demandEdit(context, issue);
  const title = fields.string('title');
  const body = fields.nullable('body');
  const state = fields.oneOf('state', ['open', 'closed'] as const);
  const reason = fields.oneOf('state_reason', ['completed', 'not_planned', 'duplicate', 'reopened'] as const);
  const labels = fields.strings('labels');
  const assignees = fields.strings('assignees');
  const milestone = milestoneNumbered(context);
  if (title !== undefined || body !== undefined) {
    editIssue(world, actor, {
      issue,
      ...(title === undefined ? {} : { title }),
      ...(body === undefined ? {} : { body }),
    });
  }
  if (mayTriage(world, context.repository, actor)) {
    if (labels) setLabels(world, actor, { issue, names: labels });
    if (assignees) {
      const wanted = accountsNamed(context, assignees);
      const gone = issue.assigneeIds.filter((id) => !wanted.some((one) => one.id === id));
      const remove = gone.flatMap((id) => world.accounts.get(id) ?? []);
      changeAssignees(world, actor, { issue, add: wanted, remove });
    }
    if (milestone !== undefined) setMilestone(world, actor, { issue, milestone });
  }
  if (state === 'closed') closeIssue(world, actor, { issue, ...(reason && reason !== 'reopened' ? { reason } : {}) });
  if (state === 'open') reopenIssue(world, actor, { issue });
  return answer(context, issue);
}

function changeAssigned(context: RepositoryContext, change: 'add' | 'remove') {
  const issue = theIssue(context);
  changeAssignees(context.world, context.actor, {
    issue,
    [change]: accountsNamed(context, context.fields.strings('assignees') ?? []),
  });
  return json(issueJson(context.world, context.urls, issue), change === 'add' ? 201 : 200);
}

/** Issues. Pull requests are among them, as on GitHub. */
export const issueRoutes: readonly Route[] = [
  repositoryRoute('GET /issues', 'issues:read', (context) =>
    listed(context, filtered(context), (one) => issueJson(context.world, context.urls, one)),
  ),
  repositoryRoute(
    'POST /issues',
    'issues:write',
    (context) => {
      const { world, actor, repository, fields } = context;
      const title = context.request.body.title;
      const issue = openIssue(world, actor, {
        repository,
        title: typeof title === 'number' ? String(title) : fields.required('title'),
        body: fields.nullable('body') ?? null,
        labels: fields.strings('labels') ?? [],
        assignees: accountsNamed(context, fields.strings('assignees') ?? []),
        milestone: milestoneNumbered(context) ?? null,
      });
      return answer(context, issue, 201);
    },
    { role: 'read', createsContent: true },
  ),
  repositoryRoute('GET /issues/{issue_number}', 'issues:read', (context) => answer(context, theIssue(context))),
  repositoryRoute('PATCH /issues/{issue_number}', 'issues|pull_requests:write', update, { role: 'read' }),
  repositoryRoute('POST /issues/{issue_number}/assignees', 'issues|pull_requests:write', (context) =>
    changeAssigned(context, 'add'),
  ),
  repositoryRoute('DELETE /issues/{issue_number}/assignees', 'issues|pull_requests:write', (context) =>
    changeAssigned(context, 'remove'),
  ),
  ...(['PUT', 'DELETE'] as const).map((method) =>
    repositoryRoute(
      `${method} /issues/{issue_number}/lock`,
      'issues|pull_requests:write',
      (context) => {
        setLocked(context.world, context.actor, { issue: theIssue(context), locked: method === 'PUT' });
        return noContent;
      },
      { role: 'write' },
    ),
  ),
];

/** Whether someone has at least write access, for what GitHub shows only to them. */
export const hasWrite = ({ world, repository, actor }: RepositoryContext): boolean =>
  actor.via !== 'user' || hasRole(world, repository, actor.account, 'write');
