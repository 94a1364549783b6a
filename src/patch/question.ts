/** The texts of a question and of a decision: an agent's words, made harmless, each on one line. */
import type { DecisionIntent, QuestionIntent } from '../core/intent.ts';
import type { Asked, Decided } from '../core/run.ts';
import { type HarmlessOptions, harmlessLine } from './harmless.ts';

export function harmlessQuestion({ kind: _, ...asked }: QuestionIntent, options: HarmlessOptions): Asked {
  const { default: preset, ...rest } = asked;
  return {
    ...rest,
    question: harmlessLine(asked.question, 1_000, options),
    options: asked.options.map((option) => harmlessLine(option, 200, options)),
    reasoning: harmlessLine(asked.reasoning, 2_000, options),
    ...(preset !== undefined && { default: preset }),
  };
}

export function harmlessDecision({ kind: _, ...decided }: DecisionIntent, options: HarmlessOptions): Decided {
  const { documents, ...rest } = decided;
  return {
    ...rest,
    question: harmlessLine(decided.question, 1_000, options),
    answer: harmlessLine(decided.answer, 1_000, options),
    reasoning: harmlessLine(decided.reasoning, 2_000, options),
    ...(documents && { documents: documents.map((path) => harmlessLine(path, 300, options)) }),
  };
}
