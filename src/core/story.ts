/**
 * A story: one pull request's worth of work, an issue that Orch adopted. Its id is the issue's number. This is the file
 * `stories/<hundred>/<n>.yaml` on the state branch; unknown keys are kept.
 */
import { z } from 'zod';
import { issueSchema, planSchema } from './epic.ts';
import { daySchema, money, PURSES } from './ledger.ts';

/**
 * Where a story stands. The machine that moves it is in `machine.ts`.
 * A stage inside `in_progress` (design, red, green…) is a fact about its run and is read from there, never stored twice.
 */
export const STATUSES = [
  /** An issue on which someone spoke to Orch without making it a story. */
  'untracked',
  'pending',
  'in_progress',
  'review',
  /** An epic whose stories are planned and worked on. */
  'underway',
  'blocked',
  'failed',
  'merged',
  'skipped',
  'abandoned',
] as const;
export type Status = (typeof STATUSES)[number];

/** Someone who did something on GitHub, by number, because logins can be renamed and reused. */
export const personSchema = z.object({
  id: z.int().nonnegative(),
  login: z.string(),
});
export type PersonRef = z.infer<typeof personSchema>;

/** A person as they are written down. */
export const refOf = ({ id, login }: PersonRef): PersonRef => ({ id, login });

/** Why a blocked story stands still, and where it goes on. */
export const blockSchema = z.object({
  /** `pause`: a person stopped it. `merge`: GitHub would not merge it. `budget`: there is no money for the run that is due, or nobody knows whether there is. `question`: the last run asked something; what, its result says. */
  kind: z.enum(['pause', 'merge', 'budget', 'question']),
  by: z.string(),
  reason: z.string(),
  at: z.string(),
  resume_to: z.enum(['pending', 'in_progress', 'review', 'underway']),
  /** The purse that holds too little, as it was then, in US dollars. Absent where the ledger or the configuration could not be read. */
  purse: z
    .object({ name: z.enum(PURSES), cap: z.number(), spent: z.number(), reserved: z.number(), least: z.number() })
    .optional(),
  /** The file that could not be read, by its path. */
  file: z.string().optional(),
  /** When the default of the question is taken (ISO time); absent where it waits as long as it takes. */
  until: z.string().optional(),
  /** The comment that asks. */
  comment: z.object({ id: z.int().positive(), node_id: z.string(), url: z.string() }).optional(),
});

/** How an answer came about. `deadline`: nobody had answered in time, so the default was taken. */
export const HOWS = ['person', 'documents', 'model', 'default', 'deadline'] as const;

/** A question that was answered, in short; the record of the run that asked has it in full. The next run is told of it. */
export const decisionSchema = z.object({
  question: z.string(),
  answer: z.string(),
  how: z.enum(HOWS),
  /** Login of the person, or `Orch`. */
  by: z.string(),
  at: z.string(),
  /** The run that asked. */
  run: z.string(),
  /** How sure the agent was, from 0 to 1, of an answer of its own. */
  confidence: z.number().optional(),
  /** Where documents say so: their paths. */
  documents: z.array(z.string()).optional(),
  /** What could be chosen, where it was asked with options. */
  options: z.array(z.string()).optional(),
  /** The answer that a person replaced by this one. */
  instead_of: z.string().optional(),
});
export type Decision = z.infer<typeof decisionSchema>;

/** What a run has cost, once its end is known. Tokens of all kinds together. */
export const runCostSchema = z.object({
  usd: z.number().nonnegative(),
  /** The run may have been at work and nobody can tell what it cost: `usd` is all that was reserved for it. */
  unknown: z.literal(true).optional(),
  model_calls: z.int().nonnegative(),
  tokens: z.int().nonnegative(),
  outcome: z.enum(['succeeded', 'failed', 'asked', 'lost', 'cancelled']),
});
export type RunCost = z.infer<typeof runCostSchema>;

export const storyRunSchema = z.object({
  id: z.string(),
  record: z.string(),
  /** The most that it may cost, set aside when it was queued, and the day whose purse it draws from. `short`: that purse had less than `run_usd` left. */
  reserved: z.object({ usd: z.number().nonnegative(), day: daySchema, short: z.enum(PURSES).optional() }).optional(),
  /** Absent while its end is not known, and in files from before costs were kept. */
  cost: runCostSchema.optional(),
});
export type StoryRun = z.infer<typeof storyRunSchema>;

