/** The commands that fit an epic now, for the last line of its board. */
import type { Cycle, Plan } from '../epic.ts';
import type { Status, Story } from '../story.ts';
import { commandsIn } from './cycle.ts';

type Kind = NonNullable<Story['blocked']>['kind'];

const ON_HOLD: Record<Kind, readonly string[]> = {
  pause: ['resume', 'why', 'abandon'],
  merge: ['resume', 'why', 'abandon'],
  budget: ['resume', 'budget', 'cost', 'abandon'],
  question: ['answer …', 'why', 'abandon'],
};

const BY_STATUS: Record<Exclude<Status, 'underway' | 'blocked'>, readonly string[]> = {
  untracked: ['start'],
  pending: ['start', 'skip'],
  in_progress: ['status', 'pause', 'abandon'],
  review: ['approve', 'changes …', 'why', 'pause', 'abandon'],
  failed: ['retry …', 'why', 'abandon'],
  merged: [],
  skipped: ['retry'],
  abandoned: ['retry'],
};

/** Commands as people write them, the nearest at hand first. */
export function fittingCommands({ status, blocked }: Story, { cycle, sprint, source }: Plan): string[] {
  const spoken = (words: readonly string[]) => words.map((word) => `/orch ${word}`);
  // Nobody plans a sprint of stories that are being opened.
  const turns = source === undefined ? commandsIn(cycle) : spoken(['stories']);
  if (status === 'underway') return [...turns, ...spoken(beside(cycle)), '/orch help'];
  const own = spoken(status === 'blocked' ? ON_HOLD[blocked?.kind ?? 'pause'] : BY_STATUS[status]);
  // While the retrospective is written, and waits for people, they can still say how the sprint went.
  const said = sprint && (status === 'in_progress' || status === 'review') ? spoken(['feedback …']) : [];
  return [...own, ...said, '/orch help'];
}

const beside = (cycle: Cycle): string[] =>
  cycle === 'sprint_active' ? ['sprint pause', 'sprint status'] : cycle === 'sprint_review' ? [] : ['backlog', 'pause'];
