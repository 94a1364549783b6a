/** The tasks of a Markdown plan, each once, with what it says of itself. */
import { type Said, saidIn } from './markdown-fields.ts';
import { NUMBERS_ALLOWED, nameOf, ofTask } from './markdown-numbers.ts';
import type { Outline, OutlineTask } from './markdown-outline.ts';
import { isDone } from './markdown-story.ts';
import { MAX_STORIES } from './stories.ts';

/** The most tasks of a plan, those that are done counted. Beyond it nobody keeps a plan in one file. */
export const MOST_TASKS = 200;

/** A task with the key of its story. */
export type Task = OutlineTask & { key: string; said: Said; done: boolean };

/** Notes a problem: its line, the key, the value as it stands there, and what is allowed. */
export type Say = (line: number, key: string, value: string, expected: string) => unknown;

/** The tasks that have a key of their own. What is wrong with the others is said. */
export function tasksOf(outline: Outline, say: Say): Task[] {
  const tasks = new Map<string, Task>();
  for (const task of outline.tasks) {
    const name = nameOf(task.number);
    const before = task.key === undefined ? undefined : tasks.get(task.key);
    if (task.key === undefined) say(task.head.number, name, name, NUMBERS_ALLOWED);
    else if (before)
      say(
        task.head.number,
        name,
        task.head.text,
        `task ${name} stands in line ${before.head.number} already; give each its own number`,
      );
    else {
      const said = saidIn(task.body);
      tasks.set(task.key, { ...task, key: task.key, said, done: isDone(task, said) });
    }
  }
  for (const { line, number } of outline.orphans) {
    const name = nameOf(number);
    const whole = nameOf(ofTask(number));
    say(line, name, name, `this is a part of task ${whole}, and there is none; write a task ${whole} above it`);
  }
  const list = [...tasks.values()];
  const open = list.filter(({ done }) => !done);
  if (outline.tasks.length === 0 && outline.orphans.length === 0)
    say(
      1,
      '',
      '',
      'there is no task here; a task is a line such as `- [ ] 1.1 Title`, or a heading such as `### Task 1.1: Title`',
    );
  if (open.length > MAX_STORIES)
    say(
      open[MAX_STORIES]!.head.number,
      nameOf(open[MAX_STORIES]!.number),
      open[MAX_STORIES]!.title,
      `expected at most ${MAX_STORIES} open tasks in one plan, and there are ${open.length}; put the later phases into a plan of their own`,
    );
  else if (list.length > MOST_TASKS)
    say(
      list[MOST_TASKS]!.head.number,
      nameOf(list[MOST_TASKS]!.number),
      list[MOST_TASKS]!.title,
      `expected at most ${MOST_TASKS} tasks in one plan, and there are ${list.length}; take the phases out that are done`,
    );
  return list;
}
