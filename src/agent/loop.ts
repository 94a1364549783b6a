/**
 * The agent's loop: ask the model, run the tools it calls, hand it the results, until it is done or has to stop. Plain functions; the
 * model, the tools, the clock and the workspace are arguments. Nothing that goes wrong inside is an exception out of it: what the model
 * can mend it reads as an error result, and the rest is one of the stops of core/run.ts.
 */
import type { Brief } from '../core/brief.ts';
import { NO_USAGE, type Report, type Stop, type Usage } from '../core/run.ts';
import type { Clock } from './clock.ts';
import type { AgentHappening, Emit } from './events.ts';
import { fence } from './fence.ts';
import {
  type Message,
  type Model,
  ModelFailed,
  type Reply,
  type ToolResultBlock,
  type ToolUseBlock,
} from './models/model.ts';
import { addUsage } from './models/usage.ts';
import { DEVELOPER_PROMPT, firstMessage, type TakenFrom, withTaken } from './prompt.ts';
import { currentStage } from './stages.ts';
import { badCall, callTool, type Tool, type ToolContext, type ToolResult } from './tools/tool.ts';
import { anyTaken } from './visible.ts';
import type { Workspace } from './workspace.ts';

/** Answers in a row without a call that could be used, after which the run stops as `model_silent`. */
export const MAX_USELESS_ANSWERS = 3;

/** The longest `reason` that a report may carry, in characters. */
const MAX_REASON = 2_000;

export interface RunAgentOptions {
  brief: Brief;
  workspace: Workspace;
  model: Model;
  tools: readonly Tool[];
  clock: Clock;
  /** Cancels the run; what is there is still delivered. */
  signal: AbortSignal;
  emit: Emit;
  /** Random letters and digits, new for every run, by which the model tells data from instructions. */
  nonce: string;
}

/** Why the loop ends. */
interface Ending {
  stop: Stop;
  reason?: string;
}

/** What changes from turn to turn. */
interface Progress {
  messages: Message[];
  usage: Usage;
  turns: number;
  useless: number;
}

/**
 * Runs one agent once. Contract: never rejects. Stops within one model call of each limit of the brief; whatever the workspace holds
 * uncommitted at a stop other than `done` leaves as a commit intent of stage `wip`.
 */
export async function runAgent(options: RunAgentOptions): Promise<Report> {
  const { brief, workspace } = options;
  const { message, taken } = firstMessage(brief, options.nonce);
  const progress: Progress = { messages: [message], usage: NO_USAGE, turns: 0, useless: 0 };
  let ending: Ending;
  try {
    ending = await takeTurns(options, progress, taken);
  } catch (error) {
    ending = { stop: 'crashed', reason: `Orch's agent loop failed: ${messageOf(error)}` };
  }
  if (ending.stop !== 'done') ending = await saveLeftovers(options, ending);

  const reason = ending.reason?.slice(0, MAX_REASON);
  const { usage } = progress;
  const end = { stop: ending.stop, ...(reason === undefined ? {} : { reason }), usage };
  tellAtLast(options, { type: 'run_end', ...end, intents: workspace.intents.length });
  return {
    version: 1,
    run: brief.run,
    story: brief.story,
    start: brief.start,
    ...end,
    intents: [...workspace.intents],
  };
}

async function takeTurns(options: RunAgentOptions, progress: Progress, taken: readonly TakenFrom[]): Promise<Ending> {
  const { brief, workspace, model, clock } = options;
  const tools = options.tools.map((tool) => tool.description);
  tell(options, {
    type: 'run_start',
    run: brief.run,
    model: model.name,
    start: brief.start,
    system: DEVELOPER_PROMPT,
    tools,
    messages: [...progress.messages],
  });
  for (const each of taken) tell(options, { type: 'hidden', ...each });
  tell(options, { type: 'stage', stage: currentStage(workspace.standing()) });

  const late = clock.after(brief.limits.minutes * 60_000);
  const signal = AbortSignal.any([options.signal, late]);
  for (;;) {
    const over = limitReached(options, progress, late);
    if (over) return over;

    const turn = ++progress.turns;
    tell(options, { type: 'turn_start', turn });
    const reply = await askModel(options, progress, signal);
    if (reply.stop === 'failed') return limitReached(options, progress, late) ?? reply.ending;

    const results = await runTools(options, turn, reply, { signal });
    if (workspace.intents.some((intent) => intent.kind === 'pull_request')) return { stop: 'done' };
    const silent = answerUseless(options, progress, reply, results);
    if (silent) return silent;
  }
}

/** The first limit that is reached, if any. Checked before each model call, so that no limit is passed by more than one. */
function limitReached(
  { brief, signal }: RunAgentOptions,
  { turns, usage }: Progress,
  late: AbortSignal,
): Ending | undefined {
  const { limits } = brief;
  if (signal.aborted) return { stop: 'cancelled', reason: 'The run was cancelled.' };
  if (late.aborted) {
    return { stop: 'time', reason: `The agent's time of ${limits.minutes} minutes was over after ${turns} turns.` };
  }
  if (usage.cost_usd >= limits.usd) {
    return { stop: 'budget', reason: `The run has cost $${usage.cost_usd.toFixed(2)}; its limit is $${limits.usd}.` };
  }
  if (turns >= limits.turns) {
    return { stop: 'turns', reason: `The agent was not done after ${limits.turns} turns, which is its limit.` };
  }
  return undefined;
}

type Failure = { stop: 'failed'; ending: Ending };

