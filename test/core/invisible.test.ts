import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasInvisible, invisibleSpelled, withoutInvisible } from '../../src/core/invisible.ts';

const CODE_POINTS = 0x110000;

/** The same question, asked in the words of the standard and one property at a time. */
const DRAWS_NOTHING: RegExp[] = [
  /\p{Cc}/u,
  /\p{Cf}/u,
  /\p{Cs}/u,
  /\p{Co}/u,
  /\p{Zl}|\p{Zp}/u,
  /\p{Default_Ignorable_Code_Point}/u,
  /\p{Bidi_Control}/u,
  /\p{Variation_Selector}/u,
  /\p{Noncharacter_Code_Point}/u,
  /[\u{e0000}-\u{e007f}]/u,
  /[\u115f\u1160\u3164\uffa0\u180e\u2028\u2029]/u,
];

describe('all of Unicode', () => {
  test('of 1,114,112 code points exactly those survive that draw something', () => {
    let asked = 0;
    const wrong: string[] = [];
    for (let code = 0; code < CODE_POINTS; code += 1) {
      const character = String.fromCodePoint(code);
      const { text, taken } = withoutInvisible(`a${character}b`);
      const kept = text === `a${character}b` && taken === 0;
      const hidden =
        DRAWS_NOTHING.some((property) => property.test(character)) && character !== '\t' && character !== '\n';
      // A carriage return is a line end, and not something that was hidden.
      const gone = code === 0x0d ? text === 'a\nb' : text.length <= 3 && !text.includes(character) && taken === 1;
      if (hidden ? !gone : !kept) wrong.push(code.toString(16));
      asked += 1;
    }
    expect(asked).toBe(1_114_112);
    expect(wrong).toEqual([]);
  });

  test('every emoji that Unicode recommends survives, alone, in text, and among its like', () => {
    const emoji = everyEmoji();
    expect(emoji.length).toBeGreaterThan(3_000);
    const changed = emoji.filter((each) => withoutInvisible(`x${each}y`).text !== `x${each}y`);
    expect(changed).toEqual([]);
    expect(withoutInvisible(emoji.join(' '))).toEqual({ text: emoji.join(' '), taken: 0 });
  });

  test('what makes such an emoji does not survive outside of one', () => {
    expect(withoutInvisible('a\u200db x\ufe0f 1\u20e3 \u{1f3f4}\u{e0067}\u{e0062}').text).toBe(
      'ab x 1\u20e3 \u{1f3f4}',
    );
    expect(withoutInvisible('👩\u200d').text).toBe('👩');
    expect(withoutInvisible('👩\u200d\u200d💻').text).toBe('👩💻');
    expect(withoutInvisible(`😀${String.fromCodePoint(0xe0100, 0xe01ef, 0xfe01)}`).text).toBe('😀');
  });
});

test('halves of a character do not come together when what is between them goes', () => {
  expect(withoutInvisible('a\ud83d\u200b\ude00b')).toEqual({ text: 'ab', taken: 3 });
});

test('line ends are line feeds; those of Unicode are counted', () => {
  expect(withoutInvisible('a\r\nb\rc\u2028d\u2029e')).toEqual({ text: 'a\nb\nc\nd\ne', taken: 2 });
});

test('twice is once', () => {
  const piece = fc.constantFrom(
    '👩',
    '💻',
    '\u200d',
    '\ufe0f',
    '❤',
    '🏴',
    '\u{e0067}',
    '\u{e007f}',
    '1',
    '\u20e3',
    '🇩',
    '🇪',
    '🏽',
    '\u200b',
    'a',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
      const once = withoutInvisible(pieces.join('')).text;
      expect(withoutInvisible(once)).toEqual({ text: once, taken: 0 });
    }),
    { numRuns: 2_000, seed: 7 },
  );
});

test('a long text with much in it takes no long time', () => {
  const text = 'some words 👩‍💻 and more\u200b\n'.repeat(20_000);
  const began = performance.now();
  expect(withoutInvisible(text).taken).toBe(20_000);
  expect(performance.now() - began).toBeLessThan(2_000);
});

test('names can be told apart', () => {
  expect(hasInvisible('a\u200bb')).toBe(true);
  expect(invisibleSpelled('a\u200bb\u{e0041}')).toBe('a\\u{200b}b\\u{e0041}');
});

/** Found by trying: single code points, with a selector, keycaps, flags, with a skin, tags, and what joiners join of what the data of this Node knows. */
function everyEmoji(): string[] {
  const isEmoji = /^\p{RGI_Emoji}$/v;
  const found = new Set<string>();
  const add = (text: string): void => void (isEmoji.test(text) && found.add(text));
  const base: string[] = [];
  for (let code = 0; code < CODE_POINTS; code += 1) {
    const character = String.fromCodePoint(code);
    if (/\p{Emoji}/u.test(character)) base.push(character);
  }
  const skins = ['\u{1f3fb}', '\u{1f3fc}', '\u{1f3fd}', '\u{1f3fe}', '\u{1f3ff}'];
  const selector = '\ufe0f';
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCodePoint(0x1f1e6 + i));
  for (const one of base) {
    for (const tail of ['', selector, `${selector}\u20e3`, ...skins]) add(one + tail);
  }
  for (const one of letters) for (const two of letters) add(one + two);
  for (const region of ['gbeng', 'gbsct', 'gbwls'])
    add(`🏴${[...region].map((letter) => String.fromCodePoint(0xe0000 + letter.codePointAt(0)!)).join('')}\u{e007f}`);
  const forms = (character: string): string[] => [
    character,
    `${character}${selector}`,
    ...skins.map((skin) => character + skin),
  ];
  const people = base.filter(
    (character) => /\p{Emoji_Modifier_Base}/u.test(character) || '👯🧞🧟🐻🐦🐈🐕🏳🏴👁❤😮😵😶🍋🍄⛓🙂'.includes(character),
  );
  const signs = base.filter(
    (sign) =>
      isEmoji.test(`👩\u200d${sign}`) ||
      isEmoji.test(`👩\u200d${sign}\ufe0f`) ||
      '❄☠🔥🩹💨💫🦺⬛🟩🟫💥↔↕🗨🌈'.includes(sign),
  );
  for (const one of people)
    for (const left of forms(one))
      for (const sign of signs) for (const tail of ['', selector]) add(`${left}\u200d${sign}${tail}`);
  const family = ['👨', '👩', '🧑', '👦', '👧', '🧒'];
  for (const a of family)
    for (const b of family)
      for (const c of family) {
        add([a, b, c].join('\u200d'));
        for (const d of family) add([a, b, c, d].join('\u200d'));
      }
  for (const middle of ['❤️', '❤️\u200d💋', '🤝'])
    for (const a of family.flatMap((one) => ['', ...skins].map((skin) => one + skin)))
      for (const b of family.flatMap((one) => ['', ...skins].map((skin) => one + skin)))
        add([a, middle, b].join('\u200d'));
  return [...found];
}
