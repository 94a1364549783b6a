import { describe, expect, test } from 'vitest';
import { configSchema } from '../../src/core/config.ts';
import { readYaml } from '../../src/yaml/read.ts';

const read = (text: string) => {
  const result = readYaml(configSchema, text, '.orch/config.yaml');
  return result.ok ? 'fine' : result.problems;
};

describe('a configuration that cannot be used', () => {
  test('an unknown key is told with its line, its value and the keys there are', () => {
    expect(read('version: 1\nsettings:\n  auto_merge: true\n  max_atempts: 3\n')).toEqual([
      {
        file: '.orch/config.yaml',
        line: 4,
        key: 'settings.max_atempts',
        value: '3',
        expected:
          'there is no such key here; the keys are auto_merge, merge_method, required_approvals, approvers, max_attempts, max_review_rounds, max_concurrent_agents, run_minutes, run_turns, run_usd',
      },
    ]);
  });

  test('a wrong value is told with the values there are', () => {
    expect(read('# how we merge\nsettings:\n  merge_method: fast\n')).toEqual([
      {
        file: '.orch/config.yaml',
        line: 3,
        key: 'settings.merge_method',
        value: '"fast"',
        expected: 'expected one of "merge", "squash", "rebase"',
      },
    ]);
  });

  test('a value of the wrong kind, and one out of bounds', () => {
    expect(read('settings:\n  max_attempts: many\n  run_minutes: 0\n')).toMatchObject([
      { line: 2, key: 'settings.max_attempts', value: '"many"', expected: 'expected number' },
      { line: 3, key: 'settings.run_minutes', value: '0', expected: 'expected at least 1' },
    ]);
  });

  test('a model that is none says what a model is', () => {
    expect(read('agents: { developer: gpt }\n')).toMatchObject([
      {
        line: 1,
        key: 'agents.developer',
        value: '"gpt"',
        expected: 'a model is `claude-…`, `openai:MODEL` or `scripted:PATH`',
      },
    ]);
  });

  test('a model may be one of three kinds, or a list of up to five', () => {
    for (const model of [
      'openai:gpt-6-sol',
      'openai:anthropic/claude-opus-5:free',
      'openai:@cf/meta/llama-4',
      'claude-opus-5',
    ]) {
      expect(read(`agents: { developer: "${model}" }\n`)).toBe('fine');
    }
    expect(read('agents: { developer: [claude-opus-5, "openai:qwen3:32b", "scripted:a.yaml"] }\n')).toBe('fine');
    expect(read('agents: { developer: [] }\n')).toMatchObject([{ line: 1, expected: 'expected at least 1' }]);
    const said = 'a model is `claude-…`, `openai:MODEL` or `scripted:PATH`; or a list of up to 5 of them';
    for (const value of ['[claude-a, claude-b, claude-c, claude-d, claude-e, claude-f]', '7', '{ a: b }']) {
      expect(read(`agents:\n  developer: ${value}\n`)).toMatchObject([
        { line: 2, key: 'agents.developer', expected: said },
      ]);
    }
    expect(read('agents: { developer: [claude-opus-5, gpt] }\n')).toMatchObject([{ line: 1 }]);
    expect(read('agents: { developer: "openai:" }\n')).toMatchObject([{ key: 'agents.developer' }]);
  });

  test('an approver is a login, and there are enough of them', () => {
    expect(read('settings:\n  approvers: ["@maria"]\n')).toMatchObject([
      {
        line: 2,
        key: 'settings.approvers.0',
        value: '"@maria"',
        expected: 'expected the login of a person, without @',
      },
    ]);
    expect(read('settings:\n  approvers: [maria, Maria, wes]\n  required_approvals: 3\n')).toMatchObject([
      {
        line: 3,
        key: 'settings.required_approvals',
        value: '3',
        expected: 'more approvals than there are approvers; lower it, or name more people in `settings.approvers`',
      },
    ]);
    expect(read('settings: { approvers: [maria, wes_acme], required_approvals: 2 }\n')).toBe('fine');
  });

  test('text that is not YAML is told with the line on which it stops being so', () => {
    expect(read('version: 1\nsettings: [\n')).toMatchObject([{ line: 3, key: '' }]);
    expect(read('a: 1\na: 2\n')).toMatchObject([{ line: 2, value: 'a: 2' }]);
  });

  test('an anchor that would grow without bound is refused', () => {
    expect(read('tests: &a [x]\nprotected: *a\n')).toMatchObject([{ key: '' }]);
  });

  test('a list where a mapping belongs', () => {
    expect(read('- version: 1\n')).toMatchObject([{ line: 1, key: '', expected: 'expected object' }]);
  });
});

describe('a configuration that can be used', () => {
  test.each(['', '# nothing yet\n', 'version: 1\n', 'commands:\n  test: make check\n'])('%j', (text) => {
    expect(read(text)).toBe('fine');
  });
});
