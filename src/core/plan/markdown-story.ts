/** A task of a Markdown plan as a story: what it says, and defaults for what it does not say. */
import { type Said, type Value, valuesOf } from './markdown-fields.ts';
import { nameOf } from './markdown-numbers.ts';
import type { OutlineTask } from './markdown-outline.ts';
import {
  complexityOf,
  ESTIMATES_ALLOWED,
  isNothing,
  PRIORITIES_ALLOWED,
  pathsIn,
  priorityOf,
  sessionsOf,
} from './markdown-values.ts';
import type { PlannedStory, Priority } from './stories.ts';

/** What counts where a task does not say it. */
export const DEFAULTS = { priority: 3, sessions: 1, complexity: 3 } as const;

/** What a task has from its phase and its plan. */
export interface Surroundings {
  file: string;
  epic: string;
  priority: Priority;
  /** What the phase, or else the plan, is for. */
  purpose: string | undefined;
}

/** A story, and sentences on what of its task is not understood. Such a thing has its default, and stops nothing. */
export interface StoryOfTask {
  story: PlannedStory;
  advice: string[];
}

/** The story of a task. Its dependencies are not in it yet: they need all tasks. */
export function storyOf(task: OutlineTask, key: string, said: Said, around: Surroundings): StoryOfTask {
  const { text, tags } = withoutTags(task.title);
  const name = nameOf(task.number);
  const advice: string[] = [];
  const checks = texts(valuesOf(said, 'checks'));
  const acceptance = texts([...said.criteria, ...valuesOf(said, 'acceptance')]);
  const told = texts(valuesOf(said, 'purpose')).join(' ');
  const story: PlannedStory = {
    key,
    epic: around.epic,
    title: titleOf(name, text),
    value: cut(told || around.purpose || text || `Task ${name}`, 600),
    acceptance: acceptance.length > 0 ? acceptance.slice(0, 40) : [cut(text || `Task ${name} is done.`, 500)],
    test_steps: checks.length > 0 ? checks.slice(0, 40) : ['Run the tests of the project.'],
    priority: priorityIn(said, tags, name, advice) ?? around.priority,
    estimate: {
      sessions: estimateIn(said, tags, name, advice) ?? DEFAULTS.sessions,
      complexity: firstOf(valuesOf(said, 'complexity'), complexityOf) ?? DEFAULTS.complexity,
    },
    dependencies: [],
    covers: [
      ...new Set(valuesOf(said, 'covers').flatMap(({ text: each }) => each.match(/\bR[1-9]\d{0,3}\b/g) ?? [])),
    ].slice(0, 30),
    touches: touchesOf(said, name, advice),
    notes: notesOf(said, text, `Task ${name} of ${around.file}, line ${task.head.number}.`),
  };
  return { story, advice };
}

/** Whether a task is done: by its own checkbox; or, where it has none, by its status, or by all checkboxes in it. */
export function isDone({ head, title }: OutlineTask, said: Said): boolean {
  if (head.box) return head.box.checked;
  if (/✅|\[(?:done|complete|completed)\]/iu.test(`${title} ${head.text}`)) return true;
  const status = valuesOf(said, 'status')[0]?.text;
  if (status !== undefined && /^[^\p{L}]*(?:done|completed?|merged|finished)\b/iu.test(status)) return true;
  return said.boxes.length > 0 && said.boxes.every(({ checked }) => checked);
}

/** The dependencies that stand behind the title, as in `(depends on 1.1)` or `[after: 1.1]`. */
export const dependencyTags = (title: string): string[] => withoutTags(title).dependencies;

/** A title as people say it. */
export const plainTitle = (title: string): string => withoutTags(title).text;

const DEPENDS =
  /[([]\s*(?:depends?(?: on)?|dependenc(?:y|ies)|blocked by|after|requires|needs)\b:?\s*([^()[\]]*\d[^()[\]]*|none)[)\]]/gi;
const TAG =
  /[([]\s*(P[0-3]|XS|S|M|L|XL|SMALL|MEDIUM|LARGE|CRITICAL|HIGH|LOW|SEQUENTIAL|PARALLEL|P|DONE|COMPLETED?|PENDING|IN PROGRESS)\s*[)\]]/gi;

