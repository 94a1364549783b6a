/** The parts of a run in one hand: the state that is being advanced, and what it stands in. */
import type { Missing } from '../render.ts';
import { BOUNDS } from './bounds.ts';
import { asDocument } from './document.ts';
import type { Library, Loaded } from './library.ts';
import type { Operation, Program } from './program.ts';
import type { AskRequest, Document, DoneRequest, Expected, Place, Request } from './request.ts';
import type { DocumentState, Frame, State } from './state.ts';
import { fillText, type Scope, scopeOf } from './values.ts';

/** A request without what every request has. */
type Bare<T> = T extends Request ? Omit<T, 'id' | 'place'> : never;

/** What a request is for, where its kind alone does not say it. */
export type Purpose = State['purpose'];

/** A run while it is advanced. The state in it is a copy that may be changed. */
export class Machine {
  readonly library: Library;
  readonly state: State;
  /** Documents that changed, to be told to the caller. */
  readonly changed = new Set<DocumentState>();

  constructor(library: Library, state: State) {
    this.library = library;
    this.state = state;
  }

  get frame(): Frame {
    return this.state.stack.at(-1) as Frame;
  }

  get loaded(): Loaded {
    return this.library.load(this.frame.workflow) as Loaded;
  }

  get program(): Program {
    return this.library.program(this.loaded, this.frame.part) as Program;
  }

  get index(): number {
    return this.program.places.get(this.frame.at) ?? this.program.operations.length - 1;
  }

  get operation(): Operation {
    return this.program.operations[this.index] as Operation;
  }

  scope(): Scope {
    return scopeOf(this.loaded, this.frame, this.state);
  }

  /** Goes on with an operation. Loops that it does not stand in are left. */
  to(index: number): undefined {
    const { operations, places } = this.program;
    const target = Math.min(index, operations.length - 1);
    this.frame.at = (operations[target] as Operation).key;
    this.frame.loops = this.frame.loops.filter(({ key }) => {
      const begin = places.get(key) ?? -1;
      const loop = operations[begin];
      return loop?.op === 'loop' && target > begin && target <= loop.end;
    });
    return undefined;
  }

  next(): undefined {
    return this.to(this.index + 1);
  }

  /** Makes a request, which then waits for its answer. */
  ask(request: Bare<Request>, purpose: Purpose = 'operation', onward: string | null = null): Request {
    const made = { ...request, id: ++this.state.requests, place: this.place() } as Request;
    this.state.waits = made;
    this.state.purpose = purpose;
    this.state.onward = onward;
    this.state.failures = {};
    return made;
  }

  /** Asks for values before the operation can go on: of a person where the configuration should have had them, else of the agent. */
  need(missing: readonly Missing[], text: string): Request {
    const scope = this.scope();
    const first = missing.find(({ name }) => scope.asked.has(name));
    if (first) return this.needConfig(first.name, scope);
    const { frame } = this;
    const times = frame.needed?.key === frame.at ? frame.needed.times + 1 : 1;
    const names = missing.map(({ name }) => `\`${name}\``).join(', ');
    if (times > BOUNDS.needs)
      return this.fail(`${names} was asked for ${BOUNDS.needs} times, and what came cannot be used`);
    frame.needed = { key: frame.at, times };
    return this.ask({
      kind: 'work',
      rules: this.rules(),
      text,
      outputs: [],
      needs: missing.map(({ name, shape, keys }): Expected => ({ name, shape, keys: [...keys] })),
      wants: [],
    });
  }

  /** Asks for a value that the configuration has not. */
  needConfig(name: string, scope: Scope): Request {
    const key = scope.asked.get(name) ?? name;
    const source = this.loaded.workflow.values.config_source;
    const from = typeof source === 'string' ? fillText(source, scope).text : 'the configuration';
    const question = `What is \`${name}\`? The workflow reads it from \`${key}\` in ${from}, which does not have it.`;
    return this.question(question, { variable: name, options: [] }, 'variable');
  }

  /** A question to a person; in mode autonomous its default, or the agent's decision. */
  question(
    question: string,
    about: Pick<AskRequest, 'options'> & { variable?: string; default?: string },
    purpose: Purpose,
  ): Request {
    const { variable, options } = about;
    const common = { question, options, ...(variable !== undefined && { variable }) };
    if (this.state.mode === 'autonomous') return this.ask({ kind: 'decide', ...common }, purpose);
    return this.ask(
      { kind: 'ask', ...common, ...(about.default !== undefined && { default: about.default }) },
      purpose,
    );
  }

  /** A question of yes and no to the agent. */
  judge(question: string): Request {
    return this.ask({ kind: 'judge', question }, 'verdict');
  }

  /** The verdict on the operation, once. */
  verdict(): boolean | undefined {
    const { verdict } = this.frame;
    if (verdict?.key !== this.frame.at) return undefined;
    this.frame.verdict = null;
    return verdict.holds;
  }

  /** What holds here: the rules of the workflow, also while further instructions of it are followed, then those of the step. */
  rules(scope: Scope = this.scope()): string[] {
    return this.ruleTexts().map((rule) => fillText(rule, scope).text);
  }

  /** The same as they stand in the file. */
  ruleTexts(): string[] {
    const main = this.frame.part === null ? undefined : this.library.program(this.loaded, null);
    const { rules, steps } = this.program;
    return [...(main?.rules ?? []), ...rules, ...(steps[this.operation.step]?.rules ?? [])];
  }

  /** Notes what a person should know at the end. */
  remark(text: string): void {
    if (!this.state.remarks.includes(text)) this.state.remarks.push(text);
  }

  remember(question: string, answer: string, by: string): void {
    const { answers } = this.state;
    answers.push({ question, answer, by });
    answers.splice(0, answers.length - BOUNDS.answers);
  }

  /** Ends the run. */
  done(outcome: DoneRequest['outcome'], reason: string): Request {
    const { remarks, checks } = this.state;
    const documents = this.documents(this.state.documents);
    const end = this.ask({ kind: 'done', outcome, reason, documents, remarks, checks });
    this.state.stack = [];
    return end;
  }

  /** Ends the run because it cannot go on. The reason names where. */
  fail(reason: string): Request {
    const { file, line } = this.place();
    return this.done('failed', `${file}:${line}: ${reason}`);
  }

  /** Documents as they are now. */
  documents(documents: Iterable<DocumentState>): Document[] {
    return [...documents].map((document) => {
      const frame = this.state.stack.findLast(({ workflow }) => workflow === document.workflow);
      const loaded = this.library.load(document.workflow);
      const scope = loaded && frame && scopeOf(loaded, frame, this.state);
      return asDocument(document, loaded && this.templateOf(loaded, document.template), scope);
    });
  }

  /** The template of a workflow's document: that which the run chose, or that of the `workflow.yaml`. */
  templateOf(loaded: Loaded, chosen: string | null) {
    return chosen === null ? loaded.workflow.template : this.library.template(loaded, chosen);
  }

  place(): Place {
    const frame = this.state.stack.at(-1);
    if (!frame) return this.state.waits.place;
    const { steps, file } = this.program;
    const { line, step } = this.operation;
    const info = steps[step]?.step;
    const { projectRoot, path } = this.loaded.workflow.folder;
    const below = [projectRoot, path].find((folder) => file.startsWith(`${folder}/`));
    return {
      workflow: this.loaded.workflow.name,
      file: below === undefined ? file : file.slice(below.length + 1),
      line,
      step: info?.number ?? '',
      goal: info?.goal ?? '',
    };
  }
}
