/** Things of the world by their node id, as GraphQL finds them. */
import { parseNodeId } from '../world/node-ids.ts';
import { HubError, type Issue } from '../world/types.ts';
import type { WorldPlace } from './world-place.ts';

/** The issue with this node id. Throws 404 in GraphQL's words. */
export function issueOf({ world }: WorldPlace, node: string): Issue {
  const issue = world.issues.get(keyOf(node, 'Issue'));
  if (issue === undefined) throw unresolved(node);
  return issue;
}

/** The key in a node id of this type. Throws 404 in GraphQL's words for a node id of another one. */
export function keyOf(node: string, type: string): number {
  const parsed = parseNodeId(node);
  if (parsed?.type !== type) throw unresolved(node);
  return Number(parsed.key);
}

/** What GraphQL says of a node id that names nothing. */
export const unresolved = (node: string): HubError =>
  new HubError(404, `Could not resolve to a node with the global id of '${node}'.`);
