/** The outcomes of `research` and `spike`: ways to build it, and what nobody knows yet. */
import { z } from 'zod';
import { confidence, line, sessions, text } from './fields.ts';
import { priorArtSchema } from './verdict.ts';

export const RISKS = ['low', 'medium', 'high'] as const;

export const approachSchema = z.strictObject({
  name: line(80),
  summary: text(1_000),
  pros: z.array(text(300)).min(1).max(6),
  cons: z.array(text(300)).min(1).max(6),
  risk: z.enum(RISKS),
  /** Rough size of the whole. */
  sessions,
});

/** Something that nobody knows. `spike`: the choice hangs on it and only trying it out can tell. */
export const unknownSchema = z.strictObject({ question: text(300), matters: text(500), spike: z.boolean() });

export const researchSchema = z
  .strictObject({
    prior_art: z.array(priorArtSchema).max(20).default([]),
    approaches: z.array(approachSchema).min(1).max(4),
    /** The name of one of the approaches. */
    recommended: line(80),
    confidence,
    unknowns: z.array(unknownSchema).max(10).default([]),
  })
  .refine(({ approaches, recommended }) => approaches.some(({ name }) => name === recommended), {
    path: ['recommended'],
    error: 'expected the name of one of the approaches, word for word',
  })
  .refine(({ approaches }) => new Set(approaches.map(({ name }) => name)).size === approaches.length, {
    path: ['approaches'],
    error: 'two approaches have the same name',
  });
export type Research = z.infer<typeof researchSchema>;

/** A spike answers one question by trying it out. Its branch goes; this stays. */
export const spikeSchema = z.strictObject({
  question: text(300),
  viable: z.boolean(),
  /** The answer, with the conditions under which it holds. */
  finding: text(2_000),
  /** What was run and what came out: commands, numbers, error messages. */
  evidence: z.array(text(500)).min(1).max(10),
  lessons: z.array(text(300)).max(5).default([]),
  minutes: z.number().nonnegative().max(10_000),
});
export type Spike = z.infer<typeof spikeSchema>;
