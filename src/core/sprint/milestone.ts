/** The milestone that mirrors a sprint. */
import { type Sprint, sprintName } from '../epic.ts';
import { oneLine } from '../messages/quoted.ts';
import type { Story } from '../story.ts';

/** Longest title in characters; GitHub cuts lists of milestones long before. */
const MAX_TITLE = 120;

/** Title and description of a sprint's milestone. The title names epic and sprint, because titles are unique in a repository. */
export const milestoneOf = (epic: Story, { number, goal }: Sprint): { title: string; description: string } => ({
  title: oneLine(`Sprint ${sprintName(epic.id, number)}: ${goal}`, MAX_TITLE),
  description: `Sprint ${number} of epic #${epic.id}. Orch puts its stories in, and closes it with the sprint.`,
});
