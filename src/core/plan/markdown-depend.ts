/** Puts the dependencies of a Markdown plan into its stories. */
import { distance } from 'fastest-levenshtein';
import { listed } from '../messages/quoted.ts';
import { circles } from './graph.ts';
import { type Said, valuesOf } from './markdown-fields.ts';
import { nameOf } from './markdown-numbers.ts';
import { type Ordered, type OrderedPhase, orderOf } from './markdown-order.ts';
import type { Outline, OutlinePhase } from './markdown-outline.ts';
import { referencesIn, saysSomething } from './markdown-references.ts';
import { dependencyTags, notRead } from './markdown-story.ts';
import type { Say, Task } from './markdown-tasks.ts';
import type { PlannedStory } from './stories.ts';

const SEQUENTIAL = /[[(]sequential[\])]/i;

/** Puts the dependencies into the stories, and says what is wrong with them. */
export function depend(
  stories: PlannedStory[],
  tasks: readonly Task[],
  outline: Outline,
  phases: ReadonlyMap<OutlinePhase, Said>,
  head: Said,
  say: Say,
  advice: string[],
): void {
  const placed = tasks.map((task): Ordered => {
    const says = [
      ...dependencyTags(task.title).map((text) => ({ text, line: task.head.number })),
      ...valuesOf(task.said, 'dependencies'),
    ];
    const read = says.filter(({ text }) => saysSomething(referencesIn(text)));
    const others = says.filter((value) => !read.includes(value) && !task.done);
    advice.push(
      ...others.map((value) =>
        notRead(value, `dependencies of ${nameOf(task.number)}`, 'write numbers of tasks, such as 1.1, 1.2, or none'),
      ),
    );
    return {
      number: task.number,
      key: task.key,
      phase: task.phase?.number,
      says: read.length > 0 ? read : undefined,
      sequential: SEQUENTIAL.test(task.title),
    };
  });
  const chapters = [...phases].map(([{ number, title, line }, said]): OrderedPhase => {
    const says = dependencyTags(title).map((text) => ({ text, line }));
    return { number, said, says, sequential: SEQUENTIAL.test(title) };
  });
  const { dependencies, unfollowed } = orderOf(placed, chapters, head, outline.checks);
  const names = tasks.map(({ number }) => nameOf(number));
  for (const { value, key, unknown } of unfollowed) {
    const task = tasks.find((each) => each.key === key);
    const where = task ? `${nameOf(task.number)}.dependencies` : 'dependencies';
    say(value.line, where, value.text, unknownTasks(unknown, names));
  }
  for (const story of stories) {
    const keys = dependencies.get(story.key) ?? [];
    const { head: line, number } = tasks.find(({ key }) => key === story.key)!;
    if (keys.includes(story.key))
      say(
        line.number,
        `${nameOf(number)}.dependencies`,
        nameOf(number),
        'a task cannot depend on itself; take this out',
      );
    story.dependencies = keys.filter((key) => key !== story.key).slice(0, 50);
  }
  for (const circle of circles(stories.map(({ key, dependencies: after }) => ({ id: key, dependencies: after })))) {
    const way = [...circle, circle[0]!].map((key) => nameOf(tasks.find((task) => task.key === key)!.number));
    const { head: line } = tasks.find(({ key }) => key === circle[0])!;
    say(
      line.number,
      `${way[0]}.dependencies`,
      way[1]!,
      `these wait for each other: ${way.join(' -> ')}; take one of the dependencies out, or cut a task in two`,
    );
  }
}

function unknownTasks(unknown: readonly string[], names: readonly string[]): string {
  const shown =
    names.length > 12 ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more` : listed(names, 'and');
  const nearest = names.toSorted((a, b) => distance(a, unknown[0]!) - distance(b, unknown[0]!))[0];
  const hint = nearest !== undefined && distance(nearest, unknown[0]!) === 1 ? `; did you mean ${nearest}?` : '';
  return `there is no ${/^phase/.test(unknown[0]!) ? '' : 'task '}${listed(unknown, 'or')}; there are ${shown}${hint}`;
}
