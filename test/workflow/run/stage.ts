/** A project in a temporary folder with workflows in it, and runs of them with answers from a function. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Advance, advance, type Beginning, begin } from '../../../src/workflow/run/advance.ts';
import { fileLibrary } from '../../../src/workflow/run/file-library.ts';
import type { Answer, DoneRequest, Expected, Request } from '../../../src/workflow/run/request.ts';
import { readState } from '../../../src/workflow/run/state.ts';

export const STARTED = '2026-03-05T22:10:00.000Z';

/** Writes files into a new project; `w/workflow.yaml` and `w/instructions.md` are the workflow that is run. */
export function project(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'orch-run-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries({ 'w/workflow.yaml': 'name: w\n', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** A library of a project, as a process that starts anew has it. */
export const libraryOf = (root: string) => fileLibrary({ projectRoot: root, now: new Date(STARTED) });

/** What a run needs from whoever performs its requests; kinds that are left out are answered in the plainest way. */
export type Answers = {
  [K in Request['kind']]?: (request: Extract<Request, { kind: K }>) => Partial<Answer> | undefined;
};

const valueFor = ({ name, shape, keys }: Expected) => {
  if (shape === 'text') return `<${name}>`;
  return ['one', 'two'].map((word) =>
    keys.length === 0 ? word : Object.fromEntries(keys.map((key) => [key, `${key} ${word}`])),
  );
};
const valuesFor = (expected: readonly Expected[]) =>
  Object.fromEntries(expected.map((one) => [one.name, valueFor(one)]));

/** The plainest answer: sections and variables are their names in brackets, everything is so, and everything is approved. */
export function plain(request: Request): Answer {
  switch (request.kind) {
    case 'work':
      return { kind: 'work', outputs: valuesFor(request.outputs), variables: valuesFor(request.needs) };
    case 'judge':
      return { kind: 'judge', holds: true };
    case 'ask':
      return { kind: 'ask', answer: request.options[0] ?? 'sure', by: 'mona' };
    case 'decide':
      return { kind: 'decide', answer: request.options[0] ?? 'sure', confidence: 0.9 };
    case 'approve':
      return { kind: 'approve', verdict: 'approve' };
    case 'invoke_task':
      return { kind: 'invoke_task', result: 'ok', passed: true };
    case 'say':
    case 'done':
      return { kind: 'say' };
  }
}

/** A request on one line: its kind and what it says. */
export function line(request: Request): string {
  switch (request.kind) {
    case 'work': {
      const back = [...request.outputs, ...request.needs].map(({ name }) => name);
      return `work: ${request.text.replaceAll('\n', ' / ')}${back.length > 0 ? ` -> ${back.join(', ')}` : ''}`;
    }
    case 'judge':
    case 'ask':
    case 'decide':
      return `${request.kind}: ${request.question}`;
    case 'approve':
      return `approve: ${request.section}`;
    case 'done':
      return `done: ${request.outcome}, ${request.reason}`;
    default:
      return `${request.kind}: ${request.text}`;
  }
}

/** A run until its end. */
export interface Ran {
  lines: string[];
  requests: Request[];
  done: DoneRequest;
  /** What the last step before the end left. */
  last: Advance;
}

/** How a run is made. */
export type RunOptions = Partial<Beginning> & {
  /** A new process for every request: the state goes through JSON, and all files are read again. */
  crashing?: boolean;
};

/** Runs the workflow of a project. */
export function run(root: string, answers: Answers = {}, options: RunOptions = {}): Ran {
  const { crashing = false, ...beginning } = options;
  let library = libraryOf(root);
  let at = begin(library, library.at('w'), { mode: 'normal', started: STARTED, ...beginning });
  const requests: Request[] = [at.request];
  while (at.request.kind !== 'done') {
    const { request } = at;
    const own = (answers[request.kind] as ((request: Request) => Partial<Answer> | undefined) | undefined)?.(request);
    let state = at.state;
    if (crashing) {
      const read = readState(JSON.parse(JSON.stringify(state)));
      if (!read.ok) throw new Error(read.problem);
      state = read.state;
      library = libraryOf(root);
    }
    at = advance(library, state, { ...plain(request), ...own } as Answer);
    requests.push(at.request);
    if (requests.length > 3000) throw new Error('the run does not end');
  }
  return { lines: requests.map(line), requests, done: at.request, last: at };
}

/** Runs instructions that stand in one step, and answers with what they ask for, without the end. */
export function inStep(
  body: string,
  answers: Answers = {},
  options: RunOptions & { files?: Record<string, string> } = {},
): string[] {
  const { files = {}, ...rest } = options;
  const root = project({ 'w/instructions.md': `<step n="1" goal="g">\n${body}\n</step>\n`, ...files });
  return run(root, answers, rest).lines.filter((text) => text !== 'done: finished, every step was done');
}
