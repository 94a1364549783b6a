/** What an observation asks of the issues around an issue: what it waits for, what waits for it, what it is part of, what is part of it. */
import { GraphqlResponseError } from '@octokit/graphql';
import { type Blocker, byPlace, type CloseReason, type Issue, type SubIssue } from '../../core/observation.ts';

/**
 * Beside the issue's own fields, in the same request and for the same one point of the rate limit. Empty lists are all that an
 * issue outside of a plan answers. The numbers are GitHub's own limits, so there are no further pages.
 */
export const RELATIONS = `parent { number repository { id } }
      blockedBy(first: 50) { nodes { id number state stateReason(enableDuplicate: true) repository { id nameWithOwner } } }
      blocking(first: 50) { nodes { number repository { id } } }
      subIssues(first: 100) { nodes { id number title state stateReason(enableDuplicate: true) repository { id } labels(first: 20) { nodes { name } } } }`;

interface Placed {
  number: number;
  repository: { id: string };
}
interface Stated extends Placed {
  id: string;
  state: 'OPEN' | 'CLOSED';
  stateReason: string | null;
}
/** An issue that the App may not see is null in its list. */
interface List<Node> {
  nodes: (Node | null)[];
}
/** The answer to RELATIONS. Without it where GitHub's server does not know them. */
export interface RelationNodes {
  parent?: Placed | null;
  blockedBy?: List<Stated & { repository: { nameWithOwner: string } }>;
  blocking?: List<Placed>;
  subIssues?: List<Stated & { title: string; labels: { nodes: { name: string }[] } | null }>;
}

const REASONS: Record<string, CloseReason> = {
  COMPLETED: 'completed',
  NOT_PLANNED: 'not_planned',
  DUPLICATE: 'duplicate',
};

const statedOf = ({ id, number, state, stateReason }: Stated) => ({
  number,
  nodeId: id,
  state: state === 'OPEN' ? ('open' as const) : ('closed' as const),
  // A closed issue keeps no other reason; REOPENED belongs to an open one.
  reason: state === 'OPEN' ? null : (REASONS[stateReason ?? ''] ?? null),
});

const shown = <Node>(list: List<Node> | undefined): Node[] => (list?.nodes ?? []).filter((node) => node !== null);

/** From GraphQL's answer. `home` is the node id of the repository that is looked at: numbers of other ones mean something else. */
export function relationsOf(
  nodes: RelationNodes,
  home: string,
): Pick<Issue, 'blockedBy' | 'blocking' | 'parent' | 'subIssues'> {
  const here = ({ repository }: Placed): boolean => repository.id === home;
  const blockedBy = shown(nodes.blockedBy).map(
    (node): Blocker => ({ ...statedOf(node), ...(!here(node) && { repository: node.repository.nameWithOwner }) }),
  );
  const subIssues = shown(nodes.subIssues)
    .filter(here)
    .map(
      (node): SubIssue => ({
        ...statedOf(node),
        title: node.title,
        labels: (node.labels?.nodes ?? []).map(({ name }) => name),
      }),
    );
  return {
    blockedBy: blockedBy.toSorted(byPlace),
    blocking: shown(nodes.blocking)
      .filter(here)
      .map(({ number }) => number)
      .toSorted((a, b) => a - b),
    parent: nodes.parent && here(nodes.parent) ? nodes.parent.number : null,
    subIssues,
  };
}

/** What an Enterprise server says to a query with something that came after it. */
const UNKNOWN: ReadonlySet<unknown> = new Set(['undefinedField', 'argumentNotAccepted']);

/** Whether a query failed for nothing but fields that the server does not know. Nothing was looked up then. */
export function isUnknownHere(error: unknown): boolean {
  if (!(error instanceof GraphqlResponseError) || error.data) return false;
  const errors: { extensions?: { code?: unknown } }[] = error.errors ?? [];
  return errors.length > 0 && errors.every(({ extensions }) => UNKNOWN.has(extensions?.code));
}
