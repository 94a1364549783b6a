/** One transition: a decision put on the state branch, and who performs what it makes owed. */
import type { Settings } from './core/config.ts';
import type { Decision, Lease } from './core/decide/decide.ts';
import type { Story } from './core/story.ts';
import type { Place } from './place.ts';
import { type Held, load, writesOf } from './state/held.ts';

/** Nobody else touches what is owed for so long (ms). Longer than the slowest series of requests: 11 effects, 10 s each at the most. */
export const LEASE = 120_000;

/** Looks at one subject before giving up for now; each lost race costs one. */
export const MAX_LOOKS = 8;

/** Puts a decision on the state branch, and answers what is held then; or that it rested on something that others changed. */
export async function commit(
  place: Place,
  held: Held,
  decision: Decision,
  settings: Settings,
): Promise<Held | 'conflict' | 'refused'> {
  const change = writesOf(held, decision, settings);
  const committed = await place.store.commit(change);
  if (committed.kind !== 'committed') return committed.kind;
  place.log(decision.message, { commit: committed.commit });
  return load(await place.store.snapshot(), held.issue);
}

/** What becomes owed joins what is owed already: two processes never perform for one story at once. */
export function leaseFor(place: Place, story: Story | null, now: Date): Lease {
  const outbox = story?.outbox;
  const theirs = outbox && outbox.holder !== place.holder && new Date(outbox.until) > now;
  return theirs ? { holder: outbox.holder, until: outbox.until } : mine(place, now);
}

/** The lease of this process, from now on. */
export const mine = (place: Place, now: Date): Lease => ({
  holder: place.holder,
  until: new Date(now.getTime() + LEASE).toISOString(),
});

/** Ids of the effects that a decision made owed: nobody can have begun them yet. */
export const freshIn = (decision: Decision, before: Story | null): ReadonlySet<string> => {
  const known = new Set((before?.outbox?.effects ?? []).map((effect) => effect.id));
  return new Set((decision.story?.outbox?.effects ?? []).map((effect) => effect.id).filter((id) => !known.has(id)));
};
