/** What one run of an agent works with, and where it stands. */
import type { Brief } from '../core/brief.ts';
import type { Stop, Usage } from '../core/run.ts';
import type { Clock } from './clock.ts';
import type { AgentEvent, AgentHappening, Emit } from './events.ts';
import type { Message, Model } from './models/model.ts';
import type { Part } from './prompt.ts';
import { currentStage, type RunStage } from './stages.ts';
import type { Tool } from './tools/tool.ts';
import type { Workspace } from './workspace.ts';

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
  /**
   * What happened in this run before it was killed: its transcript. The run goes on from there, with the transcript's nonce; the workspace must
   * have been opened with what was made then. These events are not told again.
   */
  earlier?: readonly AgentEvent[];
  /** Tokens of history from which old results are left out; MASK_TOKENS when absent. */
  maskTokens?: number;
  /** What the model is told of its part; the developer's when absent. */
  part?: Part;
  /** Why the run is over although nothing was proposed or asked; undefined while it is not. Looked at after each answer of the model. */
  over?: () => Ending | undefined;
}

/** Why the loop ends. */
export interface Ending {
  stop: Stop;
  reason?: string;
}

/** What changes from turn to turn. */
export interface Progress {
  /** The whole history; nothing is ever taken out of it. */
  messages: Message[];
  usage: Usage;
  /** Turns begun: one model call each. */
  turns: number;
  /** Model calls of tools. */
  asides: number;
  /** Answers in a row that led nowhere. */
  useless: number;
  /** Messages before this index are shown to the model without their old results. */
  masked: number;
  /** Whether a file was written. */
  changed: boolean;
  /** The stage that was told last. */
  stage?: RunStage;
}

/** A run under way. */
export interface Run {
  options: RunAgentOptions;
  progress: Progress;
  nonce: string;
  /** Aborted when the run's time is over. */
  late: AbortSignal;
  /** Aborted when the run's time is over or it is cancelled. */
  signal: AbortSignal;
}

/** Tells what happened, with the time. */
export function tell({ emit, clock }: Pick<RunAgentOptions, 'emit' | 'clock'>, happening: AgentHappening): void {
  emit({ at: clock.now(), ...happening });
}

/** Tells the stage, when it is another than the one that was told last. */
export function tellStage({ options, progress }: Pick<Run, 'options' | 'progress'>): void {
  const { workspace } = options;
  const proposed = workspace.intents.some(({ kind }) => kind === 'pull_request');
  const stage = proposed ? 'commit' : currentStage(workspace.standing(), progress.changed);
  if (stage === progress.stage) return;
  progress.stage = stage;
  tell(options, { type: 'stage', stage });
}

/** The first limit that is reached, if any. Checked before each model call, so that no limit is passed by more than one. */
export function limitReached({ options, progress, late }: Run): Ending | undefined {
  const { limits } = options.brief;
  const { turns, asides, usage } = progress;
  if (options.signal.aborted) return { stop: 'cancelled', reason: 'The run was cancelled.' };
  if (late.aborted) {
    return { stop: 'time', reason: `The agent's time of ${limits.minutes} minutes was over after ${turns} turns.` };
  }
  if (usage.cost_usd >= limits.usd) {
    return { stop: 'budget', reason: `The run has cost $${usage.cost_usd.toFixed(2)}; its limit is $${limits.usd}.` };
  }
  if (turns + asides >= limits.turns) {
    return { stop: 'turns', reason: `The agent was not done after ${limits.turns} turns, which is its limit.` };
  }
  return undefined;
}

/** The sentence of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
