/** What a question is decided with: what is known already, how sure one must be, and the run's model. */
import type { Brief } from '../../core/brief.ts';

/** What came of asking the model: its text, or why it was not asked. */
export type Consulted = { text: string } | { over: string };

/**
 * Asks the run's model one thing beside its work: no history, no tools, as little chance as it allows. What that consumes is the run's.
 * Resolves with `over`, a sentence, when a limit of the run is reached and nothing was asked. Rejects with ModelFailed when no answer can
 * be had, and with anything at all once the run is aborted.
 */
export type Consult = (system: string, text: string) => Promise<Consulted>;

export interface Decider {
  /** Questions of this story that have an answer. */
  answered: NonNullable<Brief['decisions']>;
  /** Sureness, 0 to 1, from which an answer stands without a person. */
  threshold: number;
  /** The random word of the run's fences. */
  nonce: string;
  consult: Consult;
}

/** The answer that a question has already, whatever its spaces and capitals. */
export function answeredBefore(
  question: string,
  answered: Decider['answered'],
): Decider['answered'][number] | undefined {
  const wanted = folded(question);
  return answered.findLast((each) => folded(each.question) === wanted);
}

/** A text for comparison: one space for any white space, small letters, and no question mark or full stop at the end. */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[ ?.!]+$/, '');
}
