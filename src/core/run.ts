/**
 * A run: one agent working once, in one Actions run. Its record is `runs/<year>-<month>/<id>.yaml` on the state branch; the loop
 * creates it, the `deliver` job writes its result. Between the jobs of one run travel two artifacts: the agent's report and the verdict.
 */
import { z } from 'zod';
import { briefSchema, MAX_WORKFLOW_STATE } from './brief.ts';
import { SEVERITIES, STAGES } from './intent.ts';

const sha = z.string().regex(/^[0-9a-f]{40}$/);

/** Why an agent's loop ended; a closed list. Only `done` is a success; `asked` waits for a person and is no failure. */
export const STOPS = [
  'done',
  'asked',
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
  /** Of a run that played a workflow. Unchecked here: `deliver` reads the outcome by the schema of the workflow. */
  workflow: z
    .object({
      name: z.string().max(40),
      /** What its document says to a program. */
      outcome: z.unknown().optional(),
      /** Where it stopped on the way: to ask something, or because its time or its money was over. */
      state: z.string().max(MAX_WORKFLOW_STATE).optional(),
    })
    .optional(),
});
export type Report = z.infer<typeof reportSchema>;

/**
 * Why a test failed. `assertion`: it compared something. `error`: something was thrown while it ran. `import`: a module or a name that it asks for
 * is not there. `syntax`: a file could not be read as code. `unknown`: the output does not say.
 */
export const FAILURE_KINDS = ['assertion', 'error', 'import', 'syntax', 'timeout', 'unknown'] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** The most failures of one execution that a verdict names. */
export const MAX_NAMED_FAILURES = 10;

/** One execution of the project's test command. */
export const testRunSchema = z.object({
  exit_code: z.int(),
  seconds: z.number().nonnegative(),
  /** Who was understood (`vitest`, `go test`, `JUnit XML`); absent when the output was not, and then there are no counts. */
  runner: z.string().max(200).optional(),
  /** Counts, as far as the runner gives them: `go test` without `-v` does not say how many tests passed. */
  passed: z.int().nonnegative().optional(),
  failed: z.int().nonnegative().optional(),
  skipped: z.int().nonnegative().optional(),
  /** The first that failed, as the runner tells it. Text of whoever wrote the tests. */
  failures: z
    .array(
      z.object({
        name: z.string().max(300),
        file: z.string().max(300).optional(),
        kind: z.enum(FAILURE_KINDS),
        message: z.string().max(300),
      }),
    )
    .max(MAX_NAMED_FAILURES)
    .optional(),
  /** The last part of the output, at most 4,000 characters. The whole log is in the job's artifact. */
  tail: z.string().max(4_000),
});
export type TestRun = z.infer<typeof testRunSchema>;

/**
 * What makes tests weaker. `deleted`, `skipped`, `only`, `emptied`: a test does not run any more, or looks at nothing. `assertions` and `loosened`: it
 * looks at less, or less closely. `snapshot`: what it compares with was written anew. `missing`: it ran before by its name, and does not now.
 */
export const WEAKENINGS = [
  'deleted',
  'skipped',
  'only',
  'emptied',
  'assertions',
  'loosened',
  'snapshot',
  'missing',
] as const;
export type Weakening = (typeof WEAKENINGS)[number];

/** The most weakenings that a verdict names. */
export const MAX_WEAKENED = 50;

/** One test, or one file of tests, that was made weaker. */
export const weakenedSchema = z.object({
  /** Empty where only the runner knows of the test. */
  file: z.string().max(500),
  /** Where it stands; in the file as it was for `deleted`, as it is now for the others. Absent for a whole file. */
  line: z.int().positive().optional(),
  /** The test's name; absent for a whole file. */
  test: z.string().max(300).optional(),
  what: z.enum(WEAKENINGS),
  /** Compared with what: the base, or the commit of stage red. */
  since: z.enum(['base', 'red']),
  /** Whether it fails the verdict. What does not is shown to the reviewer. */
  fails: z.boolean(),
});
export type Weakened = z.infer<typeof weakenedSchema>;

