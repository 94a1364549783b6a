/**
 * What can go wrong or come in between, and that each seed switches on only some of it (swarm testing): where everything is always on, rare
 * combinations drown each other.
 */
import type { Random } from './random.ts';

export const FEATURES = {
  lostDeliveries: 'deliveries that never arrive',
  doubledDeliveries: 'deliveries that arrive twice',
  lateDeliveries: 'deliveries that arrive late and in any order',
  unreachable: 'requests that fail before they did anything',
  answersLost: 'requests that worked and whose answer was lost',
  zombies: 'requests of a process that died, which work some seconds later',
  givenUp: 'requests that a living process gave up, which work some seconds later',
  quiet: 'requests that GitHub refuses, with a time before which it wants silence',
  stateFaults: 'fetches and pushes of the state branch that fail before or after they worked, or work later',
  twoServers: 'two servers that get the same deliveries',
  crashes: 'processes that die at any await, and their successors, with the same name or another',
  pauses: 'processes that stand still longer than the lease',
  runsFail: 'runs that deliver a failure',
  runsVanish: 'runs that end without a result',
  runsAgain: 'runs that are executed again after their end, or deliver after their successor',
  strangers: 'people without the right to say what they say',
  impatience: 'people who pause, resume, retry, skip and abandon',
  reviewers: 'requests for changes, dismissals and pushes to the story branch',
  closers: 'issues and pull requests closed, reopened and merged by hand',
  checks: 'checks of the project, passing and failing',
  chatter: 'comments that are nobody’s business',
  manyStories: 'three stories at once instead of one',
} as const;
export type Feature = keyof typeof FEATURES;

export const ALL_FEATURES = Object.keys(FEATURES) as Feature[];

/** Beyond what is promised (docs/reliability.md): never drawn, only switched on by name. */
export const BEYOND: ReadonlySet<Feature> = new Set(['givenUp']);

/** Half of the features, give or take; one seed in sixteen has none, as a control. */
export function swarm(random: Random): Set<Feature> {
  const none = random.chance(1 / 16);
  const on = ALL_FEATURES.filter((feature) => random.chance(0.5) && !BEYOND.has(feature));
  return new Set(none ? [] : on);
}
