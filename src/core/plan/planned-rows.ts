/** From a plan to the rows that an epic keeps of it. */
import type { Planned } from '../epic.ts';
import { chainWeights, ordered } from './graph.ts';
import type { PlannedStory, StoriesPlan } from './stories.ts';

const NOBODY: ReadonlySet<string> = new Set();

/**
 * A row for each story that is not done: nothing stands before what it depends on, and what could come next is ordered by priority, then by the work
 * that hangs on it, then by its place in the plan. `done` are keys; nothing waits for them any more. The plan must be free of circles.
 */
export function plannedRows({ stories }: StoriesPlan, done: ReadonlySet<string> = NOBODY): Planned[] {
  const known = new Set(stories.map(({ key }) => key));
  const nodes = stories
    .filter(({ key }) => !done.has(key))
    .map((story) => ({
      id: story.key,
      story,
      dependencies: story.dependencies.filter((key) => known.has(key) && !done.has(key)),
    }));
  const weights = chainWeights<string, (typeof nodes)[number]>(nodes, ({ story }) => story.estimate.sessions);
  const urgency = (a: { story: PlannedStory }, b: { story: PlannedStory }) =>
    a.story.priority - b.story.priority || (weights.get(b.story.key) ?? 0) - (weights.get(a.story.key) ?? 0);
  return ordered<string, (typeof nodes)[number]>(nodes, urgency).map(({ story, dependencies }) => ({
    key: story.key,
    title: story.title,
    priority: story.priority,
    sessions: story.estimate.sessions,
    touches: [...story.touches],
    after: [...new Set(dependencies)],
  }));
}
