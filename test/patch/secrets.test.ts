import { describe, expect, test } from 'vitest';
import { findSecret, redacted } from '../../src/patch/secrets.ts';
import { base64, DISGUISES, OWN_ONLY } from './worn.ts';

/** Put together from parts, so that no scanner takes this file for a leak. */
const OWN = ['cl4ude', 'Jb5Vn1Xc8', 'Ms3Kd9Wq2', 'Tg7Rz4Pf'].join('-');
const TOKEN = `gh${'p'}_${'Qz7Rk2Wm9Xv3Tb8Np5Lh6Yd1Sj4Gc0Fa2Ue7'}`;

const AROUND: [string, (text: string) => string][] = [
  ['alone', (text) => text],
  ['in code', (text) => `export const note = {\n  id: 7, // see below\n  text: "${text}",\n};\n`],
  ['in prose', (text) => `The build printed this, which may help: ${text}\nNothing else was changed.`],
];

describe.each(AROUND)('%s', (_, around) => {
  test.each([...DISGUISES, ...OWN_ONLY])('a secret of the run: %s', (_, disguise) => {
    expect(findSecret(around(disguise(OWN)), [OWN])).toBe('a secret of this run');
  });
  // A dot or a dash between characters would be taken for a part of the token.
  test.each(DISGUISES)('a token by its form: %s', (_, disguise) => {
    expect(findSecret(around(disguise(TOKEN)))).toBe('a GitHub token');
  });
});

test('at least twelve disguises are tried', () => {
  expect(DISGUISES.length).toBeGreaterThanOrEqual(12);
});

describe('what is no secret', () => {
  test.each([
    ['words over lines', 'npm_\nconfig\nregistry\nand\nsome\nmore\nwords\nthat\nmeet\nby\naccident\n'],
    ['a hash', 'a'.repeat(40)],
    ['a lockfile', `"integrity": "sha512-${base64('x'.repeat(64))}"\n`.repeat(50)],
    [
      'a table of bytes',
      Array.from({ length: 500 }, (_, i) => `0x${((i * 37) % 256).toString(16).padStart(2, '0')}`).join(', '),
    ],
    ['names', 'hf_transformers_are_nice gho_st sk-learn npm_package_config_value_of_things_and_more'],
    ['a path in base64', base64('/usr/local/share/some/where/in/the/tree')],
  ])('%s', (_, text) => {
    expect(findSecret(text, [OWN])).toBeUndefined();
  });

  test('a value too short to be one is looked for nowhere', () => {
    expect(findSecret('the word secret', ['secret', ''])).toBeUndefined();
  });
});

test('two megabytes are read in seconds', () => {
  const noise = Array.from({ length: 40_000 }, (_, i) => base64(`${i} some text of line ${i * 7919}`))
    .join('\n')
    .slice(0, 2_000_000);
  const began = performance.now();
  expect(findSecret(noise, [OWN])).toBeUndefined();
  expect(findSecret(`${noise}\n${base64(TOKEN)}`, [OWN])).toBe('a GitHub token');
  expect(performance.now() - began).toBeLessThan(15_000);
});

describe('redacting', () => {
  test('names what it takes out, and leaves the rest', () => {
    expect(redacted(`a ${TOKEN} b ${OWN} c`, [OWN])).toBe('a [a GitHub token] b [a secret of this run] c');
    expect(redacted('nothing here', [OWN])).toBe('nothing here');
  });

  test('what stands there in disguise takes everything with it', () => {
    expect(redacted(`a ${base64(OWN)} b`, [OWN])).toMatch(
      /^\[\d+ characters were left out: they hold a secret of this run in disguise\]$/,
    );
  });
});
