import { describe, expect, it } from 'vitest';
import { timeline } from '../../../action/agent/timeline.ts';
import { anthropicModel } from '../../../src/agent/models/anthropic.ts';
import { fallbackModel } from '../../../src/agent/models/fallback.ts';
import { type Message, type Model, ModelFailed } from '../../../src/agent/models/model.ts';
import { openaiModel } from '../../../src/agent/models/openai.ts';
import { OPENAI_PRICES, priceOf } from '../../../src/agent/models/prices.ts';
import { NO_USAGE } from '../../../src/core/run.ts';
import { call, checkout, played, runIn, say } from '../support.ts';
import { apiError, fakeAnthropic, message } from './fake-anthropic.ts';
import { completion, fakeServer, refused, toolCall } from './fake-openai.ts';

const fails = (name: string, why = `${name} is away.`): Model => ({
  name,
  reply: () => Promise.reject(new ModelFailed(why)),
});
const named = (name: string, turns: Parameters<typeof played>[0]) => ({ ...played(turns), name });
const asking = (messages: Message[], signal = new AbortController().signal) => ({
  system: '',
  tools: [],
  messages,
  signal,
});
const hello: Message = { role: 'user', content: [{ type: 'text', text: 'Story 12' }] };

describe('fallbackModel', () => {
  it('asks the next when one fails, stays with it, and says so', async () => {
    const model = fallbackModel([fails('a'), fails('b'), named('c', [[say('1')], [say('2')]])]);
    expect(await model.reply(asking([hello]))).toMatchObject({
      content: [say('1')],
      by: 'c',
      changes: [
        { from: 'a', to: 'b', reason: 'a is away.' },
        { from: 'b', to: 'c', reason: 'b is away.' },
      ],
    });
    const second = await model.reply(asking([hello]));
    expect(second).toMatchObject({ content: [say('2')], by: 'c' });
    expect(second).not.toHaveProperty('changes');
  });

  it('fails with a sentence of each when the last one has failed', async () => {
    const model = fallbackModel([fails('a'), fails('b')]);
    const error = await model.reply(asking([hello])).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ModelFailed);
    expect((error as Error).message).toBe('None of 2 models could go on. a: a is away. b: b is away.');
  });

  it('counts what a model has consumed that failed, with the next one or with the failure', async () => {
    const spent = { ...NO_USAGE, model_calls: 1, input_tokens: 100, output_tokens: 7, cost_usd: 0.25 };
    const costly = (name: string): Model => ({ name, reply: () => Promise.reject(new ModelFailed('Away.', spent)) });
    const next = named('c', [[say('1')], [say('2')]]);
    const alone = (await named('c', [[say('1')]]).reply(asking([hello]))).usage;

    const model = fallbackModel([costly('a'), costly('b'), next]);
    const { usage } = await model.reply(asking([hello]));
    expect(usage).toEqual({
      ...alone,
      model_calls: 1,
      input_tokens: 200 + alone.input_tokens,
      output_tokens: 14 + alone.output_tokens,
      cost_usd: alone.cost_usd + 0.5,
    });
    expect((await model.reply(asking([hello]))).usage).toEqual(alone);

    const error = await fallbackModel([costly('a'), fails('b'), costly('c')])
      .reply(asking([hello]))
      .catch((e: unknown) => e);
    expect((error as ModelFailed).usage).toEqual({ ...spent, input_tokens: 200, output_tokens: 14, cost_usd: 0.5 });
  });

  it('does not take an end of the run, or a mistake of its own, for a failure of the model', async () => {
    const never = named('b', []);
    const ended = AbortSignal.abort();
    await expect(fallbackModel([fails('a'), never]).reply(asking([hello], ended))).rejects.toThrow('a is away.');
    const broken: Model = { name: 'a', reply: () => Promise.reject(new TypeError('x is not a function')) };
    await expect(fallbackModel([broken, never]).reply(asking([hello]))).rejects.toThrow(TypeError);
    expect(never.requests).toEqual([]);
  });

  it('hands over a history that any model can read, the same each time', async () => {
    const history: Message[] = [
      hello,
      {
        role: 'assistant',
        content: [
          { type: 'opaque', data: { type: 'thinking' } },
          { type: 'tool_use', id: 'functions.read:0', name: 'read', input: {} },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', id: 'functions.read:0', text: 'x', error: false }] },
      { role: 'assistant', content: [{ type: 'opaque', data: { type: 'thinking' } }] },
      { role: 'user', content: [{ type: 'text', text: 'Go on.' }] },
    ];
    const before = structuredClone(history);
    const next = named('b', [[say('1')], [say('2')]]);
    const model = fallbackModel([fails('a'), next]);
    await model.reply(asking(history));
    const own: Message[] = [
      {
        role: 'assistant',
        content: [
          { type: 'opaque', data: 'own' },
          { type: 'tool_use', id: 'o.1', name: 'read', input: {} },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', id: 'o.1', text: 'y', error: false }] },
    ];
    await model.reply(asking([...history, ...own]));
    expect(history).toEqual(before);
    const [first, second] = next.requests.map(({ messages }) => messages);
    expect(first).toEqual([
      hello,
      { role: 'assistant', content: [{ type: 'tool_use', id: 'c00010001', name: 'read', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', id: 'c00010001', text: 'x', error: false }] },
      { role: 'user', content: [{ type: 'text', text: 'Go on.' }] },
    ]);
    expect(second).toEqual([...first!, ...own]);
  });
});

describe('a question beside the work', () => {
  it('that makes another model go on leaves it a history that it can read', async () => {
    const thought = { type: 'opaque' as const, data: { type: 'thinking' } };
    const use = { type: 'tool_use' as const, id: 'functions.decide:0', name: 'decide', input: {} };
    let calls = 0;
    const first: Model = {
      name: 'a',
      reply(request) {
        calls += 1;
        return calls === 1 ? named('a', [[thought, use]]).reply(request) : Promise.reject(new ModelFailed('Away.'));
      },
    };
    const next = named('b', [[say('{}')], [say('done')]]);
    const model = fallbackModel([first, next]);
    await model.reply(asking([hello]));
    await model.reply({ ...asking([{ role: 'user', content: [{ type: 'text', text: 'Which?' }] }]), temperature: 0 });
    await model.reply(
      asking([
        hello,
        { role: 'assistant', content: [thought, use] },
        { role: 'user', content: [{ type: 'tool_result', id: use.id, text: 'x', error: false }] },
      ]),
    );
    expect(next.requests[1]?.messages).toEqual([
      hello,
      { role: 'assistant', content: [{ ...use, id: 'c00010001' }] },
      { role: 'user', content: [{ type: 'tool_result', id: 'c00010001', text: 'x', error: false }] },
    ]);
  });
});

describe('a run', () => {
  it('begun by Claude is finished by another model when Claude fails in the middle', async () => {
    const thought = { type: 'thinking', thinking: 'hm', signature: 'c2ln' };
    const claude = await fakeAnthropic(
      message([thought, { ...call('write', { path: 'a.test.js', content: '1\n' }), id: 'toolu_1' }]),
      message([{ ...call('commit', { stage: 'red', message: 'Test' }), id: 'toolu_2' }]),
      apiError(529, 'overloaded_error', 'Overloaded'),
    );
    const other = await fakeServer(
      completion({
        tool_calls: [
          toolCall('write', { path: 'a.js', content: '1\n' }, 'functions.write:0'),
          toolCall('commit', { stage: 'green', message: 'Do' }, 'functions.commit:1'),
        ],
      }),
      completion({ tool_calls: [toolCall('done', { title: 'Do', body: '' })] }),
    );
    const model = fallbackModel([
      anthropicModel({ model: 'claude-opus-5', apiKey: 'k', baseURL: claude.url, price: priceOf('claude-opus-5')! }),
      openaiModel({ name: 'openai:x', model: 'x', baseURL: other.url, price: OPENAI_PRICES['gpt-6-sol'] }),
    ]);
    const { report, events, workspace } = await runIn(checkout(), model);
    expect(report).toMatchObject({ stop: 'done', usage: { model_calls: 4 } });
    expect(workspace.commits.map(({ stage }) => stage)).toEqual(['red', 'green']);
    expect(claude.asked).toHaveLength(6);
    expect(other.asked).toHaveLength(2);
    expect(other.asked[0]?.text).not.toContain('c2ln');
    expect(other.asked[1]!.text.startsWith(other.asked[0]!.text.slice(0, -']}'.length))).toBe(true);

    const log = events.flatMap(timeline).flatMap((line) => (line.kind === 'end' ? [] : [line.text]));
    expect(log[0]).toContain('with claude-opus-5, then openai:x');
    expect(log).toContainEqual(expect.stringMatching(/^Turn 1: write \(.*, claude-opus-5\)$/));
    expect(log).toContainEqual(
      expect.stringMatching(/^Turn 3: openai:x goes on in place of claude-opus-5, which failed\. .*529: Overloaded\.$/),
    );
    expect(log).toContainEqual(expect.stringMatching(/^Turn 3: write, commit \(.*, openai:x\)$/));
  });

  it('begun by another model is finished by Claude, with ids that it takes', async () => {
    const other = await fakeServer(
      completion({ tool_calls: [toolCall('glob', { pattern: '*' }, 'functions.glob:0')], reasoning_content: 'hm' }),
      refused(401, 'No such key'),
    );
    const claude = await fakeAnthropic(message([{ type: 'text', text: 'I see.' }], { stop_reason: 'end_turn' }));
    const model = fallbackModel([
      openaiModel({ name: 'openai:x', model: 'x', baseURL: other.url }),
      anthropicModel({ model: 'claude-opus-5', apiKey: 'k', baseURL: claude.url, price: priceOf('claude-opus-5')! }),
    ]);
    const { report, events } = await runIn(checkout(), model, {
      brief: { limits: { turns: 2, minutes: 10, usd: 5 } },
    });
    expect(report.stop).toBe('turns');
    expect(claude.asked[0]?.text).not.toContain('functions.glob');
    expect(claude.asked[0]?.text).not.toContain('openai_echo');
    expect(claude.asked[0]?.text).toContain('"tool_use_id":"c00010001"');
    const log = events.flatMap(timeline).flatMap((line) => (line.kind === 'end' ? [] : [line.text]));
    expect(log).toContainEqual(expect.stringContaining('The price of openai:x is not known'));
  });
});
