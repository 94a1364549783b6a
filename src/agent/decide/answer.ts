/** What a model's answer to a question says, and whether the documents say it. Pure. */
import { z } from 'zod';
import { folded } from './decider.ts';
import type { Passage } from './passages.ts';

/** How sure an answer is that the documents give in their own words, and how sure one can be at most that they do not. */
export const SURE_BY_DOCUMENTS = 0.95;
export const SUREST_BY_MODEL = 0.9;

/** Shorter quotations, in characters without outer spaces, stand in too many places to prove anything. */
const MIN_QUOTE = 12;

const answerSchema = z.object({
  answer: z.union([z.string(), z.number(), z.boolean()]).transform((given) => String(given).trim()),
  confidence: z.number().min(0).max(1),
  reasons: z
    .union([z.string(), z.array(z.string()).transform((all) => all.join(' '))])
    .transform((given) => given.trim().slice(0, 2_000))
    .default(''),
  quote: z.string().nullish(),
  passage: z.number().nullish(),
});

export interface Answer {
  answer: string;
  confidence: number;
  reasons: string;
  source: 'documents' | 'model';
  /** Of the passage that says it. */
  path?: string;
}

/**
 * Reads an answer. `wrong` is the end of a sentence about why it cannot be used. It comes from the documents only where its quotation
 * stands in a passage that the model was shown, spaces apart; the number that it gives for the passage is not believed.
 */
export function readAnswer(
  text: string,
  options: readonly string[],
  passages: readonly Passage[],
): Answer | { wrong: string } {
  const object = jsonIn(text);
  if (object === undefined) return { wrong: 'it was no JSON object' };
  const parsed = answerSchema.safeParse(object);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return { wrong: `${path.join('.') || 'it'}: ${message}` };
  }
  const { confidence, reasons, quote } = parsed.data;
  const answer = options.length > 0 ? oneOf(options, parsed.data.answer) : parsed.data.answer.slice(0, 1_000);
  if (answer === undefined) return { wrong: 'its answer is none of the options' };
  if (answer === '') return { wrong: 'its answer is empty' };
  const path = quote ? placeOf(quote, passages) : undefined;
  if (path !== undefined) return { answer, confidence: SURE_BY_DOCUMENTS, reasons, source: 'documents', path };
  return { answer, confidence: Math.min(confidence, SUREST_BY_MODEL), reasons, source: 'model' };
}

/** Models like to wrap JSON into words or into a block of code. */
function jsonIn(text: string): object | undefined {
  const begin = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (begin < 0 || end < begin) return undefined;
  try {
    return JSON.parse(text.slice(begin, end + 1)) as object;
  } catch {
    return undefined;
  }
}

/** The option that is meant, in its own spelling: it may have been named by its number. */
function oneOf(options: readonly string[], given: string): string | undefined {
  const same = options.find((option) => folded(option) === folded(given));
  return same ?? (/^\d$/.test(given) ? options[Number(given) - 1] : undefined);
}

function placeOf(quote: string, passages: readonly Passage[]): string | undefined {
  const wanted = spaced(quote);
  if (wanted.length < MIN_QUOTE) return undefined;
  return passages.find(({ text }) => spaced(text).includes(wanted))?.path;
}

const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();
