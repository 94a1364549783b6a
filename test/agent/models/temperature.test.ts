import { describe, expect, it } from 'vitest';
import { anthropicModel } from '../../../src/agent/models/anthropic.ts';
import type { ModelRequest } from '../../../src/agent/models/model.ts';
import { PRICES, priceOf } from '../../../src/agent/models/prices.ts';
import { takesTemperature } from '../../../src/agent/models/temperature.ts';
import { fakeAnthropic, message } from './fake-anthropic.ts';
import { completion, refused } from './fake-openai.ts';
import { request as asking, tools, world } from './openai-world.ts';

describe('takesTemperature', () => {
  it.each([
    ['gpt-6-sol', false],
    ['gpt-6.1-sol-2026-10-30', false],
    ['gpt-5-mini', false],
    ['gpt-5-chat-latest', true],
    ['openai/gpt-6-luna', false],
    ['o3-mini', false],
    ['gpt-4.1', true],
    ['qwen3:32b', true],
    ['mistralai/devstral', true],
  ])('of %s is %s', (model, takes) => {
    expect(takesTemperature(model)).toBe(takes);
  });
});

/** A question that is answered in words: no tools. */
const question: ModelRequest = { ...asking(), tools: [], temperature: 0.2 };
const yes = () => completion({ content: 'Yes.' });
const noTemperature = refused(
  400,
  "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
  { param: 'temperature', code: 'unsupported_value' },
);
const noReasoning = refused(
  400,
  'Function tools with reasoning_effort are not supported for gpt-6-sol in /v1/chat/completions. Please use /v1/responses or set reasoning_effort to none.',
);

describe('a question at a low temperature', () => {
  it('is asked without tools, and with the temperature where it is taken', async () => {
    const { model, asked } = await world([yes()], { model: 'gpt-4.1' });
    expect(await model.reply(question)).toMatchObject({ content: [{ type: 'text', text: 'Yes.' }], stop: 'end' });
    expect(asked[0]?.body).toMatchObject({ temperature: 0.2, messages: [{ role: 'system' }, { role: 'user' }] });
    expect(asked[0]?.body).not.toHaveProperty('tools');
    expect(Object.keys(asked[0]!.body).at(-1)).toBe('messages');
  });

  it('is asked at zero as well', async () => {
    const { model, asked } = await world([yes()], { model: 'gpt-4.1' });
    await model.reply({ ...question, temperature: 0 });
    expect(asked[0]?.body.temperature).toBe(0);
  });

  it('is asked without it where the model is known to refuse it', async () => {
    const { model, asked } = await world([yes()]);
    await model.reply(question);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).not.toHaveProperty('temperature');
  });

  it('is asked again without it where the model turns out to refuse it, once for all', async () => {
    const { model, asked } = await world([noTemperature, yes()], { model: 'my-deployment' });
    await model.reply(question);
    await model.reply(question);
    expect(asked.map(({ body }) => 'temperature' in body)).toEqual([true, false, false]);
  });

  it('lets a model reason that may not reason with tools', async () => {
    const { model, asked } = await world([noReasoning, yes()]);
    await model.reply({ ...question, tools });
    await model.reply(question);
    expect(asked.map(({ body }) => [body.reasoning_effort, body.temperature, 'tools' in body])).toEqual([
      [undefined, undefined, true],
      // It does not reason now, and takes one.
      ['none', 0.2, true],
      [undefined, undefined, false],
    ]);
  });

  it.each(Object.keys(PRICES))('is asked of %s without it, and without tools', async (name) => {
    const { url, asked } = await fakeAnthropic(message([{ type: 'text', text: 'Yes.' }], { stop_reason: 'end_turn' }));
    const model = anthropicModel({ model: name, apiKey: 'k', baseURL: url, price: priceOf(name)! });
    expect(await model.reply(question)).toMatchObject({ content: [{ type: 'text', text: 'Yes.' }], stop: 'end' });
    expect(Object.keys(asked[0]!.body)).toEqual(['model', 'max_tokens', 'stream', 'system', 'messages']);
    // The first version that refuses a temperature. With an older one this table would need its Claudes.
    expect(asked[0]?.headers['anthropic-version']).toBe('2026-10-21');
  });
});
