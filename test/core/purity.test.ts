/** The core is pure: it reaches for nothing outside itself, and the same inputs give the same bytes. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { decide, type Question } from '../../src/core/decide/decide.ts';
import { comment, ground, LEASE, NOW, observation, pullRequest, run, SHA, story, WES } from './samples.ts';

const CORE = fileURLToPath(new URL('../../src/core', import.meta.url));
/** The libraries that the core may use: all three only compute. */
const LIBRARIES = ['zod', 'mdast-util-from-markdown', 'fastest-levenshtein'];
/** What makes an answer depend on more than the question. */
const IMPURE = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /\bMath\.random\b/,
  /\basync\b/,
  /\bawait\b/,
  /\bprocess\./,
  /\bglobalThis\b/,
  /\bfetch\(/,
];

const files = readdirSync(CORE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));

describe.each(files)('src/core/%s', (path) => {
  const text = readFileSync(join(CORE, path), 'utf8');
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');

  test('imports only its own folder and libraries that compute', () => {
    const imports = [...code.matchAll(/(?<!')\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
    const foreign = imports.filter((name) => {
      if (name.startsWith('.')) return relative(CORE, resolve(CORE, dirname(path), name)).startsWith('..');
      // Types leave no trace in what runs.
      const onlyTypes = new RegExp(`import type [^;]*from '${name}'`).test(code);
      return !LIBRARIES.includes(name) && !onlyTypes;
    });
    expect(foreign).toEqual([]);
  });

  test('knows no clock, no chance, no waiting and no surroundings', () => {
    expect(IMPURE.filter((pattern) => pattern.test(code)).map(String)).toEqual([]);
  });
});

test('the sources of the core were found', () => {
  expect(files).toContain('machine.ts');
  expect(files.length).toBeGreaterThan(20);
});

/** Freezes a value all the way down: whoever changes it is caught in the act. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) frozen(inner);
    Object.freeze(value);
  }
  return value;
}

const approved = {
  id: 5,
  by: WES,
  state: 'approved',
  body: '',
  commit: SHA,
  at: NOW,
} as const;
const QUESTIONS: Record<string, Question> = {
  'a first label': {
    ...ground(observation({ labelings: { count: 1, newest: [{ label: 'orch:run', by: WES, at: NOW }] } })),
    story: null,
    run: null,
    lease: LEASE,
  },
  'commands, good and bad': {
    ...ground(
      observation({ comments: [comment(7, '/orch pause'), comment(8, '/orch strat'), comment(9, '/orch why')] }),
    ),
    story: story('in_progress'),
    run: run(),
    lease: LEASE,
  },
  'an approval': {
    ...ground(observation({ branch: SHA, pullRequest: pullRequest({ reviews: [approved], opinions: [approved] }) })),
    story: story('review'),
    run: run({ status: 'succeeded' }),
    lease: LEASE,
  },
};

test.each(Object.entries(QUESTIONS))(
  'decide touches nothing it is given and answers the same twice: %s',
  (_, question) => {
    frozen(question);
    const once = JSON.stringify(decide(question));
    expect(JSON.stringify(decide(question))).toBe(once);
    expect(JSON.parse(once).message).not.toBe('');
  },
);
