/** Whose purses the runs of a story draw from. */
import type { Payer } from './ledger.ts';
import type { Story } from './story.ts';

/** Whether the story is an epic: its runs write a plan, and its stories do the work. */
export const isEpic = ({ plan, epic_file }: Pick<Story, 'plan' | 'epic_file'>): boolean =>
  plan !== undefined || epic_file !== undefined;

/**
 * The purses of a run that is queued on a day (`2026-11-23`, UTC), besides the story's own and the project's. An epic's own runs draw from the epic, and from no
 * sprint: they plan it and look back on it.
 */
export function payerOf(story: Story, day: string): Payer {
  if (isEpic(story)) return { day, epic: story.id };
  const { epic, sprint } = story;
  return { day, ...(epic !== undefined && { epic }), ...(sprint !== undefined && { sprint }) };
}
