import { describe, expect, test } from 'vitest';
import { allWeakened, missingTests, type Sides, weakenedIn } from '../../src/verify/weakened.ts';

const told = (files: Sides[], since: 'base' | 'red' = 'base'): string[] =>
  weakenedIn(files, since).map(
    ({ what, file, line, test: name, fails }) =>
      `${fails ? 'FAILS ' : ''}${what} ${file}${line === undefined ? '' : `:${line}`}${name === undefined ? '' : ` ${name}`}`,
  );

const one = (before: string | null, after: string | null, path = 'test/a.test.js'): Sides => ({ path, before, after });

const ADD = "test('adds', () => { assert.equal(add(1, 2), 3); assert.equal(add(2, 2), 4); });\n";
const SUBTRACT = "test('subtracts', () => { assert.equal(subtract(5, 2), 3); });\n";
const PARSE =
  "test('reads minutes', () => { const result = parse('5m'); assert.deepEqual(result, { minutes: 5 }); });\n";

describe('what is found', () => {
  test.each<[string, Sides[], string[]]>([
    ['a test that is gone', [one(ADD + SUBTRACT, ADD)], ['FAILS deleted test/a.test.js:2 subtracts']],
    ['a file that is gone', [one(ADD + SUBTRACT, null)], ['FAILS deleted test/a.test.js']],
    ['a file with one test that is gone', [one(ADD, null)], ['FAILS deleted test/a.test.js:1 adds']],
    ['a skip', [one(ADD, ADD.replace('test(', 'test.skip('))], ['FAILS skipped test/a.test.js:1 adds']],
    [
      'a suite that is skipped',
      [one(`describe('x', () => {\n${ADD}});`, `describe.skip('x', () => {\n${ADD}});`)],
      ['FAILS skipped test/a.test.js:2 adds'],
    ],
    [
      'a skip on a condition',
      [one(ADD, ADD.replace('test(', 'test.skipIf(slow)('))],
      ['FAILS skipped test/a.test.js:1 adds'],
    ],
    ['todo', [one(ADD, "test.todo('adds');")], ['FAILS skipped test/a.test.js:1 adds']],
    ['a skip from within', [one(ADD, ADD.replace('{ ', '{ this.skip(); '))], ['FAILS skipped test/a.test.js:1 adds']],
    [
      'only',
      [one(ADD + SUBTRACT, ADD.replace('test(', 'test.only(') + SUBTRACT)],
      ['FAILS only test/a.test.js:1 adds'],
    ],
    [
      'a new test that is the only one',
      [one(ADD, `${ADD}it.only('${'new'}', () => { other(); });`)],
      ['FAILS only test/a.test.js:2 new'],
    ],
    ['an empty body', [one(ADD, "test('adds', () => {});")], ['FAILS emptied test/a.test.js:1 adds']],
    [
      'a body that looks at nothing',
      [one(ADD, "test('adds', () => { add(1, 2); });")],
      ['FAILS emptied test/a.test.js:1 adds'],
    ],
    [
      'an assertion less',
      [one(ADD, ADD.replace(' assert.equal(add(2, 2), 4);', ''))],
      ['assertions test/a.test.js:1 adds'],
    ],
    [
      'a looser assertion',
      [one(ADD, ADD.replace('assert.equal(add(2, 2), 4)', 'assert.ok(add(2, 2))'))],
      ['loosened test/a.test.js:1 adds'],
    ],
    [
      'toBe to toBeTruthy',
      [one("it('a', () => { expect(x).toBe(1); });", "it('a', () => { expect(x).toBeTruthy(); });")],
      ['loosened test/a.test.js:1 a'],
    ],
    [
      'a new test that is skipped',
      [one(ADD, `${ADD}it.skip('later', () => { other(1); });`)],
      ['skipped test/a.test.js:2 later'],
    ],
    [
      'a snapshot that says something else',
      [one('a\nb\n', 'a\nc\n', 'test/__snapshots__/a.snap')],
      ['snapshot test/__snapshots__/a.snap'],
    ],
    [
      'a table of pytest',
      [
        one(
          'def test_a():\n    assert f(1) == 2\n',
          '@pytest.mark.skip\ndef test_a():\n    assert f(1) == 2\n',
          'tests/test_a.py',
        ),
      ],
      ['FAILS skipped tests/test_a.py:2 test_a'],
    ],
    [
      'Go',
      [
        one(
          'func TestA(t *testing.T) { if f() { t.Error("x") } }',
          'func TestA(t *testing.T) { t.Skip(); if f() { t.Error("x") } }',
          'a_test.go',
        ),
      ],
      ['FAILS skipped a_test.go:1 TestA'],
    ],
    [
      'Rust',
      [
        one(
          '#[test]\nfn a() { assert_eq!(f(), 1); }',
          '#[test]\n#[ignore]\nfn a() { assert_eq!(f(), 1); }',
          'src/lib.rs',
        ),
      ],
      ['FAILS skipped src/lib.rs:3 a'],
    ],
    [
      'a file of a language that is not read',
      [one('class ParserTest {}', null, 'src/test/ParserTest.java')],
      ['FAILS deleted src/test/ParserTest.java'],
    ],
  ])('%s', (_, files, expected) => {
    expect(told(files)).toEqual(expected);
  });
});

