/** The outcome of `prd`: what the product must do, each requirement with an id that stories refer to. */
import { z } from 'zod';
import { line, requirementId, text } from './fields.ts';

/** `must`: without it the release is pointless. `should`: it hurts to leave it out. `could`: nice. */
export const WEIGHTS = ['must', 'should', 'could'] as const;

export const requirementSchema = z.strictObject({
  id: requirementId,
  /** `functional`: what it does. `quality`: how well, with a number. */
  kind: z.enum(['functional', 'quality']),
  weight: z.enum(WEIGHTS),
  statement: text(600),
  /** How anybody can tell that it is met. */
  check: text(600),
});
export type Requirement = z.infer<typeof requirementSchema>;

const firstTwin = (ids: readonly string[]): number => ids.findIndex((id, index) => ids.indexOf(id) !== index);

export const requirementsSchema = z
  .strictObject({
    title: line(120),
    requirements: z.array(requirementSchema).min(1).max(60),
    out_of_scope: z.array(text(300)).max(20).default([]),
  })
  .superRefine(({ requirements }, context) => {
    const ids = requirements.map(({ id }) => id);
    const twin = firstTwin(ids);
    if (twin === -1) return;
    const message = `there are two requirements ${ids[twin]}; give each its own id`;
    context.addIssue({ code: 'custom', path: ['requirements', twin, 'id'], message });
  });
export type Requirements = z.infer<typeof requirementsSchema>;

/** The ids that the stories must cover. Those that merely could be done may be left out. */
export const idsToCover = ({ requirements }: Requirements): { id: string; needed: boolean }[] =>
  requirements.map(({ id, weight }) => ({ id, needed: weight !== 'could' }));
