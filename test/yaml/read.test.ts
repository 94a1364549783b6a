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
          'there is no such key here; the keys are auto_merge, merge_method, required_approvals, max_attempts, max_review_rounds, run_minutes, run_turns, run_usd',
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
      { line: 1, key: 'agents.developer', value: '"gpt"', expected: 'a model is `claude-…` or `scripted:PATH`' },
    ]);
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
