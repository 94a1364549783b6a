import { describe, expect, it } from 'vitest';
import { anthropicModel } from '../../../src/agent/models/anthropic.ts';
import type { Message, ModelRequest } from '../../../src/agent/models/model.ts';
import { priceOf } from '../../../src/agent/models/prices.ts';
import { checkout, runIn, say } from '../support.ts';
import { promptCache } from './cache.ts';
import { type Answer, type Asked, events, fakeAnthropic, message, stream, streamed } from './fake-anthropic.ts';

const MARKER = ',"cache_control":{"type":"ephemeral"}';

async function world(...answers: Answer[]) {
  const { url, asked } = await fakeAnthropic(...answers);
  const price = priceOf('claude-sonnet-5-5')!;
  return { model: anthropicModel({ model: 'claude-sonnet-5-5', apiKey: 'k', baseURL: url, price }), asked };
}

/** What the model says in a turn: thoughts and one call, twelve in the fifth turn, and now and then nothing but words. */
function turnOf(number: number): Record<string, unknown>[] {
  // Twelve calls in one turn are more blocks than the API looks back over.
  const calls = Array.from({ length: number === 5 ? 12 : 1 }, (_, i) => ({
    type: 'tool_use',
    id: `tu_${number}_${i}`,
    name: number % 3 === 0 ? 'nonsense' : 'glob',
    input: { pattern: `*${number}` },
  }));
  return number % 4 === 0
    ? [{ ...say('Thinking aloud.') }]
    : [{ type: 'thinking', thinking: '', signature: `s${number}` }, ...calls];
}

/** The prefix of a request's bytes that the next one must begin with. */
const bare = ({ text }: Asked) => text.replaceAll(MARKER, '');

describe('twenty turns of the loop', () => {
  it.each([
    ['streamed', (content: Record<string, unknown>[]) => stream(events(content)) as { body: unknown }],
    ['in one piece', (content: Record<string, unknown>[]) => message(content)],
  ])('%s begin every request with the bytes of the one before, and read all that was written', async (how, answer) => {
    const type = how === 'streamed' ? 'text/event-stream' : 'application/json';
    let turn = 0;
    const { model, asked } = await world((response) => {
      const { body } = answer(turnOf(++turn));
      response.writeHead(200, { 'content-type': type });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    const { report } = await runIn(checkout(), model, { brief: { limits: { turns: 20, minutes: 10, usd: 5 } } });
    expect(report.stop).toBe('turns');
    expect(asked).toHaveLength(20);

    for (const [i, each] of asked.entries()) {
      if (i > 0) expect(bare(each).startsWith(bare(asked[i - 1]!).slice(0, -']}'.length))).toBe(true);
      expect(JSON.stringify((each.body.messages as unknown[]).at(-1))).toContain(MARKER);
    }
    const cache = promptCache();
    let before = 0;
    for (const { body } of asked) {
      const { read, of, points } = cache.read(body);
      expect(read).toBe(before);
      // The API allows four.
      expect(points).toBeLessThanOrEqual(4);
      before = of;
    }
  });
});

describe('a history that is shortened', () => {
  const opening: Message = {
    role: 'user',
    content: [{ type: 'text', text: 'The story, and all that belongs to it.' }],
  };
  const request = (messages: Message[]): ModelRequest => ({
    system: 'You develop.',
    tools: [{ name: 'read', description: 'Read.', input_schema: { type: 'object', properties: {} } }],
    messages,
    signal: new AbortController().signal,
  });
  const results = (turn: number, text = `The file number ${turn}.`): Message[] => [
    { role: 'assistant', content: [{ type: 'tool_use', id: `tu_${turn}`, name: 'read', input: { turn } }] },
    { role: 'user', content: [{ type: 'tool_result', id: `tu_${turn}`, text, error: false }] },
  ];

  it('reads tools, system and the first message from the cache where it changed, and everything after that', async () => {
    const { model, asked } = await world(streamed([{ type: 'text', text: 'ok' }]));
    // At the tenth and the twentieth turn, all results but the last three become a line.
    const history = (turn: number) =>
      Array.from({ length: turn }, (_, i) => i + 1).flatMap((number) =>
        number <= Math.floor(turn / 10) * 10 - 3 ? results(number, '[shortened]') : results(number),
      );
    for (let turn = 0; turn < 25; turn++) await model.reply(request([opening, ...history(turn)]));

    const cache = promptCache();
    const figures = asked.map(({ body }) => cache.read(body));
    expect(figures.map(({ points }) => points).every((points) => points <= 4)).toBe(true);
    // One tool, the system, the first message.
    const missed = figures.flatMap(({ read }, turn) =>
      turn > 0 && read !== figures[turn - 1]!.of ? [[turn, read]] : [],
    );
    expect(missed).toEqual([
      [10, 3],
      [20, 3],
    ]);
  });
});

describe('what a repository says to every agent', () => {
  const request = (story: string, ...shared: string[]): ModelRequest => ({
    system: 'You are the developer.',
    tools: [{ name: 'read', description: 'Read a file.', input_schema: { type: 'object' } }],
    messages: [{ role: 'user', content: [...shared, story].map((text) => ({ type: 'text', text })) }],
    signal: new AbortController().signal,
  });

  it('is read from the cache by the next story of the same repository', async () => {
    const { model, asked } = await world(message([say('Yes.')]), message([say('Yes.')]));
    await model.reply(request('Story 1', 'Use tabs.'));
    await model.reply(request('Story 2', 'Use tabs.'));
    const cache = promptCache();
    expect(cache.read(asked[0]!.body)).toEqual({ read: 0, of: 4, points: 2 });
    expect(cache.read(asked[1]!.body)).toEqual({ read: 3, of: 4, points: 2 });
  });

  it('costs no breakpoint where it says nothing: tools and system are shared then', async () => {
    const { model, asked } = await world(message([say('Yes.')]), message([say('Yes.')]));
    await model.reply(request('Story 1'));
    await model.reply(request('Story 2'));
    const cache = promptCache();
    expect(cache.read(asked[0]!.body)).toEqual({ read: 0, of: 3, points: 2 });
    expect(cache.read(asked[1]!.body)).toEqual({ read: 2, of: 3, points: 2 });
  });
});
