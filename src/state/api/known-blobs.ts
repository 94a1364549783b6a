/**
 * Which blob is at which path of which commit, as far as it was asked or follows: a commit that was made here is its parent but for what
 * it writes. So a process that works alone never asks for what it wrote or read before.
 */
import { createMemo } from '../git/memo.ts';

export interface KnownBlobs {
  /** The blob's id, null when there is no file, undefined when that is not known. */
  get(commit: string, path: string): string | null | undefined;
  /** What was asked. */
  learn(commit: string, path: string, oid: string | null): void;
  /** A commit that was made on `parent` (null: on nothing) by these writes and nothing else. */
  grow(parent: string | null, commit: string, writes: ReadonlyMap<string, string | null>): void;
}

interface View {
  own: Map<string, string | null>;
  base: View | undefined;
  /** Views below this one. */
  depth: number;
  /** Whether the views hold every file, so that what they do not name is absent. */
  whole: boolean;
}

/** Commits that are remembered; snapshots of older ones ask again. */
const COMMITS = 100;
/** A chain this long is folded into one view, so that a lookup stays short and folding is rare. */
const LONGEST = 50;

/** Nothing is known at first. */
export function createKnownBlobs(): KnownBlobs {
  const views = createMemo<View>(COMMITS);
  const viewOf = (commit: string): View => {
    const known = views.get(commit);
    if (known) return known;
    const fresh: View = { own: new Map(), base: undefined, depth: 0, whole: false };
    views.set(commit, fresh, 1);
    return fresh;
  };
  return {
    get(commit, path) {
      const newest = views.get(commit);
      for (let view = newest; view; view = view.base) {
        const oid = view.own.get(path);
        if (oid !== undefined) return oid;
      }
      return newest?.whole ? null : undefined;
    },
    learn(commit, path, oid) {
      viewOf(commit).own.set(path, oid);
    },
    grow(parent, commit, writes) {
      const below = parent === null ? undefined : viewOf(parent);
      const base = below && below.depth >= LONGEST ? folded(below) : below;
      const whole = below?.whole ?? true;
      views.set(commit, { own: new Map(writes), base, depth: base ? base.depth + 1 : 0, whole }, 1);
    },
  };
}

function folded(view: View): View {
  const chain: View[] = [];
  for (let one: View | undefined = view; one; one = one.base) chain.unshift(one);
  return { own: new Map(chain.flatMap(({ own }) => [...own])), base: undefined, depth: 0, whole: view.whole };
}
