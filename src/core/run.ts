/**
 * A run: one agent working once, in one Actions run. Its record is `runs/<year>-<month>/<id>.yaml` on the state branch; the loop
 * creates it, the `deliver` job writes its result. Between the jobs of one run travel two artifacts: the agent's report and the verdict.
 */
import { z } from 'zod';
import { briefSchema } from './brief.ts';
import { STAGES } from './intent.ts';

const sha = z.string().regex(/^[0-9a-f]{40}$/);

/** Why an agent's loop ended; a closed list. Only `done` is a success. */
export const STOPS = [
  'done',
  'turns',
  'budget',
  'time',
  'model_silent',
  'model_failed',
  'cancelled',
  'crashed',
] as const;
export type Stop = (typeof STOPS)[number];

/** What the models of a run consumed. Tokens as the model's API reported them; the cost in US dollars from the price table. */
export const usageSchema = z.object({
  model_calls: z.int().nonnegative(),
  input_tokens: z.int().nonnegative(),
  output_tokens: z.int().nonnegative(),
  cache_read_tokens: z.int().nonnegative(),
  cache_write_tokens: z.int().nonnegative(),
  cost_usd: z.number().nonnegative(),
});
export type Usage = z.infer<typeof usageSchema>;

/** No model was called. */
export const NO_USAGE: Usage = {
  model_calls: 0,
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  cost_usd: 0,
};

/** `report.json`, the artifact of the `agent` job. The intents are unchecked here: `deliver` parses each on its own. */
export const reportSchema = z.object({
  version: z.literal(1),
  run: z.string(),
  story: z.int().positive(),
  start: sha,
  stop: z.enum(STOPS),
  /** One sentence for people when the stop is not `done`. */
  reason: z.string().max(2_000).optional(),
  intents: z.array(z.unknown()),
  usage: usageSchema,
});
export type Report = z.infer<typeof reportSchema>;

/** One execution of the project's test command. */
export const testRunSchema = z.object({
  exit_code: z.int(),
  seconds: z.number().nonnegative(),
  /** Counts when the output was understood (node:test's and TAP's summaries); absent otherwise. */
  passed: z.int().nonnegative().optional(),
  failed: z.int().nonnegative().optional(),
  /** The last part of the output, at most 4,000 characters. The whole log is in the job's artifact. */
  tail: z.string().max(4_000),
});
export type TestRun = z.infer<typeof testRunSchema>;

/**
 * `verdict.json`, the artifact of the `verify` job: the project's tests on the untouched base, on the base with only the changed
 * tests (red), and on the whole change (green).
 */
export const verdictSchema = z.object({
  version: z.literal(1),
  run: z.string(),
  /** True only when the base passed, the changed tests failed without the change, and everything passes with it. */
  ok: z.boolean(),
  /** One sentence for people when it is not. */
  reason: z.string().max(2_000).optional(),
  /** Test files that the change added or edited. */
  tests: z.array(z.string()),
  base: testRunSchema.optional(),
  red: testRunSchema.optional(),
  green: testRunSchema.optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** An intent that was not applied, and the rule that refused it. */
export const refusalSchema = z.object({
  intent: z.int().nonnegative(),
  kind: z.string(),
  rule: z.string(),
  reason: z.string(),
});
export type Refusal = z.infer<typeof refusalSchema>;

/** Something that `deliver` did to the outside: what, by which rule, who asked for the run, for which story, where, and as of which commit. */
export const effectSchema = z.object({
  effect: z.enum(['commit', 'pull_request']),
  rule: z.string(),
  /** Login of the person. */
  principal: z.string(),
  story: z.int().positive(),
  /** The branch. */
  target: z.string(),
  commit: sha,
});
export type AppliedEffect = z.infer<typeof effectSchema>;

/** What `deliver` writes into the run's record: the only thing the loop believes about a run. */
export const resultSchema = z.looseObject({
  outcome: z.enum(['succeeded', 'failed']),
  /** One sentence for people; always there when the outcome is `failed`. */
  reason: z.string().optional(),
  stop: z.enum(STOPS),
  /** The story branch's head after delivery; null when nothing could be pushed. */
  head: sha.nullable(),
  commits: z.array(z.object({ sha, stage: z.enum(STAGES), subject: z.string() })),
  refused: z.array(refusalSchema),
  /** What was applied; with `refused` all that was asked for. Absent in records of before it was written down. */
  effects: z.array(effectSchema).optional(),
  verdict: verdictSchema.optional(),
  usage: usageSchema,
  /** There was no report to read, so that what was used is not known and `usage` is empty. */
  usage_unknown: z.literal(true).optional(),
  pull_request: z.object({ title: z.string(), body: z.string() }).optional(),
});
export type RunResult = z.infer<typeof resultSchema>;

/** `queued` until a result is there; `lost` when the Actions run ended without one. */
export const RUN_STATUSES = ['queued', 'succeeded', 'failed', 'lost', 'cancelled'] as const;

export const runSchema = z.looseObject({
  version: z.literal(1),
  id: z.string(),
  story: z.int().positive(),
  role: z.string(),
  attempt: z.int().positive(),
  status: z.enum(RUN_STATUSES),
  requested_by: z.string(),
  /** Exactly what the run was told: the settings are frozen when it is queued, and a lost dispatch can be repeated word for word. */
  brief: briefSchema,
  queued_at: z.string(),
  completed_at: z.string().optional(),
  /** The Actions run that executes it, once GitHub has told its number. */
  actions_run: z.object({ id: z.int().positive(), url: z.string() }).optional(),
  /** How often in a row the sweep found no trace of it in Actions. */
  missed: z.int().nonnegative().optional(),
  result: resultSchema.optional(),
});
export type Run = z.infer<typeof runSchema>;
