/**
 * What makes a story an epic: its work is a plan. The plan is written by workflows, one document after another, and accepted by people; then it
 * is a list of stories, each an issue of its own, that are worked on in sprints. This is the part `plan` of its file, `epics/<n>.yaml`.
 */
import { z } from 'zod';

/** The workflows that an epic's own runs play, in the order of the flow (`plan/flow.ts`). */
export const EPIC_WORKFLOWS = ['why', 'research', 'spike', 'prd', 'architecture', 'stories', 'retrospective'] as const;
export type EpicWorkflow = (typeof EPIC_WORKFLOWS)[number];

/** The roles that plan, besides the developer. */
export const PLANNERS = [
  'analyst',
  'researcher',
  'product-manager',
  'architect',
  'scrum-master',
  'retrospective',
] as const;
export type Planner = (typeof PLANNERS)[number];

/** Who plays which workflow. */
export const PLAYED_BY: Readonly<Record<EpicWorkflow, Planner>> = {
  why: 'analyst',
  research: 'researcher',
  spike: 'researcher',
  prd: 'product-manager',
  architecture: 'architect',
  stories: 'scrum-master',
  retrospective: 'retrospective',
};

/** Where the sprint of an epic stands; `sprint/cycle.ts` has the table. */
export const CYCLE = ['idle', 'backlog_ready', 'sprint_planned', 'sprint_active', 'sprint_review'] as const;
export type Cycle = (typeof CYCLE)[number];

/** An issue as it is named in acts. */
export const issueSchema = z.object({ number: z.int().positive(), node_id: z.string() });

/** A document that a workflow wrote. */
export const planDocumentSchema = z.object({
  workflow: z.enum(EPIC_WORKFLOWS),
  /** In the repository, from its root. */
  path: z.string(),
  /** What it says to a program (`plan/outcomes.ts`), where the way on hangs on it. */
  outcome: z.json().optional(),
  /** The sprint that a retrospective is about. */
  sprint: z.int().positive().optional(),
  /** The pull request with which people accepted it, and when; absent while they have not. */
  pull_request: z.int().positive().optional(),
  accepted_at: z.string().optional(),
});
export type PlanDocument = z.infer<typeof planDocumentSchema>;

/** A story of the accepted plan, as the schedule needs it. What is to be done stands in its issue. */
export const plannedSchema = z.object({
  /** `S3` in the document, `S102` for the task 1.2 of a Markdown plan; `#12` of an issue that people made a sub-issue themselves. */
  key: z.string(),
  title: z.string(),
  /** Absent until it was opened. */
  issue: issueSchema.optional(),
  priority: z.int().min(1).max(4),
  /** Estimated sessions of an agent. */
  sessions: z.number().positive(),
  /** Globs of the files that it will likely change. */
  touches: z.array(z.string()),
  /** Keys of the stories that must be merged before it. */
  after: z.array(z.string()),
  /** Those of `after` that GitHub was told of. */
  linked: z.array(z.string()).optional(),
});
export type Planned = z.infer<typeof plannedSchema>;

/** Stories chosen to be worked on now. A milestone mirrors it. */
export const sprintSchema = z.object({
  /** 1 is the epic's first. */
  number: z.int().positive(),
  goal: z.string(),
  /** Numbers of their issues. */
  stories: z.array(z.int().positive()),
  milestone: issueSchema.optional(),
  planned_at: z.string(),
  started_at: z.string().optional(),
  /** Who started it: their word is behind every story that the schedule starts. */
  started_by: z.object({ id: z.int().nonnegative(), login: z.string() }).optional(),
  reviewed_at: z.string().optional(),
  closed_at: z.string().optional(),
  feedback: z.array(z.object({ by: z.string(), text: z.string(), at: z.string() })),
});
export type Sprint = z.infer<typeof sprintSchema>;

/** An epic's part of its file. */
export const planSchema = z.object({
  /** The workflow whose run is under way, or whose document waits for people; the last one while the stories are worked on. */
  workflow: z.enum(EPIC_WORKFLOWS),
  /** What the spike is to answer. */
  question: z.string().optional(),
  /** Oldest first; what was written anew has its newest only. */
  documents: z.array(planDocumentSchema),
  /** A file of the default branch whose stories are to be taken over: the accepted document, or a plan that a person named. Absent once they are. */
  source: z.string().optional(),
  /** Object id of the version of that file whose faults people were told of. */
  source_told: z.string().optional(),
  stories: z.array(plannedSchema),
  cycle: z.enum(CYCLE),
  sprint: sprintSchema.optional(),
  /** How its stories stood when the board was written last, so that it is written anew only when that has changed. */
  shown: z.string().optional(),
  /** Sprints that were closed, oldest first. */
  past: z.array(sprintSchema),
  /** Number of the newest sprint that was planned, be it closed, at work or cancelled: none is given twice. */
  last_sprint: z.int().positive().optional(),
  /** The open pull request is as Orch delivered it, and changes nothing but documents of this epic. */
  own_documents: z.literal(true).optional(),
  /** The Markdown plan that its stories were taken from, in which each retrospective ticks off what is done. */
  ticked: z.string().optional(),
});
export type Plan = z.infer<typeof planSchema>;

/** The file `epics/<n>.yaml`; unknown keys are kept. */
export const epicFileSchema = z.looseObject({ version: z.literal(1), id: z.int().positive(), ...planSchema.shape });

/** A plan of which nothing is done yet. */
export const NEW_PLAN: Plan = { workflow: 'why', documents: [], stories: [], cycle: 'idle', past: [] };

/** Where a workflow of an epic writes its document. `number`: of the spike, or of the sprint that is looked back at, since an epic can have several. */
export const documentPath = (epic: number, workflow: EpicWorkflow, number?: number): string =>
  `docs/epics/${epic}/${workflow}${number === undefined ? '' : `-${number}`}.md`;

/** Whether a file is one of the epic's own documents: in its folder, or the plan that it ticks off. */
export const isOwnDocument = (epic: number, { ticked }: Plan, path: string): boolean =>
  path === ticked || /^docs\/epics\/(\d+)\/[^/]+\.md$/.exec(path)?.[1] === `${epic}`;

/** The name of a sprint beyond its epic: `7.1` is the first of epic 7. */
export const sprintName = (epic: number, number: number): string => `${epic}.${number}`;
