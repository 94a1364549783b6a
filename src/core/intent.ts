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

/** And at most this many of one kind; one place is the pull request's. */
export const MAX_OF_A_KIND: Readonly<Record<Intent['kind'], number>> = { commit: 49, pull_request: 1 };

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

export const intentSchema = z.discriminatedUnion('kind', [commitIntentSchema, pullRequestIntentSchema]);
export type Intent = z.infer<typeof intentSchema>;
export type CommitIntent = z.infer<typeof commitIntentSchema>;
export type PullRequestIntent = z.infer<typeof pullRequestIntentSchema>;

/** What the agent job puts in the place of an intent that held a secret: `kind` is the intent's, `withheld` what it held. */
export const withheldSchema = z.strictObject({ kind: z.string().max(40), withheld: z.string().max(100) });
