import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/agent/models/model.ts';
import { parseScript } from '../../../src/agent/models/script.ts';
import { scriptedModel } from '../../../src/agent/models/scripted.ts';

const script = parseScript(
  `version: 1
turns:
  - say: hello
    calls: [{ tool: read, input: { path: a } }, { tool: nonsense }]
  - expect: [one, /two$/]
    calls: [{ tool: done, input: { title: t } }]
  - {}
  - fail: The model is on holiday.
`,
  'play.yaml',
);

const user = (text: string): Message => ({
  role: 'user',
  content: [{ type: 'tool_result', id: 'call_1_1', text, error: false }],
});
const request = (...messages: Message[]) => ({
  system: 'sys',
  tools: [],
  messages,
  signal: new AbortController().signal,
});

describe('scriptedModel', () => {
  it('plays its turns, then says that the script has ended', async () => {
    const model = scriptedModel(script, { role: 'developer', title: 'Greet', attempt: 1, continues: false });
    expect(model.name).toBe('scripted:play.yaml');
    expect(await model.reply(request(user('')))).toMatchObject({
      stop: 'tool_use',
      content: [
        { type: 'text', text: 'hello' },
        { type: 'tool_use', id: 'call_1_1', name: 'read', input: { path: 'a' } },
        { type: 'tool_use', id: 'call_1_2', name: 'nonsense', input: {} },
      ],
    });
    expect(await model.reply(request(user('one, two')))).toMatchObject({ content: [{ id: 'call_2_1', name: 'done' }] });
    expect(await model.reply(request(user('')))).toMatchObject({ stop: 'end', content: [] });
    await expect(model.reply(request(user('')))).rejects.toThrow('The model is on holiday.');
    expect(await model.reply(request(user('')))).toMatchObject({
      stop: 'end',
      content: [{ type: 'text', text: 'The script has ended after 4 turns.' }],
    });
  });

  it('fails with what was expected and what came', async () => {
    const model = scriptedModel(script, { role: 'developer', title: 'Greet', attempt: 1, continues: false });
    await model.reply(request(user('')));
    await expect(model.reply(request(user('one\nthree')))).rejects.toThrow(
      'The script play.yaml expected "/two$/" before its turn 2, but this came: one three',
    );
  });

  it('counts a token as four characters, and costs nothing', async () => {
    const model = scriptedModel(script, { role: 'developer', title: 'Greet', attempt: 1, continues: false });
    const asked = request(user('x'));
    const { usage, content } = await model.reply(asked);
    const { system, tools, messages } = asked;
    expect(usage).toEqual({
      model_calls: 1,
      input_tokens: Math.ceil(JSON.stringify({ system, tools, messages }).length / 4),
      output_tokens: Math.ceil(JSON.stringify(content).length / 4),
      cache_read_tokens: 0,
      cache_write_tokens: 0,
      cost_usd: 0,
    });
  });
});
