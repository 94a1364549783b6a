/**
 * The agent's loop: ask the model, run the tools it calls, hand it the results, until it is done or has to stop. Plain functions; the
 * model, the tools, the clock and the workspace are arguments. Nothing that goes wrong inside is an exception out of it: what the model
 * can mend it reads as an error result, and the rest is one of the stops of core/run.ts.
 */
import { NO_USAGE, type Report } from '../core/run.ts';
import { callsOf, type OpenTurn, runCalls } from './calls.ts';
import type { AgentHappening } from './events.ts';
import { MASK_TOKENS, masked, maskThrough } from './masking.ts';
import { ModelFailed, type Reply } from './models/model.ts';
import { addUsage } from './models/usage.ts';
import { developerPart, type Part } from './prompt.ts';
import { answering, type Standstill, standstill } from './resume.ts';
import {
  type Ending,
  limitReached,
  messageOf,
  type Progress,
  type Run,
  type RunAgentOptions,
  tell,
  tellStage,
} from './run.ts';
import { isUseless, MAX_USELESS_ANSWERS, nudge, silence } from './useless.ts';

/** The longest `reason` that a report may carry, in characters. */
const MAX_REASON = 2_000;

/**
 * Runs one agent once, or goes on with a run that was killed. Contract: never rejects. Stops within one model call of each limit of the
 * brief; whatever the workspace holds uncommitted at a stop other than `done` leaves as a commit intent of stage `wip`.
 */
export async function runAgent(options: RunAgentOptions): Promise<Report> {
  const before = standstill(options.earlier ?? [], options.tools);
  const progress = before?.progress ?? beginning();
  if (before?.ended) return reportOf(options, progress, before.ended);

  let ending: Ending;
  try {
    ending = await work(options, progress, before);
  } catch (error) {
    ending = { stop: 'crashed', reason: `Orch's agent loop failed: ${messageOf(error)}` };
  }
  if (ending.stop !== 'done') ending = await saveLeftovers(options, ending);

  const report = reportOf(options, progress, ending);
  const { stop, reason, usage, intents } = report;
  const because = reason === undefined ? {} : { reason };
  tellAtLast(options, { type: 'run_end', stop, ...because, usage, intents: intents.length });
  return report;
}

function beginning(): Progress {
  return { messages: [], usage: NO_USAGE, turns: 0, asides: 0, useless: 0, masked: 0, changed: false };
}

function reportOf({ brief, workspace }: RunAgentOptions, { usage }: Progress, { stop, reason }: Ending): Report {
  const because = reason === undefined ? {} : { reason: reason.slice(0, MAX_REASON) };
  const { run, story, start } = brief;
  return { version: 1, run, story, start, stop, ...because, usage, intents: [...workspace.intents] };
}

async function work(options: RunAgentOptions, progress: Progress, before: Standstill | undefined): Promise<Ending> {
  const { brief, clock } = options;
  if (!before) begin(options, progress);
  const late = clock.after(Math.max(0, brief.limits.minutes * 60_000 - (before?.worked ?? 0)));
  const signal = AbortSignal.any([options.signal, late]);
  const run: Run = { options, progress, nonce: before?.nonce ?? options.nonce, late, signal };
  tellStage(run);
  return ended(options) ?? (before?.open && (await finishTurn(run, before.open))) ?? (await takeTurns(run));
}

/** Tells how the run begins, with everything that the first model request carries. */
function begin(options: RunAgentOptions, progress: Progress): void {
  const { brief, model, nonce } = options;
  const { system, first } = partOf(options);
  const { message, taken } = first(nonce);
  progress.messages.push(message);
  tell(options, {
    type: 'run_start',
    run: brief.run,
    model: model.name,
    start: brief.start,
    nonce,
    system,
    tools: options.tools.map((tool) => tool.description),
    messages: [...progress.messages],
  });
  for (const each of taken) tell(options, { type: 'hidden', ...each });
}

const partOf = ({ part, brief }: RunAgentOptions): Part => part ?? developerPart(brief);

