import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type AnthropicOptions, anthropicModel } from '../../../src/agent/models/anthropic.ts';
import { ModelFailed, type ModelRequest } from '../../../src/agent/models/model.ts';
import { priceOf } from '../../../src/agent/models/prices.ts';
import { type Answer, type Event, events, fakeAnthropic, stream, streamed, wire } from './fake-anthropic.ts';

const request: ModelRequest = {
  system: 'You develop.',
  tools: [{ name: 'write', description: 'Write.', input_schema: { type: 'object', properties: {} } }],
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Story 12' }] }],
  signal: new AbortController().signal,
};

async function world(answers: Answer[], options: Partial<AnthropicOptions> = {}) {
  const { url, asked } = await fakeAnthropic(...answers);
  const price = priceOf('claude-sonnet-5-5')!;
  const given = { model: 'claude-sonnet-5-5', apiKey: 'sk-canary', baseURL: url, price, retryDelays: [1, 1, 1] };
  return { model: anthropicModel({ ...given, ...options }), asked };
}

async function failure(reply: Promise<unknown>): Promise<ModelFailed> {
  const error = await reply.catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ModelFailed);
  return error as ModelFailed;
}

const content = [
  { type: 'thinking', thinking: 'Zähle 1, 2, 3 — 🙂', signature: 'c2ln' },
  { type: 'redacted_thinking', data: 'eA==' },
  { type: 'text', text: 'I write « a » 🙂.' },
  { type: 'tool_use', id: 'tu_1', name: 'write', input: { path: 'ä.js', content: '"use strict";\n\t// 🙂\\\n' } },
  { type: 'tool_use', id: 'tu_2', name: 'write', input: {} },
];
const understood = content.map((block) => (/think/.test(block.type) ? { type: 'opaque', data: block } : block));

/** What `message` reports: 100 tokens in, 20 out, 1000 into the cache and 4000 from it. */
const usage = {
  model_calls: 1,
  input_tokens: 100,
  output_tokens: 20,
  cache_write_tokens: 1_000,
  cache_read_tokens: 4_000,
  cost_usd: 0.0033,
};
/** The same with an answer that broke off before: its one token of output was reported before it did. */
const usageWithBroken = {
  model_calls: 1,
  input_tokens: 200,
  output_tokens: 21,
  cache_write_tokens: 2_000,
  cache_read_tokens: 8_000,
  cost_usd: 0.00641,
};

const overloaded: Event = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
/** Of an answer with text and calls, what came until the middle of the last call's arguments. */
const half = events(content.slice(0, 4)).slice(0, -6);

describe('a stream', () => {
  it('is asked for with the whole history, and without anything that the server would keep', async () => {
    const { model, asked } = await world([streamed(content)]);
    await model.reply({ ...request, temperature: 0 });
    expect(Object.keys(asked[0]!.body)).toEqual(['model', 'max_tokens', 'stream', 'tools', 'system', 'messages']);
    expect(asked[0]!.body.stream).toBe(true);
    expect(asked[0]!.headers['anthropic-beta']).toBeUndefined();
  });

  it('becomes the message that it is in pieces, with the figures of its beginning and its end', async () => {
    const { model } = await world([streamed(content)]);
    expect(await model.reply(request)).toEqual({ content: understood, stop: 'tool_use', usage });
  });

  it('may be cut into packets anywhere, with pings, comments and events of kinds that do not exist yet between', async () => {
    const more = events(content).flatMap((event) => [wire(event), ': keep alive\n\n', wire({ type: 'ping' })]);
    const bytes = Buffer.from([wire({ type: 'weather', index: 0 }), ...more].join(''));
    const { model } = await world([
      async (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (let at = 0; at < bytes.length; at += 97) {
          response.write(bytes.subarray(at, at + 97));
          if (at % 970 === 0) await later(0);
        }
        response.end();
      },
    ]);
    expect(await model.reply(request)).toEqual({ content: understood, stop: 'tool_use', usage });
  });

  it('takes the last of figures that are reported several times', async () => {
    const sent = events([{ type: 'text', text: 'x' }]);
    const figures = { output_tokens: 9, input_tokens: 7, cache_read_input_tokens: null };
    sent.splice(-2, 0, { type: 'message_delta', delta: {}, usage: figures });
    const { model } = await world([stream(sent)]);
    const reply = await model.reply(request);
    expect(reply.usage).toMatchObject({ input_tokens: 7, output_tokens: 20, cache_read_tokens: 4_000 });
  });

  it('is whole when it breaks off after its stop reason', async () => {
    const { model, asked } = await world([stream(events(content).slice(0, -1))]);
    expect(await model.reply(request)).toEqual({ content: understood, stop: 'tool_use', usage });
    expect(asked).toHaveLength(1);
  });
});

