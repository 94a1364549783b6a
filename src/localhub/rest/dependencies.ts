import { json } from '../http/answer.ts';
import { issue as issueJson } from '../representations/issues.ts';
import { addBlockedBy, blockedOf, blockersOf, removeBlockedBy } from '../world/dependencies.ts';
import type { Issue } from '../world/types.ts';
import { found, listed, numberParameter, type RepositoryContext, type Route, repositoryRoute } from './context.ts';
import { theIssue } from './issues.ts';
import { issueOfBody } from './sub-issues.ts';

const represent = ({ world, urls }: RepositoryContext, issue: Issue) => issueJson(world, urls, issue);

/** Issue dependencies: what an issue waits for, and what waits for it. */
export const dependencyRoutes: readonly Route[] = [
  repositoryRoute('GET /issues/{issue_number}/dependencies/blocked_by', 'issues:read', (context) =>
    listed(context, blockersOf(context.world, theIssue(context)), (one) => represent(context, one)),
  ),
  repositoryRoute('GET /issues/{issue_number}/dependencies/blocking', 'issues:read', (context) =>
    listed(context, blockedOf(context.world, theIssue(context)), (one) => represent(context, one)),
  ),
  repositoryRoute('POST /issues/{issue_number}/dependencies/blocked_by', 'issues:write', (context) => {
    const issue = theIssue(context);
    addBlockedBy(context.world, context.actor, { issue, blocker: found(issueOfBody(context, 'issue_id')) });
    return json(represent(context, issue), 201);
  }),
  repositoryRoute('DELETE /issues/{issue_number}/dependencies/blocked_by/{issue_id}', 'issues:write', (context) => {
    const issue = theIssue(context);
    const blocker = found(context.world.issues.get(numberParameter(context, 'issue_id')));
    removeBlockedBy(context.world, context.actor, { issue, blocker });
    return json(represent(context, issue));
  }),
];
