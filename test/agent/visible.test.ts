import { describe, expect, it } from 'vitest';
import { visibleText } from '../../src/agent/visible.ts';

describe('visibleText', () => {
  it.each([
    ['plain text stays', 'Fix it.\n\tNow — ünïcode 漢字 🎉', 'Fix it.\n\tNow — ünïcode 漢字 🎉'],
    ['HTML comments go', 'a<!-- hidden\nmore -->b', 'ab'],
    ['an unclosed comment goes to the end', 'a<!-- hidden', 'a'],
    [
      'a comment in a code block stays',
      '```html\n<!-- shown -->\n```\n<!-- not -->x',
      '```html\n<!-- shown -->\n```\nx',
    ],
    ['zero-width characters go', 'pass\u200bword\u2060\ufeff', 'password'],
    ['bidirectional controls go', 'a\u202egnp.exe\u2069', 'agnp.exe'],
    ['the tag block goes', `x${String.fromCodePoint(0xe0049, 0xe0067, 0xe006e)}y`, 'xy'],
    ['variation selectors that can carry bytes go', `x${String.fromCodePoint(0xe0100, 0xe01ef)}y`, 'xy'],
    ['escape sequences lose their escape', '\u001b[31mred', '[31mred'],
    ['line ends become line feeds', 'a\r\nb\rc', 'a\nb\nc'],
  ])('%s', (_, given, seen) => {
    expect(visibleText(given)).toBe(seen);
  });
});
