import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Execution, keptOf } from '../../src/verify/execution.ts';
import { type Supply, supplies, whyRed } from '../../src/verify/red.ts';
import { readOutput } from '../../src/verify/runners/read.ts';
import type { Failure } from '../../src/verify/runners/report.ts';

const NOTHING: Supply = { added: [], lines: '' };

function executed(failures: Partial<Failure>[] | undefined, more: { late?: boolean; failed?: number } = {}): Execution {
  const full = failures?.map((failure): Failure => ({ name: 'reads', kind: 'assertion', message: 'x', ...failure }));
  const reading = full && {
    runner: 'vitest',
    passed: 1,
    failed: more.failed ?? full.length,
    skipped: 0,
    failures: full,
  };
  return {
    run: { exit_code: 1, seconds: 1, tail: '', ...keptOf(reading) },
    ...(reading && { reading }),
    late: more.late ?? false,
  };
}

describe('the right reason', () => {
  test.each<[string, Partial<Failure>[], Supply, string]>([
    [
      'an assertion',
      [{ message: 'expected 1 to be 2\nmore' }],
      NOTHING,
      '“reads” fails by an assertion: expected 1 to be 2.',
    ],
    [
      'an assertion among others',
      [{ kind: 'timeout' }, { kind: 'import', missing: { module: 'x' } }, {}],
      NOTHING,
      '“reads” fails by an assertion: x. 3 fail in all.',
    ],
    [
      'an error of what was called',
      [{ kind: 'error', message: 'RangeError: cannot read' }],
      NOTHING,
      '“reads” fails by an error: RangeError: cannot read.',
    ],
    [
      'a module that the change adds',
      [{ kind: 'import', missing: { module: '../src/format.js' } }],
      { added: ['src/format.js'], lines: '' },
      '“../src/format.js” does not exist without the change, which adds it.',
    ],
    [
      'a name that the change adds',
      [{ kind: 'import', missing: { symbol: 'round' } }],
      { added: [], lines: 'export const round = 1;' },
      '“round” does not exist without the change, which adds it.',
    ],
    ['unknown', [{ kind: 'unknown' }], NOTHING, 'Tests fail without the change; the output does not say why.'],
  ])('%s', (_, failures, supply, why) => {
    expect(whyRed(executed(failures), supply)).toEqual({ right: true, why });
  });

  test('an output that nobody understood has only its exit status', () => {
    expect(whyRed(executed(undefined), NOTHING)).toEqual({
      right: true,
      why: 'The test command fails without the change (exit status 1); its output was not understood, so it does not say why.',
    });
  });

  test('more tests failed than the output says something about', () => {
    expect(whyRed(executed([], { failed: 2 }), NOTHING)).toMatchObject({ right: true });
  });
});

describe('a wrong reason', () => {
  const SAYS = (because: string) =>
    `The tests of the change fail without it only because ${because}. Let one fail by an assertion.`;
  test.each<[string, Partial<Failure>[], string]>([
    [
      'a package that is not there',
      [{ kind: 'import', missing: { module: 'fast-check' } }],
      SAYS('“fast-check” cannot be found, and the change does not add it'),
    ],
    [
      'a name that the change does not add',
      [{ kind: 'import', missing: { symbol: 'round' } }],
      SAYS('“round” cannot be found, and the change does not add it'),
    ],
    [
      'a file that is no code',
      [{ kind: 'syntax', name: 'test/a.js', message: 'SyntaxError: Unexpected token' }],
      SAYS('“test/a.js” cannot be read as code: SyntaxError: Unexpected token'),
    ],
    ['a test that does not end', [{ kind: 'timeout' }], SAYS('“reads” does not end in time')],
  ])('%s', (_, failures, why) => {
    expect(whyRed(executed(failures), { added: ['src/other.js'], lines: 'const surroundings = 1;' })).toEqual({
      right: false,
      why,
    });
  });

  test('the whole command does not end', () => {
    expect(whyRed(executed([{}], { late: true }), NOTHING)).toEqual({
      right: false,
      why: SAYS('they do not end in time'),
    });
  });

  test('no test fails, but the command does', () => {
    expect(whyRed(executed([], { failed: 0 }), NOTHING)).toMatchObject({
      right: false,
      why: expect.stringMatching(/^No test fails without the change: .* \(exit status 1\)\. .*commands\.reports\.$/),
    });
  });
});

