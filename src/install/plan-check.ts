/** `orch plan check`: says of files whether Orch could carry them out as plans. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import type { Problem } from '../core/config.ts';
import { dependencyGraph } from '../core/plan/dependency-graph.ts';
import type { Yaml } from '../core/plan/outcome.ts';
import { type PlanKind, planKind, readPlanFile } from '../core/plan/plan-file.ts';
import { plannedRows } from '../core/plan/planned-rows.ts';
import type { StoriesPlan } from '../core/plan/stories.ts';

/** What `--json` prints. */
export interface PlanReport {
  ok: boolean;
  /** How many files have problems. */
  failed: number;
  files: CheckedPlan[];
}

export interface CheckedPlan {
  path: string;
  ok: boolean;
  /** Absent where it is no plan. */
  kind?: PlanKind;
  /** Stories that are left to do, and tasks that are done. */
  stories: number;
  done: number;
  /** Keys of the stories left to do, in an order in which they may be done. */
  order: string[];
  advice: string[];
  problems: Problem[];
  /** The dependencies in Mermaid, where it was asked for. */
  graph?: string;
}

/** Checks each file. Of a folder, every Markdown file below it that is a plan; a folder without any is a problem. */
export function checkPlans(
  paths: readonly string[],
  { yaml, graph = false }: { yaml: Yaml; graph?: boolean },
): PlanReport {
  const files = paths.flatMap((path) => checkPath(path, yaml, graph));
  const failed = files.filter(({ ok }) => !ok).length;
  return { ok: failed === 0, failed, files };
}

function checkPath(path: string, yaml: Yaml, graph: boolean): CheckedPlan[] {
  if (!existsSync(path)) return [nothing(path, 'there is no such file or folder')];
  if (!statSync(path).isDirectory()) return [checkFile(path, yaml, graph)];
  const plans = globSync('**/*.{md,markdown}', {
    cwd: path,
    dot: true,
    ignore: ['**/node_modules/**', '**/.git/**'],
    followSymbolicLinks: false,
  })
    .sort()
    .map((file) => join(path, file))
    .filter((file) => planKind(readFileSync(file, 'utf8')) !== undefined);
  return plans.length > 0
    ? plans.map((file) => checkFile(file, yaml, graph))
    : [nothing(path, 'there is no plan in this folder or below it')];
}

function checkFile(path: string, yaml: Yaml, graph: boolean): CheckedPlan {
  const text = readFileSync(path, 'utf8');
  const kind = planKind(text);
  const read = readPlanFile(text, path, yaml);
  if (!read.ok) return { ...nothing(path, ''), ...(kind && { kind }), problems: read.problems };
  const { plan, advice, done } = read;
  return {
    path,
    ok: true,
    kind: read.kind,
    stories: plan.stories.length,
    done: done.size,
    order: plannedRows(plan).map(({ key }) => key),
    advice,
    problems: [],
    ...(graph && { graph: graphOf(plan) }),
  };
}

function graphOf({ stories }: StoriesPlan): string {
  return dependencyGraph(
    stories.map(({ key, title, dependencies }) => ({
      id: key,
      // A task's number stands in its title already.
      label: /^\d/.test(title) ? title : `${key} ${title}`,
      dependencies,
    })),
  );
}

const nothing = (path: string, expected: string): CheckedPlan => ({
  path,
  ok: false,
  stories: 0,
  done: 0,
  order: [],
  advice: [],
  problems: [{ file: path, line: 1, key: '', value: '', expected }],
});

const KINDS: Readonly<Record<PlanKind, string>> = { stories: 'stories', markdown: 'Markdown plan' };

/** The report for people: a line for each file, below it what is wrong or could be better, and the graph where it was asked for. */
export function describePlans({ ok, failed, files }: PlanReport): string[] {
  const lines = files.flatMap((file) => [
    file.ok
      ? `ok      ${file.path}  (${factsOf(file)})`
      : `FAILED  ${file.path}  (${count(file.problems.length, 'problem')})`,
    ...file.problems.map(describeProblem),
    ...file.advice.map((sentence) => `  advice: ${sentence}`),
    ...(file.graph === undefined ? [] : ['', file.graph, '']),
  ]);
  return [...lines, `${count(files.length, 'file')}, ${ok ? 'all in order' : `${failed} failed`}`];
}

const factsOf = ({ kind, stories, done }: CheckedPlan): string =>
  [
    ...(kind ? [KINDS[kind]] : []),
    stories === 1 ? '1 story' : `${stories} stories`,
    ...(done > 0 ? [`${done} done`] : []),
  ].join(', ');

const describeProblem = ({ file, line, key, value, expected }: Problem): string =>
  `  ${file}:${line}: ${[key, value]
    .filter((part) => part !== '')
    .map((part) => `${part}: `)
    .join('')}${expected}`;

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
