/** What many schedules came to. Tallies of neighbouring ranges of seeds add up to the tally of both, whoever played them. */
import { MACHINE } from '../../src/core/machine.ts';
import { BY_NAME, DRAWN } from './features.ts';
import type { Kind } from './invariants.ts';
import type { Outcome } from './plan.ts';

/** Plain data, Maps and Sets: it travels between threads. */
export interface Tally {
  schedules: number;
  /** Schedules by the kind of their first violation. */
  broken: Record<Kind, number>;
  firstFailingSeed: number | null;
  transitions: Set<string>;
  /** `fault on what` to how often. */
  faults: Map<string, number>;
  pairs: Set<string>;
  /** Kinds of actions that did something, and how often. */
  deeds: Map<string, number>;
  actions: number;
  steps: number;
}

export const emptyTally = (): Tally => ({
  schedules: 0,
  broken: { lost: 0, doubled: 0, illegal: 0, stuck: 0, overdrawn: 0, noisy: 0 },
  firstFailingSeed: null,
  transitions: new Set(),
  faults: new Map(),
  pairs: new Set(),
  deeds: new Map(),
  actions: 0,
  steps: 0,
});

/** Pairs of features that can be on together. */
const PAIRS = (DRAWN * (DRAWN - 1)) / 2;

/** Counts one schedule. */
export function count(tally: Tally, seed: number, outcome: Outcome): void {
  tally.schedules += 1;
  tally.actions += outcome.actions;
  tally.steps += outcome.steps;
  for (const transition of outcome.transitions) tally.transitions.add(transition);
  for (const [cell, times] of outcome.faultsSeen) add(tally.faults, cell, times);
  for (const [deed, times] of outcome.deeds) add(tally.deeds, deed, times);
  if (tally.pairs.size < PAIRS) countPairs(tally, outcome);
  const [violation] = outcome.violations;
  if (!violation) return;
  tally.broken[violation.kind] += 1;
  tally.firstFailingSeed = smaller(tally.firstFailingSeed, seed);
}

function countPairs(tally: Tally, outcome: Outcome): void {
  const promised = outcome.features.filter((feature) => !BY_NAME.has(feature));
  for (const one of promised) for (const other of promised) if (one < other) tally.pairs.add(`${one} ${other}`);
}

/** Adds the second to the first. */
export function merge(tally: Tally, other: Tally): void {
  tally.schedules += other.schedules;
  tally.actions += other.actions;
  tally.steps += other.steps;
  for (const kind of Object.keys(tally.broken) as Kind[]) tally.broken[kind] += other.broken[kind];
  for (const transition of other.transitions) tally.transitions.add(transition);
  for (const [cell, times] of other.faults) add(tally.faults, cell, times);
  for (const [deed, times] of other.deeds) add(tally.deeds, deed, times);
  for (const pair of other.pairs) tally.pairs.add(pair);
  if (other.firstFailingSeed !== null) tally.firstFailingSeed = smaller(tally.firstFailingSeed, other.firstFailingSeed);
}

const add = (counts: Map<string, number>, key: string, times: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + times);
};
const smaller = (one: number | null, other: number): number => (one === null ? other : Math.min(one, other));

export interface Report {
  schedules: number;
  seconds: number;
  /** Schedules whose first violation was of that kind. */
  lost: number;
  doubled: number;
  illegal: number;
  stuck: number;
  overdrawn: number;
  noisy: number;
  firstFailingSeed: number | null;
  coverage: Coverage;
}

export interface Coverage {
  /** Transitions of the table that were seen, of those that are in it. */
  transitions: { seen: number; of: number; missing: string[] };
  /** How often each kind of fault struck, and on how many different things. */
  faults: Record<string, { times: number; on: number }>;
  /** How often people and Actions did each kind of thing. */
  deeds: Record<string, number>;
  /** Pairs of features that were switched on together, of those there are. */
  pairs: { seen: number; of: number };
  actions: number;
  steps: number;
}

/** The tally as it is told. The same seeds give the same report, `seconds` apart. */
export function reportOf(tally: Tally, seconds: number): Report {
  const { schedules, broken, firstFailingSeed, actions, steps } = tally;
  const faults: Coverage['faults'] = {};
  for (const [cell, times] of sorted(tally.faults)) {
    const fault = cell.replace(/ on .*/, '');
    const known = faults[fault] ?? { times: 0, on: 0 };
    faults[fault] = { times: known.times + times, on: known.on + 1 };
  }
  return {
    schedules,
    seconds,
    ...broken,
    firstFailingSeed,
    coverage: {
      transitions: coverageOfTable(tally.transitions),
      faults,
      deeds: Object.fromEntries(sorted(tally.deeds)),
      pairs: { seen: tally.pairs.size, of: PAIRS },
      actions,
      steps,
    },
  };
}

const sorted = (counts: ReadonlyMap<string, number>): [string, number][] =>
  [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Cells in which the story moves; one that stays where it is tells only its event. */
function coverageOfTable(seen: ReadonlySet<string>): Coverage['transitions'] {
  const cells = Object.entries(MACHINE).flatMap(([from, row]) =>
    Object.entries(row)
      .filter(([, to]) => to !== from)
      .map(([event]) => `${from} ${event}`),
  );
  const met = new Set([...seen].map((one) => one.split(' ').slice(0, 2).join(' ')));
  const missing = cells.filter((cell) => !met.has(cell));
  return { seen: cells.length - missing.length, of: cells.length, missing };
}