async function askModel(options: RunAgentOptions, progress: Progress, signal: AbortSignal): Promise<Reply | Failure> {
  const { model, clock } = options;
  const turn = progress.turns;
  const began = clock.now();
  try {
    const tools = options.tools.map((tool) => tool.description);
    const reply = await model.reply({ system: DEVELOPER_PROMPT, tools, messages: progress.messages, signal });
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
    progress.usage = { ...progress.usage, model_calls: progress.usage.model_calls + 1 };
    tell(options, { type: 'model_error', turn, message: messageOf(error), ms: clock.now() - began });
    return { stop: 'failed', ending: { stop: 'model_failed', reason: messageOf(error) } };
  }
}

/** `told` is what the model reads: the result's text, and the fence around what others wrote. */
type CallResult = { call: ToolUseBlock; result: ToolResult; told: string };

async function runTools(
  options: RunAgentOptions,
  turn: number,
  reply: Reply,
  context: ToolContext,
): Promise<CallResult[]> {
  const { workspace, clock } = options;
  const calls = reply.content.filter((block) => block.type === 'tool_use');
  const results: CallResult[] = [];
  for (const call of calls) {
    const { id, name: tool, input } = call;
    tell(options, { type: 'tool_start', turn, id, tool, input });
    const began = clock.now();
    const commits = workspace.commits.length;
    const raw = await runOne(options, reply, call, calls.at(-1) === call, context);
    const fenced = fence(tool, raw.text, 'source', options.nonce);
    const result = { ...raw, text: fenced.plain };
    tell(options, { type: 'tool_end', turn, id, tool, ...result, ms: clock.now() - began });
    if (anyTaken(fenced.taken)) tell(options, { type: 'hidden', where: tool, ...fenced.taken });
    for (const commit of workspace.commits.slice(commits)) {
      tell(options, { type: 'commit', ...commit });
      tell(options, { type: 'stage', stage: currentStage(workspace.standing()) });
    }
    const outside = result.outcome !== 'bad_call' && options.tools.find((t) => t.description.name === tool)?.outside;
    results.push({ call, result, told: outside ? withTaken(fenced) : result.text });
  }
  return results;
}

async function runOne(
  options: RunAgentOptions,
  reply: Reply,
  call: ToolUseBlock,
  last: boolean,
  context: ToolContext,
): Promise<ToolResult> {
  if (context.signal.aborted) return { outcome: 'error', text: 'Not run: the run ends.' };
  if (options.workspace.intents.some((intent) => intent.kind === 'pull_request')) {
    return { outcome: 'error', text: 'Not run: done was called before it.' };
  }
  // The arguments of a call in an answer that was cut off may be cut off too, and still fit the schema.
  if (reply.stop === 'length' && last) {
    return badCall('Not run: your answer was too long and was cut off before this call was complete. Do less at once.');
  }
  return await callTool(options.tools, call.name, call.input, context);
}

/** Puts the results into the history; counts answers that led nowhere, and ends the run after too many in a row. */
function answerUseless(
  options: RunAgentOptions,
  progress: Progress,
  reply: Reply,
  results: readonly CallResult[],
): Ending | undefined {
  const blocks = results.map(
    ({ call, result, told }): ToolResultBlock => ({
      type: 'tool_result',
      id: call.id,
      text: told,
      error: result.outcome !== 'ok',
    }),
  );
  const useless = results.every(({ result }) => result.outcome === 'bad_call');
  progress.useless = useless ? progress.useless + 1 : 0;
  if (!useless) {
    progress.messages.push({ role: 'user', content: blocks });
    return undefined;
  }
  if (progress.useless >= MAX_USELESS_ANSWERS) {
    return { stop: 'model_silent', reason: silence(reply.by ?? options.model.name, reply, results) };
  }
  const text = nudge(options.tools, results.length > 0);
  tell(options, { type: 'nudge', turn: progress.turns, text, inARow: progress.useless });
  progress.messages.push({ role: 'user', content: [...blocks, { type: 'text', text }] });
  return undefined;
}

function nudge(tools: readonly Tool[], called: boolean): string {
  const names = tools.map((tool) => tool.description.name).join(', ');
  return called
    ? `None of these calls could be used. The tools are ${names}; see their arguments.`
    : `You called no tool. Go on with one of ${names}; call done when the story is done.`;
}

function silence(model: string, reply: Reply, results: readonly CallResult[]): string {
  const times = `${MAX_USELESS_ANSWERS} times in a row`;
  const wrong = results[0]?.result.text;
  if (wrong) return `The model ${model} made calls that could not be used ${times}. The last: ${wrong}`;
  const said = reply.content.find((block) => block.type === 'text')?.text;
  const note = reply.stop === 'unusable' ? reply.note : undefined;
  const last =
    note ?? (reply.stop === 'refusal' ? 'It declined to go on.' : said ? `It said: ${said.slice(0, 300)}` : '');
  return `The model ${model} answered ${times} without calling a tool. ${last}`.trim();
}

/** Makes a commit of what is there uncommitted, so that no work is lost with the runner. */
async function saveLeftovers(options: RunAgentOptions, ending: Ending): Promise<Ending> {
  const { workspace, brief } = options;
  const message = `Work in progress on story ${brief.story}\n\n${ending.reason ?? ''}`.slice(0, 1_900);
  try {
    if ((await workspace.changes()).length === 0) return ending;
    const commit = await workspace.commit('wip', message);
    tellAtLast(options, { type: 'commit', ...commit });
    return ending;
  } catch (error) {
    return { ...ending, reason: `${ending.reason ?? ''} What was not committed is lost: ${messageOf(error)}`.trim() };
  }
}

function tell(options: RunAgentOptions, happening: AgentHappening): void {
  options.emit({ at: options.clock.now(), ...happening });
}

/** After the last turn a listener that throws can change nothing any more; the report matters more. */
function tellAtLast(options: RunAgentOptions, happening: AgentHappening): void {
  try {
    tell(options, happening);
  } catch {
    // Said above.
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
