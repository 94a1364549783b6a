/**
 * The ledger: what all stories together have spent, and what is reserved for runs at work. `budget.yaml` on the state branch. Each run reserves the
 * most that it may cost before it is started, and gives back what it did not use when its end is known; so what is spent and reserved never passes
 * a cap by more than one model call.
 *
 * Many stories write here at the same time, so nothing rests on what was read: a posting is applied to the ledger that stands on the
 * branch by then, and refused where that is not the one it was decided for in all that matters.
 */
import { z } from 'zod';
import { keptSums, type Sums } from './kept-sums.ts';
import type { SprintCost } from './sprint-costs.ts';

const usd = z.number().nonnegative();
/** A UTC day, `2026-11-23`. It only names a purse: nothing is computed with it. */
export const daySchema = z.string().regex(/^\d{4}-\d\d-\d\d$/);

export const ledgerSchema = z.looseObject({
  version: z.literal(1),
  /** US dollars of all runs that have ended. */
  spent_usd: usd,
  /** The same by the day on which a run was queued. Only the newest days are kept; the sum above knows the others. */
  days: z.record(daySchema, usd),
  /** The same by epic, its own runs and those of its stories: `"7"`. Absent where no epic has cost anything. */
  epics: z.record(z.string().regex(/^[1-9]\d*$/), usd).optional(),
  /** The same by sprint: `"7.1"`. */
  sprints: z.record(z.string(), usd).optional(),
  /** What is set aside for runs whose end is not known yet, by their ids. */
  reserved: z.record(
    z.string(),
    z.looseObject({
      story: z.int().positive(),
      epic: z.int().positive().optional(),
      sprint: z.string().optional(),
      day: daySchema,
      usd,
    }),
  ),
});
export type Ledger = z.infer<typeof ledgerSchema>;

/** Nothing was spent, nothing is reserved. */
export const EMPTY_LEDGER: Ledger = { version: 1, spent_usd: 0, days: {}, reserved: {} };

/** Whose money it is, from the narrowest to the widest. Every run draws from all of them that its story has. */
export const PURSES = ['story', 'sprint', 'epic', 'day', 'project'] as const;
export type PurseName = (typeof PURSES)[number];

/** One purse as it is now, in US dollars. Without a cap it never runs out. */
export interface Purse {
  name: PurseName;
  cap?: number;
  spent: number;
  reserved: number;
  /** Of an epic's purse, where people look at it: what of it each of its sprints took. */
  sprints?: SprintCost[];
}

/** Whose purses a run draws from, besides the story's and the project's: of the day on which it was queued, and of the story's epic and sprint. */
export interface Payer {
  day: string;
  epic?: number | undefined;
  /** `7.1`. */
  sprint?: string | undefined;
}

/** What the ledger's own purses may hold. */
export type Caps = Partial<Record<Exclude<PurseName, 'story'>, number>>;

/** Dollars to a millionth, so that sums of small costs do not grow tails. */
export const money = (value: number): number => Math.round(value * 1e6) / 1e6;

/** What can still be reserved, never below zero: the last model call of a run may overdraw a purse. */
export const leftIn = ({ cap, spent, reserved }: Purse): number =>
  cap === undefined ? Number.POSITIVE_INFINITY : Math.max(0, money(cap - spent - reserved));

const sum = (values: readonly number[]): number => money(values.reduce((total, value) => total + value, 0));

/** The purses of a payer that the ledger knows. One without an epic or a sprint has none of these. */
export function ledgerPurses(ledger: Ledger, { day, epic, sprint }: Payer, caps: Caps): Purse[] {
  const open = Object.values(ledger.reserved);
  const aside = (isOurs: (one: Payer) => boolean): number => sum(open.filter(isOurs).map((one) => one.usd));
  const purses = [
    purse(
      'day',
      caps.day,
      ledger.days[day] ?? 0,
      aside((one) => one.day === day),
    ),
    purse(
      'project',
      caps.project,
      ledger.spent_usd,
      aside(() => true),
    ),
  ];
  if (epic !== undefined)
    purses.unshift(
      purse(
        'epic',
        caps.epic,
        ledger.epics?.[epic] ?? 0,
        aside((one) => one.epic === epic),
      ),
    );
  if (sprint !== undefined)
    purses.unshift(
      purse(
        'sprint',
        caps.sprint,
        ledger.sprints?.[sprint] ?? 0,
        aside((one) => one.sprint === sprint),
      ),
    );
  return purses;
}

