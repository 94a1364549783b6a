/** What a story of an epic is told of the stories around it: what it builds on, and what was learned before. */
import { type Brief, MAX_FOUNDATIONS, MAX_LESSONS, MAX_RESULT } from '../brief.ts';
import { NEW_PLAN, type Plan } from '../epic.ts';
import { oneLine } from '../messages/quoted.ts';
import { spikeSchema } from '../plan/research.ts';
import { retrospectiveSchema } from '../plan/retrospective.ts';
import { rank } from '../rank.ts';
import type { RunResult } from '../run.ts';
import { byKeyOf, dependenciesOf, membersOf } from '../sprint/members.ts';
import type { Story } from '../story.ts';
import type { Draft } from './draft.ts';

type Lesson = NonNullable<Brief['lessons']>[number];

/** Lessons that are told although no word of the story points at them: the newest, because a way of working helps everybody. */
const AT_LEAST = 4;

/** The part of a story's brief that comes from other stories; empty for an epic. */
export function learned(
  { story, parent, team = [], before = [] }: Draft,
  text: string,
): Pick<Brief, 'foundations' | 'lessons'> {
  if (story.plan) return {};
  const plan = parent?.plan ?? NEW_PLAN;
  const foundations = foundationsOf(story, plan, team, before);
  const lessons = chosen([...lessonsOf(plan), ...answersOf(story, team)], [text, ...(story.touches ?? [])].join('\n'));
  return {
    ...(foundations.length > 0 && { foundations }),
    ...(lessons.length > 0 && { lessons }),
  };
}

/** What a delivered pull request says of itself, kept short for the stories that build on it; undefined where it says nothing. */
export function resultOf(result: RunResult | undefined): string | undefined {
  const text = oneLine(result?.pull_request?.body ?? '', MAX_RESULT);
  return text === '' ? undefined : text;
}

/** The merged stories that this one depends on: by the plan of its epic, and by GitHub's list of what it waited for. */
function foundationsOf(
  story: Story,
  plan: Plan,
  team: readonly Story[],
  before: readonly Story[],
): NonNullable<Brief['foundations']> {
  const members = membersOf(plan.stories, team);
  const own = members.find(({ id }) => id === story.id);
  const planned = new Set(own ? dependenciesOf(own, byKeyOf(members)) : []);
  const known = new Map([...team.filter(({ id }) => planned.has(id)), ...before].map((one) => [one.id, one]));
  return [...known.values()]
    .filter(({ status }) => status === 'merged')
    .slice(-MAX_FOUNDATIONS)
    .map(({ id, title, pull_request, merge_commit, result }) => ({
      story: id,
      title: oneLine(title, 200),
      ...(pull_request && { pull_request: pull_request.number }),
      ...(merge_commit !== undefined && { commit: merge_commit }),
      ...(result !== undefined && { result }),
    }));
}

/** What retrospectives and spikes of the epic taught, oldest first. */
function lessonsOf({ documents }: Plan): Lesson[] {
  return documents.flatMap(({ workflow, outcome, sprint }): Lesson[] => {
    if (workflow === 'spike') {
      const spike = spikeSchema.safeParse(outcome).data;
      const from = 'a spike';
      if (!spike) return [];
      const verdict = `${spike.question} ${spike.viable ? 'It works' : 'It does not work'}: ${spike.finding}`;
      return [verdict, ...spike.lessons].map((text) => ({ from, text }));
    }
    const looked = workflow === 'retrospective' ? retrospectiveSchema.safeParse(outcome).data : undefined;
    const from = `the retrospective of sprint ${sprint ?? ''}`.trim();
    if (!looked) return [];
    return [
      ...looked.changes.map(({ change }) => change),
      ...looked.patterns.map(({ name, how, seen_in }) => `${name}: ${how} (see ${seen_in})`),
      ...looked.failures.map(({ approach, why, lesson }) => `${lesson} (${approach} failed: ${why})`),
    ].map((text) => ({ from, text }));
  });
}

/** What people answered to the other stories: nobody wants to be asked twice. */
const answersOf = ({ id }: Story, team: readonly Story[]): Lesson[] =>
  team
    .filter((other) => other.id !== id)
    .flatMap(({ id: from, decisions = [] }) =>
      decisions.flatMap(({ how, question, answer, by }) =>
        how === 'person' ? [{ from: `story ${from}`, text: `${question} Answer of ${by}: ${answer}` }] : [],
      ),
    );

/** Those that share most with the story, and the newest. In the order in which they were learned. */
function chosen(lessons: readonly Lesson[], story: string): Lesson[] {
  const nearest = rank(
    story,
    lessons.map(({ text }) => text),
    MAX_LESSONS,
  );
  const newest = lessons.map((_, index) => index).slice(-AT_LEAST);
  const wanted = new Set([...nearest.slice(0, MAX_LESSONS - AT_LEAST), ...newest, ...nearest].slice(0, MAX_LESSONS));
  return lessons.flatMap(({ from, text }, index) =>
    wanted.has(index) ? [{ from, text: oneLine(text, MAX_RESULT) }] : [],
  );
}
