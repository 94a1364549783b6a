/**
 * What GitHub allows one installation, watched at the door of one process: the silence it asked for, a second between writes, and how much may be
 * created in a minute and in an hour (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api; kept below its 80 and 500).
 */
import type { Act } from '../../src/core/act.ts';
import type { Witness } from './invariants.ts';

const SPACING = 1_000;
const PER_MINUTE = 60;
const PER_HOUR = 400;
const CREATING: ReadonlySet<Act['kind']> = new Set(['comment', 'open_pull_request', 'create_label']);

export interface Limits {
  /** A request is about to leave. */
  leaves(label: string): void;
  /** One that changes something is about to leave. */
  writes(acts: readonly Act[]): void;
  /** GitHub has asked for silence, and the process has heard it. */
  silenced(until: Date): void;
}

export function watchLimits(name: string, clock: () => number, witness: Witness): Limits {
  let silentUntil = 0;
  let lastWrite = Number.NEGATIVE_INFINITY;
  let made: number[] = [];
  const noise = (rule: string, details: string): void => witness.report('noisy', rule, `${name}: ${details}`);
  return {
    leaves(label) {
      const early = silentUntil - clock();
      if (early > 0) noise('a server asked again before it was time', `${label}, ${early} ms early`);
    },
    writes(acts) {
      const now = clock();
      if (now - lastWrite < SPACING) noise('two writes came within a second', `${now - lastWrite} ms apart`);
      lastWrite = now;
      made = made.filter((at) => at > now - 3_600_000);
      for (const act of acts) if (CREATING.has(act.kind)) made.push(now);
      const lately = made.filter((at) => at > now - 60_000).length;
      if (lately > PER_MINUTE) noise('too much was created in a minute', String(lately));
      if (made.length > PER_HOUR) noise('too much was created in an hour', String(made.length));
    },
    silenced(until) {
      silentUntil = Math.max(silentUntil, until.getTime());
    },
  };
}
