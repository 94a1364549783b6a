/**
 * What a run is told when it is dispatched: everything the three jobs need, so that the agent asks GitHub for nothing before its first
 * model request. It travels as one `workflow_dispatch` input; GitHub allows 65,535 characters for all inputs together.
 */
import { z } from 'zod';
import { permissionsSchema } from './tool-permissions.ts';

/** The longest brief that is dispatched, in characters of its JSON. Leaves room for the other inputs under GitHub's 65,535. */
export const MAX_BRIEF = 60_000;
/** And in bytes of UTF-8: an input reaches an action as one environment variable, and Linux allows 131,072 bytes for one. */
export const MAX_BRIEF_BYTES = 120_000;

/** The most models that one agent may be given. */
export const MAX_MODELS = 5;

/** The most decisions that a run is told, the newest ones. */
export const MAX_DECISIONS = 20;
/** And the most characters of JSON that they may take, a third of the brief: an answer in somebody's own words can be long. */
export const MAX_DECISIONS_LENGTH = 20_000;

/** How sure an agent must be to go on with an answer of its own, when nobody says. */
export const DEFAULT_THRESHOLD = 0.75;

/** The most rules by which changes are exempt from the proof. */
export const MAX_EXEMPTIONS = 10;

/**
 * A kind of change that needs no test which fails without it: documentation, chores. Told by the paths of its files alone, because these are what git
 * says about the change itself: a label can be put on an issue by many, before anyone has seen the change, and says nothing about what is in it.
 */
export const exemptionSchema = z.strictObject({
  /** What the pull request calls it. */
  name: z.string().regex(/^[\w][\w .-]{0,39}$/, 'a name has up to 40 letters, digits, spaces, dots and dashes'),
  /** Globs; a change is of this kind when every file that it touches matches one of some rule. */
  paths: z.array(z.string().min(1).max(100)).min(1).max(20),
});
export type Exemption = z.infer<typeof exemptionSchema>;

const sha = z.string().regex(/^[0-9a-f]{40}$/);

/** The longest state of a workflow that is carried to the next run, in characters of its JSON; a longer one is begun anew. */
export const MAX_WORKFLOW_STATE = 24_000;

/** The most paths in which a story may be allowed to take tests away. */
export const MAX_ALLOWED = 20;

/** The longest of what a run is told in one sentence or two: what a story built, what was learned; in characters. */
export const MAX_RESULT = 600;
/** The most stories below that a run is told of, and the most lessons: together at most a fifth of the brief. */
export const MAX_FOUNDATIONS = 10;
export const MAX_LESSONS = 12;

/** The longest record of a sprint, in characters: a page for people, and a seventh of the brief. */
export const MAX_RECORD = 8_000;

/** What a run of an epic plays. */
export const workflowBriefSchema = z.strictObject({
  /** By its name, built in or in `.orch/workflows/`: `prd`. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  /** The question that a spike answers. */
  question: z.string().max(300).optional(),
  /** Where the document goes; `docs/epics/<n>/<name>.md` when absent. */
  document: z.string().max(200).optional(),
  /** What happened in the sprint that is looked back at, and what to call it. */
  record: z.strictObject({ subject: z.string().max(100), text: z.string().max(MAX_RECORD) }).optional(),
  /** A Markdown plan in which the tasks of merged stories are ticked off, each with its story, so that what is found out can be noted there. */
  ticks: z
    .strictObject({
      file: z.string().max(300),
      tasks: z
        .array(z.strictObject({ key: z.string().max(20), story: z.int().positive(), done: z.boolean() }))
        .max(200),
    })
    .optional(),
  /** Where the run before stopped on the way: the JSON of a state of `workflow/run/state.ts`. */
  state: z.string().max(MAX_WORKFLOW_STATE).optional(),
});

