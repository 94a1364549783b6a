/** What a `workflow.yaml` tells Orch beside the format's own keys: who does it, in which phase, and where its document goes. */
import { z } from 'zod';
import { OUTCOMES, type OutcomeName } from './outcomes.ts';

/** The phases of an epic, in their order. */
export const PHASES = ['analysis', 'planning', 'solutioning', 'implementation'] as const;
export type Phase = (typeof PHASES)[number];

/**
 * Where the document of a workflow goes. `comment`: onto the issue. `pull_request`: into the repository, accepted by review, which is the
 * gate of its phase. `review`: onto the pull request it is about. `memory`: it is kept as lessons.
 */
export const PUBLISH = ['comment', 'pull_request', 'review', 'memory'] as const;

const name = z.string().regex(/^[a-z][a-z_-]{0,39}$/, 'expected a name in lower case, such as scrum-master');

export const workflowKeysSchema = z.looseObject({
  /** The agent whose persona and rights hold. */
  agent: name,
  /** Agents whose view it takes too. */
  also: z.array(name).max(5).default([]),
  phase: z.enum(PHASES),
  /** The schema of the YAML at the end of its document; absent where it writes none. */
  outcome_type: z.enum(Object.keys(OUTCOMES) as [OutcomeName, ...OutcomeName[]]).optional(),
  publish: z.enum(PUBLISH),
  /** Texts of others that the run is given, marked as data: they are never put into the instructions. */
  data: z.array(name).max(10).default([]),
  /** The longest that it may take, in minutes. */
  minutes: z.int().min(1).max(360),
});
export type WorkflowKeys = z.infer<typeof workflowKeysSchema>;
