import { describe, expect, it } from 'vitest';
import { anthropicModel } from '../../../src/agent/models/anthropic.ts';
import { fallbackModel, missingModel } from '../../../src/agent/models/fallback.ts';
import { ModelFailed, type ModelRequest } from '../../../src/agent/models/model.ts';
import { openaiModel } from '../../../src/agent/models/openai.ts';
import { priceOf } from '../../../src/agent/models/prices.ts';
import { parseScript } from '../../../src/agent/models/script.ts';
import { scriptedModel } from '../../../src/agent/models/scripted.ts';
import { estimateRequest, estimateTokens } from '../../../src/agent/models/tokens.ts';
import { type Answer, apiError, fakeAnthropic } from './fake-anthropic.ts';

describe('estimateTokens', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['four', 1],
    ['fours', 2],
    // Two, three and four bytes each.
    ['äöüß', 2],
    ['一二三四', 3],
    ['🙂🙂', 2],
    ['x'.repeat(4_000), 1_000],
  ])('counts %j as %d', (text, tokens) => {
    expect(estimateTokens(text)).toBe(tokens);
  });
});

const request: ModelRequest = {
  system: 'You develop.',
  tools: [{ name: 'read', description: 'Read.', input_schema: { type: 'object', properties: {} } }],
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Story 12' }] }],
  temperature: 0.2,
  signal: new AbortController().signal,
};
const estimate = { tokens: estimateRequest(request), estimated: true };

async function claude(...answers: Answer[]) {
  const { url, asked } = await fakeAnthropic(...answers);
  const price = priceOf('claude-sonnet-5-5')!;
  return { model: anthropicModel({ model: 'claude-sonnet-5-5', apiKey: 'sk', baseURL: url, price }), asked };
}

const script = () =>
  scriptedModel(parseScript('version: 1\nturns: [{ say: one }]\n', 'a.yaml'), {
    role: 'developer',
    title: 'One',
    attempt: 1,
    continues: false,
  });

describe('countTokens', () => {
  it('asks Claude’s API about the request that would be made', async () => {
    const { model, asked } = await claude({ body: { input_tokens: 2_095 } });
    expect(await model.countTokens?.(request)).toEqual({ tokens: 2_095, estimated: false });
    expect(asked.map(({ path }) => path)).toEqual(['/v1/messages/count_tokens']);
    const { system, messages } = asked[0]!.body;
    expect(asked[0]!.body).toEqual({ model: 'claude-sonnet-5-5', tools: request.tools, system, messages });
    expect(JSON.stringify(messages)).toContain('Story 12');
  });

  it.each<[string, Answer]>([
    ['knows no such address', apiError(404, 'not_found_error', 'Not found')],
    ['is overloaded', apiError(529, 'overloaded_error', 'Overloaded')],
    ['says nothing', { body: {} }],
    ['says nonsense', { body: { input_tokens: -1 } }],
    ['sends a page', { body: '<html>hello</html>', headers: { 'content-type': 'text/html' } }],
    ['sends half an answer', { body: '{"input_' }],
  ])('estimates where a gateway %s, and does not ask twice', async (_, answer) => {
    const { model, asked } = await claude(answer);
    expect(await model.countTokens?.(request)).toEqual(estimate);
    expect(asked).toHaveLength(1);
  });

  it('stops at once when it is aborted', async () => {
    const cancel = new AbortController();
    const { model } = await claude(() => cancel.abort());
    await expect(model.countTokens?.({ ...request, signal: cancel.signal })).rejects.toThrow();
  });

  it('estimates for models whose provider cannot be asked', async () => {
    const openai = openaiModel({ name: 'openai:m', model: 'm', baseURL: 'http://127.0.0.1:9/v1' });
    expect(await openai.countTokens?.(request)).toEqual(estimate);
    expect(await script().countTokens?.(request)).toEqual(estimate);
  });

  it('is the count of the model that would be asked, where several stand for one', async () => {
    const { model } = await claude({ body: { input_tokens: 77 } });
    expect(await fallbackModel([model, script()]).countTokens?.(request)).toEqual({ tokens: 77, estimated: false });
    const gone = missingModel('claude-x', new ModelFailed('No key.'));
    expect(await fallbackModel([gone, script()]).countTokens?.(request)).toEqual(estimate);
  });

  it('plays no turn of a script', async () => {
    const model = script();
    await model.countTokens?.(request);
    expect((await model.reply(request)).content).toEqual([{ type: 'text', text: 'one' }]);
  });
});
