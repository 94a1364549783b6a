/**
 * Whether a plan of stories can be carried out: dependencies without circles, stories that fit one pull request, every requirement covered.
 * Pure; what is wrong is told as the configuration's problems are: where, what stands there, what may stand there.
 */
import { distance } from 'fastest-levenshtein';
import type { Problem } from '../config.ts';
import { listed } from '../messages/quoted.ts';
import { circles } from './graph.ts';
import type { LineOf } from './outcome.ts';
import { MAX_STORIES, type PlannedStory, type StoriesPlan } from './stories.ts';

/** What a story may hold so that its pull request can be reviewed in one sitting. */
export const LARGEST = {
  /** Acceptance criteria. */
  acceptance: 8,
  /** Sessions of an agent. */
  sessions: 3,
  /** Of 10; what is harder needs a spike or a cut. */
  complexity: 8,
} as const;

/** A requirement that stories are checked against. `needed`: some story must cover it. */
export interface Wanted {
  id: string;
  needed: boolean;
}

export interface CheckOptions {
  /** Requirements of the PRD; undefined where there is none, and then what stories cover is not checked. */
  wanted?: readonly Wanted[] | undefined;
  /** Name of the document, for the problems. */
  file: string;
  lineOf: LineOf;
}

type Say = (path: readonly PropertyKey[], value: unknown, expected: string) => void;

/** All problems of a plan, in the order of its lines; none when it can be carried out. */
export function checkStories(plan: StoriesPlan, { wanted, file, lineOf }: CheckOptions): Problem[] {
  const problems: Problem[] = [];
  const say: Say = (path, value, expected) => {
    const shown = value === undefined ? '' : (JSON.stringify(value) ?? '').slice(0, 200);
    problems.push({ file, line: lineOf(path), key: path.join('.'), value: shown, expected });
  };
  checkCount(plan, say);
  checkNames(plan, say);
  checkEpics(plan, say);
  checkDependencies(plan, say);
  checkSizes(plan, say);
  if (wanted) checkCoverage(plan, wanted, say);
  return problems.sort((a, b) => a.line - b.line);
}

function checkCount({ stories }: StoriesPlan, say: Say): void {
  if (stories.length <= MAX_STORIES) return;
  const surplus = `expected at most ${MAX_STORIES} stories in one go, and there are ${stories.length}; leave those of the least priority for another epic`;
  say(['stories', MAX_STORIES], stories[MAX_STORIES]!.key, surplus);
}

/** Titles that a person would take for the same. */
const plainly = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function checkNames({ epics, stories }: StoriesPlan, say: Say): void {
  const twins = (list: 'epics' | 'stories', field: 'key' | 'title', names: readonly string[]) => {
    const first = new Map<string, number>();
    for (const [index, name] of names.entries()) {
      const before = first.get(name);
      if (before === undefined) first.set(name, index);
      else {
        const items = list === 'epics' ? epics : stories;
        const other = items[before]!.key;
        const what = field === 'key' ? 'there is another one with this key' : `${other} has the same title`;
        say([list, index, field], items[index]![field], `${what}; give each its own, or make one of the two`);
      }
    }
  };
  const keys = (items: readonly { key: string }[]) => items.map(({ key }) => key);
  const titles = (items: readonly { title: string }[]) => items.map(({ title }) => plainly(title));
  twins('epics', 'key', keys(epics));
  twins('epics', 'title', titles(epics));
  twins('stories', 'key', keys(stories));
  twins('stories', 'title', titles(stories));
}

function checkEpics({ epics, stories }: StoriesPlan, say: Say): void {
  const known = epics.map(({ key }) => key);
  for (const [index, { epic }] of stories.entries()) {
    if (!known.includes(epic))
      say(['stories', index, 'epic'], epic, `there is no such epic; there are ${named(known)}`);
  }
  for (const [index, { key }] of epics.entries()) {
    const empty = stories.every(({ epic }) => epic !== key);
    if (empty) say(['epics', index, 'key'], key, 'this epic has no story; give it one, or leave the epic out');
  }
}

function checkDependencies({ stories }: StoriesPlan, say: Say): void {
  const known = stories.map(({ key }) => key);
  for (const [index, { key, dependencies }] of stories.entries()) {
    for (const [place, dependency] of dependencies.entries()) {
      const path = ['stories', index, 'dependencies', place];
      if (dependency === key) say(path, dependency, 'a story cannot depend on itself; take this out');
      else if (!known.includes(dependency)) say(path, dependency, unknownStory(dependency, known));
      else if (dependencies.indexOf(dependency) < place)
        say(path, dependency, 'this stands here twice; once is enough');
    }
  }
  // Two stories of one key would make circles that are none.
  if (new Set(known).size < known.length) return;
  const nodes = stories.map(({ key, dependencies }) => ({
    id: key,
    dependencies: dependencies.filter((id) => id !== key),
  }));
  for (const circle of circles(nodes)) {
    const index = known.indexOf(circle[0]!);
    const way = [...circle, circle[0]].join(' -> ');
    const expected = `these wait for each other: ${way}; take one of the dependencies out, or cut a story in two`;
    say(['stories', index, 'dependencies'], stories[index]!.dependencies, expected);
  }
}

function unknownStory(dependency: string, known: readonly string[]): string {
  const nearest = known.toSorted((a, b) => distance(a, dependency) - distance(b, dependency))[0];
  const hint = nearest !== undefined && distance(nearest, dependency) === 1 ? `; did you mean ${nearest}?` : '';
  return `there is no such story; there are ${named(known)}${hint}`;
}

function checkSizes({ stories }: StoriesPlan, say: Say): void {
  for (const [index, story] of stories.entries()) {
    for (const [path, value, most, what] of sizesOf(story)) {
      if (value <= most) continue;
      const expected = `expected at most ${most} ${what} in one story, because it is one pull request; split it, each part with a use of its own`;
      say(['stories', index, ...path], value, expected);
    }
  }
}

const sizesOf = ({ acceptance, estimate }: PlannedStory): [string[], number, number, string][] => [
  [['acceptance'], acceptance.length, LARGEST.acceptance, 'acceptance criteria'],
  [['estimate', 'sessions'], estimate.sessions, LARGEST.sessions, 'sessions'],
  [['estimate', 'complexity'], estimate.complexity, LARGEST.complexity, 'points of complexity'],
];

function checkCoverage({ stories }: StoriesPlan, wanted: readonly Wanted[], say: Say): void {
  const known = wanted.map(({ id }) => id);
  for (const [index, { covers }] of stories.entries()) {
    for (const [place, id] of covers.entries()) {
      if (known.includes(id)) continue;
      say(['stories', index, 'covers', place], id, `there is no such requirement; there are ${named(known)}`);
    }
  }
  const covered = new Set(stories.flatMap(({ covers }) => covers));
  const missing = wanted.filter(({ id, needed }) => needed && !covered.has(id)).map(({ id }) => id);
  if (missing.length === 0) return;
  const which = missing.length === 1 ? 'requirement' : 'requirements';
  say(
    ['stories'],
    undefined,
    `no story covers ${which} ${named(missing)}; name each in the \`covers\` of a story, or add a story for it`,
  );
}

/** `S1, S2 and S3`; a long list is cut. */
function named(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const [shown, rest] = [names.slice(0, 12), names.length - 12];
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : listed(shown, 'and');
}
