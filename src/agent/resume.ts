/**
 * From the transcript of a run that was killed to where it stood. Everything that the model was told is in the events, so its history can be
 * built again byte for byte; what the checkout holds is taken as it is.
 */
import type { Brief } from '../core/brief.ts';
import { NO_USAGE, type Usage } from '../core/run.ts';
import { type CallResult, callsOf, type OpenTurn, shown, toolOf } from './calls.ts';
import type { AgentEvent } from './events.ts';
import type { Message, ToolResultBlock } from './models/model.ts';
import { addUsage } from './models/usage.ts';
import type { Ending, Progress } from './run.ts';
import type { Tool } from './tools/tool.ts';
import { isUseless } from './useless.ts';
import { takenWords } from './visible.ts';
import type { Made } from './workspace.ts';

/** The events of a transcript, when they are of this very run and it began: the same run from the same commit. */
export function resumable(
  events: readonly AgentEvent[],
  brief: Pick<Brief, 'run' | 'start'>,
): readonly AgentEvent[] | undefined {
  const last = events.findLast((event) => event.type === 'run_start');
  return last?.run === brief.run && last.start === brief.start ? events : undefined;
}

/** Where a run stood when it was killed. */
export interface Standstill {
  progress: Progress;
  nonce: string;
  /** Milliseconds from its beginning to its last event. */
  worked: number;
  /** The answer whose calls or whose nudge are still owed. */
  open?: OpenTurn;
  /** It was at its end: only the report is owed. */
  ended?: Ending;
}

/**
 * Where the run of these events stood; undefined when it had not begun its first turn, so that nothing would be lost by beginning anew. The
 * tools are those of the run.
 */
export function standstill(events: readonly AgentEvent[], tools: readonly Tool[]): Standstill | undefined {
  const start = events.findLastIndex(({ type }) => type === 'run_start');
  const first = events[start];
  if (first?.type !== 'run_start' || first.nonce === undefined) return undefined;
  const { nonce } = first;
  const progress: Progress = {
    messages: structuredClone([...first.messages]),
    usage: NO_USAGE,
    turns: 0,
    asides: 0,
    useless: 0,
    masked: 0,
    changed: false,
  };
  let open: (OpenTurn & { results: CallResult[] }) | undefined;
  let awaiting = false;
  let ended: Ending | undefined;
  const close = (text?: string): void => {
    if (!open) return;
    progress.useless = isUseless(open.results) ? progress.useless + 1 : 0;
    progress.messages.push(answering(open.results, text));
    open = undefined;
  };

  for (const event of events.slice(start + 1)) {
    switch (event.type) {
      case 'stage':
        progress.stage = event.stage;
        break;
      case 'turn_start':
        close();
        progress.turns = event.turn;
        progress.masked = event.masked ?? 0;
        awaiting = true;
        break;
      case 'model_error':
        spend(progress, event.usage ?? LOST);
        awaiting = false;
        break;
      case 'model_reply': {
        spend(progress, event.usage);
        awaiting = false;
        const { content, stop, model, note } = event;
        if (content.length > 0) progress.messages.push({ role: 'assistant', content: [...content] });
        const more = { ...(model === undefined ? {} : { by: model }), ...(note === undefined ? {} : { note }) };
        open = { reply: { content: [...content], stop, ...more }, results: [], started: 0 };
        break;
      }
      case 'tool_start':
        if (open) open.started += 1;
        break;
      case 'tool_end': {
        const call = open && callsOf(open.reply)[open.results.length];
        if (!open || !call) break;
        const { outcome, text, usage } = event;
        if (usage) {
          spend(progress, usage);
          progress.asides += usage.model_calls;
        }
        if (outcome === 'ok' && toolOf(tools, event.tool)?.writes) progress.changed = true;
        const { told } = shown(tools, event.tool, { outcome, text }, nonce);
        open.results.push({ call, result: { outcome, text }, told });
        open.started = Math.max(open.started, open.results.length);
        break;
      }
      case 'hidden': {
        const last = open?.results.at(-1);
        if (last && last.told !== last.result.text) last.told += `\n[taken out of it: ${takenWords(event)}]`;
        break;
      }
      case 'nudge':
        close(event.text);
        break;
      case 'run_end':
        ended = { stop: event.stop, ...(event.reason === undefined ? {} : { reason: event.reason }) };
        break;
    }
  }
  if (progress.turns === 0 && !ended) return undefined;
  // What a call cost that was lost with the process nobody knows; that it was made is counted.
  if (awaiting && !ended) spend(progress, LOST);
  const worked = Math.max(0, (events.at(-1)?.at ?? first.at) - first.at);
  return { progress, nonce, worked, ...(open ? { open } : {}), ...(ended ? { ended } : {}) };
}

/**
 * What the run of these events had made, for `openWorkspace`. It is what was told: a commit whose call never ended is not among it, and what
 * it held counts as changed and not committed.
 */
export function madeBefore(events: readonly AgentEvent[]): Made[] {
  const start = events.findLastIndex(({ type }) => type === 'run_start');
  return events.slice(start + 1).flatMap((event): Made[] => {
    if (event.type === 'tool_end') return [...(event.made ?? [])];
    // Work in progress is committed by no call.
    if (event.type !== 'commit' || event.stage !== 'wip') return [];
    const { at: _, type: __, ...commit } = event;
    return [{ commit }];
  });
}

const LOST: Usage = { ...NO_USAGE, model_calls: 1 };

function spend(progress: Progress, usage: Usage): void {
  progress.usage = addUsage(progress.usage, usage);
}

/** The message that hands the model the results of its calls, and what it is told beside them. */
export function answering(results: readonly CallResult[], text?: string): Message {
  const blocks = results.map(
    ({ call, result, told }): ToolResultBlock => ({
      type: 'tool_result',
      id: call.id,
      text: told,
      error: result.outcome !== 'ok',
    }),
  );
  return { role: 'user', content: text === undefined ? blocks : [...blocks, { type: 'text', text }] };
}
