import type { Permissions } from '../world/types.ts';
import { isMapping, type Template } from './template.ts';

/** The scopes of `permissions:` that stand for a permission of the token, as workflow files spell them. */
const scopes = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'id-token',
  'issues',
  'models',
  'packages',
  'pages',
  'pull-requests',
  'security-events',
  'statuses',
] as const;

/**
 * The permissions of a job's GITHUB_TOKEN, in the spelling of tokens (`pull_requests`).
 *
 * The job's `permissions:` replace the workflow's, never add to them; without either the repository's default counts:
 * `read` gives contents and packages for reading, `write` everything. A mapping leaves what it does not name at none,
 * so `{}` is a token that may do nothing but read metadata, which every token may.
 */
export function jobPermissions(
  workflow: Template | undefined,
  job: Template | undefined,
  repositoryDefault: 'read' | 'write',
): Permissions {
  const asked = job ?? workflow;
  const permissions: Permissions = { metadata: 'read' };
  if (isMapping(asked)) {
    for (const [scope, level] of asked.entries) {
      if (level === 'read' || level === 'write') permissions[scope.replaceAll('-', '_')] = level;
    }
    return permissions;
  }
  if (asked === 'write-all' || (asked === undefined && repositoryDefault === 'write')) return all('write', permissions);
  if (asked === 'read-all') return all('read', permissions);
  return { ...permissions, contents: 'read', packages: 'read' };
}

function all(level: 'read' | 'write', permissions: Permissions): Permissions {
  for (const scope of scopes) permissions[scope.replaceAll('-', '_')] = level;
  // A token for OpenID Connect can only be asked for, there is nothing in it to read.
  if (level === 'read') delete permissions.id_token;
  return permissions;
}
