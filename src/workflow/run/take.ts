/** Takes an answer into the state: what it gives, or why it does not fit. */
import { BOUNDS, type Failure, RETRIES } from './bounds.ts';
import { yesOrNo } from './conditions.ts';
import { stop } from './finish.ts';
import type { Machine } from './machine.ts';
import { reply } from './perform.ts';
import type { Answer, AskRequest, Expected, Request } from './request.ts';
import { accept } from './section.ts';
import type { Json } from './state.ts';
import { workInWords } from './work.ts';

type AnswerTo<K extends Answer['kind']> = Extract<Answer, { kind: K }>;
type RequestOf<K extends Request['kind']> = Extract<Request, { kind: K }>;

/** Takes an answer. A request comes back where one must be asked again, or where the answer itself leads to one. */
export function take(machine: Machine, answer: Answer): Request | undefined {
  const { waits } = machine.state;
  if (answer.kind === 'failed') return retry(machine, 'agent failed', answer.reason);
  if (answer.kind === 'silent') return silent(machine);
  if (waits.kind === 'work' && answer.kind === 'work') return takeWork(machine, waits, answer);
  if (waits.kind === 'judge' && answer.kind === 'judge') {
    machine.remember(waits.question, answer.holds ? 'yes' : 'no', answer.reasons ?? 'agent');
    machine.frame.verdict = { key: machine.frame.at, holds: answer.holds };
    return undefined;
  }
  if (waits.kind === 'ask' && answer.kind === 'ask') {
    return takeReply(machine, waits, answer.answer, answer.by ?? 'a person');
  }
  if (waits.kind === 'decide' && answer.kind === 'decide') return takeDecision(machine, waits, answer);
  if (waits.kind === 'approve' && answer.kind === 'approve') return takeApproval(machine, waits, answer);
  if (waits.kind === 'say' && answer.kind === 'say') return machine.next();
  if (waits.kind === 'invoke_task' && answer.kind === 'invoke_task') return takeTask(machine, waits, answer);
  return retry(machine, 'answer does not fit', `a request of kind ${waits.kind} was answered by ${answer.kind}`);
}

/** Asks again, as often as the class of the failure allows. */
function retry(machine: Machine, failure: Failure, problem: string): Request {
  const { state } = machine;
  const times = (state.failures[failure] ?? 0) + 1;
  const { waits } = state;
  if (times > RETRIES[failure]) {
    return machine.fail(`${waits.kind}: ${failure}, ${times} times; the last time: ${problem}`);
  }
  state.failures[failure] = times;
  state.waits = { ...waits, id: ++state.requests, problem };
  return state.waits;
}

/** A person is asked again, then the default counts. Nothing is ever approved by silence. */
function silent(machine: Machine): Request | undefined {
  const { state } = machine;
  const { waits } = state;
  if (waits.kind !== 'ask' && waits.kind !== 'approve') {
    return retry(machine, 'answer does not fit', `a request of kind ${waits.kind} does not wait for a person`);
  }
  if ((state.failures['person silent'] ?? 0) < RETRIES['person silent']) {
    return retry(machine, 'person silent', 'nobody has answered yet');
  }
  if (waits.kind === 'ask' && waits.default !== undefined) return takeReply(machine, waits, waits.default, 'default');
  const what = waits.kind === 'ask' ? waits.question : `the section \`${waits.section}\` waits for approval`;
  return machine.done('stopped', `nobody answered: ${what}`);
}

function takeWork(machine: Machine, waits: RequestOf<'work'>, answer: AnswerTo<'work'>): Request | undefined {
  const { frame, state } = machine;
  const outputs = answer.outputs ?? {};
  const variables = answer.variables ?? {};
  if (answer.question && !answer.stop) return askFor(machine, waits, answer.question);
  if (!answer.stop) {
    const lacking = [...lacks(waits.outputs, outputs), ...lacks(waits.needs, variables)];
    if (lacking.length > 0) return retry(machine, 'answer does not fit', lacking.join('; '));
  }
  const wrong = refusedNames(machine, variables, waits);
  if (wrong) return retry(machine, 'answer does not fit', wrong);
  state.questions = 0;
  Object.assign(frame.variables, variables);
  if (answer.stop) return stop(machine, answer.stop.what, answer.stop.reason);
  for (const { name } of waits.outputs) frame.ready[name] = outputs[name] as Json;
  const onward = state.onward === null ? undefined : machine.program.places.get(state.onward);
  return onward === undefined ? undefined : machine.to(onward);
}

/** The agent asks a person; its work waits, and comes again with the answer. */
function askFor(
  machine: Machine,
  work: RequestOf<'work'>,
  question: NonNullable<AnswerTo<'work'>['question']>,
): Request {
  const { state } = machine;
  if (++state.questions > BOUNDS.questions) {
    return retry(
      machine,
      'answer does not fit',
      `${BOUNDS.questions} questions were asked already; work with the answers`,
    );
  }
  const { onward } = state;
  const { text, options = [], default: usual } = question;
  const asked = machine.ask(
    { kind: 'ask', question: text, options, ...(usual !== undefined && { default: usual }) },
    'question',
  );
  state.paused = { work, onward };
  return asked;
}

/** The work goes on, with the answer behind its text. */
function resumeWork(machine: Machine, question: string, answer: string): Request | undefined {
  const { paused } = machine.state;
  if (!paused) return undefined;
  machine.state.paused = null;
  const { id: _, place: __, problem: ___, ...work } = paused.work;
  const text = `${work.text}\n\nYou asked: ${question}\nThe answer: ${answer}`;
  return machine.ask({ ...work, text }, 'operation', paused.onward);
}