/** How many runs of stories that are in a sprint have not ended, as far as the ledger knows. */
export const sprintRuns = (ledger: Ledger): number =>
  Object.values(ledger.reserved).filter((one) => one.sprint !== undefined).length;

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

export interface Reservation extends Payer {
  run: string;
  story: number;
  usd: number;
}

/** The ledger with the money set aside, or whose purse does not hold it and what is left there. */
export type Reserved = { kind: 'reserved'; ledger: Ledger } | { kind: 'refused'; purse: PurseName; left: number };

/** Sets money aside for a run. The same run again replaces what was set aside for it. */
export function reserve(ledger: Ledger, { run, story, usd: amount, ...payer }: Reservation, caps: Caps): Reserved {
  const { [run]: _, ...others } = ledger.reserved;
  const empty = tightest(ledgerPurses({ ...ledger, reserved: others }, payer, caps));
  if (empty && leftIn(empty) < amount) return { kind: 'refused', purse: empty.name, left: leftIn(empty) };
  const held = { story, ...onlyPayer(payer), usd: amount };
  return { kind: 'reserved', ledger: { ...ledger, reserved: { ...others, [run]: held } } };
}

/** Whose purses they are and nothing else, without keys of what there is not. */
const onlyPayer = ({ day, epic, sprint }: Payer): Payer => ({
  ...(epic !== undefined && { epic }),
  ...(sprint !== undefined && { sprint }),
  day,
});

/** Takes the real cost of a run for what was reserved for it, from the purses from which that was reserved; without a reservation from those that are named. */
export function settle(ledger: Ledger, { run, usd: cost, ...payer }: Omit<Reservation, 'story'>): Ledger {
  const { [run]: held, ...reserved } = ledger.reserved;
  const drawn: Payer = held ?? payer;
  const sums = {
    days: withMore(ledger.days, drawn.day, cost),
    epics: withMore(ledger.epics, drawn.epic?.toString(), cost),
    sprints: withMore(ledger.sprints, drawn.sprint, cost),
  };
  const open = [drawn, ...Object.values(reserved)];
  return { ...ledger, spent_usd: sum([ledger.spent_usd, cost]), ...keptSums(sums, open), reserved };
}

/** Sums by name with so much more at one name; as they are where there is no name, or no more. */
const withMore = <T extends Sums | undefined>(sums: T, name: string | undefined, more: number): T | Sums =>
  name === undefined || more === 0 ? sums : { ...sums, [name]: sum([sums?.[name] ?? 0, more]) };

/** Gives back what was reserved for a run that never started. */
export const release = (ledger: Ledger, run: string, day: string): Ledger => settle(ledger, { run, day, usd: 0 });

/** One line of a posting. */
export type Entry = ({ kind: 'reserve' } & Reservation) | ({ kind: 'settle' } & Omit<Reservation, 'story'>);

/** What a decision does to the ledger, and what it was decided for: the day on which it is posted, and its story's epic and sprint. */
export interface Posting extends Payer {
  entries: Entry[];
  caps: Caps;
  /** The share of a cap at which people are told. */
  alertAt: number;
  /** The purses that pass that share by this posting, so that exactly one story tells of each. */
  crossed: PurseName[];
  /** So many runs of stories that are in a sprint may be at work with what is reserved here; absent where nobody counts them. */
  slots?: number;
}

/** Whether a purse passes the share of its cap between two moments. */
export const crosses = (before: Purse, after: Purse, alertAt: number): boolean =>
  after.cap !== undefined && before.spent < after.cap * alertAt && after.spent >= after.cap * alertAt;

/** The ledger's purses that pass the share between two ledgers. */
export function crossedPurses(before: Ledger, after: Ledger, about: Omit<Posting, 'entries' | 'crossed'>): PurseName[] {
  const then = ledgerPurses(before, about, about.caps);
  const now = ledgerPurses(after, about, about.caps);
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
    const atWork = sprintRuns(made.ledger);
    if (posting.slots !== undefined && atWork > posting.slots && atWork > sprintRuns(next))
      return `as many stories of sprints are worked on as may be at the same time (${posting.slots})`;
    next = made.ledger;
  }
  const crossed = crossedPurses(ledger, next, posting);
  if (crossed.join() !== posting.crossed.join()) return 'others have drawn from the same purses meanwhile';
  return next;
}
