/**
 * A decision in the making: the story as it will be, the runs that change, and what becomes owed. It lives only inside one call of
 * `decide` or `acknowledge`.
 */
import type { CommandSpec } from '../commands.ts';
import type { Problem, Settings } from '../config.ts';
import { copyOf } from '../copy.ts';
import type { Entry, Ledger, Purse } from '../ledger.ts';
import type { EventType } from '../machine.ts';
import { next } from '../machine.ts';
import type { Comment, Observation } from '../observation.ts';
import type { ReadPlanFile } from '../plan/plan-file.ts';
import type { Run } from '../run.ts';
import type { Intended, PersonRef, Story } from '../story.ts';
import type { Reason } from '../wake-up.ts';

/** What a decision rests on besides the state. `now` is an ISO time; it is written down, and compared with nothing but the time by which a question wants its answer. */
export interface Ground {
  observation: Observation;
  settings: Settings;
  now: string;
  /** What all stories have spent and reserved, as far as it is known; what is wrong with its file when it cannot be read; absent while there is none. */
  ledger?: Ledger | Problem;
  /** Of a story of an epic: the epic, where it is known. */
  parent?: Story | null;
  /** The stories of the epic, be it this one or the parent, as far as the state knows them. */
  team?: readonly Story[];
  /** Stories whose issues GitHub lists as closed blockers of this one, as far as the state knows them. */
  before?: readonly Story[];
  /** The file that the epic's stories are taken from, where it was asked for; `null` where it is not there. */
  source?: { oid: string; path: string; read: ReadPlanFile } | null;
  /** Why this look was worth it. */
  reasons?: readonly Reason[];
}

export interface Draft extends Ground {
  story: Story;
  /** The story's current run. */
  run: Run | null;
  /** Runs that changed or were queued, by id. */
  changedRuns: Map<string, Run>;
  owed: Intended[];
  /** What this decision does to the ledger; `ledger` has it already, `ledgerBefore` has not. */
  entries: Entry[];
  /** So many runs of stories that are in a sprint may be at work, this one among them: set when the schedule starts it, and nobody else asked for it. */
  slots?: number | undefined;
  ledgerBefore: Ledger | Problem | undefined;
  /** Sentences for the history. */
  notes: string[];
  /** Commands that only want an answer, answered when everything else has been taken in. */
  questions: { spec: CommandSpec; key: string; comment: Comment }[];
  /** True when people should see a change in the sticky comment. */
  visible: boolean;
  /** Stories that were opened just now, and that the state has no file of yet. */
  adopts: Story[];
  /** Issues that should be looked at next, because the schedule has a place for them. */
  starts: number[];
}

/** Something that happened, after its guards. */
export interface Happening {
  type: EventType;
  by?: PersonRef;
  /** Why, in one sentence or in a person's own words. */
  reason?: string;
  /** True when it was said to Orch, by label or command: then the text of the issue is the one that was meant (`text-guard.ts`). */
  said?: true;
  /** The purse that holds too little, and what the smallest run needs. */
  purse?: Purse & { least: number };
  /** When the default of a question is taken. */
  until?: string;
  /** The file that says how much there is, where that cannot be read. */
  file?: string;
}

/** Begins a decision. Neither the story nor the run given is changed. */
export function draftOf(story: Story, run: Run | null, ground: Ground): Draft {
  return {
    ...ground,
    story: copyOf(story),
    run: run ? copyOf(run) : null,
    changedRuns: new Map(),
    owed: [],
    entries: [],
    ledgerBefore: ground.ledger,
    notes: [],
    questions: [],
    visible: false,
    adopts: [],
    starts: [],
  };
}

/** Writes a run into the decision. */
export function putRun(draft: Draft, run: Run): void {
  draft.changedRuns.set(run.id, run);
  if (draft.story.runs.at(-1)?.id === run.id) draft.run = run;
}

/** Adds an effect, unless the very same is owed already. */
export function owe(draft: Draft, effect: Intended): void {
  const already = [...(draft.story.outbox?.effects ?? []), ...draft.owed].some((other) => {
    const { id: _, ...rest } = { id: '', ...other };
    return JSON.stringify(rest) === JSON.stringify(effect);
  });
  if (!already) draft.owed.push(effect);
}

/**
 * Moves the story along the table. Answers false, with nothing changed, when the event does not fit the status.
 * What belongs to the arrival in the new status is in `arrive`.
 */
export function move(draft: Draft, happening: Happening): boolean {
  const { story } = draft;
  const from = story.status;
  const to = next(from, happening.type, story.blocked?.resume_to);
  if (to === undefined) return false;
  story.status = to;
  draft.visible = true;
  const by = happening.by ? ` by ${happening.by.login}` : '';
  draft.notes.push(from === to ? `${happening.type}${by}` : `${from} -> ${to} (${happening.type}${by})`);
  return true;
}
