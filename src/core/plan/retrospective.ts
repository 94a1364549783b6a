/** The outcomes of `sprint` and `retrospective`. */
import { z } from 'zod';
import { line, sessions, text } from './fields.ts';

/** Which stories are worked on next, by issue number, and what for. */
export const sprintSchema = z
  .strictObject({
    goal: line(200),
    stories: z.array(z.int().positive()).min(1).max(50),
    /** Sessions that the team has for it, and what the stories are estimated at, corrected by what was learned. */
    capacity: sessions.max(1_000),
    planned: sessions.max(1_000),
    /** Stories that were wished for and left out. */
    left_out: z
      .array(z.strictObject({ story: z.int().positive(), why: text(300) }))
      .max(50)
      .default([]),
    risks: z.array(text(300)).max(10).default([]),
  })
  .refine(({ stories }) => new Set(stories).size === stories.length, {
    path: ['stories'],
    error: 'a story stands here twice',
  })
  .refine(({ planned, capacity }) => planned <= capacity, {
    path: ['planned'],
    error: 'more is planned than there is capacity; leave stories out, and say which',
  });
export type SprintPlan = z.infer<typeof sprintSchema>;

/** What a sprint or a story taught. Each entry becomes a lesson that later work is told. */
export const retrospectiveSchema = z.strictObject({
  summary: text(1_500),
  surprises: z.array(text(500)).max(10).default([]),
  /** Changes to make, each with who can make it: a person, or Orch by a document or a workflow. */
  changes: z
    .array(z.strictObject({ change: text(500), who: line(80) }))
    .max(5)
    .default([]),
  /** What failed, why, and what to do instead. */
  failures: z
    .array(z.strictObject({ story: z.int().positive(), approach: text(500), why: text(500), lesson: text(500) }))
    .max(20)
    .default([]),
  /** Ways of working in this code base that are worth repeating, with a place where they can be seen. */
  patterns: z
    .array(z.strictObject({ name: line(80), how: text(500), seen_in: line(200) }))
    .max(10)
    .default([]),
  estimates: z
    .array(
      z.strictObject({ story: z.int().positive(), estimated: sessions, actual: z.number().nonnegative().max(1_000) }),
    )
    .max(50)
    .default([]),
  /** How well spikes foretold what happened, in percent; absent where there was none. */
  spike_accuracy: z.number().min(0).max(100).optional(),
});
export type Retrospective = z.infer<typeof retrospectiveSchema>;
