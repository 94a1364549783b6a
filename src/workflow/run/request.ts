/**
 * What a run asks for, and how that is answered. The one who calls `advance` performs the request (by an agent, or by a person), and hands the answer in. The list
 * is closed: whoever can do these eight can run every workflow.
 */
import { z } from 'zod';

const text = z.string();

/** Where in a workflow a request comes from. */
const placeSchema = z.object({
  /** The workflow's `name`. */
  workflow: text,
  /** Its instructions, below the project where they are in it. */
  file: text,
  line: z.number().int(),
  /** The number of the step as written; empty outside all steps. */
  step: text,
  goal: text,
});

const expectedSchema = z.object({
  name: text,
  /** A `list` has one item per thing: a text, or a mapping with these keys. */
  shape: z.enum(['text', 'list']),
  keys: z.array(text),
});

const common = {
  /** Counts up from 1. An answer names it, so that a late or doubled one is known. */
  id: z.number().int(),
  place: placeSchema,
  /** What was wrong with the answer before, when this is asked again. */
  problem: text.optional(),
};

/** The shape of a request for work. */
export const workSchema = z.object({
  ...common,
  kind: z.literal('work'),
  /** What always holds in this workflow and in this step. */
  rules: z.array(text),
  /** What to do, in the words of the workflow, in its order. */
  text,
  /** Sections of the document that must come back. */
  outputs: z.array(expectedSchema),
  /** Variables that must come back. */
  needs: z.array(expectedSchema),
  /** Variables that the rest of the step will use; they may come back. */
  wants: z.array(text),
  /** A section that a person sent back: how it was, and what should be different. */
  revise: z.object({ name: text, text, changes: text }).optional(),
});

const judgeSchema = z.object({ ...common, kind: z.literal('judge'), question: text });

const askSchema = z.object({
  ...common,
  kind: z.literal('ask'),
  question: text,
  /** The variable that the answer fills. */
  variable: text.optional(),
  /** Answers that the question itself offers. */
  options: z.array(text),
  default: text.optional(),
  /** What an agent would have answered, where it was not sure enough. */
  proposal: z.object({ answer: text, confidence: z.number(), reasons: text }).optional(),
});

const decideSchema = z.object({
  ...common,
  kind: z.literal('decide'),
  question: text,
  variable: text.optional(),
  options: z.array(text),
});

const documentSchema = z.object({
  /** Below the project, with `/`; `null` where the workflow names no file. */
  file: text.nullable(),
  text,
});

const approveSchema = z.object({
  ...common,
  kind: z.literal('approve'),
  section: text,
  text,
  /** The document as it would be with this section. */
  document: documentSchema,
});

const saySchema = z.object({ ...common, kind: z.literal('say'), text });

const taskSchema = z.object({
  ...common,
  kind: z.literal('invoke_task'),
  text,
  rules: z.array(text),
  /** The file that the task names, below the project; absent where it is only words. */
  file: text.optional(),
  /** What that file holds, where it could be read. */
  content: text.optional(),
  /** The check of a document against the checklist of its workflow. */
  checklist: z.boolean(),
  /** All attributes of the tag. */
  attributes: z.record(text, text),
});

const doneSchema = z.object({
  ...common,
  kind: z.literal('done'),
  /** `stopped`: the workflow or an answer ended it early. `failed`: it could not go on. What was written until then is there in each case. */
  outcome: z.enum(['finished', 'stopped', 'failed']),
  reason: text,
  documents: z.array(documentSchema),
  /** What a person should know of this run: something was not found, or not used. */
  remarks: z.array(text),
  /** What checklists said. */
  checks: z.array(z.object({ file: text, passed: z.boolean(), result: text })),
});

/** One thing that a run needs next. */
export const requestSchema = z.discriminatedUnion('kind', [
  workSchema,
  judgeSchema,
  askSchema,
  decideSchema,
  approveSchema,
  saySchema,
  taskSchema,
  doneSchema,
]);

export type Request = z.infer<typeof requestSchema>;
export type Place = z.infer<typeof placeSchema>;
/** A value that is asked for by name. */
export type Expected = z.infer<typeof expectedSchema>;
/** A document: where it belongs, and what it says now. */
export type Document = z.infer<typeof documentSchema>;
export type WorkRequest = z.infer<typeof workSchema>;
export type AskRequest = z.infer<typeof askSchema>;
export type DoneRequest = z.infer<typeof doneSchema>;

const values = z.record(text, z.json());
const stop = z.object({
  /** What ends: the workflow that is being followed (its caller goes on), or the whole run. */
  what: z.enum(['workflow', 'run']),
  reason: text,
});

/** What a request is answered with. Every request may be answered by `failed`, those to people also by `silent`. */
export const answerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('work'),
    outputs: values.optional(),
    variables: values.optional(),
    /** Something that only a person can say. The same work comes again with the answer. */
    question: z.object({ text, options: z.array(text).optional(), default: text.optional() }).optional(),
    /** Where the text said to halt or to leave. */
    stop: stop.optional(),
  }),
  z.object({ kind: z.literal('judge'), holds: z.boolean(), reasons: text.optional() }),
  z.object({ kind: z.literal('ask'), answer: text, by: text.optional() }),
  z.object({
    kind: z.literal('decide'),
    answer: text,
    /** 0 to 1. */
    confidence: z.number().min(0).max(1),
    reasons: text.optional(),
  }),
  z.object({
    kind: z.literal('approve'),
    /** `edit` puts `text` in its place; `change` sends the section back with `text` as what should be different. */
    verdict: z.enum(['approve', 'edit', 'change']),
    text: text.optional(),
  }),
  z.object({ kind: z.literal('say') }),
  z.object({
    kind: z.literal('invoke_task'),
    result: text.optional(),
    /** For a checklist: whether everything in it holds. */
    passed: z.boolean().optional(),
    variables: values.optional(),
    stop: stop.optional(),
  }),
  z.object({ kind: z.literal('failed'), reason: text }),
  z.object({ kind: z.literal('silent') }),
]);

export type Answer = z.infer<typeof answerSchema>;