async function takeTurns(run: Run): Promise<Ending> {
  const { options, progress } = run;
  for (;;) {
    const over = limitReached(run);
    if (over) return over;

    progress.turns += 1;
    progress.masked = maskThrough(progress.messages, progress.masked, options.maskTokens ?? MASK_TOKENS);
    const masking = progress.masked > 0 ? { masked: progress.masked } : {};
    tell(options, { type: 'turn_start', turn: progress.turns, ...masking });
    const reply = await askModel(run);
    if (reply.stop === 'failed') return limitReached(run) ?? reply.ending;

    const end = await finishTurn(run, { reply, results: [], started: 0 });
    if (end) return end;
  }
}

type Failure = { stop: 'failed'; ending: Ending };

async function askModel({ options, progress, signal }: Run): Promise<Reply | Failure> {
  const { model, clock } = options;
  const turn = progress.turns;
  const began = clock.now();
  try {
    const tools = options.tools.map((tool) => tool.description);
    const messages = masked(progress.messages, progress.masked);
    const reply = await model.reply({ system: partOf(options).system, tools, messages, signal });
    progress.usage = addUsage(progress.usage, reply.usage);
    // An empty answer is not history: the API would refuse it.
    if (reply.content.length > 0) progress.messages.push({ role: 'assistant', content: reply.content });
    const { content, stop, usage, note, by, changes = [] } = reply;
    for (const change of changes) tell(options, { type: 'model_change', turn, ...change });
    const more = { ...(by === undefined ? {} : { model: by }), ...(note === undefined ? {} : { note }) };
    tell(options, { type: 'model_reply', turn, content, stop, usage, ...more, ms: clock.now() - began });
    return reply;
  } catch (error) {
    if (!(error instanceof ModelFailed) && !signal.aborted) throw error;
    const usage = error instanceof ModelFailed ? error.usage : undefined;
    progress.usage = addUsage(progress.usage, usage ?? { ...NO_USAGE, model_calls: 1 });
    const used = usage ? { usage } : {};
    tell(options, { type: 'model_error', turn, message: messageOf(error), ...used, ms: clock.now() - began });
    return { stop: 'failed', ending: { stop: 'model_failed', reason: messageOf(error) } };
  }
}

/** Runs the calls of an answer, and puts the results into the history. Ends the run when they ended it, or led nowhere too often. */
async function finishTurn(run: Run, turn: OpenTurn): Promise<Ending | undefined> {
  const { options, progress } = run;
  const results = await runCalls(run, turn);
  const over = ended(options);
  if (over) return over;

  progress.useless = isUseless(results) ? progress.useless + 1 : 0;
  if (progress.useless === 0) {
    progress.messages.push(answering(results));
    return undefined;
  }
  if (progress.useless >= MAX_USELESS_ANSWERS) {
    return { stop: 'model_silent', reason: silence(turn.reply.by ?? options.model.name, turn, results) };
  }
  const idle = callsOf(turn.reply).length === 0 ? options.part?.idle : undefined;
  const text = idle ?? nudge(options.tools, turn);
  tell(options, { type: 'nudge', turn: progress.turns, text, inARow: progress.useless });
  progress.messages.push(answering(results, text));
  return undefined;
}

/** How the run ends by what its calls made: with a pull request, with a question, or because what it was for is over. */
function ended({ workspace, over }: RunAgentOptions): Ending | undefined {
  for (const intent of workspace.intents) {
    if (intent.kind === 'pull_request') return { stop: 'done' };
    if (intent.kind === 'question') return { stop: 'asked', reason: `It waits for an answer to: ${intent.question}` };
  }
  return over?.();
}

/** Makes a commit of what is there uncommitted, so that no work is lost with the runner. */
async function saveLeftovers(options: RunAgentOptions, ending: Ending): Promise<Ending> {
  const { workspace, brief } = options;
  const message = `Work in progress on story ${brief.story}\n\n${ending.reason ?? ''}`.slice(0, 1_900);
  try {
    if ((await workspace.changes()).length === 0) return ending;
    if (options.part?.throwaway) {
      await workspace.discard();
      return ending;
    }
    const commit = await workspace.commit('wip', message);
    tellAtLast(options, { type: 'commit', ...commit });
    return ending;
  } catch (error) {
    return { ...ending, reason: `${ending.reason ?? ''} What was not committed is lost: ${messageOf(error)}`.trim() };
  }
}

/** After the last turn a listener that throws can change nothing any more; the report matters more. */
function tellAtLast(options: RunAgentOptions, happening: AgentHappening): void {
  try {
    tell(options, happening);
  } catch {
    // Said above.
  }
}
