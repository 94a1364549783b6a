/** Attributes of a tag, read as people write them: any order, either quote, quotes inside quotes, `>` in a value. */

/** What stands between a tag's name and its end. */
export interface Attributes {
  values: Record<string, string>;
  /** `<name … />` */
  selfClosed: boolean;
  /** Offset behind the closing `>`. */
  end: number;
}

/** Why the attributes cannot be read, and where that shows. */
export interface BadAttributes {
  problem: string;
  at: number;
}

const NAME = /[A-Za-z_][\w.:-]*/y;
const SPACE = /\s*/y;
const EQUALS = /\s*=\s*/y;
const BARE = /[^\s"'<>=]+/y;
/** What must follow a quote that closes a value: the end of the tag, or another attribute. Any other quote is part of the value. */
const AFTER_VALUE = /\s*\/?>|\s+[A-Za-z_][\w.:-]*\s*(?:=|\/?>)/y;
/** Longer is a forgotten quote, not a value. */
const LONGEST = 2000;

/** Reads attributes from `start`, the offset behind the tag's name, to the end of the tag. */
export function readAttributes(text: string, start: number): Attributes | BadAttributes {
  const values: Record<string, string> = {};
  let at = start;
  for (;;) {
    at = match(SPACE, text, at)?.end ?? at;
    if (text[at] === '>') return { values, selfClosed: false, end: at + 1 };
    if (text.startsWith('/>', at)) return { values, selfClosed: true, end: at + 2 };
    const name = match(NAME, text, at);
    if (!name)
      return at >= text.length || text[at] === '<'
        ? { problem: 'the tag has no `>`', at: start }
        : { problem: `\`${text[at]}\` cannot stand here; write attributes as name="value"`, at };
    if (Object.hasOwn(values, name.text)) return { problem: `the attribute \`${name.text}\` is given twice`, at };
    const equals = match(EQUALS, text, name.end);
    if (!equals) {
      values[name.text] = 'true';
      at = name.end;
      continue;
    }
    const value = readValue(text, equals.end);
    if (!value)
      return {
        problem: `the value of \`${name.text}\` does not end; behind its last quote there must be \`>\` or another attribute`,
        at,
      };
    values[name.text] = decode(value.text);
    at = value.end;
  }
}

/** The five entities of XML; any other `&` stands for itself. */
export function decode(text: string): string {
  if (!text.includes('&')) return text;
  const meaning: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => meaning[name] as string);
}

function readValue(text: string, start: number): { text: string; end: number } | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return match(BARE, text, start);
  for (let at = start + 1; at < text.length && at - start < LONGEST; at++) {
    if (text[at] === quote && match(AFTER_VALUE, text, at + 1)) return { text: text.slice(start + 1, at), end: at + 1 };
  }
  return undefined;
}

function match(pattern: RegExp, text: string, at: number): { text: string; end: number } | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found ? { text: found[0], end: pattern.lastIndex } : undefined;
}
