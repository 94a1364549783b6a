/** What is to be played, and what came of it. */
import type { Feature } from './features.ts';
import type { Violation } from './invariants.ts';

export interface Plan {
  seed: number;
  /** Name of a planted bug. */
  planted?: string | undefined;
  /** Features that are on whatever the seed says. */
  with?: readonly Feature[] | undefined;
  /** One thing at a time and no faults: everything comes to rest before anybody does the next thing. `unheard` drops every delivery, so that only the sweep tells. */
  calm?: 'heard' | 'unheard' | undefined;
  /** With `calm`: things are done three at a time, and then their deliveries come in another order for each number, some of them twice; in their own for 0. */
  shuffle?: number | undefined;
  /** What shrinking has found needless: features, and actions and faults by their number. */
  without?: Without | undefined;
}

export interface Without {
  features?: readonly Feature[];
  actions?: readonly number[];
  faults?: readonly number[];
}

export interface Outcome {
  violations: readonly Violation[];
  trace: readonly string[];
  /** SHA-256 of the trace and of the last commit's id, which is made from all that was ever committed. */
  hash: string;
  features: readonly Feature[];
  /** How many actions and faults were offered; the numbers in `without` refer to them. */
  actions: number;
  faults: number;
  steps: number;
  /** `fault on what`, as often as it struck. */
  faultsSeen: ReadonlyMap<string, number>;
  transitions: ReadonlySet<string>;
  /** How often people and Actions did each kind of thing. */
  deeds: ReadonlyMap<string, number>;
  /** Where each story stands in the end, and how many runs it took. */
  ends: readonly string[];
  /** After a calm schedule: the state branch, without what differs from one order of events to another (ids, times, counts of commits). */
  state: string;
}
