/**
 * Some acts say how things shall be: an issue shall be below an epic, wait for another one, be pinned. GitHub refuses them where it is so already, in
 * words that it changes and that sometimes mean two things; so after a refusal the issues themselves are looked at.
 */
import { GraphqlResponseError } from '@octokit/graphql';
import type { Octokit } from '@octokit/rest';
import type { Act } from '../../core/act.ts';

/** How the issues of refused acts stand. Checked against GitHub's schema in the tests. */
export const STANDING_QUERY = `query Standing($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Issue { id isPinned parent { id } blockedBy(first: 50) { nodes { id } } } }
}`;

interface StandingNode {
  id?: string;
  isPinned?: boolean | null;
  parent?: { id: string } | null;
  blockedBy?: { nodes: ({ id: string } | null)[] };
}

/** The issue that shows whether such an act is done already; undefined for all other acts. */
function witnessOf(act: Act): string | undefined {
  if (act.kind === 'add_sub_issue') return act.child.nodeId;
  return act.kind === 'add_blocked_by' || act.kind === 'pin_issue' ? act.issue.nodeId : undefined;
}

/** Whether a refusal of the act may mean that it is done already. */
export const mayStand = (act: Act): boolean => witnessOf(act) !== undefined;

/** Those of the acts that are done already, in one query. Throws what Octokit throws. */
export async function standing(octokit: Octokit, acts: readonly Act[]): Promise<Set<Act>> {
  const ids = [...new Set(acts.flatMap((act) => witnessOf(act) ?? []))];
  const { nodes } = await octokit.graphql<{ nodes: (StandingNode | null)[] }>(STANDING_QUERY, { ids }).catch(partial);
  const byId = new Map(nodes.flatMap((node) => (node?.id ? [[node.id, node] as const] : [])));
  return new Set(acts.filter((act) => isSo(act, byId.get(witnessOf(act) ?? ''))));
}

/** Issues that are gone are errors beside what is told of the others. */
function partial(error: unknown): { nodes: (StandingNode | null)[] } {
  const data =
    error instanceof GraphqlResponseError ? (error.data as { nodes?: (StandingNode | null)[] } | null) : null;
  if (!data?.nodes) throw error;
  return { nodes: data.nodes };
}

function isSo(act: Act, node: StandingNode | undefined): boolean {
  switch (act.kind) {
    case 'add_sub_issue':
      return node?.parent?.id === act.parent.nodeId;
    case 'add_blocked_by':
      return node?.blockedBy?.nodes.some((one) => one?.id === act.blocker.nodeId) ?? false;
    case 'pin_issue':
      return node?.isPinned ?? false;
    default:
      return false;
  }
}
