/**
 * Everything that happens in a run, as one union. The log, the transcript, the timeline and the tests read the same stream.
 *
 * Order, with indentation for "inside":
 *
 *     jail                           where the commands of this run are going to run; before the loop begins
 *     run_start
 *     hidden                         for each text of the story that had something in it that nobody can see
 *     stage                          the stage that work begins in
 *     turn_start
 *       model_change                 for each model that was given up, with the one that goes on
 *       model_reply | model_error    exactly one; after model_error comes run_end
 *       tool_start                   for each call of the reply, in its order; calls that run at the same time all start before one ends
 *         model_change                 when the call asks the model, as above
 *       tool_end                     in the order of the calls, whichever was ready first
 *         hidden                     when the result had something in it that nobody can see
 *         commit                     after the tool_end of a commit that was made
 *         stage                      when the run is doing something else now
 *       nudge                        when the reply had no call that could be used
 *     turn_start …
 *     commit                         stage wip, when something was left at a stop other than `done`
 *     run_end                        always, and last
 *
 * A run that was killed and goes on adds to the same stream: calls that were under way get their tool_end, the model call that was lost has
 * a turn_start without an answer, and the next turn follows.
 */
import type { Stop, Usage } from '../core/run.ts';
import type { Message, ModelChange, ReplyBlock, ReplyStop, ToolDescription } from './models/model.ts';
import type { TakenFrom } from './prompt.ts';
import type { RunStage } from './stages.ts';
import type { ToolResult } from './tools/tool.ts';
import type { Made, MadeCommit } from './workspace.ts';

type Happening =
  /** `text` is a sentence. `jailed` is false when nothing holds the commands back. */
  | { type: 'jail'; jailed: boolean; text: string }
  /** With everything that the first model request carries, so that the transcript is complete. */
  | {
      type: 'run_start';
      run: string;
      model: string;
      start: string;
      /** The random word of the run's fences; absent in transcripts of before runs could go on. */
      nonce?: string;
      system: string;
      tools: readonly ToolDescription[];
      messages: readonly Message[];
    }
  /** Something was taken out of a text before the model got it. */
  | ({ type: 'hidden' } & TakenFrom)
  /** What the run is doing now. */
  | { type: 'stage'; stage: RunStage }
  /** `turn` counts from 1. `masked`: in messages before this index, old results are shown to the model as one line each. */
  | { type: 'turn_start'; turn: number; masked?: number }
  | ({ type: 'model_change'; turn: number } & ModelChange)
  /** `usage` is of this call alone. `model` is the one that answered, where the run has several. `note` is a sentence for people. */
  | {
      type: 'model_reply';
      turn: number;
      model?: string;
      content: readonly ReplyBlock[];
      stop: ReplyStop;
      usage: Usage;
      ms: number;
      note?: string;
    }
  /** `usage` is what the failed call consumed, where that is known. */
  | { type: 'model_error'; turn: number; message: string; usage?: Usage; ms: number }
  | { type: 'tool_start'; turn: number; id: string; tool: string; input: unknown }
  | {
      type: 'tool_end';
      turn: number;
      id: string;
      tool: string;
      outcome: ToolResult['outcome'];
      text: string;
      /** What the tool asked the model for, when it did. */
      usage?: Usage;
      /** What the call made, in order: with it in the same event as the result, neither can be lost without the other. */
      made?: readonly Made[];
      ms: number;
    }
  | ({ type: 'commit' } & MadeCommit)
  /** What the model is told when it called nothing that can be used, and how often in a row that has been. */
  | { type: 'nudge'; turn: number; text: string; inARow: number }
  | { type: 'run_end'; stop: Stop; reason?: string; usage: Usage; intents: number };

/** `at` is milliseconds of the run's clock (since 1970 on the real one). */
export type AgentEvent = { at: number } & Happening;

/** An event before the loop puts the time on it. */
export type AgentHappening = Happening;

/** Contract: called in order, once per event, synchronously. It must not throw; if it does, the run ends as `crashed`. */
export type Emit = (event: AgentEvent) => void;
