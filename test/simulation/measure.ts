/** When a schedule begins, and how long everything in it takes. */

/** Monday morning, as in the scenarios. */
export const START = Date.UTC(2026, 10, 23, 9, 0, 0);
/** Things that people and Actions do in one schedule. Most are short, because many find more than long ones; every twelfth is a long one. */
export const FEWEST_ACTIONS = 4;
export const MOST_ACTIONS = 11;
export const LONG_ACTIONS = 30;
/** An epic has several stories, and each of them takes what otherwise a whole schedule takes. */
export const EPIC_ACTIONS = 45;
/** Steps before the storm ends by itself, and after which a calm that does not come is a fault: a loop that never ends. */
export const MOST_STEPS = 1_500;
/** Every wait has run out after so long (ms): the lease, the longest pause after a failure, and the longest silence that GitHub asks for. */
export const LONG = 1_500_000;

/** A server that is restarted under its old name begins so much later (ms) than what its predecessor had under way: see `Place.begun`. */
export const RESTART = 60_000;
