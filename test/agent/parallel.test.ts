import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool, failed, ok, type Tool } from '../../src/agent/tools/tool.ts';
import { call, checkout, played, resultsIn, runIn } from './support.ts';

/** Tools that say when they begin and end, and those that look end only when as many as expected have begun, the first not first. */
function watched() {
  const log: string[] = [];
  const waiting: (() => void)[] = [];
  let expected = 0;
  const look = defineTool({
    name: 'look',
    description: 'Looks.',
    parallel: true,
    input: z.object({ at: z.string(), fails: z.boolean().optional() }),
    async run({ at, fails }) {
      log.push(`begin ${at}`);
      await new Promise<void>((resolve) => {
        waiting.unshift(resolve);
        if (waiting.length === expected) for (const each of waiting.splice(0)) each();
      });
      log.push(`end ${at}`);
      return fails ? failed(`no ${at}`) : ok(`saw ${at}`);
    },
  });
  const change = defineTool({
    name: 'change',
    description: 'Changes.',
    input: z.object({ what: z.string() }),
    run({ what }) {
      log.push(`change ${what}`);
      return Promise.resolve(ok(`changed ${what}`));
    },
  });
  const tools: Tool[] = [look, change];
  return { log, tools, expect: (calls: number) => (expected = calls) };
}

const look = (at: string, more: object = {}) => call('look', { at, ...more });
const change = (what: string) => call('change', { what });

describe('calls of one answer', () => {
  it('run at the same time when they only look, and their results stand in the order of the calls', async () => {
    const { log, tools, expect: together } = watched();
    together(3);
    const model = played([[look('a'), look('b', { fails: true }), look('c')]]);
    const { events } = await runIn(checkout(), model, { tools });
    expect(log).toEqual(['begin a', 'begin b', 'begin c', 'end b', 'end a', 'end c']);
    expect(resultsIn(model, 2).map(({ text }) => text)).toEqual(['saw a', 'no b', 'saw c']);
    const told = events.flatMap((event) =>
      event.type === 'tool_start' || event.type === 'tool_end' ? [`${event.type} ${event.id}`] : [],
    );
    expect(told).toEqual([
      'tool_start call_1_0',
      'tool_start call_1_1',
      'tool_start call_1_2',
      'tool_end call_1_0',
      'tool_end call_1_1',
      'tool_end call_1_2',
    ]);
  });

  it('run one after the other in their order when one of them changes something', async () => {
    const { log, tools, expect: together } = watched();
    together(1);
    const model = played([[look('a'), change('b'), look('c'), change('d')]]);
    await runIn(checkout(), model, { tools });
    expect(log).toEqual(['begin a', 'end a', 'change b', 'begin c', 'end c', 'change d']);
  });

  it('wait for those before them that change something', async () => {
    const { log, tools, expect: together } = watched();
    together(2);
    const model = played([[change('a'), look('b'), look('c'), change('d')]]);
    await runIn(checkout(), model, { tools });
    expect(log).toEqual(['change a', 'begin b', 'begin c', 'end b', 'end c', 'change d']);
  });

  it('are read, glob and grep that look, and no other', async () => {
    const { events } = await runIn(
      checkout({ 'a.txt': 'a\n' }),
      played([[call('read', { path: 'a.txt' }), call('glob', { pattern: '*' }), call('grep', { pattern: 'a' })]]),
    );
    const order = events.flatMap((e) => (e.type === 'tool_start' || e.type === 'tool_end' ? [e.type] : []));
    expect(order).toEqual(['tool_start', 'tool_start', 'tool_start', 'tool_end', 'tool_end', 'tool_end']);

    const start = await runIn(
      checkout({ 'a.txt': 'a\n' }),
      played([[call('bash', { command: 'true' }), call('bash', { command: 'true' }), call('read', { path: 'a.txt' })]]),
    );
    expect(start.events.flatMap((e) => (e.type === 'tool_start' || e.type === 'tool_end' ? [e.type] : []))).toEqual([
      'tool_start',
      'tool_end',
      'tool_start',
      'tool_end',
      'tool_start',
      'tool_end',
    ]);
  });
});
