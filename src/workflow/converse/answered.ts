/** Questions that people have answered already, found again by their words. */
import { withoutInvisible } from '../../core/invisible.ts';

/** A question with its answer, by whom. */
export interface Answered {
  question: string;
  answer: string;
  by: string;
}

/** The longest question that is put to people, in characters; what is kept of it is no longer either. */
export const MAX_QUESTION = 1_000;

/** Letters of a question that count: behind them a kept one may have been cut. */
const COUNTS = 800;

/** The newest answer to a question. Only letters and digits are compared: signs are changed where a text must not act on GitHub. */
export function answerTo(question: string, answered: readonly Answered[]): Answered | undefined {
  const wanted = letters(question);
  return wanted === '' ? undefined : answered.findLast((each) => letters(each.question) === wanted);
}

function letters(text: string): string {
  const plain = withoutInvisible(text.replace(/&amp;/g, '&')).text.normalize('NFKC').toLowerCase();
  return plain
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, COUNTS);
}

/** A question on one line, as long as one may be. */
export function oneLine(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** A question as it is put to people. */
export interface Question {
  question: string;
  options: string[];
  /** Number of an option, from 1. */
  default?: number;
  /** 0 to 1. */
  confidence: number;
  reasoning: string;
}

/** Most options of a question, and the longest, in characters. */
const MAX_OPTIONS = 6;
const MAX_OPTION = 200;
const MAX_REASONING = 2_000;

/** A question within what people can be asked. `preferred` is the answer that an agent would take; it becomes the default. */
export function questionFor(asked: {
  question: string;
  options: readonly string[];
  preferred?: string | undefined;
  confidence?: number | undefined;
  reasoning?: string | undefined;
}): Question {
  const given = asked.options.length > 0 ? asked.options : asked.preferred === undefined ? [] : [asked.preferred];
  const options = given
    .map((option) => oneLine(option, MAX_OPTION))
    .filter((option) => option !== '')
    .slice(0, MAX_OPTIONS);
  const at = asked.preferred === undefined ? -1 : options.indexOf(oneLine(asked.preferred, MAX_OPTION));
  return {
    question: oneLine(asked.question, MAX_QUESTION),
    options,
    ...(at >= 0 && { default: at + 1 }),
    confidence: asked.confidence ?? 0,
    reasoning: oneLine(asked.reasoning ?? '', MAX_REASONING),
  };
}
