/** Many schedules, one after another; and the shortest telling of the first that fails. */
import { ALL_FEATURES, FEATURES, type Feature } from './features.ts';
import type { Outcome, Plan, Without } from './plan.ts';
import { play } from './schedule.ts';
import { count, emptyTally, type Report, reportOf, type Tally } from './tally.ts';

export interface Simulation {
  schedules: number;
  seed: number;
  planted?: string | undefined;
  with?: readonly Feature[] | undefined;
  /** Stops at the first schedule that fails. */
  stopAtFirst?: boolean;
  /** Milliseconds from any beginning. */
  stopwatch: () => number;
  /** Told of each range that is done: how many schedules that makes in all, and the first seed in it that failed. */
  heard?: (done: number, failed: number | null) => void;
}

/** Plays a range of seeds in this thread, one after the other. */
export async function playRange(range: Omit<Simulation, 'stopwatch' | 'heard'>): Promise<Tally> {
  const { schedules, seed: first, planted, with: more, stopAtFirst } = range;
  const tally = emptyTally();
  for (let seed = first; seed < first + schedules; seed += 1) {
    const outcome = await play({ seed, planted, with: more });
    count(tally, seed, outcome);
    if (stopAtFirst && outcome.violations.length > 0) break;
  }
  return tally;
}

export async function simulate(simulation: Simulation): Promise<Report> {
  const begun = simulation.stopwatch();
  const tally = await playRange(simulation);
  return reportOf(tally, Math.round(simulation.stopwatch() - begun) / 1_000);
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
