/**
 * A workflow as a conversation with one agent, in mode autonomous: what people would only read or approve goes by itself, what they have answered already is
 * not asked again, and everything else is a request in words. What does not fit leaves the request open.
 */
import { type Advance, advance, begin, changedUnder } from '../run/advance.ts';
import { contextOf } from '../run/context.ts';
import type { Library, Loaded } from '../run/library.ts';
import type { Answer, DoneRequest, Request } from '../run/request.ts';
import { type Json, readState, type State } from '../run/state.ts';
import { readAnswer, type Submitted } from './answer.ts';
import { type Answered, answerTo, oneLine, type Question, questionFor } from './answered.ts';
import { allowedWords, isForAgent, requestWords } from './words.ts';

/** What is talked about. */
export interface Subject {
  library: Library;
  loaded: Loaded;
  /** When the workflow begins, in ISO 8601. */
  started: string;
  /** Values over those of the `workflow.yaml`. */
  variables: Readonly<Record<string, Json>>;
  /** 0 to 1: how sure an agent must be to decide without people. */
  threshold: number;
  /** What people have answered, oldest first. */
  answered: readonly Answered[];
  /** The state that a run before kept; begun anew without it, and where it cannot be gone on with. */
  kept?: State | undefined;
  /** Why what an agent submitted for a section cannot stand; undefined when it can. `workflow` is the one that the section belongs to. */
  refusal(workflow: Loaded, section: string, value: Json): string | undefined;
  /** Why a document may not stand in a file, below the project; undefined when it may. */
  fileRefusal(file: string): string | undefined;
}

/**
 * What comes next. `request`: the agent answers `text`. `refused`: the same request is still open. `ask`: people have to answer. `done`: the workflow has ended,
 * however it did. `failed`: it cannot go on, for the sentence `reason`; `useless` where the agent's answers are why.
 */
export type Next =
  | { kind: 'request'; text: string }
  | { kind: 'refused'; text: string }
  | { kind: 'ask'; question: Question }
  | { kind: 'done'; end: DoneRequest }
  | { kind: 'failed'; reason: string; useless: boolean };

/** A conversation under way. */
export interface Conversation {
  /** What was open when the conversation began. */
  readonly opening: Next;
  /** Whether it goes on with a state that was kept. */
  readonly resumed: boolean;
  submit(submitted: Submitted): Next;
  /** The state now. */
  state(): State;
  /** Sections that are written, by name. */
  written(): Readonly<Record<string, string>>;
  /** What the workflow told people, oldest first. */
  said(): readonly string[];
}

/** Answers in a row that do not fit, past which the conversation leads nowhere. */
export const MAX_REFUSED = 6;

/** What a workflow told people is kept up to here: a run has no reader until its end. */
const MAX_SAID = 20;

