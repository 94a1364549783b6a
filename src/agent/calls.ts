/** The calls of one answer: run in order, those that only look at the same time, each told as it begins and ends. */
import { deciderFor } from './aside.ts';
import { fence } from './fence.ts';
import type { Reply, ToolUseBlock } from './models/model.ts';
import { withTaken } from './prompt.ts';
import { type Run, tell, tellStage } from './run.ts';
import { badCall, callTool, failed, type Tool, type ToolResult } from './tools/tool.ts';
import { anyTaken, type Taken } from './visible.ts';
import type { Made, Workspace } from './workspace.ts';

/** `told` is what the model reads: the result's text, and the fence around what others wrote. */
export interface CallResult {
  call: ToolUseBlock;
  result: ToolResult;
  told: string;
}

/** An answer whose calls are not all done: how many have their result, and how many were begun. */
export interface OpenTurn {
  reply: Pick<Reply, 'content' | 'stop' | 'by' | 'note'>;
  results: readonly CallResult[];
  started: number;
}

/** The calls of an answer. */
export function callsOf({ content }: Pick<Reply, 'content'>): ToolUseBlock[] {
  return content.filter((block) => block.type === 'tool_use');
}

/** Runs what is left of the calls; resolves with the results of all, in the order of the calls. Rejects only when a listener throws. */
export async function runCalls(run: Run, turn: OpenTurn): Promise<CallResult[]> {
  const calls = callsOf(turn.reply);
  const results = [...turn.results];
  const interrupted = calls.slice(results.length, turn.started);
  for (const call of interrupted) results.push(finish(run, call, { result: failed(INTERRUPTED), ms: 0 }));
  const barred = (call: ToolUseBlock): ToolResult | undefined =>
    interrupted.length > 0 ? failed(NOT_AFTER_INTERRUPTED) : whyNotRun(run, turn.reply, call, calls.at(-1));
  while (results.length < calls.length) {
    const batch = nextBatch(run.options.tools, calls.slice(results.length));
    results.push(...(await runBatch(run, batch, barred)));
  }
  return results;
}

/** What the model reads of a call that was under way when the run was killed. */
export const INTERRUPTED = 'It was interrupted; its effect is unknown. Look before you go on.';

/** And of the calls behind it: what they build on may not be there. */
export const NOT_AFTER_INTERRUPTED = 'Not run: a call before it was interrupted.';

/** The first call, and the next ones with it as long as all of them only look. */
function nextBatch(tools: readonly Tool[], calls: readonly ToolUseBlock[]): readonly ToolUseBlock[] {
  const parallel = ({ name }: ToolUseBlock) => toolOf(tools, name)?.parallel ?? false;
  const end = calls.findIndex((call) => !parallel(call));
  return calls.slice(0, end < 0 ? calls.length : Math.max(1, end));
}

interface Done {
  result: ToolResult;
  ms: number;
  made?: readonly Made[];
  usage?: ReturnType<ReturnType<typeof deciderFor>['used']>;
}

async function runBatch(
  run: Run,
  batch: readonly ToolUseBlock[],
  barred: (call: ToolUseBlock) => ToolResult | undefined,
): Promise<CallResult[]> {
  const { options, progress } = run;
  const { clock, workspace } = options;
  for (const { id, name: tool, input } of batch) {
    tell(options, { type: 'tool_start', turn: progress.turns, id, tool, input });
  }
  const began = clock.now();
  const before = new Set<unknown>([...workspace.intents, ...workspace.commits]);
  const done = await Promise.all(
    batch.map(async (call): Promise<Done> => {
      const { decider, used } = deciderFor(run);
      const result =
        barred(call) ?? (await callTool(options.tools, call.name, call.input, { signal: run.signal, decider }));
      const ms = clock.now() - began;
      const usage = used();
      return { result, ms, ...(usage.model_calls > 0 ? { usage } : {}) };
    }),
  );
  // Only a call that runs alone makes anything.
  const made = madeSince(workspace, before);
  return batch.map((call, index) => finish(run, call, { ...done[index]!, ...(made.length > 0 ? { made } : {}) }));
}

function whyNotRun(
  { options, signal }: Run,
  reply: OpenTurn['reply'],
  call: ToolUseBlock,
  last: ToolUseBlock | undefined,
): ToolResult | undefined {
  if (signal.aborted) return failed('Not run: the run ends.');
  for (const { kind } of options.workspace.intents) {
    if (kind === 'pull_request') return failed('Not run: done was called before it.');
    if (kind === 'question') return failed('Not run: people are asked, and the run ends.');
  }
  // The arguments of a call in an answer that was cut off may be cut off too, and still fit the schema.
  if (reply.stop !== 'length' || call !== last) return undefined;
  return badCall('Not run: your answer was too long and was cut off before this call was complete. Do less at once.');
}

function madeSince({ intents, commits }: Workspace, before: ReadonlySet<unknown>): Made[] {
  return [
    ...commits.filter((commit) => !before.has(commit)).map((commit) => ({ commit })),
    ...intents.flatMap((intent) => (intent.kind === 'commit' || before.has(intent) ? [] : [{ intent }])),
  ];
}

/** Tells the end of a call and what came of it. */
function finish(run: Run, call: ToolUseBlock, { result: raw, ms, made = [], usage }: Done): CallResult {
  const { options, progress } = run;
  const { id, name: tool } = call;
  const { text, told, taken } = shown(options.tools, tool, raw, run.nonce);
  const result = { ...raw, text };
  tell(options, {
    type: 'tool_end',
    turn: progress.turns,
    id,
    tool,
    ...result,
    ...(usage ? { usage } : {}),
    ...(made.length > 0 ? { made } : {}),
    ms,
  });
  if (anyTaken(taken)) tell(options, { type: 'hidden', where: tool, ...taken });
  for (const each of made) if ('commit' in each) tell(options, { type: 'commit', ...each.commit });
  if (result.outcome === 'ok' && toolOf(options.tools, tool)?.writes) progress.changed = true;
  tellStage(run);
  return { call, result, told };
}

/** A result as people and as the model read it. Showing it twice is showing it once, apart from what is said about what was taken out. */
export function shown(
  tools: readonly Tool[],
  tool: string,
  { outcome, text }: ToolResult,
  nonce: string,
): { text: string; told: string; taken: Taken } {
  const fenced = fence(tool, text, 'source', nonce);
  const outside = outcome !== 'bad_call' && toolOf(tools, tool)?.outside;
  return { text: fenced.plain, told: outside ? withTaken(fenced) : fenced.plain, taken: fenced.taken };
}

/** The tool of a name. */
export function toolOf(tools: readonly Tool[], name: string): Tool | undefined {
  return tools.find(({ description }) => description.name === name);
}
