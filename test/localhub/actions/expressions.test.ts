import { describe, expect, test } from 'vitest';
import { conditionOf, createEvaluator, type Scope } from '../../../src/localhub/actions/expressions.ts';
import { loadLanguageServices } from '../../../src/localhub/actions/languageservices.ts';

const services = await loadLanguageServices();
const { text, value, condition } = createEvaluator(services);
const scope: Scope = {
  contexts: {
    github: { ref: 'refs/heads/main', event: { n: 3, list: [{ a: 1 }, { a: 2 }], none: null } },
    env: { X: 'y' },
  },
  status: { success: false, failure: true, cancelled: false },
};
const expression = (source: string) => ({ kind: 'expression', expression: source }) as const;

describe('a template', () => {
  test.each([
    ['github.ref', 'refs/heads/main'],
    ['github.event.n', '3'],
    ['github.event.none', ''],
    ['github.nothing.there', ''],
    ['GITHUB.Event.N == 3', 'true'],
    ['join(github.event.list.*.a)', '1,2'],
    ["format('{0} {1}', env.X, 'it''s a ''quoted'' word')", "y it's a 'quoted' word"],
    ["env.X == 'Y' && 'same' || 'other'", 'same'],
    ['toJSON(github.event.list[0])', '{\n  "a": 1\n}'],
    ['github.event', 'Object'],
  ])('%s', (source, expected) => {
    expect(text(expression(source), scope)).toBe(expected);
  });

  test('keeps the types of values', () => {
    expect(value(expression('fromJSON(\'[1, true, {"a": null}]\')'), scope)).toEqual([1, true, { a: null }]);
    const mapping = { kind: 'mapping', entries: [['n', expression('github.event.n')]] } as const;
    expect(value([mapping, 'x', null], scope)).toEqual([{ n: 3 }, 'x', null]);
  });

  test('names what is wrong', () => {
    expect(() => text(expression('nonsense(1)'), scope)).toThrow(/nonsense/);
    expect(() => text(expression("hashFiles('a')"), scope)).toThrow(/hashFiles\(\) can only be used in a step/);
  });
});

describe('a condition', () => {
  test.each([
    [undefined, 'success()'],
    ['', 'success()'],
    ["github.ref == 'x'", "success() && (github.ref == 'x')"],
    ["always() && env.X == 'success()'", "always() && env.X == 'success()'"],
    ["env.X == 'always()'", "success() && (env.X == 'always()')"],
    [false, 'success() && (false)'],
  ])('%s means %s', (given, expected) => {
    expect(conditionOf(services, given)).toBe(expected);
  });

  test('asks the status', () => {
    expect(condition('failure()', scope)).toBe(true);
    expect(condition('success()', scope)).toBe(false);
    expect(condition('always() && !cancelled()', scope)).toBe(true);
    expect(condition("''", scope)).toBe(false);
  });
});
