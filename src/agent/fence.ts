/**
 * Data between two lines that its author could not write. The lines carry a random word that is new for every run; should a text hold that
 * word, because a model repeated it into a file, it is taken out, so that nothing inside can end the fence.
 */
import { type Shown, type Taken, visible } from './visible.ts';

/** A text for the model, and what was taken out of it. */
export interface Fenced {
  text: string;
  /** The same without the fence, for people. */
  plain: string;
  taken: Taken;
}

/** `name` is a word of Orch's own; `nonce` letters and digits. */
export function fence(name: string, given: string, shown: Shown, nonce: string): Fenced {
  const { text, taken } = visible(given, shown);
  const inside = text.replaceAll(new RegExp(nonce, 'gi'), '[taken out]').trim();
  return { text: `<<<DATA ${name} ${nonce}\n${inside}\nDATA ${name} ${nonce}>>>`, plain: text, taken };
}
