/** What a scrum master would say about a plan that can be carried out, but not well. Advice stops nothing. */
import { listed } from '../messages/quoted.ts';
import { chainWeights, dependentsOf } from './graph.ts';
import type { PlannedStory, StoriesPlan } from './stories.ts';

/** More stories than these waiting directly for one make it a bottleneck. */
const MOST_DEPENDENTS = 5;

/** A chain that holds more than this part of all work leaves little to do at the same time. */
const LONGEST_CHAIN = 0.5;

/** Words by which nobody can tell whether a criterion is met. */
const VAGUE =
  /\b(?:fast|quick(?:ly)?|easy|easily|intuitive(?:ly)?|user[- ]friendly|nice(?:ly)?|proper(?:ly)?|appropriate(?:ly)?|as needed|if possible|robust(?:ly)?|seamless(?:ly)?|etc|and so on)\b/i;

/** Sentences of advice; empty where there is none. The plan must have passed `checkStories`. */
export function adviceOn({ stories }: StoriesPlan): string[] {
  return [...bottlenecks(stories), ...chain(stories), ...inversions(stories), ...vague(stories), ...untouched(stories)];
}

const nodes = (stories: readonly PlannedStory[]) =>
  stories.map((story) => ({ id: story.key, dependencies: story.dependencies, sessions: story.estimate.sessions }));

function bottlenecks(stories: readonly PlannedStory[]): string[] {
  return [...dependentsOf(nodes(stories))].flatMap(([key, dependents]) =>
    dependents.length > MOST_DEPENDENTS
      ? [`${dependents.length} stories wait for ${key}. Do the part that they need first, as a story of its own.`]
      : [],
  );
}

function chain(stories: readonly PlannedStory[]): string[] {
  if (stories.length < 4) return [];
  const longest = Math.max(...chainWeights(nodes(stories), ({ sessions }) => sessions).values());
  const all = stories.reduce((sum, { estimate }) => sum + estimate.sessions, 0);
  if (longest <= all * LONGEST_CHAIN) return [];
  return [
    `One chain of dependencies holds ${longest} of ${all} sessions, so that little can be done at the same time. Which of its dependencies are only a habit?`,
  ];
}

function inversions(stories: readonly PlannedStory[]): string[] {
  const byKey = new Map(stories.map((story) => [story.key, story]));
  return stories.flatMap((story) => {
    const later = story.dependencies.filter((key) => (byKey.get(key)?.priority ?? 0) > story.priority);
    if (later.length === 0) return [];
    return [
      `${story.key} has priority ${story.priority} and waits for ${listed(later, 'and')}, which ${later.length === 1 ? 'has' : 'have'} less. Give them at least priority ${story.priority}.`,
    ];
  });
}

function vague(stories: readonly PlannedStory[]): string[] {
  return stories.flatMap(({ key, acceptance }) =>
    acceptance.flatMap((criterion) => {
      const word = VAGUE.exec(criterion)?.[0];
      return word === undefined
        ? []
        : [`A criterion of ${key} says "${word}", which nobody can test. Say what is seen, or give a number.`];
    }),
  );
}

function untouched(stories: readonly PlannedStory[]): string[] {
  const silent = stories.filter(({ touches }) => touches.length === 0).map(({ key }) => key);
  if (silent.length === 0) return [];
  return [
    `${listed(silent, 'and')} ${silent.length === 1 ? 'does' : 'do'} not say what files will change (\`touches\`), so that nothing keeps them apart from others.`,
  ];
}
