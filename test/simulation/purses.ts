/** The money of a schedule: small caps, runs that use them up, and what must hold of them at every commit. */
import { type Ledger, ledgerPurses } from '../../src/core/ledger.ts';
import { raisedBy, reservedFor, type Story, unknownCost } from '../../src/core/story.ts';
import type { Random } from './random.ts';

const CAPS = { story: 2.5, day: 5, project: 9 };

/** What the last model call of a run may cost beyond what is left: the loop looks at its purse before each call (dollars). */
const ONE_CALL = 0.05;

/** The caps as a part of the configuration. */
export const SMALL_PURSES = `budget: { story_usd: ${CAPS.story}, day_usd: ${CAPS.day}, project_usd: ${CAPS.project} }\n`;

/** What a run costs that may cost so much (dollars): anything up to that, now and then all of it and one call more. */
export const drawCost = (random: Random, limit: number): number =>
  random.chance(0.3) ? limit + ONE_CALL : Math.round(limit * 100 * random.next()) / 100;

/** So many stories at most can be at work together in one schedule, and each run may pass what it was given by one call. */
export const AT_ONCE = 3;
/** The same where an epic has stories: more than there can be of them in one. */
export const MANY_AT_ONCE = 12;

/** The ledger's purses that hold less than was taken out of them, as sentences. */
export function overdrawn(ledger: Ledger, atOnce: number): string[] {
  const caps = { day: CAPS.day, project: CAPS.project };
  const purses = Object.keys(ledger.days).flatMap((day) => ledgerPurses(ledger, { day }, caps));
  return purses.flatMap(({ name, cap, spent, reserved }) =>
    cap !== undefined && spent + reserved > cap + atOnce * ONE_CALL + 1e-6
      ? [`the purse of the ${name} holds ${cap}, of which ${spent} is spent and ${reserved} reserved`]
      : [],
  );
}

/** The same of a story's own purse. */
export function isOverdrawn(story: Story): boolean {
  const drawn = story.cost_usd + unknownCost(story) + reservedFor(story);
  return drawn > CAPS.story + raisedBy(story) + ONE_CALL + 1e-6;
}
