/**
 * The state of a run: plain data, so that it can be kept anywhere and read again by whoever goes on. It holds no absolute path of a machine and nothing of the
 * workflow's own files beyond where in them the run stands.
 */
import { z } from 'zod';
import { requestSchema, workSchema } from './request.ts';

/** Raised when a state is written that an older Orch could not read. */
export const STATE_SCHEMA = 1;

const text = z.string();
const count = z.number().int().nonnegative();

const loopSchema = z.object({
  /** The operation that begins it. */
  key: text,
  /** From 0. */
  round: count,
  /** What it goes over; `null` for a loop that only counts. */
  items: z.array(z.json()).nullable(),
});

const frameSchema = z.object({
  /** Which workflow, as the library calls it. */
  workflow: text,
  /** The file of its instructions that is followed here; `null` for the main one. */
  part: text.nullable(),
  /** Tells whether the instructions are still those that the run stood in. */
  fingerprint: text,
  /** The operation to go on with: the path of its node, and what of that node. */
  at: text,
  /** Set in the run, over those of the `workflow.yaml`. */
  variables: z.record(text, z.json()),
  loops: z.array(loopSchema),
  /** How often each `goto` was followed. */
  jumps: z.record(text, count),
  /** For each chain of conditions that ends with `else`: whether one of them held. */
  held: z.record(text, z.boolean()),
  /** What an agent or a person said to a question about where to go on, until it is used. */
  verdict: z.object({ key: text, holds: z.boolean() }).nullable(),
  /** Sections that came and are not accepted yet. */
  ready: z.record(text, z.json()),
  /** What a person wants to have different in a section, and how often one was sent back. */
  changes: z.object({ name: text, before: text, text }).nullable(),
  revisions: count,
  /** How often values were asked for at one operation. */
  needed: z.object({ key: text, times: count }).nullable(),
  /** Notes and examples for the next work. */
  carried: z.array(text),
  /** The last answer of a person here, and what could be answered. */
  reply: z.object({ answer: text, options: z.array(text) }).nullable(),
  /** The template of the document, where the run chose it. */
  template: text.nullable(),
  /** Whether the checklist was gone through. */
  checked: z.boolean(),
});

const sectionSchema = z.object({
  name: text,
  /** Rounds of the loops around it, so that each item has its own and a second try replaces the first. */
  rounds: text,
  value: z.json(),
});

const documentSchema = z.object({
  file: text.nullable(),
  /** The workflow whose document it is, as the library calls it; its template is used where `main`. */
  workflow: text,
  main: z.boolean(),
  template: text.nullable(),
  sections: z.array(sectionSchema),
  /** The text, once the document is complete. */
  final: text.nullable(),
});

/** The shape of a state. */
export const stateSchema = z.object({
  schema: z.literal(STATE_SCHEMA),
  mode: z.enum(['normal', 'autonomous']),
  /** From 0 to 1: an agent that is less sure than this of what it decides leaves the decision to a person. */
  threshold: z.number(),
  /** When the run began, in ISO 8601; the dates in its documents are of that day, however long it takes. */
  started: text,
  /** The workflow that runs, last; those that wait for it before. Empty when the run has ended. */
  stack: z.array(frameSchema),
  documents: z.array(documentSchema),
  /** What people and agents answered, newest last. */
  answers: z.array(z.object({ question: text, answer: text, by: text })),
  remarks: z.array(text),
  checks: z.array(z.object({ file: text, passed: z.boolean(), result: text })),
  /** Failures of the request that waits, by class. */
  failures: z.record(text, count),
  /** Requests made until now. */
  requests: count,
  /** The request that waits for an answer; `done` when the run has ended. */
  waits: requestSchema,
  /** What the answer is for: the operation itself, a variable that it needs first, or whether to go one way or the other. */
  purpose: z.enum(['operation', 'variable', 'verdict', 'question']),
  /** The operation to go on with after the work that waits, where that is another one. */
  onward: text.nullable(),
  /** The work in which the agent asked a person something, with where it leads, and how often it asked. */
  paused: z.object({ work: workSchema, onward: text.nullable() }).nullable(),
  questions: count,
});

export type State = z.infer<typeof stateSchema>;
export type Frame = z.infer<typeof frameSchema>;
export type LoopFrame = z.infer<typeof loopSchema>;
export type DocumentState = z.infer<typeof documentSchema>;
export type Json = z.infer<ReturnType<typeof z.json>>;

/** A state, or the sentence that says why it cannot be gone on with. */
export type ReadState = { ok: true; state: State } | { ok: false; problem: string };

/** Reads a state that was kept as JSON. */
export function readState(json: unknown): ReadState {
  const schema = typeof json === 'object' && json !== null && 'schema' in json ? json.schema : undefined;
  if (typeof schema === 'number' && schema > STATE_SCHEMA) {
    return {
      ok: false,
      problem: `the state has schema ${schema}, and this Orch knows up to ${STATE_SCHEMA}; update Orch`,
    };
  }
  const read = stateSchema.safeParse(json);
  if (read.success) return { ok: true, state: read.data };
  const [issue] = read.error.issues;
  const where = issue?.path.join('.') || 'the whole';
  return { ok: false, problem: `this is not the state of a run: ${where}: ${issue?.message}; begin the run again` };
}
