import { describe, expect, it } from 'vitest';
import { type Message, ModelFailed } from '../../../src/agent/models/model.ts';
import { openaiModel } from '../../../src/agent/models/openai.ts';
import { checkout, runIn } from '../support.ts';
import { type Answer, completion, fakeServer, refused, toolCall, USAGE } from './fake-openai.ts';
import { failure, hello, KEY, reply, request, tools, world } from './openai-world.ts';

describe('on the wire', () => {
  it('sends key, tools, system and history, the history last', async () => {
    const { model, asked } = await world([completion({ content: 'hi' })]);
    await model.reply(request());
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    });
    expect(asked[0]?.body).toEqual({
      model: 'gpt-6-sol',
      max_completion_tokens: 20_000,
      stream: true,
      stream_options: { include_usage: true },
      tools: [
        { type: 'function', function: { name: 'read', description: 'Read.', parameters: tools[0]?.input_schema } },
      ],
      messages: [
        { role: 'system', content: 'You develop.' },
        { role: 'user', content: 'Story 12' },
      ],
    });
    expect(Object.keys(asked[0]?.body ?? {}).at(-1)).toBe('messages');
  });

  it('sends no key where there is none, and keeps what stands after the question mark', async () => {
    const { url, asked } = await fakeServer(completion({ content: 'hi' }));
    const model = openaiModel({ name: 'openai:q', model: 'q', baseURL: `${url}/openai/v1/?api-version=preview` });
    await model.reply(request());
    expect(asked[0]?.path).toBe('/openai/v1/chat/completions?api-version=preview');
    expect(asked[0]?.headers).not.toHaveProperty('authorization');
  });

  it('makes the round trip of calls, drops what other providers understand, and tells errors', async () => {
    const { model, asked } = await world([completion({ content: 'ok' })]);
    await model.reply(
      request([
        hello,
        {
          role: 'assistant',
          content: [
            { type: 'opaque', data: { type: 'thinking', thinking: 'hm', signature: 'c2ln' } },
            { type: 'text', text: 'Look:' },
            { type: 'tool_use', id: 'a', name: 'read', input: { path: 'x' } },
            { type: 'tool_use', id: 'b', name: 'read', input: 'garbage' },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', id: 'a', text: 'text of x', error: false },
            { type: 'tool_result', id: 'b', text: 'no such file', error: true },
            { type: 'text', text: 'Go on.' },
          ],
        },
        { role: 'assistant', content: [{ type: 'opaque', data: { type: 'redacted_thinking', data: 'x' } }] },
      ]),
    );
    expect(asked[0]?.text).not.toContain('thinking');
    expect((asked[0]!.body.messages as unknown[]).slice(2)).toEqual([
      {
        role: 'assistant',
        content: 'Look:',
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'read', arguments: '{"path":"x"}' } },
          { id: 'b', type: 'function', function: { name: 'read', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'a', content: 'text of x' },
      { role: 'tool', tool_call_id: 'b', content: 'Error: no such file' },
      { role: 'user', content: 'Go on.' },
    ]);
  });

  it('gives a server back what it wants to see again', async () => {
    const call = { ...toolCall('read', { path: 'x' }, 'c1'), extra_content: { google: { thought_signature: 'c2ln' } } };
    const message = { content: null, reasoning_content: 'Let me see.', reasoning_details: [{ type: 'x' }] };
    const { model, asked } = await world([
      completion({ ...message, tool_calls: [call] }),
      completion({ content: '!' }),
    ]);
    const { content } = await model.reply(request());
    const result: Message = { role: 'user', content: [{ type: 'tool_result', id: 'c1', text: 'x', error: false }] };
    await model.reply(request([hello, { role: 'assistant', content }, result]));
    expect((asked[1]!.body.messages as unknown[])[2]).toEqual({ role: 'assistant', ...message, tool_calls: [call] });
  });
});

