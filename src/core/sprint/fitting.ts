/** The commands that fit an epic now, for the last line of its board. */
import type { Cycle, Plan } from '../epic.ts';
import { commandsFor } from '../messages/story-words.ts';
import type { Story } from '../story.ts';
import { commandsIn } from './cycle.ts';

/** Commands as people write them, the nearest at hand first. */
export function fittingCommands(epic: Story, { cycle, sprint, source }: Plan): string[] {
  const { status } = epic;
  const spoken = (words: readonly string[]) => words.map((word) => `/orch ${word}`);
  // Nobody plans a sprint of stories that are being opened.
  const turns = source === undefined ? commandsIn(cycle) : spoken(['stories']);
  if (status === 'underway') return [...turns, ...spoken(beside(cycle)), '/orch help'];
  const own = spoken(commandsFor(epic));
  // While the retrospective is written, and waits for people, they can still say how the sprint went.
  const said = sprint && (status === 'in_progress' || status === 'review') ? spoken(['feedback …']) : [];
  return [...own, ...said, '/orch help'];
}

const beside = (cycle: Cycle): string[] =>
  cycle === 'sprint_active' ? ['sprint pause', 'sprint status'] : cycle === 'sprint_review' ? [] : ['backlog', 'pause'];
