/** Where each story of an epic stands, in two or three words, and how it looks in the drawing. */
import type { Plan } from '../epic.ts';
import type { Look } from '../plan/dependency-graph.ts';
import type { Schedule } from '../plan/schedule.ts';
import type { Status, Story } from '../story.ts';
import type { Member } from './members.ts';

/** What the schedule says of the pending stories of a sprint. */
export type Turn = 'next' | 'ready' | 'waits' | 'stuck';

/** Whose turn it is, by number. Nothing starts next in an epic that stands still (`moving` is false). */
export const turnsOf = ({ start, held, waiting, stuck }: Schedule, moving: boolean): Map<number, Turn> =>
  new Map<number, Turn>([
    ...start.map((id) => [id, moving ? 'next' : 'ready'] as const),
    ...held.map(({ id }) => [id, 'ready'] as const),
    ...waiting.map(({ id }) => [id, 'waits'] as const),
    ...stuck.map(({ id }) => [id, 'stuck'] as const),
  ]);

const TURN_WORDS: Record<Turn, string> = { next: 'starts next', ready: 'ready', waits: 'waits', stuck: '✗ stuck' };

const BLOCK_WORDS: Record<NonNullable<Story['blocked']>['kind'], string> = {
  pause: 'on hold',
  merge: '✗ could not be merged',
  budget: 'waits for money',
  question: '**asks something**',
};

/** Where a story stands, for a cell of a table. */
export function standingWords({ id, status, story }: Member, { cycle, sprint }: Plan, turn: Turn | undefined): string {
  if (id === undefined) return 'not opened yet';
  if (!story) return 'just opened';
  switch (status) {
    case 'untracked':
      return 'not adopted';
    case 'pending':
      if (!sprint?.stories.includes(id)) return 'in the backlog';
      return cycle === 'sprint_planned' ? 'planned' : turn ? TURN_WORDS[turn] : 'waits';
    case 'in_progress':
      return '▸ in progress';
    case 'review':
      return '**in review**';
    case 'underway':
      return '▸ underway';
    case 'blocked':
      return BLOCK_WORDS[story.blocked?.kind ?? 'pause'];
    case 'failed':
      return '**✗ failed**';
    case 'merged':
      return '✓ merged';
    case 'skipped':
      return 'skipped';
    case 'abandoned':
      return 'abandoned';
  }
}

const LOOKS: Record<Status, Look> = {
  untracked: 'waiting',
  pending: 'waiting',
  in_progress: 'active',
  review: 'active',
  underway: 'active',
  blocked: 'stuck',
  failed: 'stuck',
  merged: 'done',
  skipped: 'stuck',
  abandoned: 'stuck',
};

/** How a story looks in the drawing. */
export const lookOf = (status: Status, turn: Turn | undefined): Look => (turn === 'stuck' ? 'stuck' : LOOKS[status]);
