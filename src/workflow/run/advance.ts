/**
 * The interpreter: a state and an answer make the next state and the next request. Nothing here reads a file, a clock or the network; whoever calls keeps the
 * state before it performs the request, and a crash at any point goes on right there.
 *
 *     let { state, request } = begin(library, loaded, { mode: 'normal', started })
 *     while (request.kind !== 'done') ({ state, request } = advance(library, state, await perform(request)))
 */
import { BOUNDS } from './bounds.ts';
import { frameOf } from './call.ts';
import type { Library, Loaded } from './library.ts';
import { Machine } from './machine.ts';
import { perform } from './perform.ts';
import type { Answer, Document, Request } from './request.ts';
import { type Json, STATE_SCHEMA, type State } from './state.ts';
import { take } from './take.ts';

/** What comes next. */
export interface Advance {
  /** To be kept before the request is performed. */
  state: State;
  request: Request;
  /** Documents that changed: what should stand in which file now. A draft keeps the places of its template that are not filled yet. */
  documents: readonly Document[];
}

/** How a run begins. */
export interface Beginning {
  /** In `normal`, people answer and approve. In `autonomous` there is nobody to ask, unless the agent is not sure. */
  mode: State['mode'];
  /** When the run begins, in ISO 8601. Load the workflow with this as its `now`, also when the run is resumed. */
  started: string;
  /** Values over those of the `workflow.yaml`. */
  variables?: Readonly<Record<string, Json>>;
  /** From 0 to 1: how sure an agent must be to decide without a person. 0.75, as the project's `escalation_threshold`. */
  threshold?: number;
}

/** Begins a run. Throws when the workflow has errors or no instructions: it must not be begun then. */
export function begin(library: Library, loaded: Loaded, beginning: Beginning): Advance {
  const error = loaded.workflow.findings.find(({ severity }) => severity === 'error');
  if (error) throw new Error(`${error.file}:${error.line}:${error.column}: ${error.message}`);
  const program = library.program(loaded, null);
  if (!program) throw new Error(`the workflow ${loaded.id} has no instructions`);
  const place = { workflow: loaded.workflow.name, file: '', line: 1, step: '', goal: '' };
  const state: State = {
    schema: STATE_SCHEMA,
    mode: beginning.mode,
    threshold: beginning.threshold ?? 0.75,
    started: beginning.started,
    stack: [frameOf(loaded, program, null, beginning.variables ?? {})],
    documents: [],
    answers: [],
    remarks: [],
    checks: [],
    failures: {},
    requests: 0,
    waits: { kind: 'say', id: 0, place, text: '' },
    purpose: 'operation',
    onward: null,
    paused: null,
    questions: 0,
  };
  return goOn(new Machine(library, state));
}

/**
 * Takes the answer to the request that waits. `to` is the id of the request that was answered: an answer to another one is late or came twice, and changes nothing. Pure:
 * the state that was given stays as it is. When the instructions are not those any more that the run stands in, the request is `done`, failed, and the state the one
 * that was given: with the old instructions it can go on.
 */
export function advance(library: Library, state: State, answer: Answer, to: number = state.waits.id): Advance {
  if (state.waits.kind === 'done' || to !== state.waits.id) return { state, request: state.waits, documents: [] };
  const gone = changedUnder(library, state);
  if (gone) {
    const { requests, waits } = state;
    const request: Request = {
      kind: 'done',
      id: requests + 1,
      place: waits.place,
      outcome: 'failed',
      reason: gone,
      documents: [],
      remarks: state.remarks,
      checks: state.checks,
    };
    return { state, request, documents: [] };
  }
  const machine = new Machine(library, structuredClone(state));
  const again = take(machine, answer);
  if (again) return told(machine, again);
  return goOn(machine);
}

function goOn(machine: Machine): Advance {
  for (let done = 0; done < BOUNDS.operations; done++) {
    const request = perform(machine);
    if (!request) continue;
    if (request.kind !== 'done' && machine.state.requests > BOUNDS.requests) {
      return told(machine, machine.fail(`the run has made ${BOUNDS.requests} requests, which is the most`));
    }
    return told(machine, request);
  }
  return told(
    machine,
    machine.fail(`the workflow goes round without asking for anything: ${BOUNDS.operations} operations`),
  );
}

function told(machine: Machine, request: Request): Advance {
  const documents = request.kind === 'done' ? request.documents : machine.documents(machine.changed);
  return { state: machine.state, request, documents };
}

/** Why the state does not stand in the instructions that are there now. */
export function changedUnder(library: Library, state: State): string | undefined {
  for (const { workflow, part, fingerprint } of state.stack) {
    const loaded = library.load(workflow);
    const program = loaded && library.program(loaded, part);
    if (!program) return `the workflow ${workflow} is not there any more; put it back, or begin the run again`;
    if (program.fingerprint !== fingerprint) {
      return `the instructions of ${part ?? workflow} were changed since the run began; put the old ones back, or begin the run again`;
    }
  }
  return undefined;
}
