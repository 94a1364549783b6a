import { describe, expect, test } from 'vitest';
import { parseCondition } from '../../src/workflow/condition.ts';
import { evaluate } from '../../src/workflow/evaluate.ts';

const values = {
  level: 2,
  track: 'Quick',
  has_ui: true,
  draft: 'no',
  answer: 'Y',
  targets: ['tasks', 'backlog'],
  report: { file: 'a.md' },
  nothing: '',
};

const compute = (text: string) => {
  const condition = parseCondition(text);
  return condition.kind === 'formal' ? evaluate(condition.expression, values) : condition.kind;
};

describe('a formal condition is computed', () => {
  test.each<[string, boolean | 'unknown']>([
    ['level == 2', true],
    ["level == '2'", true],
    ['level != 3', true],
    ['level !== 2', false],
    ['level > 1 and level <= 2', true],
    ['{{level}} < 1', false],
    ["{track} == 'quick'", true],
    ['answer == y', true],
    ['has_ui', true],
    ['!has_ui', false],
    ['not draft', true],
    ["'tasks' in {{targets}}", true],
    ['targets contains epics', false],
    ['track contains "uic"', true],
    ['report.file exists', true],
    ['exists(report.size)', false],
    ['{{report}} is provided', true],
    ['{{story}} is NOT provided', true],
    ['{{nothing}} is empty', true],
    ['{{targets}} is not empty', true],
    ['false or (level == 2 && !(answer == n))', true],
    ['level == 2 or unknown_thing', true],
    ['level == 1 and unknown_thing', false],
    ['unknown_thing', 'unknown'],
    ['unknown_thing != true', 'unknown'],
    ['level == {{unknown_thing}}', 'unknown'],
    ['track > 3', 'unknown'],
    ['true', true],
  ])('%s is %s', (text, expected) => {
    expect(compute(text)).toBe(expected);
  });
});

describe('prose stays a question', () => {
  test.each([
    'status file found',
    'the file exists',
    'file exists',
    'choice == d (Not sure)',
    'level == 1 OR fuzzy match of the name',
    'level ==',
    'level == 2 and',
    '(level == 2',
    'user says "yes"',
    'process.exit()',
    'a; b',
    '`id`',
    '',
  ])('%s', (text) => {
    expect(parseCondition(text)).toEqual({ kind: 'question', text });
  });

  test('also when it is nested beyond reason', () => {
    expect(parseCondition(`${'('.repeat(5000)}a${')'.repeat(5000)}`).kind).toBe('question');
    expect(parseCondition(`${'not '.repeat(5000)}a`).kind).toBe('question');
  });

  test('else is the other branch', () => {
    expect(parseCondition(' Else ')).toEqual({ kind: 'else', text: 'Else' });
  });
});

test('what every object inherits is not a variable', () => {
  expect(compute('constructor exists')).toBe('question');
  expect(compute('exists(constructor)')).toBe(false);
  expect(compute('report.constructor.name exists')).toBe(false);
  expect(compute('__proto__ == 1')).toBe('unknown');
});
