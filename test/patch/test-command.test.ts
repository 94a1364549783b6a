import { expect, test } from 'vitest';
import { changesTestCommand, type Sides } from '../../src/patch/test-command.ts';

const manifest = (scripts: Record<string, string>): string => JSON.stringify({ scripts });

/** Whether a change of `path` is one of the test command; `before` are the scripts of the root, `after` those of the changed manifest. */
function judged(
  command: string,
  path: string,
  before: Record<string, string> = {},
  after?: Record<string, string>,
): boolean {
  const root: Sides = { before: manifest(before), after: after ? manifest(after) : null };
  return changesTestCommand(path, { command, tests: ['test/**', '**/*.test.*'] }, new Map([['package.json', root]]));
}

test.each<[string, string, boolean]>([
  ['make test', 'Makefile', true],
  ['make test', 'build/rules.mk', true],
  ['make test', 'makefile.md', false],
  ['npm test', 'Makefile', false],
  ['just test', 'justfile', true],
  ['tox', 'tox.ini', true],
  ['./gradlew test', 'gradlew', true],
  ['./gradlew test', 'gradle/wrapper/gradle-wrapper.properties', true],
  ['./scripts/test.sh', 'scripts/test.sh', true],
  ['CI=1 bash -e scripts/test.sh', 'scripts/test.sh', true],
  ['bash scripts/test.sh', 'Scripts/TEST.sh', true],
  ['bash scripts/test.sh', 'scripts/other.sh', false],
  ['node tools/run-tests.js', 'tools/run-tests.js', true],
  ['node test/run.js', 'test/run.js', false],
  ['node --test', 'src/index.js', false],
  ['tsc src/index.ts && node --test', 'src/index.ts', false],
  ['python -m pytest', 'src/a.py', false],
  ['cargo test', 'src/lib.rs', false],
])('%s, %s: %s', (command, path, is) => {
  expect(judged(command, path)).toBe(is);
});

test.each<[string, string, Record<string, string>, Record<string, string>, boolean]>([
  ['what it names', 'npm test', { test: 'a' }, { test: 'b' }, true],
  ['its short form', 'npm t', { test: 'a' }, { test: 'b' }, true],
  ['what it leads to', 'npm test', { test: 'pnpm unit', unit: 'a' }, { test: 'pnpm unit', unit: 'b' }, true],
  [
    'several at once',
    'npm test',
    { test: 'run-s unit:*', 'unit:a': 'a' },
    { test: 'run-s unit:*', 'unit:a': 'b' },
    true,
  ],
  [
    'one more of several',
    'npm test',
    { test: 'run-s unit:*', 'unit:a': 'a' },
    { test: 'run-s unit:*', 'unit:a': 'a', 'unit:b': 'b' },
    true,
  ],
  ['what runs after it', 'yarn test', { test: 'a' }, { test: 'a', posttest: 'b' }, true],
  ['by Node itself', 'node --run test', { test: 'a' }, { test: 'b' }, true],
  ['with options', 'npm --silent run test -- --bail', { test: 'a' }, { test: 'b' }, true],
  ['in a workspace', 'npm test --workspace packages/a', { test: 'a' }, { test: 'b' }, true],
  ['taken away', 'npm test', { test: 'a' }, {}, true],
  ['in a circle', 'npm test', { test: 'npm test', dev: 'a' }, { test: 'npm test', dev: 'b' }, false],
  ['another one', 'npm test', { test: 'a', start: 'a' }, { test: 'a', start: 'b' }, false],
  ['one of another kind of command', 'cargo test', { build: 'a' }, { build: 'b' }, false],
  ['what an installation runs', 'cargo test', {}, { prepare: 'b' }, true],
  ['names that every object has', 'npm run constructor', {}, { dev: 'b' }, false],
])('scripts: %s', (_, command, before, after, is) => {
  expect(judged(command, 'package.json', before, after)).toBe(is);
});

test('a new manifest elsewhere may have scripts of its own, but none that an installation runs', () => {
  const manifests = (scripts: Record<string, string>) =>
    new Map<string, Sides>([
      ['package.json', { before: manifest({ test: 'a' }), after: null }],
      ['packages/b/package.json', { before: null, after: manifest(scripts) }],
    ]);
  const at = 'packages/b/package.json';
  const test = { command: 'npm test', tests: [] };
  expect(changesTestCommand(at, test, manifests({ test: 'b' }))).toBe(false);
  expect(changesTestCommand(at, test, manifests({ test: 'b', postinstall: 'c' }))).toBe(true);
  expect(changesTestCommand('packages/b/Package.JSON', test, manifests({}))).toBe(true);
});
