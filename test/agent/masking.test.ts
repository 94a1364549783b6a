import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEPT_RESULTS, MASK_TOKENS, masked, maskThrough } from '../../src/agent/masking.ts';
import type { Message } from '../../src/agent/models/model.ts';
import { estimateTokens } from '../../src/agent/models/tokens.ts';
import { call, checkout, played, runIn } from './support.ts';

/** A history with a turn for each list of lengths of results, in characters. */
function history(turns: readonly (readonly number[])[]): Message[] {
  return [
    { role: 'user', content: [{ type: 'text', text: 'The story. '.repeat(100) }] },
    ...turns.flatMap((lengths, turn): Message[] => [
      {
        role: 'assistant',
        content: [
          { type: 'opaque', data: { turn } },
          ...lengths.map((_, index) => ({
            type: 'tool_use' as const,
            id: `${turn}.${index}`,
            name: 'read',
            input: { path: `src/${turn}.${index}.js` },
          })),
        ],
      },
      {
        role: 'user',
        content: [
          ...lengths.map((length, index) => ({
            type: 'tool_result' as const,
            id: `${turn}.${index}`,
            text: 'x'.repeat(length),
            error: index % 2 === 1,
          })),
          ...(lengths.length === 0 ? [{ type: 'text' as const, text: 'Go on.' }] : []),
        ],
      },
    ]),
  ];
}

const tokens = (messages: readonly Message[]) =>
  messages.reduce((sum, message) => sum + estimateTokens(JSON.stringify(message.content)), 0);
const resultsOf = (messages: readonly Message[]) =>
  messages.flatMap(({ content }) => content.flatMap((block) => (block.type === 'tool_result' ? [block] : [])));

const turns = fc.array(fc.array(fc.nat({ max: 8_000 }), { maxLength: 4 }), { maxLength: 40 });

describe('a masked history', () => {
  it('says in one line what was left out and how to get it again', () => {
    const messages = history([[5_000], [10]]);
    expect(resultsOf(masked(messages, 3))).toEqual([
      {
        type: 'tool_result',
        id: '0.0',
        text: '[left out: the old result of read {"path":"src/0.0.js"}, 5000 characters. Make the call again if you need it.]',
        error: false,
      },
      expect.objectContaining({ text: 'x'.repeat(10) }),
    ]);
  });

  it('stays valid: the same messages, calls, ids and order, results shorter or the same, the newest untouched', () => {
    fc.assert(
      fc.property(turns, fc.integer({ min: 100, max: 20_000 }), (given, budget) => {
        const messages = history(given);
        const before = structuredClone(messages);
        const through = maskThrough(messages, 0, budget);
        const read = masked(messages, through);
        expect(messages).toEqual(before);
        expect(read).toHaveLength(messages.length);
        expect(read[0]).toBe(messages[0]);
        for (const [index, message] of read.entries()) {
          const original = messages[index]!;
          if (message.role === 'assistant') expect(message).toBe(original);
          expect(message.content.length).toBe(original.content.length);
        }
        const [all, shown] = [resultsOf(messages), resultsOf(read)];
        expect(shown.map(({ id, error }) => [id, error])).toEqual(all.map(({ id, error }) => [id, error]));
        for (const [index, { text }] of shown.entries())
          expect(text.length).toBeLessThanOrEqual(all[index]!.text.length);
        expect(shown.slice(-KEPT_RESULTS)).toEqual(all.slice(-KEPT_RESULTS));
      }),
    );
  });

  it('is masked only above the budget, never less than before, and to half of it where the newest results allow', () => {
    fc.assert(
      fc.property(turns, fc.integer({ min: 100, max: 20_000 }), fc.nat(10), (given, budget, earlier) => {
        const messages = history(given);
        const from = Math.min(earlier, messages.length);
        const through = maskThrough(messages, from, budget);
        expect(through).toBeGreaterThanOrEqual(from);
        if (tokens(masked(messages, from)) <= budget) expect(through).toBe(from);
        // The same history is never masked further.
        expect(maskThrough(messages, through, budget)).toBe(through);
      }),
    );
    const long = history(Array.from({ length: 30 }, () => [4_000]));
    expect(tokens(masked(long, maskThrough(long, 0, 28_000)))).toBeLessThanOrEqual(14_000);
  });
});

describe('the prefix of requests', () => {
  it('breaks three times in 60 turns of a long run, and is whole between', () => {
    const all = history(Array.from({ length: 60 }, () => [8_000, 4_000]));
    let through = 0;
    let broken = 0;
    let largest = 0;
    let before = '';
    for (let length = 1; length <= all.length; length += 2) {
      const messages = all.slice(0, length);
      through = maskThrough(messages, through, MASK_TOKENS);
      const request = JSON.stringify(masked(messages, through)).slice(0, -1);
      if (!request.startsWith(before)) broken += 1;
      before = request;
      largest = Math.max(largest, tokens(masked(messages, through)));
    }
    expect(tokens(all)).toBeGreaterThan(2 * MASK_TOKENS);
    expect(largest).toBeLessThanOrEqual(MASK_TOKENS);
    expect(broken).toBe(3);
  });

  it('breaks in a run of the loop where its events say so, and nowhere else', async () => {
    const place = checkout({ 'long.txt': `${'words '.repeat(1_000)}\n` });
    const model = played(Array.from({ length: 60 }, () => [call('read', { path: 'long.txt' })]));
    const { events } = await runIn(place, model, {
      maskTokens: 32_000,
      brief: { limits: { turns: 60, minutes: 10, usd: 5 } },
    });
    const told = events.flatMap((event) => (event.type === 'turn_start' ? [event.masked ?? 0] : []));
    const requests = model.requests.map(({ messages }) => JSON.stringify(messages).slice(0, -1));
    const broken = requests.flatMap((request, index) =>
      index > 0 && !request.startsWith(requests[index - 1]!) ? [index] : [],
    );
    expect(broken).toEqual(told.flatMap((masked, index) => (index > 0 && masked !== told[index - 1] ? [index] : [])));
    expect(broken.length).toBeGreaterThan(0);
    expect(broken.length).toBeLessThanOrEqual(4);
    expect(resultsOf(model.requests.at(-1)!.messages)[0]?.text).toMatch(/^\[left out: the old result of read /);
  });
});
