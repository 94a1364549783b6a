/** Ticks and reactions on the comment that asks: which options were chosen, by whom, and whose role has to be looked up. */
import { OPTION_REACTIONS, tickedIn } from '../messages/questions.ts';
import type { Observation, Person } from '../observation.ts';
import { HEARD } from '../rights.ts';
import type { Asked } from '../run.ts';
import type { Story } from '../story.ts';

/** An option that somebody chose, by its number from 1. */
export interface Choice {
  by: Person;
  option: number;
}

/** So many reactions of people who were not asked are looked at, the newest: each one's role may cost a request, and anyone can react. */
const MAX_OTHERS = 4;

/**
 * Whoever ticked an option of the question or reacted with its sign, in the order in which that counts. `ask`: logins of those whom the configuration
 * has asked. They, and whoever asked for the story, are looked at however many others react.
 */
export function choicesOf(
  { question: seen }: Observation,
  { requested_by: { login } }: Pick<Story, 'requested_by'>,
  { options }: Pick<Asked, 'options'>,
  ask: readonly string[],
): Choice[] {
  if (!seen) return [];
  const isChoice = ({ by, option }: Choice): boolean => HEARD[by.kind] && option >= 1 && option <= options.length;
  const ticked = tickedIn(seen.body);
  // Two ticks are no answer, and neither are two signs of one person.
  const tick = seen.editor && ticked.length === 1 ? [{ by: seen.editor, option: ticked[0]! }] : [];
  const signs = seen.reactions
    .map(({ by, content }) => ({ by, option: (OPTION_REACTIONS as readonly string[]).indexOf(content) + 1 }))
    .filter(isChoice);
  const clear = signs.filter(({ by }) => signs.filter((other) => other.by.id === by.id).length === 1);
  const asked = new Set([login, ...ask].map((one) => one.toLowerCase()));
  const others = new Set(clear.filter(({ by }) => !asked.has(by.login.toLowerCase())).slice(-MAX_OTHERS));
  return [
    ...tick.filter(isChoice),
    ...clear.filter((choice) => asked.has(choice.by.login.toLowerCase()) || others.has(choice)),
  ];
}
