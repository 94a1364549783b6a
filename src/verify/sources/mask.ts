/**
 * Code without what only looks like code: comments and the contents of strings become spaces, everything else stays where it is. No parser: it
 * has to do for a language that it knows by its quotes, and for code that somebody is trying to hide something in it may be wrong. Linear.
 */

export interface Lexis {
  lineComments: readonly string[];
  blockComment?: readonly [string, string];
  /** The longest opening first. */
  strings: readonly { open: string; close: string; escapes: boolean; lines: boolean }[];
  /** `/…/` where an expression may begin. */
  regex?: boolean;
  /** `'a'` is one character, and a single quote alone is none. */
  characters?: boolean;
}

const quoted = (quote: string, lines = false) => ({ open: quote, close: quote, escapes: true, lines });

export const JAVASCRIPT: Lexis = {
  lineComments: ['//'],
  blockComment: ['/*', '*/'],
  strings: [quoted('"'), quoted("'"), quoted('`', true)],
  regex: true,
};
export const PYTHON: Lexis = {
  lineComments: ['#'],
  strings: [quoted('"""', true), quoted("'''", true), quoted('"'), quoted("'")],
};
export const GO: Lexis = {
  lineComments: ['//'],
  blockComment: ['/*', '*/'],
  strings: [quoted('"'), { open: '`', close: '`', escapes: false, lines: true }],
  characters: true,
};
export const RUST: Lexis = {
  lineComments: ['//'],
  blockComment: ['/*', '*/'],
  strings: [
    { open: 'r##"', close: '"##', escapes: false, lines: true },
    { open: 'r#"', close: '"#', escapes: false, lines: true },
    { open: 'r"', close: '"', escapes: false, lines: true },
    quoted('"', true),
  ],
  characters: true,
};

/** The same text, as long, with spaces where no code is. Quotes and line ends stay. */
export function masked(text: string, lexis: Lexis): string {
  const out: string[] = [];
  let kept = 0;
  let before = '';
  const blank = (from: number, to: number): void => {
    out.push(text.slice(kept, from), text.slice(from, to).replace(/[^\n]/g, ' '));
    kept = to;
  };
  for (let at = 0; at < text.length; ) {
    const char = text[at]!;
    if (char === ' ' || char === '\n' || char === '\t') {
      at += 1;
      continue;
    }
    const comment = lexis.lineComments.find((open) => text.startsWith(open, at));
    if (comment !== undefined) {
      const end = endOf(text, '\n', at);
      blank(at, end);
      at = end;
      continue;
    }
    if (lexis.blockComment && text.startsWith(lexis.blockComment[0], at)) {
      const end = endOf(text, lexis.blockComment[1], at + 2);
      blank(at, Math.min(text.length, end + 2));
      at = end + 2;
      continue;
    }
    const inside = lexis.characters && char === "'" ? characterAt(text, at) : stringAt(text, at, lexis, before);
    if (inside) {
      blank(inside[0], inside[1]);
      at = inside[2];
      before = '"';
      continue;
    }
    before = char;
    at += 1;
  }
  return out.join('') + text.slice(kept);
}

const endOf = (text: string, close: string, from: number): number => {
  const end = text.indexOf(close, from);
  return end < 0 ? text.length : end;
};

/** Begin and end of the contents, and where code goes on. */
type Inside = readonly [number, number, number];

function stringAt(text: string, at: number, lexis: Lexis, before: string): Inside | undefined {
  for (const { open, close, escapes, lines } of lexis.strings) {
    if (!text.startsWith(open, at)) continue;
    const from = at + open.length;
    for (let end = from; ; end++) {
      if (end >= text.length || (!lines && text[end] === '\n')) return [from, end, end];
      if (escapes && text[end] === '\\') end += 1;
      else if (text.startsWith(close, end)) return [from, end, end + close.length];
    }
  }
  if (!lexis.regex || text[at] !== '/' || !(before === '' || '(,=:[!&|?{};+-*%~^<>'.includes(before))) return undefined;
  let inClass = false;
  for (let end = at + 1; end < text.length && text[end] !== '\n'; end++) {
    if (text[end] === '\\') end += 1;
    else if (text[end] === '[') inClass = true;
    else if (text[end] === ']') inClass = false;
    else if (text[end] === '/' && !inClass) return [at + 1, end, end + 1];
  }
  return undefined;
}

function characterAt(text: string, at: number): Inside | undefined {
  const found = /'(?:\\[^\n]{1,9}?|[^\\'\n]{1,2})'/y;
  found.lastIndex = at;
  const length = found.exec(text)?.[0].length;
  return length === undefined ? undefined : [at + 1, at + length - 1, at + length];
}

/** For every opening bracket where its closing one stands; nothing for one that is never closed. */
export function bracketPairs(code: string): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < code.length; at++) {
    const char = code[at]!;
    if (char === '(' || char === '[' || char === '{') open.push(at);
    else if (char === ')' || char === ']' || char === '}') {
      const last = open.at(-1);
      if (last === undefined || '([{'.indexOf(code[last]!) !== ')]}'.indexOf(char)) continue;
      pairs.set(open.pop()!, at);
    }
  }
  return pairs;
}