/** Why an approval does not count any more. */
export const VOIDS = [
  /** The pull request has another head commit. */
  'push',
  /** The title or the body of the issue was edited. */
  'text',
  /** The role is too low now. */
  'right',
  /** `settings.approvers` names others. */
  'approvers',
  /** The review was dismissed, or is gone. */
  'dismissed',
] as const;
export type Void = (typeof VOIDS)[number];

/** An approval is bound to what was approved: a commit and a text. */
export const approvalSchema = z.object({
  by: personSchema,
  /** The head commit of the pull request. */
  head: z.string(),
  /** SHA-256 over title and body of the issue; absent in files from before it was kept. */
  text: z.string().optional(),
  /** When it was given, by GitHub's clock. */
  at: z.string(),
  /** GitHub keeps a review and can be asked again; a comment is read once, so this is the only place where it stands. Absent: a review. */
  from: z.enum(['review', 'comment']).optional(),
  /** Number of the review or the comment. */
  source: z.int().positive().optional(),
});
export type Approval = z.infer<typeof approvalSchema>;

/** An approval that does not count. */
export const voidSchema = z.object({
  by: z.string(),
  why: z.enum(VOIDS),
  /** Kept of a comment's approval while its commit or its giver's right may come back; a review can be asked for again. */
  approval: approvalSchema.optional(),
});

/**
 * One thing that Orch owes the outside world. It is committed together with the state that caused it, and taken out when it is done.
 * Its id is the transition's number and its place in it, so that it can be told apart from every other.
 */
export const effectSchema = z.discriminatedUnion('kind', [
  /** Bring the story's one sticky comment up to date. */
  z.object({ id: z.string(), kind: z.literal('sticky') }),
  /** Bring the board of the story's epic up to date, in the same request as the story's own comment. */
  z.object({ id: z.string(), kind: z.literal('board') }),
  /** Answer someone in a new comment. `key` is the mark by which the answer is found again. */
  z.object({
    id: z.string(),
    kind: z.literal('reply'),
    key: z.string(),
    text: z.string(),
    /** The pull request to answer on; the story's issue when absent. */
    on: z.object({ number: z.int().positive(), node_id: z.string() }).optional(),
  }),
  /** Bring the issue's status label in line with the story, and take named labels off that someone put on without the right to. */
  z.object({ id: z.string(), kind: z.literal('labels'), take_off: z.array(z.string()) }),
  /** Take a comment of Orch's own away that stands there twice. */
  z.object({
    id: z.string(),
    kind: z.literal('delete_comment'),
    comment: z.object({ id: z.int().positive(), node_id: z.string() }),
  }),
  /** Show that a command was understood, by a reaction on its comment. */
  z.object({ id: z.string(), kind: z.literal('react'), comment: z.string() }),
  /** Start the Actions run of a run. */
  z.object({ id: z.string(), kind: z.literal('dispatch'), run: z.string() }),
  z.object({ id: z.string(), kind: z.literal('cancel_run'), actions_run: z.int() }),
  z.object({ id: z.string(), kind: z.literal('open_pull_request'), run: z.string() }),
  z.object({ id: z.string(), kind: z.literal('close_pull_request') }),
  /** Publish the proof of tests first as a check run on the delivered commit. */
  z.object({ id: z.string(), kind: z.literal('prove'), run: z.string() }),
  z.object({ id: z.string(), kind: z.literal('merge'), pull_request: z.int(), head: z.string() }),
  /** Open the issue of a planned story, as a sub-issue of its epic. It holds its own text, so that whoever takes it over needs no document. */
  z.object({ id: z.string(), kind: z.literal('open_story'), key: z.string(), title: z.string(), body: z.string() }),
  /** Open the issue of a new epic that someone asked for elsewhere. `key` is the mark by which it is found again. */
  z.object({
    id: z.string(),
    kind: z.literal('open_epic'),
    key: z.string(),
    title: z.string(),
    body: z.string(),
    by: personSchema,
  }),
  /** Tell GitHub that one story of a plan waits for another. */
  z.object({ id: z.string(), kind: z.literal('link_story'), key: z.string(), after: z.string() }),
  /** Make the milestone that mirrors the sprint, put its stories into it, and close it. */
  z.object({
    id: z.string(),
    kind: z.literal('open_milestone'),
    sprint: z.int().positive(),
    /** What it says, for whoever takes it over when the sprint is no more: what may have been made has to be found and closed. */
    title: z.string().optional(),
    description: z.string().optional(),
  }),
  z.object({ id: z.string(), kind: z.literal('set_milestone'), issue: issueSchema, milestone: z.string().nullable() }),
  z.object({ id: z.string(), kind: z.literal('close_milestone'), number: z.int().positive() }),
  /** Pin the epic above the list of issues. */
  z.object({ id: z.string(), kind: z.literal('pin') }),
  z.object({ id: z.string(), kind: z.literal('close_issue') }),
  z.object({ id: z.string(), kind: z.literal('delete_branch') }),
]);
export type Effect = z.infer<typeof effectSchema>;

