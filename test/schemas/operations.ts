/**
 * What the local hub promises to answer as GitHub does: the operations whose answers, and the events whose payloads, are
 * checked against GitHub's published schemas. `tools/vendor-schemas.ts` keeps exactly these.
 */
import { routes } from '../../src/localhub/rest/routes.ts';

/** The folder at the root of a repository: GitHub answers it, and publishes it only as `/contents/{path}` with an empty path. */
const unpublished: readonly string[] = ['GET /repos/{owner}/{repo}/contents'];

/** Every operation that the hub serves, as `METHOD path` with the path in GitHub's own template notation. */
export const servedOperations: readonly string[] = routes.map(({ route }) => route).filter((route) => !unpublished.includes(route));

/** Names of events as the published schemas key them: every action of the event is kept. */
export const servedEvents: readonly string[] = [
  'check-run-created',
  'check-run-completed',
  'check-run-rerequested',
  'check-suite-completed',
  'check-suite-requested',
  'check-suite-rerequested',
  'create',
  'delete',
  'installation-created',
  'installation-deleted',
  'installation-suspend',
  'installation-unsuspend',
  'installation-repositories-added',
  'installation-repositories-removed',
  'issue-comment-created',
  'issue-comment-edited',
  'issue-comment-deleted',
  'issues-assigned',
  'issues-unassigned',
  'issues-opened',
  'issues-edited',
  'issues-closed',
  'issues-reopened',
  'issues-labeled',
  'issues-unlabeled',
  'label-created',
  'label-edited',
  'label-deleted',
  'ping',
  'pull-request-opened',
  'pull-request-edited',
  'pull-request-closed',
  'pull-request-reopened',
  'pull-request-synchronize',
  'pull-request-labeled',
  'pull-request-unlabeled',
  'pull-request-ready-for-review',
  'pull-request-converted-to-draft',
  'pull-request-review-submitted',
  'pull-request-review-edited',
  'pull-request-review-dismissed',
  'pull-request-review-requested',
  'push',
  'repository-dispatch',
  'workflow-dispatch',
  'workflow-job-queued',
  'workflow-job-in-progress',
  'workflow-job-completed',
  'workflow-run-requested',
  'workflow-run-in-progress',
  'workflow-run-completed',
];