describe('what is no weakening', () => {
  test.each<[string, Sides[]]>([
    ['more tests, more assertions', [one(ADD, ADD.replace('{ ', '{ assert.equal(add(0, 0), 0); ') + SUBTRACT)]],
    ['a file that was renamed', [one(ADD + SUBTRACT, null), one(null, ADD + SUBTRACT, 'test/sums.test.js')]],
    ['a file that was renamed and translated', [one(ADD, null), one(null, ADD, 'test/a.test.ts')]],
    ['a test that moved to another file', [one(ADD + SUBTRACT, ADD), one(PARSE, PARSE + SUBTRACT, 'test/b.test.js')]],
    ['a test that moved into a suite', [one(ADD, `describe('sums', () => {\n  ${ADD}});`)]],
    ['a test with another name', [one(ADD, ADD.replace('adds', 'adds two numbers'))]],
    [
      'a test with another name and another expectation',
      [one(PARSE, PARSE.replace('reads minutes', 'reads 5m').replace('minutes: 5', 'seconds: 300'))],
    ],
    [
      'a test that was the opposite',
      [
        one(
          "test('refuses halves', () => assert.throws(() => parse('1.5h')));",
          "test('reads halves', () => assert.equal(parse('1.5h'), 5400000));",
        ),
      ],
    ],
    ['tests in another order', [one(ADD + SUBTRACT, SUBTRACT + ADD)]],
    ['two tests with one name', [one(ADD + ADD, ADD + ADD)]],
    [
      'another way to write the same',
      [one(ADD, ADD.replace('test(', 'it(').replaceAll('assert.equal', 'assert.strictEqual'))],
    ],
    [
      'assertions that moved into a function',
      [
        one(
          ADD,
          `const checkSums = () => assert.equal(add(1, 2), 3);\ntest('adds', () => { checkSums(1, 2, 3); checkSums(2, 2, 4); });`,
        ),
      ],
    ],
    ['a skip that was there', [one(ADD.replace('test(', 'test.skip('), ADD.replace('test(', 'test.skip('))]],
    [
      'a new test that is skipped on a condition',
      [one(ADD, `${ADD}it.skipIf(windows)('later', () => { other(1); });`)],
    ],
    ['a skip that is gone', [one(ADD.replace('test(', 'test.skip('), ADD)]],
    ['a comment about a skip', [one(ADD, `// test.skip('adds')\n${ADD}`)]],
    [
      'a fixture that is gone',
      [one('{}', null, 'test/fixtures/a.json'), one('export const x = 1;', null, 'test/helper.js')],
    ],
    ['a snapshot that grew', [one('a\n', 'a\nb\n', 'a.snap')]],
    ['a new snapshot', [one(null, 'a\n', 'a.snap')]],
    [
      'a Java test that moved',
      [
        one('class ParserTest { void reads() { assertEquals(1, 2); } }', null, 'a/ParserTest.java'),
        one(null, 'package b; class ParserTest { void reads() { assertEquals(1, 2); } }', 'b/ParserTest.java'),
      ],
    ],
    [
      'a test of two languages with one name',
      [one('def test_a():\n    assert f(1) == 2\n', 'def test_a():\n    assert f(1) == 2\n', 'test_a.py')],
    ],
  ])('%s', (_, files) => {
    expect(told(files)).toEqual([]);
  });
});

test('after red nothing fails, everything is named', () => {
  const files = [one(ADD + SUBTRACT, ADD.replace('test(', 'test.skip('))];
  expect(told(files, 'red')).toEqual(['deleted test/a.test.js:2 subtracts', 'skipped test/a.test.js:1 adds']);
});

test('what is said of the base is not said of red again; the worst comes first', () => {
  const files = [one(ADD + SUBTRACT, ADD.replace(' assert.equal(add(2, 2), 4);', ''))];
  const both = allWeakened(weakenedIn(files, 'base'), weakenedIn(files, 'red'));
  expect(both.map(({ what, since }) => `${what} ${since}`)).toEqual(['deleted base', 'assertions base']);
});

describe('by the names that the runner gives', () => {
  const passed = (...names: string[]) => names.map((name) => ({ name, status: 'passed' as const }));
  const what = (...found: ReturnType<typeof missingTests>) =>
    found.map((each) => `${each.what} ${each.test} ${each.fails}`);

  test('gone, and fewer pass', () => {
    expect(what(...missingTests(passed('a', 'b'), passed('a'), [], true))).toEqual(['missing b true']);
  });
  test('gone, but as many pass: it may have a new name', () => {
    expect(what(...missingTests(passed('a', 'b'), passed('a', 'c'), [], false))).toEqual(['missing b false']);
  });
  test('skipped now', () => {
    expect(
      what(...missingTests(passed('a', 'b'), [...passed('a'), { name: 'b', status: 'skipped' }], [], true)),
    ).toEqual(['skipped b true']);
  });
  test('numbers in names may differ', () => {
    expect(missingTests(passed('answers on port 40123'), passed('answers on port 51234'), [], false)).toEqual([]);
    expect(what(...missingTests(passed('case 1', 'case 2'), passed('case 1'), [], true))).toEqual([
      'missing case 2 true',
    ]);
  });
  test('one that failed on the base does not stand for one that passed', () => {
    const base = [...passed('case 1'), { name: 'case 2', status: 'failed' as const }];
    expect(missingTests(base, passed('case 1', 'case 2'), [], false)).toEqual([]);
  });
  test('what the files tell already is not told twice', () => {
    const known = weakenedIn([one(ADD + SUBTRACT, ADD)], 'base');
    expect(missingTests(passed('suite > subtracts'), [], known, true)).toEqual([]);
  });
});

test('a thousand renamed tests cost no more than time for a bounded number of comparisons', () => {
  const many = (word: string) =>
    Array.from({ length: 1_500 }, (_, at) => `test('${word} ${at}', () => { ${word}(${at}); });\n`).join('');
  const started = performance.now();
  weakenedIn([one(many('old'), many('new'))], 'base');
  expect(performance.now() - started).toBeLessThan(5_000);
});
