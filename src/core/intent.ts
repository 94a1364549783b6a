/**
 * What leaves an agent. An agent holds no credential that can write; it asks for things by intents, which are data. The
 * `deliver` job checks each one against the policy and applies those that pass. One bad intent never costs the others.
 */
import { z } from 'zod';

/**
 * The steps of test-first work in the order in which they happen. `red` holds tests that fail, `green` makes them pass, `refactor` changes
 * the shape and not the behaviour; `wip` is what was left on the table when the run had to stop.
 */
export const STAGES = ['red', 'green', 'refactor', 'wip'] as const;
export type Stage = (typeof STAGES)[number];

/** At most this many intents in one report; the rest is refused by name. Far above what one story's run needs. */
export const MAX_INTENTS = 50;

/** And at most this many of one kind. A run ends with its first question, or with its pull request. */
export const MAX_OF_A_KIND: Readonly<Record<Intent['kind'], number>> = {
  commit: 38,
  decision: 10,
  question: 1,
  pull_request: 1,
};

/** One commit on the story branch. The patch is a git diff (`--binary --full-index`) against the commit before it. */
export const commitIntentSchema = z.strictObject({
  kind: z.literal('commit'),
  stage: z.enum(STAGES),
  message: z.string().min(1).max(2_000),
  patch: z.string().min(1).max(2_000_000),
});

/** What the pull request should say. Used when it is opened; a person may edit it afterwards. */
export const pullRequestIntentSchema = z.strictObject({
  kind: z.literal('pull_request'),
  title: z.string().min(1).max(200),
  body: z.string().max(20_000),
});

/**
 * How much hangs on an answer. `critical`: only a person may give it, however long it takes. `important`: a person, or the default when the
 * time that the configuration allows is over. `info`: the work goes on with the default, and people read what it was.
 */
export const SEVERITIES = ['critical', 'important', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How sure an agent is of an answer. */
const confidence = z.number().min(0).max(1);
const questionText = z.string().min(1).max(1_000);
const reasoning = z.string().max(2_000);

/** What the agent cannot answer well enough itself. The run ends with it, and the next one begins with the answer. */
export const questionIntentSchema = z
  .strictObject({
    kind: z.literal('question'),
    question: questionText,
    options: z.array(z.string().min(1).max(200)).max(6),
    /** What the agent would take: the number of an option, from 1. */
    default: z.int().min(1).optional(),
    /** How sure it is of the default. */
    confidence,
    reasoning,
    severity: z.enum(SEVERITIES),
  })
  .refine((asked) => asked.default === undefined || asked.default <= asked.options.length, {
    path: ['default'],
    error: 'expected the number of one of the options',
  });

/** A question that the agent answered itself, surely enough. */
export const decisionIntentSchema = z.strictObject({
  kind: z.literal('decision'),
  question: questionText,
  answer: z.string().min(1).max(1_000),
  confidence,
  reasoning,
  /** `documents`: they say it, and it was found there word for word. `default`: of a question that waits for nobody. */
  source: z.enum(['documents', 'model', 'default']),
  /** Where it was found: paths in the repository. */
  documents: z.array(z.string().max(300)).max(5).optional(),
});

export const intentSchema = z.discriminatedUnion('kind', [
  commitIntentSchema,
  pullRequestIntentSchema,
  questionIntentSchema,
  decisionIntentSchema,
]);
export type Intent = z.infer<typeof intentSchema>;
export type CommitIntent = z.infer<typeof commitIntentSchema>;
export type QuestionIntent = z.infer<typeof questionIntentSchema>;
export type DecisionIntent = z.infer<typeof decisionIntentSchema>;
export type PullRequestIntent = z.infer<typeof pullRequestIntentSchema>;

/** What the agent job puts in the place of an intent that held a secret: `kind` is the intent's, `withheld` what it held. */
export const withheldSchema = z.strictObject({ kind: z.string().max(40), withheld: z.string().max(100) });