/** Begins a conversation, or goes on with one. Throws when the workflow has errors: it must not be begun then. */
export function converse(subject: Subject): Conversation {
  const { library, loaded } = subject;
  const kept = subject.kept && canGoOn(subject, subject.kept) ? subject.kept : undefined;
  const said: string[] = [];
  let refused = 0;
  let at: Advance = kept
    ? { state: kept, request: kept.waits, documents: [] }
    : begin(library, loaded, {
        mode: 'autonomous',
        started: subject.started,
        variables: subject.variables,
        threshold: subject.threshold,
      });

  /** Answers what needs no agent, up to what does. */
  const settle = (): Next => {
    for (;;) {
      const { request } = at;
      const misplaced = at.documents.flatMap(({ file }) => (file === null ? [] : (subject.fileRefusal(file) ?? [])));
      if (misplaced[0] !== undefined) return { kind: 'failed', reason: misplaced[0], useless: false };
      if (request.kind === 'done') return { kind: 'done', end: request };
      const answer = byItself(request, subject.answered);
      const next = answer && advance(library, at.state, answer);
      if (next && next.request.problem === undefined) {
        if (request.kind === 'say') said.push(oneLine(request.text, 300));
        said.splice(0, said.length - MAX_SAID);
        at = next;
      } else if (request.kind === 'ask') {
        return { kind: 'ask', question: asQuestion(request, next?.request.problem) };
      } else if (isForAgent(request)) {
        return { kind: 'request', text: requestWords(request, current(subject, at.state).workflow.folder.path) };
      } else {
        return { kind: 'failed', reason: `Nobody can answer a request of kind ${request.kind}.`, useless: false };
      }
    }
  };

  const refuse = (text: string): Next => {
    refused += 1;
    if (refused < MAX_REFUSED) return { kind: 'refused', text };
    const { id, place } = at.request;
    const reason = `The answers to request ${id} of the workflow ${place.workflow} did not fit ${refused} times in a row. The last: ${text}`;
    return { kind: 'failed', reason, useless: true };
  };

  const submit = (submitted: Submitted): Next => {
    const { request } = at;
    if (!isForAgent(request)) return refuse('No request is open.');
    const read = readAnswer(request, submitted);
    if (!read.ok) return refuse(read.wrong);
    const wrong = wrongSection(subject, at.state, read.answer);
    if (wrong !== undefined) return refuse(wrong);
    const next = advance(library, at.state, read.answer);
    // The interpreter is pure: what it would not take has not happened.
    if (next.request.problem !== undefined) return refuse(`${next.request.problem}. ${allowedWords(request)}`);
    refused = 0;
    at = next;
    return settle();
  };

  const opening = settle();
  return {
    opening,
    resumed: kept !== undefined,
    submit,
    state: () => at.state,
    written: () => contextOf(at.state).sections,
    said: () => said,
  };
}

/** The answer to what needs nobody, or was answered before. */
function byItself(request: Request, answered: readonly Answered[]): Answer | undefined {
  switch (request.kind) {
    case 'say':
      return { kind: 'say' };
    case 'approve':
      return { kind: 'approve', verdict: 'approve' };
    case 'decide':
    case 'ask': {
      const before = answerTo(request.question, answered);
      if (!before) return undefined;
      const { answer, by } = before;
      if (request.kind === 'ask') return { kind: 'ask', answer, by };
      return { kind: 'decide', answer, confidence: 1, reasons: `answered by ${by}` };
    }
    default:
      return undefined;
  }
}

/** Why a section that was submitted cannot stand. */
function wrongSection(subject: Subject, state: State, answer: Answer): string | undefined {
  if (answer.kind !== 'work' || answer.stop) return undefined;
  const workflow = current(subject, state);
  for (const [name, value] of Object.entries(answer.outputs ?? {})) {
    const wrong = subject.refusal(workflow, name, value);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** The workflow that is followed now. */
const current = ({ library, loaded }: Subject, { stack }: State): Loaded =>
  library.load(stack.at(-1)?.workflow ?? loaded.id) ?? loaded;

/** `problem` says why an answer from before could not be used. */
function asQuestion(request: Request & { kind: 'ask' }, problem: string | undefined): Question {
  const { proposal, options } = request;
  const asked = problem === undefined ? request.question : `${request.question} (${problem})`;
  return questionFor({
    question: asked,
    options,
    preferred: proposal?.answer ?? request.default,
    confidence: proposal?.confidence,
    reasoning: proposal?.reasons,
  });
}

/** A state that this run can go on with: of the same workflow, in the same instructions. One that has ended stands in none. */
function canGoOn({ library, loaded }: Subject, state: State): boolean {
  if (state.mode !== 'autonomous') return false;
  if (state.waits.kind === 'done') return state.waits.place.workflow === loaded.workflow.name;
  return state.stack[0]?.workflow === loaded.id && changedUnder(library, state) === undefined;
}

/** The state as text for the next run, or undefined when it is longer than `most`. Of a run that has ended only the end is kept. */
export function keptText(state: State, most: number): string | undefined {
  const slim = state.waits.kind === 'done' ? { ...state, documents: [], answers: [] } : state;
  const text = JSON.stringify(slim);
  return text.length <= most ? text : undefined;
}

/** The state of such a text; undefined where it cannot be read. */
export function readKept(text: string | undefined): State | undefined {
  if (text === undefined) return undefined;
  try {
    const read = readState(JSON.parse(text));
    return read.ok ? read.state : undefined;
  } catch {
    return undefined;
  }
}
