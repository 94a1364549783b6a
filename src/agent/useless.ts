/** Answers of the model that call nothing that can be used: what it is told, and what people are told when it was too often. */
import { type CallResult, callsOf, type OpenTurn } from './calls.ts';
import type { Tool } from './tools/tool.ts';

/** Answers in a row without a call that could be used, after which the run stops as `model_silent`. */
export const MAX_USELESS_ANSWERS = 3;

/** Whether nothing came of an answer. */
export function isUseless(results: readonly CallResult[]): boolean {
  return results.every(({ result }) => result.outcome === 'bad_call');
}

/** What the model is told after such an answer. */
export function nudge(tools: readonly Tool[], { reply }: Pick<OpenTurn, 'reply'>): string {
  const names = tools.map((tool) => tool.description.name).join(', ');
  return callsOf(reply).length > 0
    ? `None of these calls could be used. The tools are ${names}; see their arguments.`
    : `You called no tool. Go on with one of ${names}; call done when the story is done.`;
}

/** Why the run ends after too many of them, for people. */
export function silence(model: string, { reply }: Pick<OpenTurn, 'reply'>, results: readonly CallResult[]): string {
  const times = `${MAX_USELESS_ANSWERS} times in a row`;
  const wrong = results[0]?.result.text;
  if (wrong) return `The model ${model} made calls that could not be used ${times}. The last: ${wrong}`;
  const said = reply.content.find((block) => block.type === 'text')?.text;
  const note = reply.stop === 'unusable' ? reply.note : undefined;
  const last =
    note ?? (reply.stop === 'refusal' ? 'It declined to go on.' : said ? `It said: ${said.slice(0, 300)}` : '');
  return `The model ${model} answered ${times} without calling a tool. ${last}`.trim();
}
