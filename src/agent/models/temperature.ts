/**
 * Which models take a temperature: data, with its date. Claude takes none from version 2026-10-21 of its API on, which its adapter
 * speaks. Source for OpenAI: what its reasoning models answer to one (status 400), as reports of people who tried it had it until
 * November 2026. It need not be whole: what a server refuses is left out from then on.
 */

/** Beginnings of the names of OpenAI's models that reason before they answer. */
const REASONING = ['o1', 'o3', 'o4', 'gpt-5', 'gpt-6'] as const;

/** Models under such a name that do not reason have this in it: `gpt-5-chat`, `gpt-5.2-chat-latest`. */
const NOT_REASONING = '-chat';

/** Whether a model of an OpenAI-compatible API takes a temperature, by its name with or without its maker (`openai/gpt-6-sol`). */
export function takesTemperature(model: string): boolean {
  const name = model.slice(model.lastIndexOf('/') + 1);
  return name.includes(NOT_REASONING) || !REASONING.some((beginning) => name.startsWith(beginning));
}
