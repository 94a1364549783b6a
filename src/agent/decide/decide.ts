/** From a question to an answer: what is known already, then the documents and the model. */

import { rank } from '../../core/rank.ts';
import type { Document } from '../context/base-commit.ts';
import { type Answer, readAnswer } from './answer.ts';
import { answeredBefore, type Decider } from './decider.ts';
import { type Passage, passagesOf } from './passages.ts';
import { type Asking, askingText, DECIDE_PROMPT } from './prompt.ts';

/** Passages that the model is shown, at most, and their characters together: about two thousand tokens. */
const MAX_PASSAGES = 8;
const MAX_CHARACTERS = 8_000;

/** Answers that the model may give in all before the question goes to people. */
const MAX_TRIES = 2;

/**
 * `known`: it was answered before. `answered`: now, as surely as it says. `nonsense`: the model's answers could not be used; the last reason
 * is there. `over`: the run may not ask its model any more.
 */
export type Outcome =
  | { is: 'known'; answer: string; by: string }
  | ({ is: 'answered' } & Answer)
  | { is: 'nonsense'; wrong: string }
  | { is: 'over'; reason: string };

/** Answers one question. Makes no model call for one that has an answer, one for any other, and another when the first was nonsense. */
export async function answerTo(
  asking: Asking,
  decider: Decider,
  documents: () => Promise<readonly Document[]>,
): Promise<Outcome> {
  const before = answeredBefore(asking.question, decider.answered);
  if (before) return { is: 'known', answer: before.answer, by: before.by };

  const passages = relevant(asking, await documents());
  let wrong: string | undefined;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const reply = await decider.consult(DECIDE_PROMPT, askingText(asking, passages, decider.nonce, wrong));
    if ('over' in reply) return { is: 'over', reason: reply.over };
    const answer = readAnswer(reply.text, asking.options ?? [], passages);
    if (!('wrong' in answer)) return { is: 'answered', ...answer };
    wrong = answer.wrong;
  }
  return { is: 'nonsense', wrong: wrong ?? '' };
}

/** The passages that have most to do with the question, best first. */
function relevant({ question, options = [], why = '' }: Asking, documents: readonly Document[]): Passage[] {
  const passages = documents.flatMap(passagesOf);
  const texts = passages.map(({ path, under, text }) => [path, ...under, text].join('\n'));
  let room = MAX_CHARACTERS;
  return rank([question, ...options, why].join('\n'), texts, MAX_PASSAGES)
    .map((index) => passages[index]!)
    .filter(({ text }) => {
      room -= text.length;
      return room >= 0;
    });
}
