/**
 * The ledger: what all stories together have spent, and what is reserved for runs at work. `budget.yaml` on the state branch. Each run reserves the
 * most that it may cost before it is started, and gives back what it did not use when its end is known; so what is spent and reserved never passes
 * a cap by more than one model call.
 *
 * Many stories write here at the same time, so nothing rests on what was read: a posting is applied to the ledger that stands on the
 * branch by then, and refused where that is not the one it was decided for in all that matters.
 */
import { z } from 'zod';

const usd = z.number().nonnegative();
/** A UTC day, `2026-11-23`. It only names a purse: nothing is computed with it. */
export const daySchema = z.string().regex(/^\d{4}-\d\d-\d\d$/);

export const ledgerSchema = z.looseObject({
  version: z.literal(1),
  /** US dollars of all runs that have ended. */
  spent_usd: usd,
  /** The same by the day on which a run was queued. Only the newest days are kept; the sum above knows the others. */
  days: z.record(daySchema, usd),
  /** What is set aside for runs whose end is not known yet, by their ids. */
  reserved: z.record(z.string(), z.looseObject({ story: z.int().positive(), day: daySchema, usd })),
});
export type Ledger = z.infer<typeof ledgerSchema>;

/** Nothing was spent, nothing is reserved. */
export const EMPTY_LEDGER: Ledger = { version: 1, spent_usd: 0, days: {}, reserved: {} };

/** So many days are kept by name: two months answer what people ask, and keep the file small. */
export const KEPT_DAYS = 60;

/** Whose money it is, from the narrowest to the widest. Every run draws from all of them. */
export const PURSES = ['story', 'day', 'project'] as const;
export type PurseName = (typeof PURSES)[number];

/** One purse as it is now, in US dollars. Without a cap it never runs out. */
export interface Purse {
  name: PurseName;
  cap?: number;
  spent: number;
  reserved: number;
}

/** What the ledger's own purses may hold. */
export type Caps = Partial<Record<Exclude<PurseName, 'story'>, number>>;

/** Dollars to a millionth, so that sums of small costs do not grow tails. */
export const money = (value: number): number => Math.round(value * 1e6) / 1e6;

/** What can still be reserved, never below zero: the last model call of a run may overdraw a purse. */
export const leftIn = ({ cap, spent, reserved }: Purse): number =>
  cap === undefined ? Number.POSITIVE_INFINITY : Math.max(0, money(cap - spent - reserved));

const sum = (values: readonly number[]): number => money(values.reduce((total, value) => total + value, 0));

/** The purses that the ledger knows, as they are on a day. */
export function ledgerPurses(ledger: Ledger, day: string, caps: Caps): Purse[] {
  const reservations = Object.values(ledger.reserved);
  const today = reservations.filter((one) => one.day === day);
  return [
    purse('day', caps.day, ledger.days[day] ?? 0, sum(today.map((one) => one.usd))),
    purse('project', caps.project, ledger.spent_usd, sum(reservations.map((one) => one.usd))),
  ];
}

/** A purse, with or without a cap. */
export const purse = (name: PurseName, cap: number | undefined, spent: number, reserved: number): Purse => ({
  name,
  ...(cap !== undefined && { cap }),
  spent,
  reserved,
});

/** The purse with the least in it; undefined when none has a cap. */
export const tightest = (purses: readonly Purse[]): Purse | undefined =>
  purses.filter(({ cap }) => cap !== undefined).toSorted((a, b) => leftIn(a) - leftIn(b))[0];

export interface Reservation {
  run: string;
  story: number;
  day: string;
  usd: number;
}

/** The ledger with the money set aside, or whose purse does not hold it and what is left there. */
export type Reserved = { kind: 'reserved'; ledger: Ledger } | { kind: 'refused'; purse: PurseName; left: number };

/** Sets money aside for a run. The same run again replaces what was set aside for it. */
export function reserve(ledger: Ledger, { run, story, day, usd: amount }: Reservation, caps: Caps): Reserved {
  const { [run]: _, ...others } = ledger.reserved;
  const empty = tightest(ledgerPurses({ ...ledger, reserved: others }, day, caps));
  if (empty && leftIn(empty) < amount) return { kind: 'refused', purse: empty.name, left: leftIn(empty) };
  return { kind: 'reserved', ledger: { ...ledger, reserved: { ...others, [run]: { story, day, usd: amount } } } };
}

/** Takes the real cost of a run for what was reserved for it, from the purse of the day that it was queued on. */
export function settle(ledger: Ledger, { run, day, usd: cost }: Omit<Reservation, 'story'>): Ledger {
  const { [run]: held, ...reserved } = ledger.reserved;
  const drawn = held?.day ?? day;
  const days = cost > 0 ? { ...ledger.days, [drawn]: sum([ledger.days[drawn] ?? 0, cost]) } : ledger.days;
  const kept = new Set([drawn, ...Object.values(reserved).map((one) => one.day)]);
  return { ...ledger, spent_usd: sum([ledger.spent_usd, cost]), days: fold(days, kept), reserved };
}

/** Gives back what was reserved for a run that never started. */
export const release = (ledger: Ledger, run: string, day: string): Ledger => settle(ledger, { run, day, usd: 0 });

/** Leaves the newest days by name, and those that are still drawn from, whatever the clock said when they were written. */
function fold(days: Ledger['days'], drawn: ReadonlySet<string>): Ledger['days'] {
  const newest = new Set(Object.keys(days).toSorted().slice(-KEPT_DAYS));
  return Object.fromEntries(Object.entries(days).filter(([day]) => newest.has(day) || drawn.has(day)));
}

/** One line of a posting. */
export type Entry = ({ kind: 'reserve' } & Reservation) | ({ kind: 'settle' } & Omit<Reservation, 'story'>);

/** What a decision does to the ledger, and what it was decided for. */
export interface Posting {
  entries: Entry[];
  /** The day on which it is posted. */
  day: string;
  caps: Caps;
  /** The share of a cap at which people are told. */
  alertAt: number;
  /** The purses that pass that share by this posting, so that exactly one story tells of each. */
  crossed: PurseName[];
}

/** Whether a purse passes the share of its cap between two moments. */
export const crosses = (before: Purse, after: Purse, alertAt: number): boolean =>
  after.cap !== undefined && before.spent < after.cap * alertAt && after.spent >= after.cap * alertAt;

/** The ledger's purses that pass the share between two ledgers. */
export function crossedPurses(before: Ledger, after: Ledger, about: Omit<Posting, 'entries' | 'crossed'>): PurseName[] {
  const then = ledgerPurses(before, about.day, about.caps);
  const now = ledgerPurses(after, about.day, about.caps);
  return now.filter((one, index) => crosses(then[index]!, one, about.alertAt)).map(({ name }) => name);
}

/** Applies a posting to the ledger that stands there now, or says as the end of a sentence why it has to be decided anew. */
export function post(ledger: Ledger, posting: Posting): Ledger | string {
  let next = ledger;
  for (const entry of posting.entries) {
    if (entry.kind === 'settle') {
      next = settle(next, entry);
      continue;
    }
    const made = reserve(next, entry, posting.caps);
    if (made.kind === 'refused') return `the purse of the ${made.purse} holds only $${made.left} by now`;
    next = made.ledger;
  }
  const crossed = crossedPurses(ledger, next, posting);
  if (crossed.join() !== posting.crossed.join()) return 'others have drawn from the same purses meanwhile';
  return next;
}
