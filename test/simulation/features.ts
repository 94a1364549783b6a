/**
 * What can go wrong or come in between, and that each seed switches on only some of it (swarm testing): where everything is always on, rare
 * combinations drown each other.
 */
import { FAULT_NAMES, FAULTS, type FaultName } from './alphabet.ts';
import type { Random } from './random.ts';

const MISHAPS = {
  lostDeliveries: 'deliveries that never arrive',
  doubledDeliveries: 'deliveries that arrive twice',
  lateDeliveries: 'deliveries that arrive late and in any order',
  zombies: 'requests of a process that died, which work some seconds later',
  laggingReads: 'reads that show things as they were some seconds ago',
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
  questions: 'runs that end with a question, answers by word, tick and reaction, and defaults when nobody answers',
  checks: 'checks of the project, passing and failing',
  chatter: 'comments that are nobody’s business',
  edits: 'issues and comments edited and deleted, Orch’s own too',
  losses: 'issues deleted and transferred, and branches deleted',
  roles: 'roles that are given and taken',
  purses: 'caps that a few runs empty, and runs that cost what they may and one model call more',
  configs: 'a configuration that changes, for better or worse',
  tampering: 'state files that a person breaks and mends',
  runsNever: 'runs that never start and are deleted from Actions',
  veryLate: 'deliveries that arrive days later',
  actionToo: 'a job of Actions that sweeps while the servers work',
  floods: 'somebody who asks dozens of times at once',
  newHere: 'a repository that Orch has just come to, without its labels',
  manyStories: 'three stories at once instead of one',
} as const;
const WORLDS = {
  epics: 'an epic whose stories come from a plan, and what people do with it',
} as const;
export type Feature = keyof typeof MISHAPS | FaultName | keyof typeof WORLDS;

/** Everything that can be switched on: what comes in between, and each of the faults that one request can meet. */
export const FEATURES = {
  ...MISHAPS,
  ...(Object.fromEntries(FAULT_NAMES.map((name) => [name, FAULTS[name].what])) as Record<FaultName, string>),
  ...WORLDS,
};

export const ALL_FEATURES = Object.keys(FEATURES) as Feature[];

/** Never drawn, only switched on by name: another world to play in, which changes every schedule from its first step. */
export const BY_NAME: ReadonlySet<Feature> = new Set<Feature>(['epics']);

/** How many features can be drawn. */
export const DRAWN = ALL_FEATURES.length - BY_NAME.size;

/** Half of the features, give or take; one seed in sixteen has none, as a control. */
export function swarm(random: Random): Set<Feature> {
  const none = random.chance(1 / 16);
  const on = ALL_FEATURES.filter((feature) => !BY_NAME.has(feature) && random.chance(0.5));
  return new Set(none ? [] : on);
}
