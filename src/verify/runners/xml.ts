/**
 * A strict reader of the XML that test runners write: elements, attributes, text, CDATA, comments. It knows no document type, so there are no
 * entities but the five that XML has and numbers, and nothing that could grow or lead outside. It goes through the text once.
 */

export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  /** Its own text without that of its children. */
  text: string;
}

/** The text is no XML of this kind, or more than a report of tests needs. The message says what, and at which character. */
export class XmlError extends Error {
  constructor(what: string, at: number) {
    super(`${what} at character ${at + 1}`);
    this.name = 'XmlError';
  }
}

/** Elements in each other. Runners nest four deep; suites of suites some more. */
const MAX_DEPTH = 32;

/** Elements of one document, and attributes of one element. */
const MAX_ELEMENTS = 200_000;
const MAX_ATTRIBUTES = 64;

const NAME = /[A-Za-z_][\w:.-]{0,127}/y;
const SPACE = /[ \t\r\n]*/y;

/** The root element. Throws XmlError. */
export function readXml(text: string): Element {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let elements = 0;
  const open: Element[] = [];
  const pieces: string[][] = [];
  let root: Element | undefined;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const until = (end: string): string => {
    const stop = text.indexOf(end, at);
    if (stop < 0) throw new XmlError(`nothing closes what should end with ${end}`, at);
    const between = text.slice(at, stop);
    at = stop + end.length;
    return between;
  };
  const say = (words: string, from: number): void => {
    if (open.length > 0) pieces.at(-1)!.push(words);
    else if (words.trim() !== '') throw new XmlError('text outside the root element', from);
  };
  const close = (name: string, from: number): void => {
    const element = open.pop();
    if (element?.name !== name) throw new XmlError(`</${name}> closes nothing`, from);
    element.text = pieces.pop()!.join('');
  };

  while (at < text.length) {
    const from = at;
    if (text[at] !== '<') {
      const stop = text.indexOf('<', at);
      at = stop < 0 ? text.length : stop;
      say(decoded(text.slice(from, at), from), from);
    } else if (text.startsWith('<!--', at)) {
      at += 4;
      until('-->');
    } else if (text.startsWith('<![CDATA[', at)) {
      at += 9;
      say(until(']]>'), from);
    } else if (text.startsWith('<?', at)) {
      at += 2;
      until('?>');
    } else if (text.startsWith('<!', at)) {
      throw new XmlError('a document type, which no report of tests needs,', at);
    } else if (text.startsWith('</', at)) {
      at += 2;
      const name = match(NAME) ?? '';
      match(SPACE);
      if (text[at] !== '>') throw new XmlError('an end tag that does not end', from);
      at += 1;
      close(name, from);
    } else {
      at += 1;
      const name = match(NAME);
      if (name === undefined) throw new XmlError('a < that begins no tag', from);
      if (root && open.length === 0) throw new XmlError('a second root element', from);
      if (open.length >= MAX_DEPTH) throw new XmlError(`more than ${MAX_DEPTH} elements in each other`, from);
      elements += 1;
      if (elements > MAX_ELEMENTS) throw new XmlError(`more than ${MAX_ELEMENTS} elements`, from);
      const element: Element = { name, attributes: Object.create(null), children: [], text: '' };
      readAttributes(element);
      open.at(-1)?.children.push(element);
      root ??= element;
      open.push(element);
      pieces.push([]);
      if (text.startsWith('/>', at)) {
        at += 2;
        close(name, from);
      } else if (text[at] === '>') at += 1;
      else throw new XmlError('a tag that does not end', from);
    }
  }
  if (open.length > 0) throw new XmlError(`<${open.at(-1)!.name}> is not closed`, text.length);
  if (!root) throw new XmlError('no element', 0);
  return root;

  function readAttributes(element: Element): void {
    for (let count = 0; ; count++) {
      const space = match(SPACE);
      const from = at;
      if (text[at] === '>' || text.startsWith('/>', at)) return;
      const name = space ? match(NAME) : undefined;
      if (name === undefined || count >= MAX_ATTRIBUTES || name in element.attributes)
        throw new XmlError('a tag with something in it that is no attribute', from);
      match(SPACE);
      if (text[at] !== '=') throw new XmlError(`the attribute ${name} without a value`, from);
      at += 1;
      match(SPACE);
      const quote = text[at];
      if (quote !== '"' && quote !== "'") throw new XmlError(`the attribute ${name} without quotes`, from);
      at += 1;
      element.attributes[name] = decoded(until(quote), from);
    }
  }
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string, from: number): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(?:x([\da-f]{1,6})|(\d{1,7}))|(\w{1,32}));|&/gi, (all, hex, decimal, name) => {
    if (name !== undefined && Object.hasOwn(ENTITIES, name)) return ENTITIES[name]!;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : undefined;
    if (code === undefined || code > 0x10ffff)
      throw new XmlError(`the entity ${all.slice(0, 40)}, which XML does not have,`, from);
    return String.fromCodePoint(code);
  });
}
