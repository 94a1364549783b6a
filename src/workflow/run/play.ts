/** `orch workflow run`: plays a workflow with a file of answers, writes its documents, and keeps its state so that it can be gone on with. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { findWorkflows, rootsOf } from '../plugins.ts';
import { type Advance, advance, begin } from './advance.ts';
import { describeAnswer, describeRequest } from './describe.ts';
import { fileLibrary } from './file-library.ts';
import type { Document } from './request.ts';
import { answerFrom, readScript, type Script, type Used } from './script.ts';
import { readState, type State } from './state.ts';
import { writeDocument } from './write-document.ts';

/** What is played, and with what. */
export interface PlayOptions {
  /** A `workflow.yaml`, its folder, or the name of a workflow that is built in or in `.orch/workflows`. */
  path: string;
  /** The file of answers. */
  answers: string;
  mode: State['mode'];
  /** Where the state is kept; without it a run that stops cannot be gone on with. */
  state?: string;
  projectRoot: string;
  now: Date;
  out(line: string): void;
}

/** How it ended. `unanswered`: the file has no answer for the request; with a state file the run goes on from there. */
export type Played = { kind: 'finished' | 'stopped' | 'failed' | 'unanswered' } | { kind: 'refused'; message: string };

const keptSchema = z.object({ run: z.unknown(), used: z.record(z.string(), z.number()) });

/** Plays a workflow until its end, or until the file of answers has none. */
export function play(options: PlayOptions): Played {
  const { out, projectRoot } = options;
  const script = scriptAt(options.answers);
  if (typeof script === 'string') return refused(script);
  const kept = options.state === undefined ? undefined : keptAt(options.state);
  if (typeof kept === 'string') return refused(kept);
  const now = kept ? new Date(kept.run.started) : options.now;
  const { plugins } = findWorkflows(rootsOf(projectRoot, 'workflows'));
  const library = fileLibrary({ projectRoot, now, plugins });
  const keep = (state: State, used: Used) => {
    if (options.state !== undefined) keepAt(options.state, { run: state, used });
  };

  let used: Used = kept?.used ?? {};
  let at: Advance;
  if (kept) {
    at = { state: kept.run, request: kept.run.waits, documents: [] };
    out(`going on with request ${kept.run.waits.id} of ${options.state}`);
  } else {
    const file = plugins.get(options.path)?.file ?? options.path;
    if (!existsSync(resolve(projectRoot, file))) {
      return refused(
        `there is no workflow ${options.path}; give the path of a workflow.yaml, or one of ${[...plugins.keys()].join(', ') || 'your own in .orch/workflows'}`,
      );
    }
    const loaded = library.at(file);
    const errors = loaded.workflow.findings.filter(({ severity }) => severity === 'error');
    if (errors.length > 0)
      return refused(errors.map((one) => `${one.file}:${one.line}:${one.column}: ${one.message}`).join('\n'));
    at = begin(library, loaded, { mode: options.mode, started: now.toISOString() });
  }
  for (;;) {
    keep(at.state, used);
    for (const document of at.documents) {
      const problem = writeDocument(projectRoot, document);
      if (problem !== undefined) return refused(problem);
    }
    for (const line of describeRequest(at.request)) out(line);
    if (at.request.kind === 'done') {
      for (const document of at.request.documents) tell(document, out);
      return { kind: at.request.outcome };
    }
    const scripted = answerFrom(script, at.request, used);
    if (!scripted.ok) {
      out(`there is no answer to this in ${options.answers}; add`);
      for (const line of scripted.add.split('\n')) out(`  ${line}`);
      return { kind: 'unanswered' };
    }
    for (const line of describeAnswer(scripted.answer)) out(line);
    used = scripted.used;
    at = advance(library, at.state, scripted.answer);
  }
}

function scriptAt(path: string): Script | string {
  if (!existsSync(path)) return `there is no file of answers ${path}`;
  const read = readScript(readFileSync(path, 'utf8'), path);
  return read.ok ? read.script : read.problems.join('\n');
}

function keptAt(path: string): { run: State; used: Used } | undefined | string {
  if (!existsSync(path)) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return `${path} is not JSON; remove it to begin the run again`;
  }
  const kept = keptSchema.safeParse(json);
  if (!kept.success) return `${path} is not the state of a run; remove it to begin the run again`;
  const read = readState(kept.data.run);
  return read.ok ? { run: read.state, used: kept.data.used } : `${path}: ${read.problem}`;
}

/** Whole or not at all: a crash leaves the state before. */
function keepAt(path: string, kept: { run: State; used: Used }): void {
  mkdirSync(dirname(resolve(path)), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(kept, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

function tell({ file, text }: Document, out: (line: string) => void): void {
  if (file !== null) out(`wrote ${file}`);
  else for (const line of text.trimEnd().split('\n')) out(line);
}

function refused(message: string): Played {
  return { kind: 'refused', message };
}