describe('real output of tests of something new', () => {
  const OUTPUTS = join(import.meta.dirname, 'runners', 'outputs');
  const reason = (name: string, supply: Supply) => {
    const reading = readOutput(readFileSync(join(OUTPUTS, name), 'utf8'))!;
    return whyRed({ run: { exit_code: 1, seconds: 1, tail: '' }, reading, late: false }, supply).right;
  };
  const adds = (path: string, lines = ''): Supply => ({ added: [path], lines });

  test.each<[string, Supply]>([
    ['node-spec-missing.txt', adds('src/format.js')],
    ['node-tap-missing.txt', adds('src/format.js')],
    ['node-spec-export.txt', adds('x', 'export function round(x) {')],
    ['mocha-missing.txt', adds('src/format.js')],
    ['pytest-missing.txt', adds('src/format.py')],
    ['pytest-missing.txt', adds('src/format/__init__.py')],
    ['pytest-export.txt', adds('x', 'def round_up(x):')],
    ['cargo-new.txt', adds('src/format.rs', 'pub mod format;')],
    ['cargo-sig.txt', adds('x', 'pub fn parse(text: &str, unit: u8) -> u64 {')],
    ['tsc-plain.txt', adds('src/format.ts')],
    ['go-new-package.txt', adds('fmt/fmt.go')],
    ['go-no-module.txt', adds('nope/nope.go')],
  ])('%s is right where the change adds it', (name, supply) => {
    expect(reason(name, supply)).toBe(true);
    expect(reason(name, { added: ['src/elsewhere.js'], lines: 'export const unrelated = 1;' })).toBe(false);
  });

  test.each([
    'node-spec-package.txt',
    'node-tap-package.txt',
    'pytest-package.txt',
    'cargo-dep.txt',
    'node-spec-syntax.txt',
    'pytest-syntax.txt',
  ])('%s is wrong whatever the change adds', (name) => {
    expect(reason(name, adds('src/format.js', "import fc from 'fast-check-not'; use proptest; hypothesis_not"))).toBe(
      false,
    );
  });
});

describe('what a change supplies', () => {
  test.each<[string, string]>([
    ['../src/format.js', 'src/format.ts'],
    ['./format', 'packages/a/src/format/index.ts'],
    ['@/lib/format', 'src/lib/format.tsx'],
    ['/home/runner/work/a/a/src/format.js', 'src/format.js'],
    ['file:///home/a/src/format.mjs', 'src/format.mjs'],
    ['durations.format', 'src/durations/format.py'],
    ['format', 'format.py'],
    ['format', 'src/format.py'],
    ['example.com/durations/format', 'format/format.go'],
    ['example.com/durations/internal/format', 'internal/format/a.go'],
    ['./data.json', 'src/data.json'],
  ])('%s by %s', (module, path) => {
    expect(supplies({ added: [path], lines: '' }, { module })).toBe(true);
  });

  test.each<[string, string]>([
    ['lodash', 'packages/a/lodash.js'],
    ['../src/format.js', 'src/formats.js'],
    ['../src/format.js', 'docs/format.md/x'],
    ['yaml', 'test-data/yaml/a.txt'],
    ['', 'src/a.js'],
    ['..', 'src/a.js'],
    ['github.com/stretchr/testify/assert', 'check/assert_it.go'],
  ])('not %s by %s', (module, path) => {
    expect(supplies({ added: [path], lines: `import '${module}'` }, { module })).toBe(false);
  });

  test('a name is a whole word, and none of a pattern', () => {
    expect(supplies({ added: [], lines: 'rounded' }, { symbol: 'round' })).toBe(false);
    expect(supplies({ added: [], lines: 'x' }, { symbol: '.' })).toBe(false);
    expect(supplies({ added: [], lines: '$round = 1' }, { symbol: '$round' })).toBe(true);
  });
});
