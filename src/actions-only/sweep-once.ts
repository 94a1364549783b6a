/**
 * One job's worth of the loop: the story that the event was about, then others that are not at rest, then those that asked to be looked at
 * again, as long as that is worth a job that waits. What is left is left to the next schedule: all of it stands in the state.
 */
import type { Status, Story } from '../core/story.ts';
import { join, type Reason, type WakeUp } from '../core/wake-up.ts';
import { advance, comesBackAt } from '../loop.ts';
import { orTellOfLoss } from '../notices.ts';
import type { Place } from '../place.ts';
import { decodeStory } from '../state/codec.ts';
import { storyPath } from '../state/layout.ts';
import { findRestless } from '../sweep.ts';
import { LEASE } from '../transition.ts';
import type { Occasion } from './occasion.ts';

/** What came of looking at one story. */
export interface Look {
  issue: number;
  why: Reason[];
  /** Null where Orch was never asked to work on the issue. */
  status: Status | null;
  /** What the state says of it, one transition each. */
  done: string[];
  /** Why the last look could not be finished. */
  problem?: string;
  /** When it should be looked at again. */
  again?: Date;
}

export interface SweepOptions {
  /** How often it is asked whether another job has done what this one waits for (ms). */
  poll: number;
  sleep: (milliseconds: number) => Promise<void>;
  /** Numbers from 0 to 1, so that where there are more stories than one job looks at it is not always the same ones that wait. */
  random: () => number;
}

/** A job waits so long for what is due later (ms): for another job that died with its lease to lose it, and a little more. */
export const PATIENCE = LEASE + 15_000;
/** No new story is begun after that (ms); the job ends by itself well before its `timeout-minutes`. */
const BUDGET = 5 * 60_000;
/** Looks at one story that fail in a row before it is left to the next schedule, and the pause between them (ms). */
const TRIES = 3;
const PAUSE = 5_000;

/** What a job did. `problem`: why the others could not be looked for. */
export interface Swept {
  looks: Look[];
  problem?: string;
}

/** Looks and acts. Never throws: what goes wrong with one story stands in its look and stops no other. */
export async function sweepOnce(place: Place, occasion: Occasion, options: SweepOptions): Promise<Swept> {
  const now = (): number => place.clock().getTime();
  const start = now();
  const looks = new Map<number, Look>();
  const due = new Map<number, { wake: WakeUp; at: number; atWork: boolean }>();
  let problem: string | undefined;
  const failures = new Map<number, number>();

  const look = async (wake: WakeUp): Promise<void> => {
    const known = looks.get(wake.issue);
    const done: string[] = known?.done ?? [];
    const why = [...new Set([...(known?.why ?? []), ...wake.reasons])];
    due.delete(wake.issue);
    try {
      const there = heard(place, wake.issue, done);
      const rest = await orTellOfLoss(there, () => advance(there, wake));
      failures.delete(wake.issue);
      const again = rest.wakeAt && { again: rest.wakeAt };
      looks.set(wake.issue, { issue: wake.issue, why, status: rest.story?.status ?? null, done, ...again });
      for (const next of rest.wakes ?? []) {
        const waiting = due.get(next.issue)?.wake;
        due.set(next.issue, { wake: waiting ? join(waiting, next) : next, at: now(), atWork: false });
      }
      if (rest.wakeAt) {
        const atWork = isOthers(place, rest.story);
        due.set(wake.issue, { wake: { ...wake, reasons: ['sweep'] }, at: rest.wakeAt.getTime(), atWork });
      }
    } catch (error) {
      const count = (failures.get(wake.issue) ?? 0) + 1;
      failures.set(wake.issue, count);
      looks.set(wake.issue, { issue: wake.issue, why, status: known?.status ?? null, done, problem: wordsOf(error) });
      const wanted = comesBackAt(error)?.getTime() ?? 0;
      if (count < TRIES) due.set(wake.issue, { wake, at: Math.max(wanted, now() + PAUSE), atWork: false });
    }
  };

  for (const wake of occasion.wakes) await look(wake);
  if (occasion.others > 0) {
    const found = await orTellOfLoss(place, () => findRestless(place)).catch((error: unknown) => {
      problem = wordsOf(error);
      return { wakes: [] };
    });
    const others = found.wakes.filter(({ issue }) => !looks.has(issue));
    for (const wake of shuffled(others, options.random).slice(0, occasion.others)) {
      if (now() - start > BUDGET) break;
      await look(wake);
    }
  }

  for (;;) {
    const [next] = [...due.values()].sort((a, b) => a.at - b.at);
    if (!next || next.at - start > PATIENCE) break;
    const wait = next.at - now();
    if (wait > 0) {
      await options.sleep(Math.min(wait, options.poll));
      // Whoever holds the lease is most likely at work this moment; then there is nothing to wait for.
      if (next.atWork && (await isDone(place, next.wake.issue, looks))) due.delete(next.wake.issue);
      continue;
    }
    await look(next.wake);
  }
  return { looks: [...looks.values()], ...(problem !== undefined && { problem }) };
}

/** Whether what a story owes is in the hands of another job. */
const isOthers = (place: Place, story: Story | null): boolean =>
  story?.outbox !== undefined && story.outbox.holder !== place.holder;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether a story owes nothing any more. Writes down how it stands then; what goes wrong here shows itself when it is looked at again. */
async function isDone(place: Place, issue: number, looks: Map<number, Look>): Promise<boolean> {
  const path = storyPath(issue);
  try {
    const text = await (await place.store.refresh()).read(path);
    const story = text === null ? null : decodeStory(text, path);
    if (story?.outbox) return false;
    const { again: _again, ...known } = looks.get(issue)!;
    looks.set(issue, { ...known, status: story?.status ?? null });
    return true;
  } catch {
    return false;
  }
}

/** The same place, noting what the state says of one story. */
function heard(place: Place, issue: number, done: string[]): Place {
  const own = `story ${issue}: `;
  return {
    ...place,
    log: (message, details) => {
      if (message.startsWith(own)) done.push(message.slice(own.length));
      place.log(message, details);
    },
  };
}

/** In any order, each as likely as the others. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
