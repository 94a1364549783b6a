/** Many schedules, one after another; and the shortest telling of the first that fails. */

import { MACHINE } from '../../src/core/machine.ts';
import { ALL_FEATURES, BEYOND, FEATURES, type Feature } from './features.ts';
import type { Kind } from './invariants.ts';
import { type Outcome, type Plan, play, type Without } from './schedule.ts';

export interface Report {
  schedules: number;
  seconds: number;
  /** Schedules whose first violation was of that kind. */
  lost: number;
  doubled: number;
  illegal: number;
  stuck: number;
  noisy: number;
  firstFailingSeed: number | null;
  coverage: Coverage;
}

export interface Coverage {
  /** Transitions of the table that were seen, of those that are in it. */
  transitions: { seen: number; of: number; missing: string[] };
  /** How often each kind of fault struck, and on how many different things. */
  faults: Record<string, { times: number; on: number }>;
  /** Pairs of features that were switched on together, of those there are. */
  pairs: { seen: number; of: number };
  actions: number;
  steps: number;
  /** Commands that nobody could hear: their delivery was lost and the sweep does not look there (docs/reliability.md). */
  unheard: number;
}

export interface Simulation {
  schedules: number;
  seed: number;
  planted?: string | undefined;
  with?: readonly Feature[] | undefined;
  /** Stops at the first schedule that fails. */
  stopAtFirst?: boolean;
  /** Milliseconds from any beginning. */
  stopwatch: () => number;
  /** Told of each failing schedule. */
  failed?: (seed: number, outcome: Outcome) => void;
}

export async function simulate(simulation: Simulation): Promise<Report> {
  const { schedules, seed: first, planted, stopwatch, failed } = simulation;
  const begun = stopwatch();
  const counts: Record<Kind, number> = { lost: 0, doubled: 0, illegal: 0, stuck: 0, noisy: 0 };
  const transitions = new Set<string>();
  const faults = new Map<string, { times: number; on: Set<string> }>();
  const pairs = new Set<string>();
  let [actions, steps, unheard, played] = [0, 0, 0, 0];
  let firstFailingSeed: number | null = null;
  for (let seed = first; seed < first + schedules; seed += 1) {
    const outcome = await play({ seed, planted, with: simulation.with });
    played += 1;
    actions += outcome.actions;
    steps += outcome.steps;
    unheard += outcome.unheard;
    for (const transition of outcome.transitions) transitions.add(transition);
    for (const [cell, times] of outcome.faultsSeen) {
      const [fault, on] = cell.split(' on ') as [string, string];
      const known = faults.get(fault) ?? { times: 0, on: new Set() };
      known.times += times;
      known.on.add(on);
      faults.set(fault, known);
    }
    const promised = outcome.features.filter((feature) => !BEYOND.has(feature));
    for (const one of promised) for (const other of promised) if (one < other) pairs.add(`${one} ${other}`);
    const [violation] = outcome.violations;
    if (!violation) continue;
    counts[violation.kind] += 1;
    firstFailingSeed ??= seed;
    failed?.(seed, outcome);
    if (simulation.stopAtFirst) break;
  }
  const drawn = ALL_FEATURES.length - BEYOND.size;
  return {
    schedules: played,
    seconds: Math.round(stopwatch() - begun) / 1_000,
    ...counts,
    firstFailingSeed,
    coverage: {
      transitions: coverageOfTable(transitions),
      faults: Object.fromEntries(
        [...faults]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([fault, { times, on }]) => [fault, { times, on: on.size }]),
      ),
      pairs: { seen: pairs.size, of: (drawn * (drawn - 1)) / 2 },
      actions,
      steps,
      unheard,
    },
  };
}

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

/** What is left of a failing schedule when everything is left out without which it fails all the same. */
export interface Shrunk {
  plan: Plan;
  outcome: Outcome;
}

/**
 * Leaves out features, then actions and faults, as long as the same rule is still broken. Each try is a whole schedule, so their number is
 * bounded. Throws TypeError when the plan does not fail.
 */
export async function shrink(plan: Plan, tries = 150): Promise<Shrunk> {
  let best = { plan, outcome: await play(plan) };
  const rule = best.outcome.violations[0]?.rule;
  if (rule === undefined) throw new TypeError(`Seed ${plan.seed} does not fail, so there is nothing to make shorter.`);
  let left = tries;
  const attempt = async (change: (without: Without) => Without): Promise<boolean> => {
    if (left === 0) return false;
    left -= 1;
    const shorter = { ...best.plan, without: change(best.plan.without ?? {}) };
    const outcome = await play(shorter);
    if (outcome.violations[0]?.rule !== rule || outcome.trace.length > best.outcome.trace.length) return false;
    best = { plan: shorter, outcome };
    return true;
  };
  for (const feature of best.outcome.features)
    await attempt((without) => ({ ...without, features: [...(without.features ?? []), feature] }));
  for (const kind of ['actions', 'faults'] as const) {
    // From the end: what comes late often only fills the time.
    for (let number = best.outcome[kind] - 1; number >= 0; number -= 1)
      await attempt((without) => ({ ...without, [kind]: [...(without[kind] ?? []), number] }));
  }
  return best;
}

/** The command that plays a plan again. */
export function replayCommand({ seed, planted, with: more, without = {} }: Plan): string {
  const list = (name: string, items: readonly (string | number)[] | undefined) =>
    items && items.length > 0 ? ` --${name} ${items.join(',')}` : '';
  return `npm run simulate -- --seed ${seed} --trace${planted === undefined ? '' : ` --planted ${JSON.stringify(planted)}`}${list('with', more)}${list('without', without.features)}${list('without-actions', without.actions)}${list('without-faults', without.faults)}`;
}

/** A list of features, as typed. Throws TypeError with the good names. */
export function parseFeatures(text: string): Feature[] {
  return text.split(',').map((name) => {
    if (!(name in FEATURES))
      throw new TypeError(`There is no feature "${name}"; there are ${ALL_FEATURES.join(', ')}.`);
    return name as Feature;
  });
}
