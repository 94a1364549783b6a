import { describe, expect, it } from 'vitest';
import { chooseModel, scriptPath } from '../../../src/agent/models/choose.ts';
import { ModelFailed } from '../../../src/agent/models/model.ts';

const choose = (name: string, extra: { apiKey?: string; script?: string } = {}) =>
  chooseModel({
    name,
    casting: { role: 'developer', attempt: 1, continues: false },
    apiKey: extra.apiKey,
    readScript: (path) =>
      extra.script === undefined ? Promise.reject(new Error(`no ${path} here.`)) : Promise.resolve(extra.script),
  });

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

  it.each([
    ['gpt-7', {}, /^The model "gpt-7" is not known\. Possible are claude-… \(claude-fable-5-1, .*\) and scripted:PATH/],
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
