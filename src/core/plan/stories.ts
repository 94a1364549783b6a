/**
 * The outcome of `stories`: epics and stories, before they are issues. Keys (`E1`, `S1`…) hold the plan together; with the issues come
 * numbers. What a schema cannot say is checked in `check-stories.ts`.
 */
import { z } from 'zod';
import { complexity, line, path, requirementId, sessions, text } from './fields.ts';

/** At most this many stories in one go; a larger plan is nobody's to review. From the issue: "at most 50 in one go". */
export const MAX_STORIES = 50;

/** More than any plan that is meant seriously: what is beyond is not read, so that checking stays cheap. */
const READ_AT_MOST = 200;

export const epicKey = z.string().regex(/^E[1-9]\d{0,3}$/, 'expected the key of an epic, such as E1');
export const storyKey = z.string().regex(/^S[1-9]\d{0,3}$/, 'expected the key of a story, such as S1');

/** 1 is most urgent, 4 can wait. */
export const PRIORITIES = [1, 2, 3, 4] as const;
export const priority = z.literal(PRIORITIES);
export type Priority = z.infer<typeof priority>;

export const plannedEpicSchema = z.strictObject({ key: epicKey, title: line(120), goal: text(1_000) });
export type PlannedEpic = z.infer<typeof plannedEpicSchema>;

export const plannedStorySchema = z.strictObject({
  key: storyKey,
  epic: epicKey,
  title: line(120),
  /** Who gets what out of it. */
  value: text(600),
  /** What must hold when it is done, one testable sentence each. */
  acceptance: z.array(text(500)).min(1).max(40),
  /** How a person or a test goes through it, step by step. */
  test_steps: z.array(text(500)).min(1).max(40),
  priority,
  estimate: z.strictObject({ sessions, complexity }),
  dependencies: z.array(storyKey).max(50).default([]),
  /** The requirements that it meets, or helps to meet. */
  covers: z.array(requirementId).max(30).default([]),
  /** Paths and globs that it will likely change. Stories that share some do not run together. */
  touches: z.array(path).max(40).default([]),
  notes: text(2_000).optional(),
});
export type PlannedStory = z.infer<typeof plannedStorySchema>;

export const storiesSchema = z.strictObject({
  epics: z.array(plannedEpicSchema).min(1).max(20),
  stories: z.array(plannedStorySchema).min(1).max(READ_AT_MOST),
});
export type StoriesPlan = z.infer<typeof storiesSchema>;
