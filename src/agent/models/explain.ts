/** Sentences about model calls that failed. */
import type { CallFailure } from './retry.ts';

export interface Explained {
  /** How the provider is called when no other address is given: `The Anthropic API`. */
  api: string;
  baseURL?: string | undefined;
  /** The names of the settings that a person would change. */
  settings: { key: string; baseURL: string };
  /** As the configuration names it. */
  model: string;
  /** How often the call was tried. */
  tries: number;
  /** Never appears in the sentence, whatever the server echoes. */
  secret?: string | undefined;
}

/** One sentence about a failed call, with the next step where one is known. */
export function explain(failure: CallFailure, about: Explained): string {
  const where = about.baseURL ? `The model API at ${hostOf(about.baseURL)}` : about.api;
  const said = shortened(failure.message, about.secret);
  if (failure.status === undefined) {
    return failure.lost ? `${where} could not be reached: ${said}.` : `${where} answered with an error: ${said}.`;
  }
  const often = about.tries > 1 ? ` ${about.tries} times` : '';
  return `${where} answered${often} with status ${failure.status}: ${said}.${nextStep(failure, about)}`;
}

function nextStep({ status, code }: CallFailure, { settings, model, baseURL }: Explained): string {
  if (status === 402 || code === 'insufficient_quota')
    return ' Check the credit of the account that the key belongs to.';
  if (status === 401 || status === 403) return ` Check the repository secret ${settings.key}.`;
  if (status !== 404) return '';
  const address = baseURL ? `, and the address in the variable ${settings.baseURL}` : '';
  return ` Check the model's name, ${model}, in .orch/config.yaml${address}.`;
}

/** On one line, without a key, without the full stop at its end, at most 300 characters. */
function shortened(text: string, secret: string | undefined): string {
  const masked = secret ? text.replaceAll(secret, '[the key]') : text;
  return masked.replace(/\s+/g, ' ').trim().slice(0, 300).replace(/\.$/, '');
}

/** What went wrong at the bottom of it: the network's word stands in the innermost cause. */
export function causeOf(error: Error): string {
  let deepest: Error = error;
  while (deepest.cause instanceof Error) deepest = deepest.cause;
  return deepest.message || deepest.name;
}

/** Only the host: the rest of an address may hold what nobody should read. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the address that was given';
}

/** What is wrong with an address of a model API, as a sentence that does not repeat it; undefined when nothing is. */
export function wrongAddress(baseURL: string | undefined, setting: string): string | undefined {
  if (!baseURL) return undefined;
  const url = URL.canParse(baseURL) ? new URL(baseURL) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    return `The variable ${setting} is not the address of an API. It begins with https:// or http://.`;
  }
  if (url.username || url.password) {
    return `The variable ${setting} has a name or a password in it, which anyone may read. Put the key into the secret, and leave it out of the address.`;
  }
  return undefined;
}
