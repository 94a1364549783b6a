import { describe, expect, it } from 'vitest';
import { anthropicModel } from '../../../src/agent/models/anthropic.ts';
import { type Message, ModelFailed, type ModelRequest } from '../../../src/agent/models/model.ts';
import { priceOf } from '../../../src/agent/models/prices.ts';
import { call, checkout, runIn } from '../support.ts';
import { type Answer, apiError, fakeAnthropic, message } from './fake-anthropic.ts';

const tools = [{ name: 'read', description: 'Read.', input_schema: { type: 'object' as const, properties: {} } }];
const hello: Message = { role: 'user', content: [{ type: 'text', text: 'Story 12' }] };
const request = (messages: Message[] = [hello]): ModelRequest => ({
  system: 'You develop.',
  tools,
  messages,
  signal: new AbortController().signal,
});

async function world(...answers: Answer[]) {
  const { url, asked } = await fakeAnthropic(...answers);
  const price = priceOf('claude-sonnet-5-5')!;
  const model = anthropicModel({ model: 'claude-sonnet-5-5', apiKey: 'sk-canary', baseURL: url, price });
  return { model, asked };
}

describe('on the wire', () => {
  it('sends key, version, tools, system and history, with a breakpoint after the system and on the last message', async () => {
    const { model, asked } = await world(message([{ type: 'text', text: 'hi' }]));
    await model.reply(request());
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      path: '/v1/messages',
      headers: {
        authorization: 'Bearer sk-canary',
        'anthropic-version': expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
        'content-type': 'application/json',
      },
    });
    expect(asked[0]?.body).toEqual({
      model: 'claude-sonnet-5-5',
      max_tokens: 20_000,
      stream: true,
      tools,
      system: [{ type: 'text', text: 'You develop.', cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Story 12', cache_control: { type: 'ephemeral' } }] }],
    });
  });

  it('brings back text, calls, and the blocks that only the API understands', async () => {
    const thought = { type: 'thinking', thinking: 'hm', signature: 'c2ln' };
    const { model } = await world(
      message([
        thought,
        { type: 'text', text: 'Look:' },
        { type: 'text', text: ' ' },
        { type: 'tool_use', id: 'tu_1', name: 'read', input: { path: 'a' } },
      ]),
    );
    expect(await model.reply(request())).toEqual({
      content: [
        { type: 'opaque', data: thought },
        { type: 'text', text: 'Look:' },
        { type: 'tool_use', id: 'tu_1', name: 'read', input: { path: 'a' } },
      ],
      stop: 'tool_use',
      usage: {
        model_calls: 1,
        input_tokens: 100,
        output_tokens: 20,
        cache_write_tokens: 1_000,
        cache_read_tokens: 4_000,
        // 100 x $2 + 20 x $10 + 1000 x $2.50 + 4000 x $0.10, per million
        cost_usd: 0.0033,
      },
    });
  });

  it('makes the round trip of a tool call', async () => {
    const thought = { type: 'thinking', thinking: 'hm', signature: 'c2ln' };
    const { model, asked } = await world(message([{ type: 'text', text: 'ok' }], { stop_reason: 'end_turn' }));
    const reply = await model.reply(
      request([
        hello,
        {
          role: 'assistant',
          content: [
            { type: 'opaque', data: thought },
            { type: 'tool_use', id: 'tu_1', name: 'read', input: 'garbage' },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result', id: 'tu_1', text: 'no such file', error: true }] },
      ]),
    );
    expect(reply.stop).toBe('end');
    const marker = { cache_control: { type: 'ephemeral' } };
    expect(asked[0]?.body.messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Story 12', ...marker }] },
      { role: 'assistant', content: [thought, { type: 'tool_use', id: 'tu_1', name: 'read', input: {} }] },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'tu_1', content: 'no such file', is_error: true, ...marker }],
      },
    ]);
  });

  it.each([
    ['max_tokens', 'length'],
    ['refusal', 'refusal'],
    ['something new', 'end'],
  ])('understands the stop reason %s as %s', async (reason, stop) => {
    const { model } = await world(message([{ type: 'text', text: 'x' }], { stop_reason: reason }));
    expect((await model.reply(request())).stop).toBe(stop);
  });
});

