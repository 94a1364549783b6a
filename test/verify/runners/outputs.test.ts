/** What real runners really printed, word for word but for the folders (Node 24, Vitest 5, Jest 30, Mocha 12, pytest 9, Go 1.19, Rust 1.95, TypeScript 7), and how it is read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readJunit } from '../../../src/verify/runners/junit.ts';
import { type Reading, readOutput } from '../../../src/verify/runners/read.ts';

const OUTPUTS = join(import.meta.dirname, 'outputs');

/** Who was understood and the counts; then of each failure its kind, what was missing, its name and the first line of its message. */
const EXPECTED: Record<string, string[]> = {
  'cargo-dep.txt': [
    'cargo test: 0 passed, 1 failed, 0 skipped, all by name',
    'import (module proptest): tests/new.rs: cannot find module or crate `proptest` in this scope',
  ],
  'cargo-fail.txt': [
    'cargo test: 1 passed, 4 failed, 1 skipped, all by name',
    'assertion: tests > panics: note: test did not panic as expected at src/lib.rs:19:8',
    'error: tests > nonsense: cannot read boom',
    'assertion: tests > reads_decimals: assertion `left == right` failed',
    'error: tests > truth: should be one',
  ],
  'cargo-new.txt': [
    'cargo test: 0 passed, 1 failed, 0 skipped, all by name',
    'import (symbol format): tests/new.rs: unresolved import `durations::format`',
    'import (symbol round): tests/new.rs: unresolved import `durations::round`',
    'import (symbol floor): tests/new.rs: cannot find function `floor` in crate `durations`',
  ],
  'cargo-pass.txt': ['cargo test: 1 passed, 0 failed, 0 skipped, all by name'],
  'cargo-sig.txt': [
    'cargo test: 0 passed, 1 failed, 0 skipped, all by name',
    'import (symbol parse): tests/new.rs: this function takes 1 argument but 2 arguments were supplied',
    'import (symbol rounded): tests/new.rs: no method named `rounded` found for type `u64` in the current scope',
  ],
  'cargo-syntax.txt': [
    'cargo test: 0 passed, 1 failed, 0 skipped, all by name',
    'syntax: tests/new.rs: expected expression, found `;`',
    'import (module proptest): tests/new.rs: cannot find module or crate `proptest` in this scope',
  ],
  'go-fail.txt': [
    'go test: - passed, 6 failed, - skipped',
    'error: TestPanics: panic: cannot read boom [recovered]',
    'assertion: TestDecimals/half: parse_test.go:14: Parse(1.5s) = 1000, want 1500',
    'import (module github.com/stretchr/testify/assert): example.com/durations/dep: cannot find module providing package github.com/stretchr/testify/assert: module lookup disabled by GOPROXY=off',
    'import (module example.com/durations/format): example.com/durations/newpkg: cannot find module providing package example.com/durations/format: module lookup disabled by GOPROXY=off',
    "syntax: example.com/durations/syntax: expected operand, found ';'",
    'import (symbol Round): example.com/durations/newsym: undefined: Round',
    'import (symbol Parse): example.com/durations/newsym: too many arguments in call to Parse',
  ],
  'go-json.txt': [
    'go test -json: 3 passed, 3 failed, 1 skipped, all by name',
    'assertion: TestDecimals/half: parse_test.go:14: Parse(1.5s) = 1000, want 1500',
    'error: TestPanics: panic: cannot read boom [recovered]',
    'import (symbol Round): example.com/durations/newsym: undefined: Round',
    'import (symbol Parse): example.com/durations/newsym: too many arguments in call to Parse',
  ],
  'go-new-package.txt': [
    'go test: - passed, 1 failed, - skipped',
    'import (module example.com/d/fmt): example.com/d/fmt: example.com/d/fmt cannot be built',
  ],
  'go-no-module.txt': [
    'go test: - passed, 1 failed, - skipped',
    'import (module example.com/d/nope): build: no required module provides package example.com/d/nope; to add it:',
  ],
  'go-pass-verbose.txt': ['go test: 1 passed, 0 failed, 1 skipped, all by name'],
  'go-pass.txt': ['go test: - passed, 0 failed, - skipped'],
  'go-verbose.txt': [
    'go test: 2 passed, 1 failed, 1 skipped, all by name',
    'assertion: TestDecimals/half: parse_test.go:14: Parse(1.5s) = 1000, want 1500',
  ],
  'jest-fail.txt': [
    'jest: 1 passed, 7 failed, 2 skipped',
    'assertion: decimals > reads decimal amounts: expect(received).toBe(expected) // Object.is equality',
    'error: decimals > throws for nonsense: RangeError: cannot read boom',
    'timeout: decimals > never ends: thrown: "Exceeded timeout of 50 ms for a test.',
    "import (module ../src/format.js): test/missing.test.js: Cannot find module '../src/format.js' from 'test/missing.test.js'",
    "import (module fast-check-not): test/package.test.js: Cannot find module 'fast-check-not' from 'test/package.test.js'",
    'error: rounds: TypeError: round is not a function',
    'syntax: test/syntax.test.js: Jest encountered an unexpected token',
  ],
  'jest-pass.txt': ['jest: 1 passed, 0 failed, 5 skipped, all by name'],
  'mocha-fail.txt': [
    'mocha: 1 passed, 3 failed, 2 skipped, all by name',
    'assertion: decimals > reads decimal amounts: AssertionError [ERR_ASSERTION]: 1000 == 1500',
    'error: decimals > throws for nonsense: RangeError: cannot read boom',
    'timeout: decimals > never ends: Error: Timeout of 50ms exceeded. For async tests and hooks, ensure "done()" is called; if returning a Promise, ensure it resolves. (/home/maria/mocha/test/parse.test.js)',
  ],
  'mocha-missing.txt': [
    'crash: - passed, - failed, - skipped',
    "import (module /home/maria/mocha/src/format.js): the test command: Error: Cannot find module '/home/maria/mocha/src/format.js' imported from /home/maria/mocha/test/missing.test.js",
  ],
  'mocha-pass.txt': ['mocha: 1 passed, 0 failed, 0 skipped, all by name'],
  'node-spec-export.txt': [
    'node:test: 0 passed, 1 failed, 0 skipped, all by name',
    "import (symbol round): test/export.test.js: SyntaxError: The requested module '../src/parse.js' does not provide an export named 'round'",
  ],
  'node-spec-fail.txt': [
    'node:test: 1 passed, 3 failed, 2 skipped, all by name',
    'assertion: reads decimal amounts: AssertionError [ERR_ASSERTION]: 1000 == 1500',
    'error: throws for nonsense: RangeError: cannot read boom',
    'timeout: never ends: test timed out after 50ms',
  ],
  'node-spec-missing.txt': [
    'node:test: 0 passed, 1 failed, 0 skipped, all by name',
    "import (module /home/maria/node/src/format.js): test/missing.test.js: Error: Cannot find module '/home/maria/node/src/format.js' imported from /home/maria/node/test/missing.test.js",
  ],
  'node-spec-package.txt': [
    'node:test: 0 passed, 1 failed, 0 skipped, all by name',
    "import (module fast-check-not): test/package.test.js: Error: Cannot find package 'fast-check-not' imported from /home/maria/node/test/package.test.js",
  ],
  'node-spec-pass.txt': ['node:test: 3 passed, 0 failed, 0 skipped'],
  'node-spec-syntax.txt': [
    'node:test: 0 passed, 1 failed, 0 skipped, all by name',
    "syntax: test/syntax.test.js: SyntaxError: Unexpected token '='",
  ],
  'node-tap-export.txt': [
    'TAP: 0 passed, 1 failed, 0 skipped, all by name',
    "import (symbol round): test/export.test.js: SyntaxError: The requested module '../src/parse.js' does not provide an export named 'round'",
  ],
  'node-tap-fail.txt': [
    'TAP: 1 passed, 3 failed, 2 skipped, all by name',
    'assertion: decimals > reads decimal amounts: AssertionError: 1000 == 1500',
    'error: decimals > throws for nonsense: RangeError: cannot read boom',
    'timeout: decimals > never ends: test timed out after 50ms',
  ],
  'node-tap-missing.txt': [
    'TAP: 0 passed, 1 failed, 0 skipped, all by name',
    "import (module /home/maria/node/src/format.js): test/missing.test.js: Error: Cannot find module '/home/maria/node/src/format.js' imported from /home/maria/node/test/missing.test.js",
  ],
  'node-tap-package.txt': [
    'TAP: 0 passed, 1 failed, 0 skipped, all by name',
    "import (module fast-check-not): test/package.test.js: Error: Cannot find package 'fast-check-not' imported from /home/maria/node/test/package.test.js",
  ],
  'node-tap-pass.txt': ['TAP: 3 passed, 0 failed, 0 skipped'],
  'node-tap-syntax.txt': [
    'TAP: 0 passed, 1 failed, 0 skipped, all by name',
    "syntax: test/syntax.test.js: SyntaxError: Unexpected token '='",
  ],
  'pytest-export.txt': [
    'pytest: 0 passed, 1 failed, 0 skipped, all by name',
    "import (symbol round_up): tests/test_export.py: ImportError: cannot import name 'round_up' from 'src.parse' (/home/maria/pytest/src/parse.py)",
  ],
  'pytest-fail.txt': [
    'pytest: 2 passed, 6 failed, 2 skipped',
    'error: test_fixture: RuntimeError: no fixture',
    'assertion: TestDecimals > test_amounts[1.5s-1500]: AssertionError: assert 1000 == 1500',
    'error: TestDecimals > test_nonsense: ValueError: cannot read boom',
    "assertion: test_raises: Failed: DID NOT RAISE <class 'ValueError'>",
    "import (symbol round_up): test_new_symbol: AttributeError: module 'src.parse' has no attribute 'round_up'",
    'assertion: TestOld > test_equal: AssertionError: 1000 != 1500',
  ],
  'pytest-missing.txt': [
    'pytest: 0 passed, 1 failed, 0 skipped, all by name',
    "import (module src.format): tests/test_missing.py: ModuleNotFoundError: No module named 'src.format'",
  ],
  'pytest-missing.xml': [
    'JUnit XML: 0 passed, 1 failed, 0 skipped, all by name',
    'import (module src.format): tests.test_missing: collection failure',
  ],
  'pytest-package.txt': [
    'pytest: 0 passed, 1 failed, 0 skipped, all by name',
    "import (module hypothesis_not): tests/test_package.py: ModuleNotFoundError: No module named 'hypothesis_not'",
  ],
  'pytest-pass.txt': ['pytest: 1 passed, 0 failed, 1 skipped'],
  'pytest-quiet.txt': [
    'pytest: 2 passed, 6 failed, 2 skipped',
    'error: test_fixture: RuntimeError: no fixture',
    'assertion: TestDecimals > test_amounts[1.5s-1500]: AssertionError: assert 1000 == 1500',
    'error: TestDecimals > test_nonsense: ValueError: cannot read boom',
    "assertion: test_raises: Failed: DID NOT RAISE <class 'ValueError'>",
    "import (symbol round_up): test_new_symbol: AttributeError: module 'src.parse' has no attribute 'round_up'",
    'assertion: TestOld > test_equal: AssertionError: 1000 != 1500',
  ],
  'pytest-syntax.txt': [
    'pytest: 0 passed, 1 failed, 0 skipped, all by name',
    'syntax: tests/test_syntax.py: SyntaxError: invalid syntax',
  ],
  'pytest-verbose.txt': [
    'pytest: 2 passed, 6 failed, 2 skipped, all by name',
    'error: test_fixture: RuntimeError: no fixture',
    'assertion: TestDecimals > test_amounts[1.5s-1500]: AssertionError: assert 1000 == 1500',
    'error: TestDecimals > test_nonsense: ValueError: cannot read boom',
    "assertion: test_raises: Failed: DID NOT RAISE <class 'ValueError'>",
    "import (symbol round_up): test_new_symbol: AttributeError: module 'src.parse' has no attribute 'round_up'",
    'assertion: TestOld > test_equal: AssertionError: 1000 != 1500',
  ],
  'tsc-plain.txt': [
    'tsc: - passed, - failed, - skipped',
    "import (symbol round): test/parse.test.ts: Module '\"../src/parse.ts\"' has no exported member 'round'.",
    "import (module ../src/format.ts): test/parse.test.ts: Cannot find module '../src/format.ts' or its corresponding type declarations.",
    'unknown: test/parse.test.ts: Expected 1 arguments, but got 2.',
    "import (symbol floor): test/parse.test.ts: Property 'floor' does not exist on type 'typeof import(\"/home/maria/tsc/src/parse\")'.",
  ],
  'tsc-pretty.txt': [
    'tsc: - passed, - failed, - skipped',
    "import (symbol round): test/parse.test.ts: Module '\"../src/parse.ts\"' has no exported member 'round'.",
    "import (module ../src/format.ts): test/parse.test.ts: Cannot find module '../src/format.ts' or its corresponding type declarations.",
    'unknown: test/parse.test.ts: Expected 1 arguments, but got 2.',
    "import (symbol floor): test/parse.test.ts: Property 'floor' does not exist on type 'typeof import(\"/home/maria/tsc/src/parse\")'.",
  ],
  'vitest-fail.txt': [
    'vitest: 2 passed, 8 failed, 2 skipped',
    "import (module ../src/format.js): test/missing.test.js: Error: Cannot find module '../src/format.js' imported from /home/maria/vitest/test/missing.test.js",
    "import (module fast-check-not): test/package.test.js: Error: Cannot find package 'fast-check-not' imported from /home/maria/vitest/test/package.test.js",
    'syntax: test/syntax.test.js: RolldownError: Parse failure: Parse failed with 1 error:',
    'error: test/export.test.js > rounds: TypeError: round is not a function',
    'assertion: test/parse.test.js > decimals > reads decimal amounts: AssertionError: expected 1000 to be 1500 // Object.is equality',
    'error: test/parse.test.js > decimals > throws for nonsense: RangeError: cannot read boom',
    'timeout: test/parse.test.js > decimals > never ends: TestTimeoutError: Test timed out in 50ms.',
    'error: unhandled error: Error: left behind',
  ],
  'vitest-fail.xml': [
    'JUnit XML: 4 passed, 8 failed, 2 skipped, all by name',
    'error: test/export.test.js > rounds: round is not a function',
    "import (module ../src/format.js): test/missing.test.js: Cannot find module '../src/format.js' imported from /home/maria/vitest/test/missing.test.js",
    "import (module fast-check-not): test/package.test.js: Cannot find package 'fast-check-not' imported from /home/maria/vitest/test/package.test.js",
    'assertion: test/parse.test.js > decimals > reads decimal amounts: expected 1000 to be 1500 // Object.is equality',
    'error: test/parse.test.js > decimals > throws for nonsense: cannot read boom',
    'timeout: test/parse.test.js > decimals > never ends: Test timed out in 50ms.',
    'syntax: test/syntax.test.js: Parse failure: Parse failed with 1 error:',
    'error: vitest unhandled errors > Unhandled Rejection: left behind: left behind',
  ],
  'vitest-pass.txt': ['vitest: 2 passed, 0 failed, 0 skipped'],
  'vitest-tap.txt': [
    'TAP: 1 passed, 4 failed, 2 skipped, all by name',
    "import (module ../src/format.js): test/missing.test.js: Error: Cannot find module '../src/format.js' imported from /home/maria/vitest/test/missing.test.js",
    'assertion: test/parse.test.js > decimals > reads decimal amounts: AssertionError: expected 1000 to be 1500 // Object.is equality',
    'error: test/parse.test.js > decimals > throws for nonsense: RangeError: cannot read boom',
    'timeout: test/parse.test.js > decimals > never ends: TestTimeoutError: Test timed out in 50ms.',
  ],
  'vitest-verbose.txt': [
    'vitest: 1 passed, 3 failed, 2 skipped, all by name',
    'assertion: test/parse.test.js > decimals > reads decimal amounts: AssertionError: expected 1000 to be 1500 // Object.is equality',
    'error: test/parse.test.js > decimals > throws for nonsense: RangeError: cannot read boom',
    'timeout: test/parse.test.js > decimals > never ends: TestTimeoutError: Test timed out in 50ms.',
  ],
};

test('there is an expectation for every output', () => {
  expect(readdirSync(OUTPUTS).sort()).toEqual(Object.keys(EXPECTED).sort());
});

test.each(Object.entries(EXPECTED))('%s', (name, expected) => {
  const text = readFileSync(join(OUTPUTS, name), 'utf8');
  expect(told(name.endsWith('.xml') ? readJunit(text) : readOutput(text)!)).toEqual(expected);
});

function told({ runner, passed, failed, skipped, tests, failures }: Reading): string[] {
  const count = (value: number | undefined) => value ?? '-';
  return [
    `${runner}: ${count(passed)} passed, ${count(failed)} failed, ${count(skipped)} skipped${tests ? ', all by name' : ''}`,
    ...failures.map(({ kind, missing, name, message }) => {
      const what = missing ? ('module' in missing ? ` (module ${missing.module})` : ` (symbol ${missing.symbol})`) : '';
      return `${kind}${what}: ${name}: ${message.split('\n')[0]}`;
    }),
  ];
}
