/** The outcome of `architecture`: the decisions that are costly to change, and where the parts will stand. */
import { z } from 'zod';
import { line, path, requirementId, text } from './fields.ts';

export const designDecisionSchema = z.strictObject({
  title: line(120),
  decision: text(1_000),
  because: text(1_000),
  /** What was weighed and left. */
  instead_of: z.array(text(300)).max(5).default([]),
  serves: z.array(requirementId).max(30).default([]),
});

export const componentSchema = z.strictObject({
  name: line(80),
  does: text(500),
  /** Where its code stands or will stand. Stories take their `touches` from here. */
  paths: z.array(path).min(1).max(10),
  /** New, changed, or used as it is. */
  change: z.enum(['new', 'changed', 'as it is']),
});

export const architectureSchema = z.strictObject({
  decisions: z.array(designDecisionSchema).min(1).max(20),
  components: z.array(componentSchema).min(1).max(30),
  risks: z
    .array(z.strictObject({ risk: text(300), answer: text(500) }))
    .max(10)
    .default([]),
});
export type Architecture = z.infer<typeof architectureSchema>;