/**
 * `verdict.json`, the artifact of the `verify` job: the project's tests on the untouched base, on the base with only the changed
 * tests (red), and on the whole change (green).
 */
export const verdictSchema = z.object({
  version: z.literal(1),
  run: z.string(),
  /** True only when the proof of its `kind` is complete, everything passes with the change, and no test that was there was taken away. */
  ok: z.boolean(),
  /** One sentence for people when it is not. */
  reason: z.string().max(2_000).optional(),
  /**
   * What had to be proved. `tests_first`: the tests of the change fail without it. `repair`: the base did not pass, and does with the change.
   * `exempt`: all files are of a kind that the project asks no proof for. Absent where it did not come to that, and in verdicts of before there were kinds.
   */
  kind: z.enum(['tests_first', 'repair', 'exempt']).optional(),
  /** Names of the rules (`proof.exempt`) that asked for no proof. */
  exempt: z.string().max(500).optional(),
  /** Why the tests failed without the change, as a sentence; it may quote a test's name. */
  why: z.string().max(500).optional(),
  weakened: z.array(weakenedSchema).max(MAX_WEAKENED).optional(),
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
  effect: z.enum(['commit', 'decision', 'question', 'pull_request']),
  rule: z.string(),
  /** Login of the person. */
  principal: z.string(),
  story: z.int().positive(),
  /** The branch, or the issue as `#12`. */
  target: z.string(),
  commit: sha,
});
export type AppliedEffect = z.infer<typeof effectSchema>;

/** A question as it is kept: the intent without its kind. */
export const askedSchema = z.object({
  question: z.string(),
  options: z.array(z.string()),
  default: z.int().min(1).optional(),
  confidence: z.number(),
  reasoning: z.string(),
  severity: z.enum(SEVERITIES),
});
export type Asked = z.infer<typeof askedSchema>;

/** A decision as it is kept. */
export const decidedSchema = z.object({
  question: z.string(),
  answer: z.string(),
  confidence: z.number(),
  reasoning: z.string(),
  source: z.enum(['documents', 'model', 'default']),
  documents: z.array(z.string()).optional(),
});
export type Decided = z.infer<typeof decidedSchema>;

/** The most changed files that a record lists: enough to tell whether another story touches the same. */
export const MAX_FILES_LISTED = 50;

/** What `deliver` writes into the run's record: the only thing the loop believes about a run. */
export const resultSchema = z.looseObject({
  outcome: z.enum(['succeeded', 'failed', 'asked']),
  /** One sentence for people; always there when the outcome is `failed`. */
  reason: z.string().optional(),
  stop: z.enum(STOPS),
  /** The story branch's head after delivery; null when nothing could be pushed. */
  head: sha.nullable(),
  commits: z.array(z.object({ sha, stage: z.enum(STAGES), subject: z.string() })),
  /** What the branch changes against its base, by path (`deliver/changed.ts`). Absent where nothing was delivered, where it could not be told, and where it is more than can be listed. */
  files: z.array(z.string()).max(MAX_FILES_LISTED).optional(),
  refused: z.array(refusalSchema),
  /** What was applied; with `refused` all that was asked for. Absent in records of before it was written down. */
  effects: z.array(effectSchema).optional(),
  verdict: verdictSchema.optional(),
  usage: usageSchema,
  /** There was no report to read, so that what was used is not known and `usage` is empty. */
  usage_unknown: z.literal(true).optional(),
  pull_request: z.object({ title: z.string(), body: z.string() }).optional(),
  /** What a run that played a workflow came to. */
  workflow: z.object({ name: z.string(), outcome: z.json().optional(), state: z.string().optional() }).optional(),
  /** What it ended with where the outcome is `asked`. */
  question: askedSchema.optional(),
  /** What the agent decided by itself, in order. */
  decisions: z.array(decidedSchema).optional(),
});
export type RunResult = z.infer<typeof resultSchema>;

/** `queued` until a result is there; `lost` when the Actions run ended without one. */
export const RUN_STATUSES = ['queued', 'succeeded', 'failed', 'asked', 'lost', 'cancelled'] as const;

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