describe('when it goes wrong', () => {
  it('tries again after 529, 429 and 500', async () => {
    const { model, asked } = await world(
      apiError(529, 'overloaded_error', 'Overloaded'),
      apiError(429, 'rate_limit_error', 'Slow down'),
      apiError(500, 'api_error', 'Oops'),
      message([{ type: 'text', text: 'here' }]),
    );
    expect((await model.reply(request())).content).toEqual([{ type: 'text', text: 'here' }]);
    expect(asked).toHaveLength(4);
    expect(new Set(asked.map((a) => a.text)).size).toBe(1);
  });

  it('waits as long as it is told to', async () => {
    const { model, asked } = await world(
      { status: 429, headers: { 'retry-after': '2' }, body: { type: 'error', error: { type: 'rate_limit_error' } } },
      message([]),
    );
    const began = performance.now();
    await model.reply(request());
    expect(asked).toHaveLength(2);
    expect(performance.now() - began).toBeGreaterThanOrEqual(1_990);
  });

  it('gives up in the end, and says how often it tried', async () => {
    const { model, asked } = await world(apiError(529, 'overloaded_error', 'Overloaded'));
    const error = await model.reply(request()).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ModelFailed);
    expect((error as Error).message).toMatch(
      /^The model API at 127\.0\.0\.1:\d+ answered 4 times with status 529: Overloaded\.$/,
    );
    expect(asked).toHaveLength(4);
  });

  it.each([
    [
      apiError(401, 'authentication_error', 'invalid x-api-key'),
      /status 401: invalid x-api-key\. Check the repository secret ANTHROPIC_API_KEY\.$/,
    ],
    [
      apiError(404, 'not_found_error', 'model: claude-sonnet-5-5'),
      /status 404: .* Check the model's name, claude-sonnet-5-5, in \.orch\/config\.yaml, and the address in the variable ANTHROPIC_BASE_URL\.$/,
    ],
    [apiError(400, 'invalid_request_error', 'prompt is too long'), /status 400: prompt is too long\.$/],
    [{ status: 403, body: '<html>blocked</html>', headers: { 'content-type': 'text/html' } }, /status 403: .*blocked/],
  ])('explains %j, and does not try again', async (answer, sentence) => {
    const { model, asked } = await world(answer);
    const error = await model.reply(request()).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ModelFailed);
    expect((error as Error).message).toMatch(sentence);
    expect((error as Error).message).not.toContain('sk-canary');
    expect(asked).toHaveLength(1);
  });

  it('says when nobody listens', async () => {
    const price = priceOf('claude-sonnet-5-5')!;
    const model = anthropicModel({ model: 'm', apiKey: 'k', baseURL: 'http://127.0.0.1:9', price, retryDelays: [] });
    await expect(model.reply(request())).rejects.toThrow(/^The model API at 127\.0\.0\.1:9 could not be reached: /);
  });

  it.each<[string, Answer]>([
    ['JSON that is cut', { body: '{"content": [' }],
    ['a page', { body: '<html>hello</html>', headers: { 'content-type': 'text/html' } }],
    ['something else', { body: { hello: 1 } }],
    ['a list', { body: [] }],
    ['null', { body: 'null' }],
  ])('takes %s for an answer that cannot be understood', async (_, answer) => {
    const { model } = await world(answer);
    expect(await model.reply(request())).toMatchObject({
      content: [],
      stop: 'unusable',
      note: expect.stringContaining('could not be understood'),
      usage: { model_calls: 1, cost_usd: 0 },
    });
  });

  it('leaves out blocks that are none, and figures that are none', async () => {
    const { model } = await world(
      message([null, 'x', { type: 'tool_use' }, { type: 'text' }, { type: 'text', text: 'y' }], {
        usage: { input_tokens: 'many', output_tokens: -1 },
      }),
    );
    expect(await model.reply(request())).toMatchObject({
      content: [{ type: 'text', text: 'y' }],
      usage: { input_tokens: 0, output_tokens: 0, cost_usd: 0 },
    });
  });

  it('stops at once when it is aborted', async () => {
    const cancel = new AbortController();
    const { model } = await world(() => cancel.abort());
    await expect(model.reply({ ...request(), signal: cancel.signal })).rejects.not.toBeInstanceOf(ModelFailed);
  });
});

describe('in the loop', () => {
  it('ends as model_silent when the server answers nonsense', async () => {
    const { model } = await world({ body: { hello: 1 } });
    const { report } = await runIn(checkout(), model);
    expect(report).toMatchObject({ stop: 'model_silent', usage: { model_calls: 3 } });
    expect(report.reason).toContain("The model's answer could not be understood");
  });

  it('counts usage and cost of all calls', async () => {
    const tool = (name: string, input: unknown) => message([{ ...call(name, input), id: `tu_${name}` }]);
    const { model } = await world(
      tool('write', { path: 'a.test.js', content: '1\n' }),
      tool('commit', { stage: 'red', message: 'Test' }),
      message([
        { type: 'tool_use', id: 'a', name: 'write', input: { path: 'a.js', content: '1\n' } },
        { type: 'tool_use', id: 'b', name: 'commit', input: { stage: 'green', message: 'Do' } },
      ]),
      tool('done', { title: 'Do', body: '' }),
    );
    const { report } = await runIn(checkout(), model);
    expect(report).toMatchObject({
      stop: 'done',
      usage: {
        model_calls: 4,
        input_tokens: 400,
        output_tokens: 80,
        cache_read_tokens: 16_000,
        cache_write_tokens: 4_000,
        cost_usd: 0.0132,
      },
    });
  });
});
