import fc from 'fast-check';
import { expect, test } from 'vitest';
import { harmless, harmlessLine, logLine } from '../../src/patch/harmless.ts';
import { commitMessage } from '../../src/patch/message.ts';
import { pullRequestText } from '../../src/patch/pull-request.ts';

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
    'see docs/orch, .github/orch.md and https://github.com/orch/',
    'see docs/orch, .github/orch.md and https://github.com/orch/',
  ],
  ['Fixes #5', `F${J}ixes #5`],
  ['closes: GH-5', `c${J}loses: GH-5`],
  ['resolved owner/repo#12', `r${J}esolved owner/repo#${J}12`],
  ['Fix https://github.com/o/r/issues/1', `F${J}ix https:${J}//github.com/o/r/issues/1`],
  ['closes #123', `c${J}loses #123`],
  ['Closes #12, fixes #12.', 'Closes #12, fixes #12.'],
  ['Fix the parser; see #5', 'Fix the parser; see #5'],
  ['chore: [skip ci] x [ci skip] [No CI]', `chore: [${J}skip ci] x [${J}ci skip] [${J}No CI]`],
  ['a <!-- orch:story:12 --> b', `a <${J}!-- orch:story:12 --> b`],
  ['![x](https://evil.example/?q=1) <img src=x>', `!${J}[x]${J}(https:${J}//evil.example/?q=1) <${J}img src=x>`],
  ['Array<string> and <details>', `Array<${J}string> and <details>`],
  ['a < b, <b>bold</b>, <details open>', 'a < b, <b>bold</b>, <details open>'],
  [
    '<details ontoggle=x><a href=x><!DOCTYPE x><?x?></div>',
    `<${J}details ontoggle=x><${J}a href=x><${J}!DOCTYPE x><${J}?x?><${J}/div>`,
  ],
  ['/lgtm\n- /deploy production\n> /close', `/${J}lgtm\n- /${J}deploy production\n> /${J}close`],
  ['/usr/bin/env\nsee /tmp and/or', '/usr/bin/env\nsee /tmp and/or'],
  [
    '::set-env name=PATH::/tmp\n  ::add-mask::x\n##[error]x',
    ': :set-env name=PATH::/tmp\n  : :add-mask::x\n## [error]x',
  ],
  ['see other/repo#5 and #5', `see other/repo#${J}5 and #5`],
  [
    'https://evil.example/?q=1 http://evil.example ftp://x',
    `https:${J}//evil.example/?q=1 http:${J}//evil.example ftp:${J}//x`,
  ],
  ['www.evil.example', `www${J}.evil.example`],
  ['https://github.com/o/r, https://docs.github.com.', 'https://github.com/o/r, https://docs.github.com.'],
  [
    'https://github.com.evil.example/ https://github.com@evil.example/',
    `https:${J}//github.com.evil.example/ https:${J}//github.com@evil.example/`,
  ],
  [
    'https://github.com:444/ https://github.com\\@evil.example',
    `https:${J}//github.com:444/ https:${J}//github.com\\@${J}evil.example`,
  ],
  [
    'https://github.com,x@evil.example https://github.com.x@evil.example/ https://github.com*@evil.example',
    `https:${J}//github.com,x@evil.example https:${J}//github.com.x@evil.example/ https:${J}//github.com*@${J}evil.example`,
  ],
  [
    '_www.evil.example_ (https://github.com). **https://github.com**',
    `_www${J}.evil.example_ (https://github.com). **https://github.com**`,
  ],
  ['HTTPS://GitHub.com/o and <https://github.com/o>', 'HTTPS://GitHub.com/o and <https://github.com/o>'],
  ['<https://evil.example>', `<${J}https:${J}//evil.example>`],
  ['[a](docs/x.md#y) [b](#c) [d](https://github.com/o/r)', '[a](docs/x.md#y) [b](#c) [d](https://github.com/o/r)'],
  [
    '[a](//evil.example) [b](/login) [c](javascript:x)',
    `[a]${J}(//evil.example) [b]${J}(/login) [c]${J}(javascript:x)`,
  ],
  [
    '[a](<https://evil.example>) [b](https&colon;//evil.example)',
    `[a]${J}(<${J}https:${J}//evil.example>) [b]${J}(https&amp;colon;//evil.example)`,
  ],
  [
    '[a](https://github.com/o "t") [b](\nhttps://evil.example)',
    `[a]${J}(https://github.com/o "t") [b]${J}(\nhttps:${J}//evil.example)`,
  ],
  ['[a][b]\n\n[b]: //evil.example', `[a][b]\n\n[b]${J}: //evil.example`],
  ['👩\u200d💻 ❤️ stay', '👩\u200d💻 ❤️ stay'],
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
    'https://',
    'github.com',
    'evil.example/',
    '](',
    ')',
    ']: ',
    '<',
    'b>',
    '::',
    '##[',
    '/lgtm',
    'www.',
    'o/r#5',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))).map((parts) => parts.join('')),
      (text) => {
        const once = harmless(text);
        expect(harmless(once)).toBe(once);
        expect(once).not.toMatch(/(?<![A-Za-z0-9])@[\w-]/);
        expect(once).not.toContain('<!--');
        expect(once).not.toMatch(
          /https?:\/\/(?!github\.com)|(?<![A-Za-z0-9])www\.|!\[|^[ \t]*::[a-z]|##\[|\w\/\w+#\d/im,
        );
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a line is one line, cut at a whole character', () => {
  expect(harmlessLine('  a\n b\u2028c  ', 20)).toBe('a b c');
  expect(harmlessLine('ab😀cd', 4)).toBe('ab…');
});

test('a host of the house may be linked to', () => {
  const text = '[run](https://ghe.example/o/r/actions) https://ghe.example:8443/x';
  expect(harmless(text, { hosts: ['ghe.example'] })).toBe(
    `[run](https://ghe.example/o/r/actions) https:${J}//ghe.example:8443/x`,
  );
});

test('what is left open in a body does not swallow what stands below it', () => {
  expect(pullRequestText({ title: 'T', body: 'a\n```js\nx' }, {}).body).toBe('a\n```js\nx\n```');
  expect(pullRequestText({ title: 'T', body: '~~~\n```\n~~~\nb' }, {}).body).toBe('~~~\n```\n~~~\nb');
  expect(pullRequestText({ title: 'T', body: '<details>\n<details open>x</details>' }, {}).body).toBe(
    '<details>\n<details open>x</details>\n\n</details>',
  );
  expect(pullRequestText({ title: 'T', body: 'a\nCo-authored-by: Eve <eve@example.com>\nb' }, {}).body).toBe('a\nb');
});

test('a log line is no command of the runner', () => {
  expect(logLine('::add-mask::x')).toBe(': :add-mask::x');
  expect(logLine('  ::set-env name=a::b\n##[error]c')).toBe('  : :set-env name=a::b ## [error]c');
  expect(logLine('\u200b::x')).toBe(': :x');
  expect(logLine('std::vector')).toBe('std::vector');
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