/** A title without what is said in brackets to whoever plans. */
function withoutTags(title: string): { text: string; tags: string[]; dependencies: string[] } {
  const tags: string[] = [];
  const dependencies: string[] = [];
  const text = title
    .replaceAll(DEPENDS, (_, list: string) => {
      dependencies.push(list.trim());
      return ' ';
    })
    .replaceAll(TAG, (_, tag: string) => {
      tags.push(tag);
      return ' ';
    })
    .replaceAll(/[✅⏳🚧❌]\u{FE0F}?/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/\s+([.,:;])/g, '$1')
    .replaceAll(/\*\*([^*`]+)\*\*|~~/g, '$1')
    .trim();
  return { text, tags, dependencies };
}

/** At most so many characters of a title; the rest is in the notes. */
const TITLE = 110;

/** `1.2 Title`. A long text is cut behind its first sentence or clause, else between words. */
function titleOf(name: string, text: string): string {
  if (text.length <= TITLE) return `${name} ${text}`.trim();
  const clause = /^.{15,108}?(?:[.!?;:](?=\s)|\s[–—-](?=\s))/.exec(text)?.[0];
  return `${name} ${clause ? clause.replace(/\s*[.!?;:–—-]$/, '') : cut(text, TITLE).replace(/\s+\S*…$/, '…')}`;
}

function priorityIn(said: Said, tags: readonly string[], name: string, advice: string[]): Priority | undefined {
  const value = valuesOf(said, 'priority')[0];
  const found = value && priorityOf(value.text);
  if (value && found === undefined && !isNothing(value.text))
    advice.push(notRead(value, `priority of ${name}`, `write ${PRIORITIES_ALLOWED}`));
  return found ?? tags.filter((tag) => /^(?:p\d|critical|high|low)$/i.test(tag)).map(priorityOf)[0];
}

function estimateIn(said: Said, tags: readonly string[], name: string, advice: string[]): number | undefined {
  const value = valuesOf(said, 'estimate')[0];
  const found = value && sessionsOf(value.text);
  if (value && found === undefined && !isNothing(value.text))
    advice.push(notRead(value, `estimate of ${name}`, `write ${ESTIMATES_ALLOWED}`));
  return found ?? tags.filter((tag) => /^(?:xs|s|m|l|xl|small|medium|large)$/i.test(tag)).map(sessionsOf)[0];
}

/** What is said of a value that is passed over. */
export const notRead = ({ text, line }: Value, what: string, mend: string): string =>
  `Line ${line}: the ${what}, "${cut(text, 60)}", is not understood and counts as not given; ${mend}.`;

function firstOf<T>(values: readonly Value[], read: (text: string) => T | undefined): T | undefined {
  return values[0] && read(values[0].text);
}

function touchesOf(said: Said, name: string, advice: string[]): string[] {
  const found = valuesOf(said, 'files').map((value) => ({ value, ...pathsIn(value.text) }));
  for (const { value, bad } of found) {
    for (const path of bad)
      advice.push(
        notRead(
          { ...value, text: path },
          `file of ${name}`,
          'write a path in the repository, without `/` before it and without `..`',
        ),
      );
  }
  return [...new Set(found.flatMap(({ paths }) => paths))].slice(0, 40);
}

const texts = (values: readonly Value[]): string[] => values.map(({ text }) => cut(text, 500));

/** What else the plan says of the task, and where it stands. */
function notesOf(said: Said, title: string, source: string): string {
  const whole = title.length > TITLE ? [title] : [];
  const lines = [...whole, ...said.prose.map(({ text }) => text)].map((line) =>
    /[.!?:;,]$/.test(line) ? line : `${line}.`,
  );
  return [...(lines.length > 0 ? [cut(lines.join('\n'), 2_000 - 301)] : []), cut(source, 300)].join('\n');
}

/** At most so many characters, and never half a character at the end. */
export function cut(text: string, most: number): string {
  const trimmed = text.trim();
  return trimmed.length <= most
    ? trimmed
    : `${trimmed
        .slice(0, most - 1)
        .replace(/[\uD800-\uDBFF]$/, '')
        .trimEnd()}…`;
}
