/** The outcome of `why`: whether something is worth building at all. */
import { z } from 'zod';
import { confidence, line, path, text } from './fields.ts';

/** `proceed`: go on to research. `clarify`: people answer the questions first. `reject`: it is not built, unless a person says otherwise. */
export const VERDICTS = ['proceed', 'clarify', 'reject'] as const;

/** A question to the people who asked, with answers to choose from. */
export const openQuestionSchema = z
  .strictObject({
    question: text(500),
    options: z.array(line(200)).max(6).default([]),
    /** What is taken when nobody answers: the number of an option, from 1. */
    default: z.int().min(1).optional(),
  })
  .refine((asked) => asked.default === undefined || asked.default <= asked.options.length, {
    path: ['default'],
    error: 'expected the number of one of the options',
  });
export type OpenQuestion = z.infer<typeof openQuestionSchema>;

/** Something that is there already and helps, or makes the wish needless. */
export const priorArtSchema = z.strictObject({ path, helps: text(300) });

export const verdictSchema = z
  .strictObject({
    verdict: z.enum(VERDICTS),
    confidence,
    /** Why, in words that whoever asked can answer. */
    reason: text(1_500),
    prior_art: z.array(priorArtSchema).max(10).default([]),
    /** What was tried before and did not hold, and what it taught. */
    past_failures: z
      .array(z.strictObject({ what: text(300), lesson: text(300) }))
      .max(5)
      .default([]),
    /** A smaller thing that would serve the need, where there is one. */
    simpler: text(1_000).optional(),
    questions: z.array(openQuestionSchema).max(5).default([]),
  })
  .refine(({ verdict, questions }) => verdict !== 'clarify' || questions.length > 0, {
    path: ['questions'],
    error: 'the verdict is clarify, so at least one question must stand here',
  })
  .refine(
    ({ verdict, questions }) => verdict !== 'proceed' || questions.every((asked) => asked.default !== undefined),
    {
      path: ['questions'],
      error:
        'the verdict is proceed, so each question needs a default that the work goes on with; otherwise the verdict is clarify',
    },
  );
export type Verdict = z.infer<typeof verdictSchema>;
