/** The texts of a question and of a decision: an agent's words, made harmless, each on one line. */
import type { DecisionIntent, QuestionIntent } from '../core/intent.ts';
import type { Asked, Decided } from '../core/run.ts';
import { type HarmlessOptions, harmlessLine } from './harmless.ts';

/** Everything that such an intent says, as text in which a secret can be found: JSON would write some characters differently. */
export const wordsOf = (intent: QuestionIntent | DecisionIntent): string =>
  Object.values(intent)
    .flat()
    .filter((value) => typeof value === 'string')
    .join('\n');

/** Undefined where nothing that a person could see is left of the question, or of an option. */
export function harmlessQuestion({ kind: _, ...asked }: QuestionIntent, options: HarmlessOptions): Asked | undefined {
  const { default: preset, ...rest } = asked;
  const question = harmlessLine(asked.question, 1_000, options);
  const choices = asked.options.map((option) => harmlessLine(option, 200, options));
  if ([question, ...choices].some((text) => text.trim() === '')) return undefined;
  return {
    ...rest,
    question,
    options: choices,
    reasoning: harmlessLine(asked.reasoning, 2_000, options),
    ...(preset !== undefined && { default: preset }),
  };
}

/**
 * The most that a decision may say of how sure its maker was: what documents say is quoted and checked while the agent works, and what a model thinks
 * is never certain. An agent that claims more is not believed.
 */
const SUREST: Record<DecisionIntent['source'], number> = { documents: 0.95, model: 0.9, default: 0.9 };

/** Undefined where nothing that a person could see is left of the question or of the answer. */
export function harmlessDecision(
  { kind: _, ...decided }: DecisionIntent,
  options: HarmlessOptions,
): Decided | undefined {
  const { documents, ...rest } = decided;
  const question = harmlessLine(decided.question, 1_000, options);
  const answer = harmlessLine(decided.answer, 1_000, options);
  if (question.trim() === '' || answer.trim() === '') return undefined;
  return {
    ...rest,
    question,
    answer,
    confidence: Math.min(decided.confidence, SUREST[decided.source]),
    reasoning: harmlessLine(decided.reasoning, 2_000, options),
    ...(documents && { documents: documents.map((path) => harmlessLine(path, 300, options)) }),
  };
}
