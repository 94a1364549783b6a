/**
 * Keeps everything that Orch does through one installation within what GitHub allows. GitHub refuses more than about 80 requests a minute and 500
 * an hour that create content, wants a second between writes, and may ban an App that goes on talking when it was asked for silence. All
 * writes of an installation ask here for their turn, whatever story they are for.
 *
 * First come, first served: whoever cannot be served soon gets a time to come back at, and that time is kept free. So the caller need not wait
 * with its lease running out, nobody is overtaken for ever, and a story that owes a hundred comments delays the others by no more than its share.
 * What is urgent (a run to be stopped) goes before what waits, from a small share of its own.
 */

import type { Act } from '../core/act.ts';

/** What the limits are for (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api). Kept well below GitHub's 80 and 500. */
const LIMITS = [
  { span: 60_000, most: 60, urgent: 5 },
  { span: 3_600_000, most: 400, urgent: 20 },
] as const;
/** Between two writes (ms). */
const SPACING = 1_000;
/** Whoever can be served within so long (ms) waits here; others come back. A lease has at least 60 s left when its effects begin. */
const PATIENCE = 15_000;
/** A time that was kept free for so long after its turn (ms) is given up: its owner died, or had nothing left to do. */
const KEPT = 60_000;

/** One request that changes something. */
export interface Write {
  /** For whom: a story, say. Whoever comes back under the same key finds the time that was kept for it. */
  key: string;
  /** Comments, pull requests, labels and the like that it makes. */
  creates: number;
  urgent: boolean;
}

export interface Governor {
  /** Resolves when the write may be sent, or at once with the time at which to ask again. */
  turn(write: Write): Promise<Date | undefined>;
  /** Until when nothing may be asked at all; undefined when something may. */
  quiet(): Date | undefined;
  /** GitHub asked for silence until then. The longest wish counts. */
  silence(until: Date): void;
}

interface Slot {
  at: number;
  creates: number;
  urgent: boolean;
}

export interface GovernorOptions {
  clock: () => Date;
  /** Resolves after so many milliseconds. */
  delay: (milliseconds: number) => Promise<void>;
}

export function createGovernor({ clock, delay }: GovernorOptions): Governor {
  const now = (): number => clock().getTime();
  let silentUntil = 0;
  /** What was created within the longest span, oldest first. */
  let made: Slot[] = [];
  /** Times that are kept free, by key. */
  const kept = new Map<string, Slot>();
  let lastWrite = Number.NEGATIVE_INFINITY;
  const line: { urgent: boolean; go: () => void }[] = [];
  let serving = false;

  /** Whether so much more fits into the span that ends at a time, beside these slots. */
  const fits = (slots: readonly Slot[], at: number, { creates, urgent }: Omit<Write, 'key'>): boolean =>
    LIMITS.every(({ span, most, urgent: share }) => {
      const within = slots.filter((slot) => slot.at > at - span && slot.at <= at);
      const count = (some: readonly Slot[]) => some.reduce((sum, slot) => sum + slot.creates, 0);
      const own = count(within.filter((slot) => slot.urgent === urgent));
      // A single write that is larger than the share may go when nothing else does, or it would never go.
      return own === 0 || own + creates <= (urgent ? share : most - share);
    });

  /** The first time at which a write fits behind everything that was made or is kept. */
  const firstFree = (write: Write): number => {
    const slots = [...made, ...kept.values()].toSorted((a, b) => a.at - b.at);
    const behind = slots.findLast((slot) => slot.urgent === write.urgent)?.at ?? Number.NEGATIVE_INFINITY;
    let at = Math.max(now(), behind + SPACING);
    while (!fits(slots, at, write)) {
      const leaves = LIMITS.flatMap(({ span }) => slots.map((slot) => slot.at + span)).filter((time) => time > at);
      at = Math.min(...leaves);
    }
    return at;
  };

  const tidy = (): void => {
    const longest = LIMITS[1].span;
    made = made.filter(({ at }) => at > now() - longest);
    for (const [key, { at }] of kept) if (at < now() - KEPT) kept.delete(key);
  };

  /** Lets those in line go one by one, the urgent ones first, a second apart. */
  const serve = async (): Promise<void> => {
    if (serving) return;
    serving = true;
    while (line.length > 0) {
      const wait = lastWrite + SPACING - now();
      if (wait > 0) await delay(wait);
      const urgent = line.findIndex((one) => one.urgent);
      const [next] = line.splice(Math.max(urgent, 0), 1);
      lastWrite = now();
      next?.go();
    }
    serving = false;
  };

  const spaced = (urgent: boolean): Promise<void> =>
    new Promise((resolve) => {
      line.push({ urgent, go: resolve });
      void serve();
    });

  const governor: Governor = {
    async turn(write) {
      for (;;) {
        tidy();
        const silent = governor.quiet();
        if (silent) return silent;
        if (line.length * SPACING > PATIENCE && !write.urgent) return new Date(now() + line.length * SPACING);
        if (write.creates === 0) {
          await spaced(write.urgent);
          return governor.quiet();
        }
        const mine = kept.get(write.key) ?? { at: firstFree(write), creates: write.creates, urgent: write.urgent };
        kept.set(write.key, mine);
        const wait = mine.at - now();
        if (wait > PATIENCE) return new Date(mine.at);
        if (wait > 0) await delay(wait);
        // Those who come late come together: what was kept for them one by one may be too much at once.
        kept.delete(write.key);
        if (!fits(made, now(), write)) continue;
        const slot = { at: now(), creates: write.creates, urgent: write.urgent };
        made.push(slot);
        await spaced(write.urgent);
        slot.at = now();
        return governor.quiet();
      }
    },
    quiet: () => (silentUntil > now() ? new Date(silentUntil) : undefined),
    silence(until) {
      silentUntil = Math.max(silentUntil, until.getTime());
    },
  };
  return governor;
}

/** Acts that create something on GitHub; the others change what is there. Ties between issues are counted too: GitHub does not say whether it does. */
const CREATING: ReadonlySet<Act['kind']> = new Set([
  'comment',
  'open_issue',
  'open_pull_request',
  'create_label',
  'create_milestone',
  'add_sub_issue',
  'add_blocked_by',
]);

/** What a request with these acts asks of the governor. Only stopping a run is urgent: everything else that is said can wait its turn. */
export const writeOf = (acts: readonly Act[]): Write => ({
  key: acts.map(nameOf).join(' '),
  creates: acts.filter(({ kind }) => CREATING.has(kind)).length,
  urgent: acts.some(({ kind }) => kind === 'cancel_run'),
});

/** Tells acts apart that create something; the same act has the same name when it is tried again. */
function nameOf(act: Act): string {
  if (act.kind === 'open_issue') return act.mark;
  if (act.kind === 'create_milestone') return act.title;
  if (act.kind === 'add_sub_issue') return `${act.parent.number}>${act.child.number}`;
  if (act.kind === 'add_blocked_by') return `${act.issue.number}<${act.blocker.number}`;
  if (act.kind === 'comment') return `${act.issue.number}/${act.mark}`;
  if (act.kind === 'open_pull_request') return act.head;
  return act.kind === 'create_label' ? act.name : act.kind;
}
