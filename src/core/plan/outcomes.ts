/** The outcomes that workflows can have, by the name that a `workflow.yaml` gives in `outcome_type`. */
import type { ZodType } from 'zod';
import { architectureSchema } from './architecture.ts';
import { reviewSchema } from './finding.ts';
import { requirementsSchema } from './requirements.ts';
import { researchSchema, spikeSchema } from './research.ts';
import { retrospectiveSchema, sprintSchema } from './retrospective.ts';
import { storiesSchema } from './stories.ts';
import { verdictSchema } from './verdict.ts';

export const OUTCOMES = {
  verdict: verdictSchema,
  research: researchSchema,
  spike: spikeSchema,
  requirements: requirementsSchema,
  architecture: architectureSchema,
  stories: storiesSchema,
  sprint: sprintSchema,
  review: reviewSchema,
  retrospective: retrospectiveSchema,
} as const satisfies Record<string, ZodType>;

export type OutcomeName = keyof typeof OUTCOMES;