/** An effect before it gets its id. */
export type Intended = Effect extends infer E ? (E extends Effect ? Omit<E, 'id'> : never) : never;

/**
 * Effects that are owed, and who is doing them. Until `until` (time of the holder's clock) nobody else touches them; after that
 * anyone may take them over, looking first whether each was done already.
 */
export const outboxSchema = z.object({
  holder: z.string(),
  until: z.string(),
  effects: z.array(effectSchema).min(1),
});
export type Outbox = z.infer<typeof outboxSchema>;

export const storySchema = z.looseObject({
  version: z.literal(1),
  id: z.int().positive(),
  title: z.string(),
  status: z.enum(STATUSES),
  requested_by: personSchema,
  created_at: z.string(),
  started_at: z.string().optional(),
  completed_at: z.string().optional(),
  /** Makes it an epic: its runs write the plan, and its stories do the work. Kept in a file of its own, which `epic_file` names. */
  plan: planSchema.optional(),
  epic_file: z.string().optional(),
  /** The epic that it is a part of, by its issue. */
  epic: z.int().positive().optional(),
  /** The sprint in which it was started: `7.1` is the first of epic 7. */
  sprint: z.string().optional(),
  /** 1 is most urgent, 4 can wait; absent where nobody said, which counts as 3. */
  priority: z.int().min(1).max(4).optional(),
  /** What the plan expects: sessions of an agent. */
  sessions: z.number().positive().optional(),
  /** Globs of the files that it will likely change. */
  touches: z.array(z.string()).optional(),
  /** Issues of this repository that it waits for and that were open when it was last looked at. */
  blocked_by: z.array(z.int().positive()).optional(),
  /** Issues that it waited for, and that people took out of GitHub's list since: what the plan says of them does not count any more. */
  freed_of: z.array(z.int().positive()).optional(),
  /** Issues of merged stories of its epic that are open nevertheless when it was last looked at: people opened them again, and it waits for them all the same. */
  held_by: z.array(z.int().positive()).optional(),
  /** Whose wish it is that it starts as soon as nothing stands in the way. */
  wanted: z.object({ by: personSchema, at: z.string() }).optional(),
  /** The edit of the issue's text of which people were told that it keeps the story from being started, by its time. */
  edit_told: z.string().optional(),
  /** The branch that the work goes to, and the commit that the story branch grew from. */
  base: z.object({ ref: z.string(), sha: z.string() }),
  /** Runs since the story was started or retried; bounded by `max_attempts`. */
  attempts: z.int().nonnegative(),
  /** Rounds of changes asked for by reviewers or failing checks; bounded by `max_review_rounds`. */
  rounds: z.int().nonnegative(),
  /** Ids of all runs, oldest first. The last one is the current one. */
  runs: z.array(storyRunSchema),
  pull_request: z
    .object({
      number: z.int().positive(),
      url: z.string(),
      /** The commit that Orch delivered and proved last. */ head: z.string(),
    })
    .optional(),
  /** A pull request that was closed before this story was tried again: its successor gets a greater number. */
  former_pull_request: z.int().positive().optional(),
  /** Approvals that count, one for each person. */
  approvals: z.array(approvalSchema).optional(),
  /** Whose approvals do not count any more, and why: shown until the next approval or run. */
  void: z.array(voidSchema).optional(),
  /** Reviews that approved a text that was edited since. They never count again. */
  spent: z.array(z.int().positive()).optional(),
  /** Names of the checks that ever ran on this story's pull request. A merge waits for each of them on the commit that is merged. */
  checks: z.array(z.string()).optional(),
  /** What keeps an approved pull request from being merged, besides checks that still run. */
  hindrance: z
    .discriminatedUnion('kind', [
      /** Someone with write access asked for changes and has not taken it back. */
      z.object({ kind: z.literal('objection'), by: z.string() }),
      /** A check that ran on an earlier commit did not run on this one. */
      z.object({ kind: z.literal('check'), name: z.string() }),
      /** The rules of the base branch ask for more reviews than there are, or for the end of an objection. */
      z.object({ kind: z.literal('protection'), branch: z.string(), asks: z.enum(['review', 'no_changes']) }),
    ])
    .optional(),
  blocked: blockSchema.optional(),
  /** What was asked and answered, oldest first; people name them by their place, from 1. */
  decisions: z.array(decisionSchema).optional(),
  /** What a reviewer, a failed check or a failed run said last: the next run is told so, as data. */
  feedback: z.string().optional(),
  /** How the run before ended, without its numbers: what fails in the same way twice is not tried a third time. */
  last_failure: z.string().optional(),
  /** Why it failed, in one sentence. */
  failure: z.string().optional(),
  /** How a skipped or abandoned story came to its end, who ended it (empty when GitHub does not tell), and why, in their words. */
  ended: z
    .object({
      how: z.enum(['skip', 'abandon', 'issue.closed', 'pull_request.closed']),
      by: z.string(),
      reason: z.string(),
    })
    .optional(),
  merge_commit: z.string().optional(),
  /** Of a merged story that others may build on: what its pull request said of itself, in short. */
  result: z.string().optional(),
  /** US dollars of its runs, as far as they are known; those of which they are not are counted with the runs. */
  cost_usd: z.number().nonnegative(),
  /** Paths and globs in which people let this story take tests away or weaken them. */
  allowed: z.array(z.object({ path: z.string(), by: personSchema, at: z.string() })).optional(),
  /** By how much people raised this story's own cap, in US dollars. */
  raises: z.array(z.object({ usd: z.number().positive(), by: personSchema, at: z.string() })).optional(),
  sticky: z.object({ id: z.int().positive(), node_id: z.string(), url: z.string() }).optional(),
  /** How far this story has read GitHub: nothing at or before these is looked at again. */
  seen: z.object({
    comment: z.int().nonnegative(),
    review: z.int().nonnegative(),
    labelings: z.int().nonnegative(),
    issue: z.enum(['open', 'closed']),
  }),
  /** Object id of the faulty configuration that people were told of here. */
  config_told: z.string().optional(),
  /** Counts the transitions; part of each effect's id. */
  transition: z.int().nonnegative(),
  outbox: outboxSchema.optional(),
});
export type Story = z.infer<typeof storySchema>;

