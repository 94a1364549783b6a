/**
 * A plan that people wrote in Markdown: phases, tasks such as `1.2` with a checkbox or a heading, and what each says of itself. It becomes stories
 * as `stories` would have written them:
 *
 *     ## Phase 1: Reading                      an epic's heading; tasks of no phase are under the plan's title
 *     - [ ] 1.1 Read durations                 story S101, "1.1 Read durations": the number stays in the title, so that plan and issue can be
 *       - [ ] "90s" is 90 seconds              told together, and the key follows from it (`keyOfTask`). Checkboxes inside are what must hold
 *     - [x] 1.2 Refuse nonsense (depends on 1.1)   done already
 *       - Files: src/read.ts                   what it will touch; as are `Priority: P1`, `Estimate: 2 hours`, `Verify:`, `Findings:`
 *
 * A task that says nothing of others depends on nothing, unless the plan, its phase or a note calls it sequential, or its phase depends on another.
 */
import type { Problem } from '../config.ts';
import { listed } from '../messages/quoted.ts';
import { adviceOn } from './advice.ts';
import { LARGEST } from './check-stories.ts';
import { depend } from './markdown-depend.ts';
import { type Said, saidIn, valuesOf } from './markdown-fields.ts';
import { findingsOf } from './markdown-findings.ts';
import { nameOf } from './markdown-numbers.ts';
import { type Outline, type OutlinePhase, outlineOf } from './markdown-outline.ts';
import { cut, DEFAULTS, plainTitle, storyOf } from './markdown-story.ts';
import { MOST_TASKS, type Say, type Task, tasksOf } from './markdown-tasks.ts';
import { priorityOf } from './markdown-values.ts';
import type { PlannedEpic, PlannedStory, StoriesPlan } from './stories.ts';

/** Keys are those of `plan.stories`. */
export type ReadMarkdownPlan =
  | { ok: true; plan: StoriesPlan; findings: Map<string, string[]>; done: Set<string>; advice: string[] }
  | { ok: false; problems: Problem[] };

const MOST_PHASES = 20;

/** Reads a plan. Lines of problems are lines of the text; `file` is for them and for the notes of stories. Never throws on bad input. */
export function readMarkdownPlan(text: string, file: string): ReadMarkdownPlan {
  const outline = outlineOf(text);
  const problems: Problem[] = [];
  const say: Say = (line, key, value, expected) => problems.push({ file, line, key, value: cut(value, 200), expected });
  const tasks = tasksOf(outline, say);
  if (tasks.length > MOST_TASKS) return { ok: false, problems };
  const phases = new Map(outline.phases.map((phase) => [phase, saidIn(phase.lines)]));
  const head = saidIn(outline.head);
  const epics = epicsOf(outline, tasks, phases, head, file);
  if (epics.list.length > MOST_PHASES)
    say(
      1,
      '',
      String(epics.list.length),
      `expected at most ${MOST_PHASES} phases with tasks; put some of them together`,
    );

  const advice: string[] = [];
  const planPriority = firstPriority(head) ?? DEFAULTS.priority;
  const stories = tasks.map((task): PlannedStory => {
    const phase = task.phase && phases.get(task.phase);
    const read = storyOf(task, task.key, task.said, {
      file,
      epic: epics.of(task),
      priority: (phase && firstPriority(phase)) ?? planPriority,
      purpose: (phase && purposeOf(phase)) ?? purposeOf(head),
    });
    if (!task.done) advice.push(...read.advice);
    return read.story;
  });
  depend(stories, tasks, outline, phases, head, say, advice);
  if (problems.length > 0) return { ok: false, problems: problems.sort((a, b) => a.line - b.line) };

  const plan: StoriesPlan = { epics: epics.list, stories };
  const done = new Set(tasks.flatMap((task) => (task.done ? [task.key] : [])));
  const open = { ...plan, stories: stories.filter(({ key }) => !done.has(key)) };
  advice.push(...passedOver(outline, tasks), ...tooLarge(open.stories, tasks), ...adviceOn(open).map(byName(tasks)));
  return { ok: true, plan, findings: findingsOf(tasks, outline.findings), done, advice };
}

const firstPriority = (said: Said) => valuesOf(said, 'priority').map(({ text }) => priorityOf(text))[0];

const purposeOf = (said: Said): string | undefined =>
  valuesOf(said, 'purpose')[0]?.text ?? said.prose.find(({ text }) => /\p{L}.*\s.*\p{L}/u.test(text))?.text;

/** The phases that have tasks, as epics: `E1`, `E2`… in the order in which they stand. */
function epicsOf(
  outline: Outline,
  tasks: readonly Task[],
  phases: ReadonlyMap<OutlinePhase, Said>,
  head: Said,
  file: string,
) {
  const title =
    plainTitle(outline.title ?? '').replace(/^(?:implementation )?plan\s*[:–—-]\s*/i, '') ||
    (file.split('/').at(-1) ?? file);
  const wanted: (OutlinePhase | undefined)[] = [
    ...(tasks.some(({ phase }) => phase === undefined) ? [undefined] : []),
    ...outline.phases.filter((phase) => tasks.some((task) => task.phase === phase)),
  ];
  const list = wanted.map((phase, index): PlannedEpic => {
    const name = phase ? `Phase ${phase.number}${phase.title ? `: ${plainTitle(phase.title)}` : ''}` : title;
    return {
      key: `E${index + 1}`,
      title: cut(name || 'Plan', 120),
      goal: goalOf(phase && phases.get(phase), head, name || 'Plan'),
    };
  });
  return { list, of: (task: Task) => `E${wanted.indexOf(task.phase) + 1}` };
}

/** What a phase is for, and by which checkboxes of its own one sees that it is done. */
function goalOf(said: Said | undefined, head: Said, name: string): string {
  const purpose = cut((said && purposeOf(said)) ?? purposeOf(head) ?? name, 500);
  const checks = said ? [...said.criteria, ...valuesOf(said, 'checks')].map(({ text }) => text) : [];
  return checks.length === 0 ? purpose : cut(`${purpose}\nDone when: ${checks.join('; ')}`, 1_000);
}

function passedOver({ passedOver: lines }: Outline, tasks: readonly Task[]): string[] {
  const names = new Set(tasks.map(({ number }) => nameOf(number)));
  return lines
    .filter(({ number }) => !names.has(nameOf(number)))
    .map(
      ({ line, number }) =>
        `Line ${line} reads like a task ${nameOf(number)}, and is none: other tasks here are written in another way. Write it like them, if it is one.`,
    );
}

function tooLarge(stories: readonly PlannedStory[], tasks: readonly Task[]): string[] {
  return stories.flatMap(({ key, acceptance, estimate }) => {
    const name = nameOf(tasks.find((task) => task.key === key)!.number);
    const much = [
      ...(acceptance.length > LARGEST.acceptance ? [`${acceptance.length} criteria`] : []),
      ...(estimate.sessions > LARGEST.sessions ? [`${estimate.sessions} sessions`] : []),
      ...(estimate.complexity > LARGEST.complexity ? [`complexity ${estimate.complexity}`] : []),
    ];
    return much.length === 0
      ? []
      : [`${name} is large for one pull request (${listed(much, 'and')}). Split it, each part with a use of its own.`];
  });
}

/** Names tasks by their numbers where advice on stories has keys. */
const byName = (tasks: readonly Task[]) => {
  const names = new Map(tasks.map(({ key, number }) => [key, nameOf(number)]));
  return (sentence: string): string => sentence.replaceAll(/\bS\d{1,4}\b/g, (key) => names.get(key) ?? key);
};
