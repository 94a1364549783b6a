/** `orch workflow validate`: loads every workflow below some paths and tells what is wrong with each. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { excerpt, type Finding } from './finding.ts';
import { countSteps, type Instructions, readInstructions } from './instructions.ts';
import { type LoadOptions, loadWorkflow } from './load.ts';

/** What `--json` prints. */
export interface Report {
  ok: boolean;
  /** How many files have errors. */
  failed: number;
  files: FileReport[];
}

/** One workflow. */
export interface FileReport {
  /** Path of its `workflow.yaml`, as it follows from the path given. */
  path: string;
  ok: boolean;
  /** Steps of its instructions, inner ones counted. */
  steps: number;
  /** How often each tag is opened in them, by name. */
  tags: Record<string, number>;
  errors: Remark[];
  warnings: Remark[];
}

/** An error or a warning. `file` is there because most are not in the `workflow.yaml` itself. */
export interface Remark {
  file: string;
  line: number;
  column: number;
  message: string;
}

/** Loads every `workflow.yaml` below the paths; a path may also name one, or a file of instructions. A path without any is an error of its own. */
export function validateWorkflows(paths: readonly string[], options: LoadOptions): Report {
  const files = paths.flatMap((path) => validatePath(path, options));
  const failed = files.filter(({ ok }) => !ok).length;
  return { ok: failed === 0, failed, files };
}

function validatePath(path: string, options: LoadOptions): FileReport[] {
  if (!existsSync(path)) return [nothing(path, `there is no file or folder ${path}`)];
  if (!statSync(path).isDirectory()) return [validateFile(path, options)];
  const found = globSync('**/workflow.{yaml,yml}', {
    cwd: path,
    dot: true,
    ignore: ['**/node_modules/**', '**/.git/**'],
    followSymbolicLinks: false,
  });
  if (found.length === 0) return [nothing(path, `there is no workflow.yaml in ${path} or below it`)];
  return found.sort().map((file) => validateFile(join(path, file), options));
}

function validateFile(path: string, options: LoadOptions): FileReport {
  if (!/\.ya?ml$/.test(path)) {
    const instructions = readInstructions(readFileSync(path, 'utf8'), path);
    const none: Finding[] =
      instructions.steps.length === 0
        ? [{ severity: 'error', file: path, line: 1, column: 1, message: 'there are no steps here' }]
        : [];
    return reportOf(path, instructions, [...instructions.findings, ...none]);
  }
  const workflow = loadWorkflow(path, options);
  return reportOf(path, workflow.instructions, workflow.findings);
}

function reportOf(path: string, instructions: Instructions | undefined, findings: readonly Finding[]): FileReport {
  const of = (severity: Finding['severity']): Remark[] =>
    findings
      .filter((finding) => finding.severity === severity)
      .map(({ file, line, column, message }) => ({ file: shown(file), line, column, message }));
  const errors = of('error');
  return {
    path,
    ok: errors.length === 0,
    steps: instructions ? countSteps(instructions) : 0,
    tags: instructions?.tags ?? {},
    errors,
    warnings: of('warning'),
  };
}

/** A path as a person at the command line would write it. */
function shown(file: string): string {
  const near = relative(process.cwd(), resolve(file));
  return near.startsWith('..') || near === '' ? file : near;
}

function nothing(path: string, message: string): FileReport {
  return {
    path,
    ok: false,
    steps: 0,
    tags: {},
    errors: [{ file: path, line: 1, column: 1, message }],
    warnings: [],
  };
}

/** A report for people: one line per workflow, and below it what is wrong, with the line in question and a caret. */
export function describeReport(report: Report): string[] {
  const lines = report.files.flatMap((file) => {
    const tags = Object.values(file.tags).reduce((sum, times) => sum + times, 0);
    const facts = `${count(file.steps, 'step')}, ${count(tags, 'tag')}`;
    const verdict = file.ok
      ? `ok      ${file.path}  (${facts})`
      : `FAILED  ${file.path}  (${count(file.errors.length, 'error')})`;
    return [
      verdict,
      ...file.errors.flatMap((remark) => describeRemark(remark, '')),
      ...file.warnings.flatMap((remark) => describeRemark(remark, 'warning: ')),
    ];
  });
  const all = count(report.files.length, 'workflow');
  return [...lines, report.ok ? `${all}, all in order` : `${all}, ${report.failed} failed`];
}

function describeRemark({ file, line, column, message }: Remark, prefix: string): string[] {
  const head = `${file}:${line}:${column}: ${prefix}${message}`;
  const source = sourceLine(file, line);
  if (source === undefined) return [head];
  const caret = source.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return column > 160 ? [head, `    ${excerpt(source)}`] : [head, `    ${source.slice(0, 200)}`, `    ${caret}^`];
}

function sourceLine(file: string, line: number): string | undefined {
  if (!existsSync(file) || statSync(file).isDirectory()) return undefined;
  return readFileSync(file, 'utf8').split(/\r?\n/)[line - 1];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
