import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { planOf, type TryWords } from '../../src/try/options.ts';

const dir = mkdtempSync(join(tmpdir(), 'orch-options-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const bad = join(dir, 'bad.yaml');
writeFileSync(bad, 'version: 1\nturns:\n  - cals: []\n');
const here = process.cwd();

const refusals: [name: string, words: TryWords, env: NodeJS.ProcessEnv, answer: RegExp][] = [
  ['a repository that is none', { repo: dir, title: 'x' }, {}, /there is no git repository\. Give the folder of one/],
  ['a repository without a wish', { repo: here }, {}, /--repo needs --title/],
  ['a wish without a repository', { title: 'x' }, {}, /--title and --body belong to a repository of your own/],
  [
    'nobody to do the work',
    { repo: here, title: 'x' },
    {},
    /set ANTHROPIC_API_KEY, or give a script with --model scripted:FILE/,
  ],
  ['a Claude model without a key', { model: 'claude-sonnet-5-5' }, {}, /needs a key: set ANTHROPIC_API_KEY/],
  ['a model of another kind', { model: 'gpt-9' }, {}, /a model is `claude-…`, `openai:MODEL` or `scripted:FILE`/],
  ['a store that is none', { store: 'sql' }, {}, /--store sql: the state is kept through one of auto, git, api/],
  ['a script that is not there', { model: 'scripted:/nowhere.yaml' }, {}, /there is no file \/nowhere\.yaml/],
  ['a script that cannot be played', { model: `scripted:${bad}` }, {}, /cannot be played:[\s\S]*bad\.yaml[\s\S]*cals/],
  [
    'a scene that is none',
    { scene: 'x' },
    {},
    /there is no such scene\. There are:\n {2}escalation .*\n {2}budget .*\n {2}repair .*\n {2}proof .*\n {2}attack /,
  ],
  [
    'a scene on a repository',
    { scene: 'budget', repo: here, title: 'x' },
    {},
    /cannot be played with --repo: a scene has a project/,
  ],
  ['a scene with a model', { scene: 'budget', model: 'claude-sonnet-5-5' }, { ANTHROPIC_API_KEY: 'k' }, /with --model/],
];

describe('what try cannot use is told before anything starts', () => {
  test.each(refusals)('%s', (_name, words, env, answer) => {
    expect(() => planOf(words, env)).toThrow(answer);
  });
});

describe('who does the work', () => {
  test('the sample’s script, where there is no key', () => {
    expect(planOf({}, {}).model).toEqual({ kind: 'sample script' });
  });
  test('the script of a scene, also where there is a key', () => {
    expect(planOf({ scene: 'attack' }, { ANTHROPIC_API_KEY: 'k' }).model).toEqual({ kind: 'scene' });
  });
  test('Claude, where there is one', () => {
    expect(planOf({}, { ANTHROPIC_API_KEY: 'k' }).model).toEqual({ kind: 'model', name: 'claude-sonnet-5-5' });
    expect(planOf({ model: 'openai:luna-6' }, { OPENAI_API_KEY: 'k' }).model).toEqual({
      kind: 'model',
      name: 'openai:luna-6',
    });
    expect(planOf({ model: 'openai:qwen3' }, { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1' }).model).toEqual({
      kind: 'model',
      name: 'openai:qwen3',
    });
  });
});
