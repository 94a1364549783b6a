import { describe, expect, it } from 'vitest';
import { chooseModel, chooseModels, scriptPath } from '../../../src/agent/models/choose.ts';
import { ModelFailed } from '../../../src/agent/models/model.ts';

interface Extra {
  apiKey?: string;
  baseURL?: string;
  openai?: { apiKey: string | undefined; baseURL: string | undefined };
  script?: string;
}

const choose = (name: string, extra: Extra = {}) => chooseModel({ name, ...having(extra) });

function having(extra: Extra): Omit<Parameters<typeof chooseModel>[0], 'name'> {
  return {
    casting: { role: 'developer', title: 'Count the stars', attempt: 1, continues: false },
    ...extra,
    readScript: (path) =>
      extra.script === undefined ? Promise.reject(new Error(`no ${path} here.`)) : Promise.resolve(extra.script),
  };
}

describe('chooseModel', () => {
  it('takes a script', async () => {
    expect((await choose('scripted:.orch/play.yaml', { script: 'version: 1\nturns: [{}]\n' })).name).toBe(
      'scripted:.orch/play.yaml',
    );
    expect(scriptPath('scripted:a b')).toBe('a b');
    expect(scriptPath('claude-opus-5')).toBeUndefined();
  });

  it('takes a Claude', async () => {
    expect((await choose('claude-sonnet-5-5', { apiKey: 'sk' })).name).toBe('claude-sonnet-5-5');
  });

  it('takes a model of an OpenAI-compatible API with a key, with an address, or with both', async () => {
    for (const openai of [
      { apiKey: 'sk', baseURL: undefined },
      { apiKey: undefined, baseURL: 'http://127.0.0.1:11434/v1' },
      { apiKey: 'sk', baseURL: 'https://openrouter.ai/api/v1' },
    ]) {
      expect((await choose('openai:qwen3:32b', { openai })).name).toBe('openai:qwen3:32b');
    }
  });

  const at = (baseURL: string) => ({ openai: { apiKey: undefined, baseURL } });

  it.each<[string, Extra, RegExp]>([
    [
      'gpt-7',
      {},
      /^The model "gpt-7" is not known\. Possible are claude-… \(claude-fable-5-1, .*\), openai:MODEL .*, and scripted:PATH/,
    ],
    ['openai:', at('http://127.0.0.1:1'), /"openai:" has no name/],
    [
      'openai:gpt-6-sol',
      { apiKey: 'sk-ant' },
      /openai:gpt-6-sol needs a key\. Add the repository secret OPENAI_API_KEY, or/,
    ],
    ['openai:m', at('localhost:11434/v1'), /^The variable OPENAI_BASE_URL is not the address of an API\./],
    [
      'openai:m',
      at('http://me:hush@127.0.0.1/v1'),
      /^The variable OPENAI_BASE_URL has a name or a password in it(?!.*hush)/,
    ],
    ['claude-opus-5', { apiKey: 'sk', baseURL: 'not one' }, /^The variable ANTHROPIC_BASE_URL is not the address/],
    [
      'claude-sonnet-9',
      { apiKey: 'sk' },
      /^The model claude-sonnet-9 has no price, .* Models with a price: claude-fable-5-1, /,
    ],
    ['claude-sonnet-5-5', {}, /needs a key\. Add the repository secret ANTHROPIC_API_KEY/],
    ['scripted:x.yaml', {}, /^The script x\.yaml cannot be read: no x\.yaml here\.$/],
    [
      'scripted:x.yaml',
      { script: 'version: 1\nturns: [{ sya: 1 }]' },
      /^The script cannot be played\. x\.yaml:2: `turns\.0\.sya` is 1; expected one of/,
    ],
    [
      'scripted:x.yaml',
      { script: 'version: 1\nparts: [{ attempt: 2, turns: [{}] }]' },
      /has no part for developer in attempt 1/,
    ],
  ])('explains %s with %j', async (name, extra, message) => {
    const error = await choose(name, extra).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ModelFailed);
    expect((error as Error).message).toMatch(message);
  });
});

describe('chooseModels', () => {
  it('takes one as it is, and several as one', async () => {
    const extra = having({ apiKey: 'sk', openai: { apiKey: 'sk', baseURL: undefined } });
    expect((await chooseModels(['claude-opus-5'], extra)).name).toBe('claude-opus-5');
    expect((await chooseModels(['claude-opus-5', 'openai:gpt-6-sol'], extra)).name).toBe(
      'claude-opus-5, then openai:gpt-6-sol',
    );
  });

  it('passes over one that cannot be had, and says so', async () => {
    const script = 'version: 1\nturns: [{ say: here }]\n';
    const model = await chooseModels(['openai:gpt-6-sol', 'scripted:a.yaml'], having({ script }));
    const signal = new AbortController().signal;
    const reply = await model.reply({ system: '', tools: [], messages: [], signal });
    expect(reply).toMatchObject({
      by: 'scripted:a.yaml',
      changes: [{ from: 'openai:gpt-6-sol', to: 'scripted:a.yaml', reason: expect.stringContaining('needs a key') }],
    });
  });

  it('explains each when none can be had', async () => {
    const none = chooseModels(['openai:gpt-6-sol', 'claude-opus-5'], having({}));
    await expect(none).rejects.toThrow(/openai:gpt-6-sol needs a key\..* claude-opus-5 needs a key\./);
    await expect(none).rejects.toBeInstanceOf(ModelFailed);
  });
});