export const briefSchema = z.strictObject({
  version: z.literal(1),
  /** `12-developer-3`. */
  run: z.string(),
  story: z.int().positive(),
  role: z.string(),
  attempt: z.int().positive(),
  title: z.string(),
  /** The text, as data: it was written by whoever opened the issue. */
  body: z.string(),
  /** The branch that the story branch grows from and the pull request goes to, and its commit when the run was queued. */
  base: z.strictObject({ ref: z.string(), sha }),
  branch: z.string(),
  /** The story branch's head that this run continues from; the base commit on the first attempt. */
  start: sha,
  /** What the last reviewer or the last failed attempt said, as data. */
  feedback: z.string(),
  /** Where the `deliver` job writes the result: the state branch and the path of the run's record on it. */
  state: z.strictObject({ branch: z.string(), record: z.string() }),
  /**
   * `claude-…`, `openai:…`, or `scripted:PATH` for a script in the repository (read from the base commit). A list is tried in its order;
   * one model is a plain string, as it was before there were lists.
   */
  model: z.union([z.string(), z.array(z.string()).min(1).max(MAX_MODELS)]),
  commands: z.strictObject({
    /** Shell command that runs the project's tests and exits 0 only when they pass. */
    test: z.string(),
    /** Glob patterns of JUnit XML files that it writes; absent where its output says enough. */
    reports: z.array(z.string()).optional(),
  }),
  /** Glob patterns of the files that count as tests. */
  tests: z.array(z.string()),
  /** What the proof of tests first does not ask for; absent where it asks for everything. */
  proof: z.strictObject({ exempt: z.array(exemptionSchema).max(MAX_EXEMPTIONS) }).optional(),
  /** Paths and globs in which somebody lets the run take tests away or weaken them; absent where nobody does. */
  allowed: z.array(z.string().max(200)).max(MAX_ALLOWED).optional(),
  /** Path globs, beyond the built-in ones, that a run may not change. */
  protected: z.array(z.string()),
  /** Whether the model's commands must run in a jail. Briefs of before there was one mean that they must. */
  jail: z.enum(['required', 'none']).default('required'),
  /** What was asked about this story and answered, by people or by an agent that was sure enough; the newest last. */
  decisions: z
    .array(z.strictObject({ question: z.string(), answer: z.string(), by: z.string() }))
    .max(MAX_DECISIONS)
    .optional(),
  /** Merged stories that this one builds on, and what was learned in its epic, where it has one; each as data. */
  foundations: z
    .array(
      z.strictObject({
        story: z.int().positive(),
        title: z.string().max(200),
        pull_request: z.int().positive().optional(),
        commit: z.string().max(64).optional(),
        /** What its pull request said. */
        result: z.string().max(MAX_RESULT).optional(),
      }),
    )
    .max(MAX_FOUNDATIONS)
    .optional(),
  lessons: z
    .array(z.strictObject({ from: z.string().max(100), text: z.string().max(MAX_RESULT) }))
    .max(MAX_LESSONS)
    .optional(),
  /** What the tools may be used for; everything within the jail when absent. */
  permissions: permissionsSchema.optional(),
  /** How sure an agent must be of an answer of its own; DEFAULT_THRESHOLD when absent. */
  threshold: z.number().min(0).max(1).optional(),
  /** The workflow to play; absent for a story, whose developer works without one. */
  workflow: workflowBriefSchema.optional(),
  limits: z.strictObject({
    /** Model calls in one run. */
    turns: z.int().positive(),
    /** Minutes for the agent job, after which work in progress is delivered. */
    minutes: z.number().positive(),
    /** US dollars for one run; the loop stops within one model call of it. */
    usd: z.number().positive(),
  }),
});
export type Brief = z.infer<typeof briefSchema>;

/** The models of a run, in the order in which they are tried; at least one. */
export function modelsOf({ model }: Pick<Brief, 'model'>): [string, ...string[]] {
  return typeof model === 'string' ? [model] : (model as [string, ...string[]]);
}
