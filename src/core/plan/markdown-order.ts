/**
 * What must be done before what in a Markdown plan. Three things say so: the dependencies that a task names, a phase that depends on others, and
 * a plan, phase or list of tasks that is called sequential. What a task says itself goes before what is said of it, and who of whom nothing is
 * said depends on nothing.
 */
import { type Said, type Value, valuesOf } from './markdown-fields.ts';
import {
  type Check,
  type Placed,
  type References,
  type Referrer,
  referencesIn,
  resolved,
} from './markdown-references.ts';

/** A task with what it says of its dependencies: undefined where it says nothing. */
export interface Ordered extends Placed {
  says: Value[] | undefined;
  /** It is called sequential itself: it waits for the one before it. */
  sequential: boolean;
}

/** A phase with what is said of it, and what its title says of its dependencies. */
export interface OrderedPhase {
  number: number;
  sequential: boolean;
  said: Said;
  says: Value[];
}

/** A reference to what is not there. */
export interface Unfollowed {
  value: Value;
  /** The task that says it; undefined where a phase does. */
  key?: string;
  /** Names of tasks and phases. */
  unknown: string[];
}

/** Dependencies by key, and what could not be followed. Circles are not looked for. */
export function orderOf(
  tasks: readonly Ordered[],
  phases: readonly OrderedPhase[],
  head: Said,
  checks: readonly Check[],
): { dependencies: Map<string, string[]>; unfollowed: Unfollowed[] } {
  const named = new Map<string, Set<string>>(tasks.map(({ key }) => [key, new Set()]));
  const byPhase = new Map<string, Set<string>>(tasks.map(({ key }) => [key, new Set()]));
  const unfollowed: Unfollowed[] = [];
  const silent = (key: string) => tasks.some((task) => task.key === key && task.says === undefined);

  for (const [at, { key, says, phase }] of tasks.entries()) {
    for (const value of says ?? []) {
      const references = referencesIn(value.text);
      const found = resolved(references, tasks, { at, phase, checks });
      if (found.unknown.length > 0) unfollowed.push({ value, key, unknown: found.unknown });
      for (const other of found.named) named.get(key)!.add(other);
      for (const other of found.byPhase) byPhase.get(key)!.add(other);
    }
  }
  for (const { number, said, says } of phases) {
    for (const value of [...says, ...valuesOf(said, 'dependencies')]) {
      const found = resolved(referencesIn(value.text), tasks, { phase: number, checks });
      if (found.unknown.length > 0) unfollowed.push({ value, unknown: found.unknown });
      for (const { key } of tasks.filter((task) => task.phase === number && silent(task.key)))
        for (const other of [...found.named, ...found.byPhase]) byPhase.get(key)!.add(other);
    }
  }
  for (const [before, after] of sequences(tasks, phases, head)) {
    if (!silent(after.key)) continue;
    const others = before.filter(({ key }) => key !== after.key);
    if (others.length === 1) named.get(after.key)!.add(others[0]!.key);
    else for (const { key } of others) byPhase.get(after.key)!.add(key);
  }
  return { dependencies: joined(named, byPhase), unfollowed };
}

/**
 * Who waits for a phase waits for its last tasks: what is waited for already through another task is left out, because each dependency is told to GitHub.
 * What a task names is kept as it is, a task that names itself included: that is for the check.
 */
function joined(
  named: ReadonlyMap<string, ReadonlySet<string>>,
  byPhase: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, string[]> {
  const all = new Map(
    [...named].map(([key, own]) => [
      key,
      new Set([...own, ...byPhase.get(key)!].filter((other) => other !== key || own.has(key))),
    ]),
  );
  for (const [key, others] of all) {
    for (const other of [...others]) {
      if (named.get(key)!.has(other)) continue;
      // One at a time, with what is left of the others, so that two ways never vanish because of each other.
      others.delete(other);
      if (!reaches(key, other, all)) others.add(other);
    }
  }
  return new Map([...all].map(([key, others]) => [key, [...others]]));
}

/** Whether one task waits for another, directly or through others. */
function reaches(from: string, to: string, all: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set<string>();
  const open = [...all.get(from)!];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === to) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...all.get(key)!);
  }
  return false;
}

/** Pairs of tasks of which the second waits for all of the first, because something is called sequential. */
function sequences(
  tasks: readonly Ordered[],
  phases: readonly OrderedPhase[],
  head: Said,
): [readonly Ordered[], Ordered][] {
  const pairs: [readonly Ordered[], Ordered][] = [];
  const chain = (list: readonly Ordered[]) => {
    for (const [index, task] of list.entries()) if (index > 0) pairs.push([[list[index - 1]!], task]);
  };
  const of = (phase: number) => tasks.filter((task) => task.phase === phase);
  const follow = (text: string, all: readonly Ordered[], referrer: Referrer) => {
    const references = referencesIn(beforeTheWord(text));
    const keys = new Set(resolved({ ...references, phases: [], previous: [] }, tasks, referrer).named);
    const named = phasesIn(references, phases);
    if (keys.size > 0) chain(tasks.filter(({ key }) => keys.has(key)));
    for (const [index, phase] of named.entries())
      if (index > 0) for (const task of of(phase)) pairs.push([of(named[index - 1]!), task]);
    if (keys.size === 0 && named.length === 0) chain(all);
  };
  for (const { text } of valuesOf(head, 'order').filter(saysSequential)) follow(text, tasks, {});
  // Above all phases the word in brackets may only be explained.
  for (const { text } of head.prose.filter(inBrackets)) follow(text, [], {});
  for (const { number, sequential, said } of phases) {
    if (sequential) chain(of(number));
    const notes = [...valuesOf(said, 'order').filter(saysSequential), ...said.prose.filter(inBrackets)];
    for (const { text } of notes) follow(text, of(number), { phase: number });
  }
  for (const [index, task] of tasks.entries())
    if (task.sequential && index > 0) pairs.push([[tasks[index - 1]!], task]);
  return pairs;
}

const saysSequential = ({ text }: Value): boolean => isSequential(text);

const inBrackets = ({ text }: Value): boolean => /\[sequential\]/i.test(text) && isSequential(text);

/** Whether a text calls something sequential, and not the contrary. */
const isSequential = (text: string): boolean =>
  /\bsequential(?:ly)?\b/i.test(text) && !/\b(?:not|non)[\s-]+sequential/i.test(text);

/** What is called sequential stands before the word, and behind what is called parallel. */
function beforeTheWord(text: string): string {
  const before = text.slice(0, text.search(/\bsequential/i));
  return before.slice(before.toLowerCase().lastIndexOf('parallel') + 1).replace(/^arallel\]?/i, '');
}

const phasesIn = ({ phases: spans }: References, phases: readonly OrderedPhase[]): number[] =>
  phases.map(({ number }) => number).filter((number) => spans.some(({ from, to }) => number >= from && number <= to));
