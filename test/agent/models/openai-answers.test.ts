/** What OpenAI-compatible servers answer, in one piece or as a stream, well and badly. */
import { describe, expect, it } from 'vitest';
import { type Answer, completion, piece, stream, toolCall, USAGE } from './fake-openai.ts';
import { failure, reply, request, world } from './openai-world.ts';

describe('a completion in one piece', () => {
  it('becomes text and calls, its usage and cost', async () => {
    const got = await reply(
      completion({ content: 'Look:', tool_calls: [toolCall('read', { path: 'a' }), toolCall('glob', '', 'call_2')] }),
    );
    expect(got).toEqual({
      content: [
        { type: 'text', text: 'Look:' },
        { type: 'tool_use', id: 'call_read', name: 'read', input: { path: 'a' } },
        { type: 'tool_use', id: 'call_2', name: 'glob', input: {} },
      ],
      stop: 'tool_use',
      usage: {
        model_calls: 1,
        input_tokens: 400,
        output_tokens: 20,
        cache_read_tokens: 600,
        cache_write_tokens: 0,
        // 400 x $2 + 20 x $10 + 600 x $0.20, per million
        cost_usd: 0.00112,
      },
    });
  });

  it.each([
    ['stop', {}, 'end'],
    ['length', {}, 'length'],
    ['content_filter', {}, 'refusal'],
    ['something new', {}, 'end'],
    [null, {}, 'end'],
    ['stop', { tool_calls: [toolCall('read', {})] }, 'tool_use'],
    ['length', { tool_calls: [toolCall('read', {})] }, 'length'],
    ['stop', { content: null, refusal: 'I will not.' }, 'refusal'],
  ])('with the finish reason %j and %j is %s', async (finish_reason, more, stop) => {
    expect((await reply(completion({ content: 'x', ...more }, { finish_reason }))).stop).toBe(stop);
  });

  it.each([
    ['nothing', null, []],
    ['blanks', ' \n', []],
    ['a list of parts', [{ type: 'text', text: 'a' }, { type: 'thinking', thinking: 't' }, 3, { text: 'b' }], ['ab']],
    ['a number', 7, []],
    ['an object', { text: 'x' }, []],
  ])('understands %s for content', async (_, content, texts) => {
    expect((await reply(completion({ content }))).content).toEqual(texts.map((text) => ({ type: 'text', text })));
  });

  it.each([
    ['no JSON', toolCall('read', '{"path": "a'), '{"path": "a'],
    ['a list', toolCall('read', '[1]'), [1]],
    [
      'an object that is none of text',
      { id: 'c', function: { name: 'read', arguments: { path: 'a' } } },
      { path: 'a' },
    ],
    ['nothing', { id: 'c', function: { name: 'read' } }, {}],
  ])('hands on arguments that are %s', async (_, call, input) => {
    expect((await reply(completion({ tool_calls: [call] }))).content).toMatchObject([{ type: 'tool_use', input }]);
  });

  it('leaves out calls that are none, and makes up ids that are missing or given twice', async () => {
    const bare = { function: { name: 'read', arguments: '{}' } };
    const tool_calls = [
      null,
      'x',
      {},
      { function: { name: 7 } },
      bare,
      { ...bare, id: 'same' },
      { ...bare, id: 'same' },
    ];
    const { content } = await reply(completion({ tool_calls }));
    expect(content.map((block) => block.type === 'tool_use' && block.id)).toEqual(['call_1_4', 'same', 'call_1_6']);
    expect((await reply(completion({ content: 'x', tool_calls: 'y' }))).stop).toBe('end');
  });

  it.each<[string, unknown]>([
    ['missing', null],
    ['no object', 'many'],
    ['nonsense', { prompt_tokens: 'many', completion_tokens: -1, prompt_tokens_details: [], cost: 'dear' }],
  ])('counts a usage that is %s as nothing', async (_, usage) => {
    expect((await reply(completion({ content: 'x' }, { usage }))).usage).toEqual({
      model_calls: 1,
      input_tokens: 0,
      output_tokens: 0,
      cache_read_tokens: 0,
      cache_write_tokens: 0,
      cost_usd: 0,
    });
  });

  it.each<[string, Answer]>([
    ['JSON that is cut', { body: '{"choices": [' }],
    ['a page', { body: '<html>hello</html>', headers: { 'content-type': 'text/html' } }],
    ['something else', { body: { hello: 1 } }],
    ['no choice', { body: { choices: [] } }],
    ['a choice that is none', { body: { choices: [null] } }],
    ['a list', { body: [] }],
    ['null', { body: 'null' }],
    ['nothing', { body: '' }],
  ])('takes %s for an answer that cannot be understood', async (_, answer) => {
    expect(await reply(answer)).toMatchObject({
      content: [],
      stop: 'unusable',
      note: expect.stringContaining('could not be understood'),
      usage: { model_calls: 1, cost_usd: 0 },
    });
  });
});

