/** GraphQL types whose objects have a node id here. */
export type NodeType =
  | 'User'
  | 'Organization'
  | 'Bot'
  | 'App'
  | 'Installation'
  | 'Repository'
  | 'Label'
  | 'Milestone'
  | 'Issue'
  | 'PullRequest'
  | 'IssueComment'
  | 'PullRequestReview'
  | 'Reaction'
  | 'TimelineItem'
  | 'Ref'
  | 'Commit'
  | 'Blob'
  | 'Tree'
  | 'CheckSuite'
  | 'CheckRun'
  | 'StatusContext'
  | 'Workflow'
  | 'WorkflowRun'
  | 'WorkflowJob'
  | 'Artifact';

/** What a node id means: a type and a key. The key is the id, or `<repository id>:<oid or ref name>` for git objects. */
export interface NodeKey {
  type: NodeType;
  key: string;
}

/**
 * The node id of a thing: base64url of `Type:key`, opaque to clients and decodable here.
 * A pull request's key is the id of its pull request part; `PullRequest` and `Issue` ids never coincide.
 */
export function nodeId(type: NodeType, key: number | string): string {
  const text = `${type}:${key}`;
  return known.get(text) ?? remember(text, Buffer.from(text).toString('base64url'));
}

/** Node ids by what they mean. A look at a subject asks for those of all that is there, again and again. */
const known = new Map<string, string>();
const REMEMBERED = 10_000;

function remember(text: string, id: string): string {
  if (known.size >= REMEMBERED) known.clear();
  known.set(text, id);
  return id;
}

/** The reverse of {@link nodeId}; null for a string that is no node id of this hub. */
export function parseNodeId(id: string): NodeKey | null {
  const text = Buffer.from(id, 'base64url').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1 || nodeId(text.slice(0, colon) as NodeType, text.slice(colon + 1)) !== id) return null;
  return { type: text.slice(0, colon) as NodeType, key: text.slice(colon + 1) };
}