describe('a stream that breaks off', () => {
  it.each<[string, Answer]>([
    ['with an error', stream([...half, overloaded])],
    ['without a word', stream(half)],
    [
      'with the connection',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(half.map(wire).join(''), () => response.destroy());
      },
    ],
  ])('%s is asked for again; nothing of it is used, and its tokens are counted', async (_, broken) => {
    const { model, asked } = await world([broken, streamed(content)]);
    expect(await model.reply(request)).toEqual({ content: understood, stop: 'tool_use', usage: usageWithBroken });
    expect(asked).toHaveLength(2);
    expect(asked[1]?.text).toBe(asked[0]?.text);
  });

  it('is asked for again when nothing of it came', async () => {
    const { model, asked } = await world([stream([]), streamed(content)]);
    expect(await model.reply(request)).toEqual({ content: understood, stop: 'tool_use', usage });
    expect(asked).toHaveLength(2);
  });

  it.each<[string, Answer, RegExp]>([
    ['with an error', stream([...half, overloaded]), /answered 4 times with status 529: Overloaded\.$/],
    ['without a word', stream(half), /answered with an error: its stream ended before the answer did\.$/],
  ])('%s four times is a failure, and says what it has cost', async (_, broken, sentence) => {
    const { model, asked } = await world([broken]);
    const error = await failure(model.reply(request));
    expect(error.message).toMatch(sentence);
    expect(error.usage).toMatchObject({ model_calls: 1, input_tokens: 400, output_tokens: 4 });
    expect(error.usage?.cost_usd).toBeCloseTo(4 * (usageWithBroken.cost_usd - usage.cost_usd), 9);
    expect(asked).toHaveLength(4);
  });

  it('with an error that is the fault of the request is not asked for again', async () => {
    const error = { type: 'invalid_request_error', message: 'prompt is too long' };
    const { model, asked } = await world([stream([...half, { type: 'error', error }])]);
    expect((await failure(model.reply(request))).message).toMatch(/status 400: prompt is too long\.$/);
    expect(asked).toHaveLength(1);
  });

  it('with an error of a kind that does not exist yet is asked for again', async () => {
    const strange = wire({ type: 'error', error: { type: 'eclipse_error', message: 'Dark' } });
    const { model, asked } = await world([stream([...half, strange]), streamed(content)]);
    expect((await model.reply(request)).content).toEqual(understood);
    expect(asked).toHaveLength(2);
  });

  it('because the run ends is no failure of the model', async () => {
    const cancel = new AbortController();
    const { model, asked } = await world([
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(half.map(wire).join(''), () => cancel.abort());
      },
    ]);
    await expect(model.reply({ ...request, signal: cancel.signal })).rejects.not.toBeInstanceOf(ModelFailed);
    expect(asked).toHaveLength(1);
  });
});

describe('an answer that was ended early', () => {
  const reply = async (...sent: Event[]) => (await world([stream(sent)])).model.reply(request);
  const ending = (stop_reason: string) => events([], { stop_reason }).slice(-2);

  it('keeps only the words of a refusal: nobody acts on its calls', async () => {
    const refused = await reply(...events(content, { stop_reason: 'refusal' }));
    expect(refused).toMatchObject({ stop: 'refusal', content: [{ type: 'text', text: 'I write « a » 🙂.' }] });
  });

  it('leaves the arguments that were cut off as the text they are', async () => {
    const cut = await reply(...half, ...ending('max_tokens'));
    expect(cut.stop).toBe('length');
    const last = cut.content.at(-1);
    expect(last).toMatchObject({ type: 'tool_use', name: 'write', input: expect.stringMatching(/^\{"path":"ä\.js"/) });
  });

  it('leaves out a thought that has no signature yet', async () => {
    const sent = events(content.slice(0, 1)).slice(0, 5);
    expect(await reply(...sent, ...ending('max_tokens'))).toMatchObject({ stop: 'length', content: [] });
  });
});

describe('a stream that is none', () => {
  it('of pieces that are no JSON cannot be understood, and is paid for', async () => {
    const { model, asked } = await world([stream([...half, 'event: content_block_delta\ndata: {"type":\n\n'])]);
    const reply = await model.reply(request);
    expect(reply).toMatchObject({ content: [], stop: 'unusable', usage: { input_tokens: 100, output_tokens: 1 } });
    expect(reply.note).toBe("The model's answer could not be understood: a piece of it was not JSON.");
    expect(asked).toHaveLength(1);
  });

  it('of events that do not fit together is understood as far as they do', async () => {
    const [start, , ...rest] = events([{ type: 'text', text: 'yes' }]);
    const odd: Event[] = [
      { type: 'content_block_delta', index: 7, delta: { type: 'text_delta', text: 'lost' } },
      { type: 'content_block_start', index: 9, content_block: 'none' },
      { type: 'content_block_delta', index: 0 },
      { type: 'message_delta' },
    ];
    const { model } = await world([stream([start!, ...odd, 'event: x\ndata: null\n\n', ...rest])]);
    expect(await model.reply(request)).toMatchObject({ content: [{ type: 'text', text: 'yes' }], usage });
  });
});
