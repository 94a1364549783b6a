/** What depends on what. Nothing here recurses, so that no chain of dependencies is too long. */

/** Something that waits for others. Ids that no node has are passed over. */
export interface Node<Id> {
  id: Id;
  dependencies: readonly Id[];
}

/**
 * An order in which everything comes behind what it depends on; among those that could come next, `compare` decides. What stands in a circle,
 * or behind one, is left out.
 */
export function ordered<Id, N extends Node<Id>>(nodes: readonly N[], compare: (a: N, b: N) => number): N[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const places = new Map(nodes.map((node, index) => [node, index]));
  const dependents = dependentsOf(nodes);
  const open = new Map(nodes.map((node) => [node.id, known(node, byId).length]));
  // Where `compare` does not care, the order of the list decides.
  const free = heap<N>((a, b) => compare(a, b) || places.get(a)! - places.get(b)!);
  for (const node of nodes) if (open.get(node.id) === 0) free.push(node);
  const order: N[] = [];
  for (let next = free.pop(); next; next = free.pop()) {
    order.push(next);
    for (const id of dependents.get(next.id) ?? []) {
      const left = open.get(id)! - 1;
      open.set(id, left);
      if (left === 0) free.push(byId.get(id)!);
    }
  }
  return order;
}

/** A binary heap: `pop` takes the smallest out. Ten thousand stories at once are possible, so a search through a list each time is too slow. */
function heap<T>(compare: (a: T, b: T) => number): { push: (item: T) => void; pop: () => T | undefined } {
  const items: T[] = [];
  const before = (a: number, b: number): boolean => compare(items[a]!, items[b]!) < 0;
  const swap = (a: number, b: number): void => {
    [items[a], items[b]] = [items[b]!, items[a]!];
  };
  return {
    push(item) {
      items.push(item);
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!before(at, parent)) return;
        swap(at, parent);
        at = parent;
      }
    },
    pop() {
      const top = items[0];
      const last = items.pop();
      if (items.length === 0) return last;
      items[0] = last!;
      for (let at = 0; ; ) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        let least = at;
        if (left < items.length && before(left, least)) least = left;
        if (right < items.length && before(right, least)) least = right;
        if (least === at) return top;
        swap(at, least);
        at = least;
      }
    },
  };
}

/**
 * Circles of dependencies: each id depends on the next one, and the last on the first. Every circle that shares no node with an earlier one is
 * there once, so that there are none exactly when the list is empty.
 */
export function circles<Id>(nodes: readonly Node<Id>[]): Id[][] {
  const found: Id[][] = [];
  let rest = trimmed(nodes);
  while (rest.length > 0) {
    const byId = new Map(rest.map((node) => [node.id, node]));
    const walked: Id[] = [];
    const places = new Map<Id, number>();
    let at = rest[0]!.id;
    while (!places.has(at)) {
      places.set(at, walked.length);
      walked.push(at);
      // Every node of `rest` depends on another of `rest`: the others were trimmed away.
      at = known(byId.get(at)!, byId)[0]!;
    }
    const circle = fromFirst(walked.slice(places.get(at)), rest);
    found.push(circle);
    const gone = new Set(circle);
    rest = trimmed(rest.filter(({ id }) => !gone.has(id)));
  }
  return found;
}

/** The ids that wait for each id, in the order of the nodes. */
export function dependentsOf<Id>(nodes: readonly Node<Id>[]): Map<Id, Id[]> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const dependents = new Map<Id, Id[]>(nodes.map(({ id }) => [id, []]));
  for (const node of nodes) for (const id of known(node, byId)) dependents.get(id)!.push(node.id);
  return dependents;
}

/** For each node the weight of the heaviest chain that begins with it and goes on through what waits for it. Nodes in or behind a circle have their own weight. */
export function chainWeights<Id, N extends Node<Id>>(
  nodes: readonly N[],
  weight: (node: N) => number,
): Map<Id, number> {
  const dependents = dependentsOf(nodes);
  const weights = new Map(nodes.map((node) => [node.id, weight(node)]));
  for (const node of ordered<Id, N>(nodes, () => 0).reverse()) {
    const behind = Math.max(0, ...(dependents.get(node.id) ?? []).map((id) => weights.get(id)!));
    weights.set(node.id, weight(node) + behind);
  }
  return weights;
}

const known = <Id>({ dependencies }: Node<Id>, byId: ReadonlyMap<Id, unknown>): Id[] =>
  [...new Set(dependencies)].filter((id) => byId.has(id));

/** Without what depends on nothing here, again and again: what is left stands in circles or behind them. */
function trimmed<Id>(nodes: readonly Node<Id>[]): Node<Id>[] {
  const done = new Set(ordered<Id, Node<Id>>(nodes, () => 0).map(({ id }) => id));
  return nodes.filter(({ id }) => !done.has(id));
}

/** The same circle, beginning with the node that comes first in the list. */
function fromFirst<Id>(circle: readonly Id[], nodes: readonly Node<Id>[]): Id[] {
  const first = nodes.find(({ id }) => circle.includes(id))!.id;
  const at = circle.indexOf(first);
  return [...circle.slice(at), ...circle.slice(0, at)];
}