describe('a stream', () => {
  const start = (index: number, id: string, name: string) =>
    piece({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] });
  const more = (index: number, written: string) => piece({ tool_calls: [{ index, function: { arguments: written } }] });

  it('is put together: text, parallel calls, usage', async () => {
    const got = await reply(
      stream(
        piece({ role: 'assistant', content: '' }),
        piece({ content: 'Lo' }),
        piece({ content: 'ok' }),
        start(0, 'a', 'read'),
        more(0, '{"path"'),
        start(1, 'b', 'glob'),
        more(0, ':"x"}'),
        more(1, '{}'),
        piece({}, 'tool_calls'),
        { choices: [], usage: USAGE },
        '[DONE]',
      ),
    );
    expect(got).toMatchObject({
      content: [
        { type: 'text', text: 'Look' },
        { type: 'tool_use', id: 'a', name: 'read', input: { path: 'x' } },
        { type: 'tool_use', id: 'b', name: 'glob', input: {} },
      ],
      stop: 'tool_use',
      usage: { input_tokens: 400, cache_read_tokens: 600, output_tokens: 20, cost_usd: 0.00112 },
    });
  });

  it('may have comments, other line ends, no spaces, calls without an index, or all with the index 0', async () => {
    const whole = (id: string, index?: number) =>
      piece({ tool_calls: [{ ...(index === undefined ? {} : { index }), ...toolCall('read', { id }, id) }] });
    const body = [
      ': OPENROUTER PROCESSING',
      '',
      `data:${JSON.stringify(whole('a', 0))}`,
      '',
      'event: message',
      `data: ${JSON.stringify(whole('b', 0))}`,
      '',
      `data: ${JSON.stringify(whole('c'))}`,
      '',
      `data: ${JSON.stringify(piece({}, 'stop'))}`,
      '',
    ].join('\r\n');
    const got = await reply({ headers: { 'content-type': 'text/event-stream' }, body });
    expect(got).toMatchObject({ stop: 'tool_use', content: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] });
    expect(got.content).toMatchObject([{ input: { id: 'a' } }, { input: { id: 'b' } }, { input: { id: 'c' } }]);
  });

  it('that ends before it says why was cut off', async () => {
    expect((await reply(stream(piece({ content: 'I was ab' })))).stop).toBe('length');
    expect((await reply(stream(piece({ content: 'I am done' }), '[DONE]'))).stop).toBe('end');
  });

  it.each([
    ['a piece that is no JSON', [piece({ content: 'a' }), '{"choi', piece({ content: 'b' }, 'stop')]],
    ['nothing but its end', ['[DONE]']],
    ['pieces that are none', [null, 7, { choices: 'x' }, '[DONE]']],
  ])('with %s cannot be understood', async (_, pieces) => {
    expect(await reply(stream(...pieces))).toMatchObject({ content: [], stop: 'unusable' });
  });

  it('that breaks with an error is asked for again', async () => {
    const broken = stream(piece({ content: 'I was' }), { error: { message: 'Provider disconnected', code: 502 } });
    const { model, asked } = await world([broken, completion({ content: 'here' })], { retryDelays: [1] });
    expect((await model.reply(request())).content).toEqual([{ type: 'text', text: 'here' }]);
    expect(asked).toHaveLength(2);
    expect(await failure((await world([broken], { retryDelays: [] })).model)).toMatch(
      /^The model API at 127\.0\.0\.1:\d+ answered with status 502: Provider disconnected\.$/,
    );
  });

  it('whose connection breaks is asked for again', async () => {
    const { model, asked } = await world(
      [
        (response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.write(`data: ${JSON.stringify(piece({ content: 'I' }))}\n\n`, () => response.destroy());
        },
        completion({ content: 'here' }),
      ],
      { retryDelays: [1] },
    );
    expect((await model.reply(request())).content).toEqual([{ type: 'text', text: 'here' }]);
    expect(asked).toHaveLength(2);
  });
});
