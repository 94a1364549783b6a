/** How a Markdown plan refers to its tasks and phases, as in `Depends on: 1.1, 1.3-1.5` and `Phases 1-2`. */
import { nameOf, numberOf, ofTask, type TaskNumber } from './markdown-numbers.ts';
import { isNothing } from './markdown-values.ts';

/** What a text refers to. */
export interface References {
  /** It says that there is nothing. */
  none: boolean;
  tasks: { from: TaskNumber; to: TaskNumber }[];
  phases: { from: number; to: number }[];
  /** "the previous task", "all previous phases"… */
  previous: { what: 'task' | 'phase'; all: boolean }[];
}

const NUMBER = String.raw`\d{1,3}(?:\.\d{1,3}){0,3}`;
const TO = String.raw`\s*(?:-|–|—|\bto\b|\bthrough\b)\s*`;
const PHASES = new RegExp(
  String.raw`\b(?:phases?|stages?|milestones?)\s*((?:\d{1,3}(?!\.?\d))(?:(?:${TO}|\s*(?:,|&|\band\b)\s*)\d{1,3}(?!\.?\d))*)`,
  'gi',
);
const PREVIOUS = /\b(all )?(?:the )?(?:previous|preceding|prior) (phase|task)s?\b/gi;

/** Reads `1.1, 1.2`, `Task 1.1 and 1.3-1.5`, `Phases 1-2`, `all previous phases`, `none`. Explanations in brackets or behind a dash do not count. */
export function referencesIn(text: string): References {
  const bare = text
    .replaceAll(/\([^()]*\)/g, ' ')
    .replaceAll(/[`*[\]]/g, '')
    .replace(/\s[-–—]\s+(?=\p{L}).*$/u, '')
    .trim();
  const found: References = { none: isNothing(bare), tasks: [], phases: [], previous: [] };
  if (found.none) return found;
  const rest = bare
    .replaceAll(PREVIOUS, (_, all: string | undefined, what: string) => {
      found.previous.push({ what: what.toLowerCase() as 'task' | 'phase', all: all !== undefined });
      return ' ';
    })
    .replaceAll(PHASES, (_, list: string) => {
      for (const part of list.split(/,|&|\band\b/i)) {
        const [from = 0, to = from] = [...part.matchAll(/\d+/g)].map(([digits]) => Number(digits));
        found.phases.push({ from, to });
      }
      return ' ';
    });
  for (const [, from = '', to] of rest.matchAll(
    new RegExp(`(?<![\\w.])(${NUMBER})(?:${TO}(${NUMBER}))?(?![\\w])`, 'g'),
  ))
    found.tasks.push({ from: numberOf(from), to: numberOf(to ?? from) });
  return found;
}

/** Whether a text refers to anything, or says that there is nothing. */
export const saysSomething = ({ none, tasks, phases, previous }: References): boolean =>
  none || tasks.length + phases.length + previous.length > 0;

/** A task that can be referred to. */
export interface Placed {
  number: TaskNumber;
  key: string;
  /** Undefined where it stands in no phase. */
  phase: number | undefined;
}

/** Keys of tasks: those that are named, those that are meant by their phase, and the names of what is not there. */
export interface Resolved {
  named: string[];
  byPhase: string[];
  unknown: string[];
}

/** Who refers: what "previous" means depends on it. */
export interface Referrer {
  /** The place among the tasks; undefined where a phase refers, and then `phase` is there. */
  at?: number;
  phase?: number | undefined;
  /** Numbers that stand for a phase as a whole: who waits for its check waits for it. */
  checks?: readonly Check[];
}

export interface Check {
  number: TaskNumber;
  phase: number;
}

const checkOf = (number: TaskNumber, checks: readonly Check[]) =>
  checks.find((each) => nameOf(each.number) === nameOf(number));

/** The keys that references mean. The tasks are in the order of the plan. */
export function resolved(
  { tasks, phases, previous }: References,
  placed: readonly Placed[],
  { at, phase, checks = [] }: Referrer,
): Resolved {
  const found: Resolved = { named: [], byPhase: [], unknown: [] };
  const there = (number: TaskNumber) => placed.some((each) => nameOf(each.number) === nameOf(number));
  const inPhases = (from: number, to: number) => {
    const meant = placed.filter((each) => each.phase !== undefined && each.phase >= from && each.phase <= to);
    if (meant.length === 0) found.unknown.push(`phase ${from}`);
    found.byPhase.push(...meant.map(({ key }) => key));
  };
  for (const each of tasks) {
    const [from, to] = [ofTask(each.from), ofTask(each.to)];
    if (there(from) && there(to)) found.named.push(...between(from, to, placed));
    // A whole number that is no task means the phase.
    else if (from.length === 1 && to.length === 1) inPhases(from[0]!, to[0]!);
    else if (checkOf(from, checks) && checkOf(to, checks))
      inPhases(checkOf(from, checks)!.phase, checkOf(to, checks)!.phase);
    else found.unknown.push(...[from, to].filter((number) => !there(number)).map(nameOf));
  }
  for (const { from, to } of phases) inPhases(from, to);
  const earlier = [
    ...new Set(
      placed.flatMap((each) =>
        each.phase !== undefined && phase !== undefined && each.phase < phase ? each.phase : [],
      ),
    ),
  ];
  for (const { what, all } of previous) {
    const last = Math.max(...earlier);
    if (what === 'task')
      found.named.push(...placed.slice(all ? 0 : Math.max(0, (at ?? 0) - 1), at ?? 0).map(({ key }) => key));
    else if (earlier.length > 0) inPhases(all ? Math.min(...earlier) : last, last);
  }
  return {
    named: [...new Set(found.named)],
    byPhase: [...new Set(found.byPhase)],
    unknown: [...new Set(found.unknown)],
  };
}

/** The keys of all tasks from one number to another, both of which are there. */
function between(from: TaskNumber, to: TaskNumber, placed: readonly Placed[]): string[] {
  const rank = ([phase = 0, task = 0]: TaskNumber) => phase * 1_000 + task;
  return placed.filter(({ number }) => rank(number) >= rank(from) && rank(number) <= rank(to)).map(({ key }) => key);
}
