import { json } from '../http/answer.ts';
import { issue as issueJson } from '../representations/issues.ts';
import { repositoryById } from '../world/lookups.ts';
import { addSubIssue, moveSubIssue, parentOf, removeSubIssue, subIssuesOf } from '../world/sub-issues.ts';
import { type Issue, notFound } from '../world/types.ts';
import { found, listed, type RepositoryContext, type Route, repositoryRoute } from './context.ts';
import { theIssue } from './issues.ts';

const represent = ({ world, urls }: RepositoryContext, issue: Issue) => issueJson(world, urls, issue);

/** The issue whose id (not its number) the body gives under this name; null where the body has no such name. */
export function issueOfBody(context: RepositoryContext, name: string): Issue | null {
  const id = context.fields.integer(name);
  if (id === undefined) return null;
  const issue = found(context.world.issues.get(id));
  // GitHub ties together what belongs to one owner.
  if (repositoryById(context.world, issue.repositoryId).ownerId !== context.repository.ownerId) throw notFound();
  return issue;
}

/** Sub-issues: what is below an issue, and what it is below. */
export const subIssueRoutes: readonly Route[] = [
  repositoryRoute('GET /issues/{issue_number}/sub_issues', 'issues:read', (context) =>
    listed(context, subIssuesOf(context.world, theIssue(context)), (one) => represent(context, one)),
  ),
  repositoryRoute('POST /issues/{issue_number}/sub_issues', 'issues:write', (context) => {
    const parent = theIssue(context);
    const issue = found(issueOfBody(context, 'sub_issue_id'));
    const replaceParent = context.request.body.replace_parent === true;
    addSubIssue(context.world, context.actor, { parent, issue, replaceParent });
    return json(represent(context, parent), 201);
  }),
  repositoryRoute('DELETE /issues/{issue_number}/sub_issue', 'issues:write', (context) => {
    const parent = theIssue(context);
    const issue = found(issueOfBody(context, 'sub_issue_id'));
    if (issue.parentId !== parent.id) throw notFound();
    removeSubIssue(context.world, context.actor, { issue });
    return json(represent(context, parent));
  }),
  repositoryRoute('PATCH /issues/{issue_number}/sub_issues/priority', 'issues:write', (context) => {
    const parent = theIssue(context);
    const issue = found(issueOfBody(context, 'sub_issue_id'));
    const [after, before] = [issueOfBody(context, 'after_id'), issueOfBody(context, 'before_id')];
    moveSubIssue(context.world, { parent, issue, after, before });
    return json(represent(context, issue));
  }),
  repositoryRoute('GET /issues/{issue_number}/parent', 'issues:read', (context) =>
    json(represent(context, found(parentOf(context.world, theIssue(context))))),
  ),
];
