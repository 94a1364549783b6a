import fc from 'fast-check';
import { expect, test } from 'vitest';
import { harmless, harmlessLine } from '../../src/patch/harmless.ts';
import { commitMessage } from '../../src/patch/message.ts';

const J = '\u200d';

test.each([
  ['thanks @octocat', `thanks @${J}octocat`],
  ['@org/team, look', `@${J}org/team, look`],
  ['_@octocat_ and (@octocat)', `_@${J}octocat_ and (@${J}octocat)`],
  ['&#64;octocat &#x40;a &commat;b @&#111;ctocat', `&amp;#64;octocat &amp;#x40;a &amp;commat;b @${J}&amp;#111;ctocat`],
  ['mail maria@example.com, left-pad@1.3.0, a @ b', 'mail maria@example.com, left-pad@1.3.0, a @ b'],
  ['@\u200boctocat', `@${J}octocat`],
  ['/orch approve', `/${J}orch approve`],
  ['  /ORCH merge', `  /${J}ORCH merge`],
  [
    'see docs/orch, .github/orch.md and https://example.com/orch/',
    'see docs/orch, .github/orch.md and https://example.com/orch/',
  ],
  ['Fixes #5', `F${J}ixes #5`],
  ['closes: GH-5', `c${J}loses: GH-5`],
  ['resolved owner/repo#12', `r${J}esolved owner/repo#12`],
  ['Fix https://github.com/o/r/issues/1', `F${J}ix https://github.com/o/r/issues/1`],
  ['closes #123', `c${J}loses #123`],
  ['Closes #12, fixes #12.', 'Closes #12, fixes #12.'],
  ['Fix the parser; see #5', 'Fix the parser; see #5'],
  ['chore: [skip ci] x [ci skip] [No CI]', `chore: [${J}skip ci] x [${J}ci skip] [${J}No CI]`],
  ['a <!-- orch:story:12 --> b', `a <${J}!-- orch:story:12 --> b`],
  ['![x](https://evil.example/?q=1) <img src=x>', `!${J}[x](https://evil.example/?q=1) <${J}img src=x>`],
  ['Array<string> and <details>', 'Array<string> and <details>'],
  ['a\u202eb\u0000c\u00ad\u{e0041}d\r\ne\tf', 'abcd\ne\tf'],
])('%j', (text, expected) => {
  expect(harmless(text, { closes: 12 })).toBe(expected);
});

test('twice is the same as once', () => {
  const piece = fc.constantFrom(
    '@',
    'octocat',
    '/orch',
    ' ',
    'fixes',
    '#5',
    '#12',
    '&#64;',
    '[skip ci]',
    '<!--',
    '![',
    '\u200d',
    '\n',
    '_',
    'é',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))).map((parts) => parts.join('')),
      (text) => {
        const once = harmless(text);
        expect(harmless(once)).toBe(once);
        expect(once).not.toMatch(/(?<![A-Za-z0-9])@[\w-]/);
        expect(once).not.toContain('<!--');
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a line is one line, cut at a whole character', () => {
  expect(harmlessLine('  a\n b\u2028c  ', 20)).toBe('a b c');
  expect(harmlessLine('ab😀cd', 4)).toBe('ab…');
});

test('a message keeps its words and loses what speaks for others', () => {
  const message =
    'Add it\n\nBecause @maria asked.\n\nCo-\u200bauthored-by: Eve <eve@example.com>\nOrch-Run: 99-developer-1\nskip-checks: true';
  expect(commitMessage({ stage: 'green', message }, { run: '12-developer-1', story: 12 })).toEqual({
    subject: 'Add it',
    text: `Add it\n\nBecause @${J}maria asked.\n\nOrch-Run: 12-developer-1\nOrch-Stage: green\n`,
  });
});

test('a message of nothing still says what it is', () => {
  const { subject } = commitMessage({ stage: 'wip', message: '\u200b\n\n' }, { run: '12-developer-1', story: 12 });
  expect(subject).toBe('wip: work on story 12');
});