describe('servers that know less', () => {
  const sent = (asked: { body: Record<string, unknown> }[]) => asked.map(({ body }) => Object.keys(body));

  it('are asked with max_tokens once they refuse the newer name, and from then on', async () => {
    const { model, asked } = await world([
      refused(400, 'Unrecognized request argument supplied: max_completion_tokens'),
      completion({ content: 'a' }),
    ]);
    await model.reply(request());
    await model.reply(request());
    expect(asked.map(({ body }) => [body.max_completion_tokens, body.max_tokens])).toEqual([
      [20_000, undefined],
      [undefined, 20_000],
      [undefined, 20_000],
    ]);
  });

  it('decide on the length themselves when 20,000 tokens are too many', async () => {
    const tooMany = refused(400, 'max_tokens is too large: 20000. This model supports at most 4096 completion tokens.');
    const { model, asked } = await world([tooMany, tooMany, completion({ content: 'a' })]);
    expect((await model.reply(request())).stop).toBe('end');
    expect(sent(asked)[2]).toEqual(['model', 'stream', 'stream_options', 'tools', 'messages']);
  });

  it('are asked without stream_options, without a stream, without reasoning, as they say', async () => {
    const { model, asked } = await world([
      { status: 422, body: { detail: [{ type: 'extra_forbidden', loc: ['body', 'stream_options'] }] } },
      { status: 400, body: { object: 'error', message: 'streaming with tools is not supported', code: 400 } },
      refused(400, "Function tools with reasoning_effort are not supported. Set reasoning_effort to 'none'."),
      completion({ content: 'a' }),
    ]);
    const { note } = await model.reply(request());
    expect(note).toContain('`reasoning_effort: none`');
    expect((await model.reply(request())).note).toBeUndefined();
    expect(asked).toHaveLength(5);
    expect(asked[4]?.body).toMatchObject({ stream: false, reasoning_effort: 'none', max_completion_tokens: 20_000 });
  });

  it('that refuse the same thing for ever are left', async () => {
    const { model, asked } = await world([refused(400, 'max_tokens stream_options stream reasoning_effort none')]);
    expect(await failure(model)).toContain('status 400');
    expect(asked).toHaveLength(6);
  });
});

describe('cost', () => {
  it('is what the server says, where it says it', async () => {
    const cost = async (usage: object) =>
      (await reply(completion({ content: 'x' }, { usage: { ...USAGE, ...usage } }))).usage.cost_usd;
    expect(await cost({ cost: 0.25 })).toBe(0.25);
    expect(await cost({ cost: 0, cost_details: { upstream_inference_cost: 0.5 } })).toBe(0);
    expect(await cost({ cost: 0.01, is_byok: true, cost_details: { upstream_inference_cost: 0.5 } })).toBe(0.51);
    expect(await cost({ cost: -1 })).toBe(0.00112);
  });

  it('is nothing where nobody knows it, and that is told once', async () => {
    const { model } = await world([completion({ content: 'x' })], { name: 'openai:qwen3:32b', price: undefined });
    const first = await model.reply(request());
    expect(first.usage.cost_usd).toBe(0);
    expect(first.note).toMatch(/^The price of openai:qwen3:32b is not known, .*`settings\.run_usd` cannot stop it/);
    expect((await model.reply(request())).note).toBeUndefined();
  });
});