/** Statuses from which nothing moves by itself: only a person can start them again, and `merged` not even that. */
export const AT_REST: ReadonlySet<Status> = new Set(['untracked', 'merged', 'skipped', 'abandoned', 'failed']);

/** Statuses in which nothing is left to be done. A story that failed is not among them: somebody may try it again. */
export const HAS_ENDED: ReadonlySet<Status> = new Set(['merged', 'skipped', 'abandoned']);

/** A story of which nothing is known but its issue, and who asked for it. */
export const blankStory = (
  id: number,
  { title, by, base, now }: { title: string; by: PersonRef; base: Story['base']; now: string },
): Story => ({
  version: 1,
  id,
  title,
  status: 'untracked',
  requested_by: by,
  created_at: now,
  base,
  attempts: 0,
  rounds: 0,
  runs: [],
  cost_usd: 0,
  seen: { comment: 0, review: 0, labelings: 0, issue: 'open' },
  transition: 0,
});

/** The id and record path of the run that works, or worked last. */
export const currentRun = (story: Story): { id: string; record: string } | undefined => story.runs.at(-1);

/** US dollars that are set aside for runs whose end is not known yet. */
export const reservedFor = ({ runs }: Story): number =>
  money(runs.reduce((total, { reserved, cost }) => total + (cost ? 0 : (reserved?.usd ?? 0)), 0));

/** US dollars counted in full for runs of which nobody can tell what they cost. */
export const unknownCost = ({ runs }: Story): number =>
  money(runs.reduce((total, { cost }) => total + (cost?.unknown ? cost.usd : 0), 0));

/** By how much this story's own cap was raised, in US dollars. */
export const raisedBy = ({ raises = [] }: Story): number => money(raises.reduce((total, { usd }) => total + usd, 0));