/** What is not there or has another shape than was asked for. */
function lacks(expected: readonly Expected[], given: Readonly<Record<string, Json>>): string[] {
  return expected.flatMap(({ name, shape, keys }) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null) return [`\`${name}\` is missing`];
    if (JSON.stringify(value).length > BOUNDS.value) return [`\`${name}\` is longer than ${BOUNDS.value} characters`];
    if (shape === 'list') {
      if (!Array.isArray(value))
        return [`\`${name}\` must be a list${keys.length > 0 ? ` with items of ${keys.join(', ')}` : ''}`];
      return [];
    }
    return [];
  });
}

const NAME = /^[A-Za-z][\w.-]{0,99}$/;
/** Names whose values say where the files of a workflow are. */
const FIXED = /^(?:project[-_]root|installed_path|config_source|instructions.*|template.*|validation|checklist)$/;

/** Why a value may not be set, if one may not. */
function refusedNames(
  machine: Machine,
  variables: Readonly<Record<string, Json>>,
  waits: Pick<RequestOf<'work'>, 'needs' | 'wants'>,
): string | undefined {
  const invited = new Set([...waits.needs.map(({ name }) => name), ...waits.wants]);
  const own = machine.loaded.workflow.values;
  for (const [name, value] of Object.entries(variables)) {
    if (name === '__proto__' || (!NAME.test(name) && !invited.has(name))) {
      return `\`${name}\` cannot be the name of a variable; it begins with a letter and goes on with letters, digits, \`_\`, \`.\` and \`-\``;
    }
    if (FIXED.test(name) && Object.hasOwn(own, name)) return `\`${name}\` belongs to the workflow and cannot be set`;
    if ((JSON.stringify(value) ?? '').length > BOUNDS.value)
      return `\`${name}\` is longer than ${BOUNDS.value} characters`;
  }
  return undefined;
}

function takeDecision(machine: Machine, waits: RequestOf<'decide'>, answer: AnswerTo<'decide'>): Request | undefined {
  const { confidence, reasons = '' } = answer;
  if (confidence >= machine.state.threshold) return takeReply(machine, waits, answer.answer, reasons || 'agent');
  // Not sure enough: a person decides, and sees what the agent thought.
  const { question, options, variable } = waits;
  return machine.ask(
    {
      kind: 'ask',
      question,
      options,
      ...(variable !== undefined && { variable }),
      proposal: { answer: answer.answer, confidence, reasons },
    },
    machine.state.purpose,
  );
}

function takeReply(
  machine: Machine,
  waits: Pick<AskRequest, 'question' | 'variable' | 'options'>,
  answer: string,
  by: string,
): Request | undefined {
  const { frame, state, operation } = machine;
  if (answer.length > BOUNDS.value)
    return retry(machine, 'answer does not fit', `it is longer than ${BOUNDS.value} characters`);
  if (state.purpose === 'verdict') {
    const holds = yesOrNo(answer);
    if (holds === undefined)
      return retry(machine, 'answer does not fit', `"${answer.slice(0, 80)}" is neither yes nor no`);
    machine.remember(waits.question, answer, by);
    frame.verdict = { key: frame.at, holds };
    return undefined;
  }
  if (state.purpose === 'variable' && waits.variable !== undefined) {
    machine.remember(waits.question, answer, by);
    frame.variables[waits.variable] = answer;
    return undefined;
  }
  if (state.purpose === 'question') {
    machine.remember(waits.question, answer, by);
    return resumeWork(machine, waits.question, answer);
  }
  if (operation.op !== 'elicit') return reply(machine, waits.question, answer, by);
  machine.remember(waits.question, answer, by);
  if (yesOrNo(answer) === false) return machine.next();
  return workInWords(machine, `Asked what is to be added or changed, a person said:\n\n${answer}\n\nTake it up.`);
}

function takeApproval(machine: Machine, waits: RequestOf<'approve'>, answer: AnswerTo<'approve'>): Request | undefined {
  const { frame, operation } = machine;
  if (operation.op !== 'section') return machine.next();
  const name = waits.section;
  const { text = '' } = answer;
  if (answer.verdict === 'approve') return accept(machine, operation, frame.ready[name] ?? waits.text);
  if (text.trim() === '') return retry(machine, 'answer does not fit', `\`${answer.verdict}\` needs a text`);
  if (answer.verdict === 'edit') return accept(machine, operation, text);
  if (++frame.revisions > BOUNDS.revisions) {
    return machine.done('stopped', `the section \`${name}\` was sent back ${frame.revisions} times`);
  }
  frame.changes = { name, before: waits.text, text };
  delete frame.ready[name];
  return undefined;
}

function takeTask(
  machine: Machine,
  waits: RequestOf<'invoke_task'>,
  answer: AnswerTo<'invoke_task'>,
): Request | undefined {
  const { frame, state, operation } = machine;
  const variables = answer.variables ?? {};
  const wrong = refusedNames(machine, variables, { needs: [], wants: [] });
  if (wrong) return retry(machine, 'answer does not fit', wrong);
  if (waits.checklist && answer.passed === undefined && !answer.stop) {
    return retry(machine, 'answer does not fit', 'a checklist needs `passed`: true or false');
  }
  Object.assign(frame.variables, variables);
  if (answer.result !== undefined) machine.remember(waits.text, answer.result, 'agent');
  if (waits.checklist) {
    frame.checked = true;
    frame.variables.checklist_passed = answer.passed === true;
    state.checks.push({ file: waits.file ?? '', passed: answer.passed === true, result: answer.result ?? '' });
  }
  if (answer.stop) return stop(machine, answer.stop.what, answer.stop.reason);
  return operation.op === 'end' ? undefined : machine.next();
}
