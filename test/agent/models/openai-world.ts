/** An OpenAI-compatible model before a server that answers as it is told. */
import { expect } from 'vitest';
import { type Message, ModelFailed, type ModelRequest } from '../../../src/agent/models/model.ts';
import { type OpenAIOptions, openaiModel } from '../../../src/agent/models/openai.ts';
import { OPENAI_PRICES } from '../../../src/agent/models/prices.ts';
import { type Answer, fakeServer } from './fake-openai.ts';

export const KEY = 'sk-canary-0123456789';
export const tools = [
  { name: 'read', description: 'Read.', input_schema: { type: 'object' as const, properties: {} } },
];
export const hello: Message = { role: 'user', content: [{ type: 'text', text: 'Story 12' }] };
export const request = (messages: Message[] = [hello]): ModelRequest => ({
  system: 'You develop.',
  tools,
  messages,
  signal: new AbortController().signal,
});

export async function world(answers: Answer[], options: Partial<OpenAIOptions> = {}) {
  const { url, asked } = await fakeServer(...answers);
  const price = OPENAI_PRICES['gpt-6-sol'];
  const given = { name: 'openai:gpt-6-sol', model: 'gpt-6-sol', apiKey: KEY, baseURL: `${url}/v1`, price };
  return { model: openaiModel({ ...given, ...options }), asked, url };
}

export const reply = async (answer: Answer, options: Partial<OpenAIOptions> = {}) =>
  await (await world([answer], { retryDelays: [], ...options })).model.reply(request());

export async function failure(model: { reply: (request: ModelRequest) => Promise<unknown> }): Promise<string> {
  const error = await model.reply(request()).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ModelFailed);
  return (error as Error).message;
}
