/**
 * Instructions as tokens. They are Markdown with tags in it, not XML: only known tags are tokens, and everything else (`a < b`, `R&D`, `List<T>`,
 * tags in code and in comments) is text.
 */
import { type Attributes, readAttributes } from './attributes.ts';
import { isTagName, leavesStep, type TagName, WRAPPER } from './tags.ts';

/** A piece of the text, by its offsets. */
export type Token =
  | { kind: 'text'; start: number; end: number }
  | { kind: 'open'; name: TagName; attributes: Attributes; start: number; end: number }
  | { kind: 'close'; name: TagName; start: number; end: number }
  | { kind: 'bad'; name: TagName; problem: string; start: number; end: number };

/** Reads a text token by token. */
export interface Scanner {
  /** The next token; `inside` says whether a tag is open, because a fence around steps is packing and one in a step is code. */
  next(inside: boolean): Token | undefined;
  /** Goes on at this offset. */
  skipTo(offset: number): void;
  /** How often each tag that is not known was opened. */
  unknown: Map<string, number>;
}

const INTERESTING = /<(?=[/!A-Za-z])|^[ \t]*(?:`{3,}|~{3,})/gm;
const TAG = /<(\/?)([A-Za-z][\w.-]*)/y;
const WHOLE_TAG = /<\/?[A-Za-z][\w.-]*(?:\s[^<>]*)?>/y;
const CLOSE_END = /\s*>/y;
const FENCE = /[ \t]*(`{3,}|~{3,})([^\n]*)/y;
/** What a fence that is only packing says it holds. */
const PACKING = /^\s*(?:xml|html|markdown|md)?\s*$/i;

/** A scanner from the beginning of the text. */
export function scanner(text: string): Scanner {
  const unknown = new Map<string, number>();
  let position = 0;
  let packing: { mark: string } | undefined;
  let waiting: Token | undefined;

  /** Text from `position` to the token, then the token. */
  const emit = (token: Exclude<Token, { kind: 'text' }>): Token => {
    const start = position;
    position = token.end;
    if (token.start === start) return token;
    waiting = token;
    return { kind: 'text', start, end: token.start };
  };

  const next = (inside: boolean): Token | undefined => {
    if (waiting) {
      const token = waiting;
      waiting = undefined;
      return token;
    }
    let from = position;
    for (;;) {
      const found = exec(INTERESTING, text, from);
      if (!found) {
        if (position >= text.length) return undefined;
        const start = position;
        position = text.length;
        return { kind: 'text', start, end: text.length };
      }
      const at = found.index;
      if (text[at] !== '<') {
        const fence = readFence(text, at, inside, packing);
        packing = fence.packing;
        if (!fence.drop) {
          from = fence.end;
          continue;
        }
        const start = position;
        position = fence.end;
        if (at > start) return { kind: 'text', start, end: at };
        from = position;
        continue;
      }
      const skipped = endOfComment(text, at);
      if (skipped !== undefined) {
        from = skipped;
        continue;
      }
      const tag = exec(TAG, text, at);
      const name = tag?.[2] ?? '';
      if (!tag || inCode(text, at)) {
        from = at + 1;
      } else if (isTagName(name)) {
        return emit(readTag(text, at, name, tag[1] === '/', at + tag[0].length));
      } else {
        const whole = exec(WHOLE_TAG, text, at);
        if (whole && tag[1] !== '/') unknown.set(name, (unknown.get(name) ?? 0) + 1);
        from = at + (whole?.[0].length ?? 1);
        if (whole && name === WRAPPER && !inside) {
          const start = position;
          position = from;
          if (at > start) return { kind: 'text', start, end: at };
        }
      }
    }
  };

  return {
    next,
    skipTo(offset) {
      position = offset;
      waiting = undefined;
    },
    unknown,
  };
}

function readTag(text: string, start: number, name: TagName, closing: boolean, behindName: number) {
  if (closing) {
    const end = exec(CLOSE_END, text, behindName);
    return end
      ? { kind: 'close' as const, name, start, end: behindName + end[0].length }
      : { kind: 'bad' as const, name, problem: 'the end tag has no `>`', start, end: behindName };
  }
  const attributes = readAttributes(text, behindName);
  return 'problem' in attributes
    ? { kind: 'bad' as const, name, problem: attributes.problem, start, end: behindName }
    : { kind: 'open' as const, name, attributes, start, end: attributes.end };
}

/**
 * A fence line. In a step the fence and all it holds is code, so tags in it mean nothing. Around steps it is packing: the two lines go, and what they
 * hold is read.
 */
function readFence(text: string, at: number, inside: boolean, packing: { mark: string } | undefined) {
  const found = exec(FENCE, text, at);
  const mark = found?.[1] ?? '';
  const line = at + (found?.[0].length ?? 1);
  const info = found?.[2] ?? '';
  if (!inside && packing && mark.startsWith(packing.mark) && info.trim() === '')
    return { end: line, drop: true, packing: undefined };
  const close = new RegExp(`^[ \\t]*${mark[0]}{${mark.length},}[ \\t\\r]*$`, 'gm');
  const closing = exec(close, text, line);
  if (!closing) return { end: line, drop: false, packing };
  const held = text.slice(line, closing.index);
  if (!inside && !packing && PACKING.test(info) && /<(?:step|workflow|critical)\b/.test(held))
    return { end: line, drop: true, packing: { mark } };
  // A fence that was never closed would otherwise swallow the end of the step together with the next fence.
  const swallows = inside && leavesStep(held);
  return { end: swallows ? line : closing.index + closing[0].length, drop: false, packing };
}

/** The end of a comment or CDATA section that begins here, if one does and is closed. */
function endOfComment(text: string, at: number): number | undefined {
  for (const [open, close] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
  ] as const) {
    if (!text.startsWith(open, at)) continue;
    const end = text.indexOf(close, at + open.length);
    return end === -1 ? at + open.length : end + close.length;
  }
  return undefined;
}

/** Whether an offset is between two backticks of its line. */
function inCode(text: string, at: number): boolean {
  const lineStart = text.lastIndexOf('\n', at) + 1;
  let ticks = 0;
  for (let i = lineStart; i < at; i++) if (text.charCodeAt(i) === 96) ticks++;
  if (ticks % 2 === 0) return false;
  const close = text.indexOf('`', at);
  const lineEnd = text.indexOf('\n', at);
  return close !== -1 && (lineEnd === -1 || close < lineEnd);
}

function exec(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}
