/** The outcome of `review`: findings on a pull request. Orch never approves; without a `must` it has nothing against a merge. */
import { z } from 'zod';
import { line, path, text } from './fields.ts';

/** `must`: it goes back. `should`: worth a change now. `nice`: take it or leave it. */
export const WEIGHTS = ['must', 'should', 'nice'] as const;

export const findingSchema = z.strictObject({
  weight: z.enum(WEIGHTS),
  path,
  /** In the head commit, from 1; absent where it is about the whole file. */
  line: z.int().min(1).optional(),
  title: line(120),
  /** What goes wrong, for which input, and what would mend it. */
  detail: text(1_500),
});
export type Finding = z.infer<typeof findingSchema>;

export const reviewSchema = z
  .strictObject({
    summary: text(1_000),
    /** Each acceptance criterion of the story, in its order, and the test or file that shows it. */
    acceptance: z.array(z.strictObject({ criterion: text(500), met: z.boolean(), shown_by: text(300) })).max(20),
    findings: z.array(findingSchema).max(30).default([]),
  })
  .superRefine(({ acceptance, findings }, context) => {
    if (findings.some(({ weight }) => weight === 'must')) return;
    const unmet = acceptance.findIndex(({ met }) => !met);
    if (unmet === -1) return;
    const message = 'a criterion that is not met needs a finding of weight must, which says what is missing';
    context.addIssue({ code: 'custom', path: ['acceptance', unmet, 'met'], message });
  });
export type Review = z.infer<typeof reviewSchema>;

/** Whether a review sends the work back. */
export const sendsBack = ({ findings }: Review): boolean => findings.some(({ weight }) => weight === 'must');