describe('when it goes wrong', () => {
  it('tries again after 500, 429 and 408, with the same bytes', async () => {
    const { model, asked } = await world([
      refused(500, 'Oops'),
      refused(429, 'Slow down'),
      refused(408, 'Late'),
      completion({ content: 'here' }),
    ]);
    expect((await model.reply(request())).content).toEqual([{ type: 'text', text: 'here' }]);
    expect(asked).toHaveLength(4);
    expect(new Set(asked.map(({ text }) => text)).size).toBe(1);
  });

  it('gives up in the end, and says how often it tried', async () => {
    const { model, asked } = await world([refused(503, 'Loading model')]);
    expect(await failure(model)).toMatch(
      /^The model API at 127\.0\.0\.1:\d+ answered 4 times with status 503: Loading model\.$/,
    );
    expect(asked).toHaveLength(4);
  });

  it.each<[Answer, RegExp]>([
    [
      refused(401, `Incorrect API key provided: ${KEY}.`, { code: 'invalid_api_key' }),
      /status 401: Incorrect API key provided: \[the key\]\. Check the repository secret OPENAI_API_KEY\.$/,
    ],
    [
      { status: 404, body: { error: 'model "gpt-6-sol" not found, try pulling it first' } },
      /status 404: model .* first\. Check the model's name, openai:gpt-6-sol, in .*, and the address in the variable OPENAI_BASE_URL\.$/,
    ],
    [refused(402, 'Insufficient credits'), /status 402: Insufficient credits\. Check the credit of the account/],
    [
      refused(429, 'You exceeded your quota.', { code: 'insufficient_quota' }),
      /status 429: .*quota\. Check the credit/,
    ],
    [refused(400, 'Please use /v1/responses instead.'), /Orch speaks Chat Completions/],
    [{ status: 403, body: '<html><style>b{}</style><h1>blocked</h1></html>' }, /status 403: blocked\. Check/],
    [{ status: 400, body: '' }, /status 400: no more than that\.$/],
    [{ status: 422, body: { detail: [{ loc: ['body', 'messages'] }] } }, /status 422: \{"detail":.*messages/],
  ])('explains %j, and does not try again', async (answer, sentence) => {
    const { model, asked } = await world([answer]);
    const said = await failure(model);
    expect(said).toMatch(sentence);
    expect(said).not.toContain(KEY);
    expect(asked).toHaveLength(1);
  });

  it('says when nobody listens, naming the host alone', async () => {
    const baseURL = 'http://127.0.0.1:9/v1?secret=hush';
    const model = openaiModel({ name: 'openai:m', model: 'm', apiKey: KEY, baseURL, retryDelays: [] });
    expect(await failure(model)).toMatch(/^The model API at 127\.0\.0\.1:9 could not be reached: [^?]*$/);
  });

  it('stops at once when it is aborted', async () => {
    const cancel = new AbortController();
    const { model } = await world([() => cancel.abort()]);
    await expect(model.reply({ ...request(), signal: cancel.signal })).rejects.not.toBeInstanceOf(ModelFailed);
  });
});

describe('in the loop', () => {
  it('begins every one of twenty requests with the bytes of the one before', async () => {
    let turn = 0;
    const { model, asked } = await world([
      (response) => {
        const number = ++turn;
        const calls = Array.from({ length: number === 5 ? 12 : 1 }, (_, i) =>
          toolCall(
            number % 3 === 0 ? 'nonsense' : 'glob',
            { pattern: `*${number}` },
            number === 7 ? '' : `c${number}_${i}`,
          ),
        );
        const answer =
          number % 4 === 0
            ? completion({ content: 'Thinking aloud.' })
            : completion({ tool_calls: calls, reasoning_content: `thought ${number}` });
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify('body' in answer ? answer.body : ''));
      },
    ]);
    const { report } = await runIn(checkout(), model, { brief: { limits: { turns: 20, minutes: 10, usd: 5 } } });
    expect(report.stop).toBe('turns');
    expect(asked).toHaveLength(20);
    for (let i = 1; i < asked.length; i++) {
      expect(asked[i]!.text.startsWith(asked[i - 1]!.text.slice(0, -']}'.length))).toBe(true);
    }
  });

  it('goes from red to green to done', async () => {
    const say = (...calls: Record<string, unknown>[]) => completion({ tool_calls: calls });
    const { model, asked } = await world([
      say(toolCall('write', { path: 'a.test.js', content: '1\n' })),
      // What the model reads about this is the next test's business; the run goes on.
      say(toolCall('commit', '{"stage": "red"')),
      say(toolCall('commit', { stage: 'red', message: 'Test' })),
      say(
        toolCall('write', { path: 'a.js', content: '1\n' }, 'a'),
        toolCall('commit', { stage: 'green', message: 'Do' }, 'b'),
      ),
      say(toolCall('done', { title: 'Do', body: '' })),
    ]);
    const { report, workspace } = await runIn(checkout(), model);
    expect(report).toMatchObject({
      stop: 'done',
      usage: { model_calls: 5, input_tokens: 2_000, cache_read_tokens: 3_000, output_tokens: 100, cost_usd: 0.0056 },
    });
    expect(workspace.commits.map(({ stage }) => stage)).toEqual(['red', 'green']);
    const told = (asked[2]!.body.messages as { role: string; content: string }[]).filter(({ role }) => role === 'tool');
    expect(told.at(-1)?.content).toMatch(/^Error: The arguments of commit do not fit: .*expected object/);
  });

  it('ends as model_silent when the server answers nonsense', async () => {
    const { model } = await world([{ body: { hello: 1 } }]);
    const { report } = await runIn(checkout(), model);
    expect(report).toMatchObject({ stop: 'model_silent', usage: { model_calls: 3 } });
    expect(report.reason).toContain("The model's answer could not be understood");
  });
});
