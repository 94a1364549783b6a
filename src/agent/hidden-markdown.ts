/**
 * What GitHub does not show of Markdown: HTML comments and their relatives, attributes of HTML, titles of links, the words that stand in for
 * a picture, labels and definitions of links, footnotes that nothing refers to, what stands behind the language of a code block, and entities
 * that draw nothing. Addresses of links and pictures stay, because work needs them; `<details>` stays, because a click shows it; code stays.
 */
import type { Definition, Nodes, Parents } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { hasInvisible } from '../core/invisible.ts';
import { isTooNested } from '../core/markdown.ts';

/** A piece of the source that is replaced, and how many characters of it nobody could see. */
interface Edit {
  from: number;
  to: number;
  by: string;
  taken: number;
}

/** The source without what is hidden in it, and how many characters that was. */
export function withoutHiddenMarkdown(source: string): { text: string; taken: number } {
  if (!/[<&[`~]/.test(source)) return { text: source, taken: 0 };
  // Only comments are looked for in what no parser may read.
  if (isTooNested(source)) return edited(source, commentsIn(source, 0));
  const tree = fromMarkdown(source);
  const definitions = new Map<string, Definition>();
  const nodes = everyNode(tree);
  for (const node of nodes)
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
  const used = new Set(
    nodes.flatMap((node) => ('identifier' in node && node.type !== 'definition' ? [node.identifier] : [])),
  );
  const edits = nodes.flatMap((node) => editsOf(node, source, definitions, used));
  return edited(source, [...edits, ...footnotes(source, tree.children)]);
}

/** All nodes of the tree. Not by recursion: how deep a tree is, its author decides. */
function everyNode(root: Nodes): Nodes[] {
  const nodes: Nodes[] = [];
  const open: Nodes[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    nodes.push(node);
    if ('children' in node) open.push(...[...node.children].reverse());
  }
  return nodes;
}

const placeOf = (node: Nodes): [from: number, to: number] => [
  node.position?.start.offset ?? 0,
  node.position?.end.offset ?? 0,
];

const replace = (from: number, to: number, by: string, taken: number): Edit => ({ from, to, by, taken });

function editsOf(node: Nodes, source: string, definitions: Map<string, Definition>, used: Set<string>): Edit[] {
  const [from, to] = placeOf(node);
  const piece = source.slice(from, to);
  switch (node.type) {
    case 'html':
      return [...commentsIn(piece, from), ...attributesIn(piece, from), ...entitiesIn(piece, from)].sort(byPlace);
    case 'text':
      return [...commentsIn(piece, from, true), ...entitiesIn(piece, from)].sort(byPlace);
    case 'code': {
      // Behind the fence stand a language, which colours, and anything else, which does nothing.
      const fence = /^(?:`{3,}|~{3,})/.exec(piece)?.[0];
      const info = fence === undefined ? '' : piece.slice(fence.length).split('\n', 1)[0]!;
      const language = /^[ \t]*(?:[\w+#.-]{1,20}(?!\S))?/.exec(info)![0];
      const rest = info.length - language.length;
      const at = from + (fence?.length ?? 0);
      return info.trim() === language.trim() ? [] : [replace(at, at + info.length, language, rest)];
    }
    case 'link': {
      if (node.title == null) return [];
      const end = textEnd(node, from);
      return [replace(end, to, `](${address(node.url)})`, node.title.length)];
    }
    case 'image':
      return node.alt || node.title
        ? [replace(from, to, `![](${address(node.url)})`, (node.alt ?? '').length + (node.title ?? '').length)]
        : [];
    case 'linkReference': {
      const url = definitions.get(node.identifier)?.url;
      if (url === undefined) return [];
      const label = node.referenceType === 'full' ? (node.label ?? '').length : 0;
      return [replace(textEnd(node, from), to, `](${address(url)})`, label)];
    }
    case 'imageReference': {
      const url = definitions.get(node.identifier)?.url;
      return url === undefined ? [] : [replace(from, to, `![](${address(url)})`, (node.alt ?? '').length)];
    }
    case 'definition':
      // Where it was used its address stands now, so that it is needed no more.
      return [replace(from, to, '', used.has(node.identifier) ? (node.title ?? '').length : piece.length)];
    default:
      return [];
  }
}

/** Where the text between the brackets of a link ends. */
function textEnd(node: Parents, from: number): number {
  const last = node.children.at(-1);
  return last ? placeOf(last)[1] : from + 1;
}

/** An address as it may stand between brackets, whatever is in it. */
const address = (url: string): string =>
  /^[^\s<>()\\]*$/.test(url) ? url : `<${url.replace(/[\n<>\\]/g, (character) => encodeURIComponent(character))}>`;

/**
 * Comments as browsers read them, and what they take for comments. `open`: only those that are never closed; where the parser took them for
 * text they are shown, and a program that reads the text later may think otherwise.
 */
function commentsIn(piece: string, at: number, open = false): Edit[] {
  const pattern = open
    ? /<!--[\s\S]*$/g
    : /<!--(?:-?>|[\s\S]*?(?:--!?>|$))|<[!?][^>]*(?:>|$)|<\/(?![A-Za-z])[^>]*(?:>|$)/g;
  return [...piece.matchAll(pattern)].map(({ index, 0: found }) =>
    replace(at + index, at + index + found.length, '', found.length),
  );
}

/** Tags with anything in them but an address that a click follows or a picture comes from, and whether a fold is open. */
function attributesIn(piece: string, at: number): Edit[] {
  const edits: Edit[] = [];
  for (const { index, 0: tag, 1: name, 2: inside } of piece.matchAll(TAG)) {
    if (name === undefined || !inside?.trim() || inside.trim() === '/') continue;
    const kept = [...inside.matchAll(ATTRIBUTE)].flatMap(({ 1: key, 2: value }) =>
      /^(?:href|src)$/i.test(key!) && value !== undefined
        ? [` ${key}=${value}`]
        : /^open$/i.test(key!)
          ? [' open']
          : [],
    );
    const by = `<${name}${kept.join('')}>`;
    if (by.length < tag.length) edits.push(replace(at + index, at + index + tag.length, by, tag.length - by.length));
  }
  return edits;
}

/** A comment first, so that no tag is looked for inside one. */
const TAG = /<!--[\s\S]*?(?:--!?>|$)|<(\/?[A-Za-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^'">])*)(?:>|$)/g;
const ATTRIBUTE = /([^\s"'>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?/g;

/** Entities by which a character that draws nothing can be written in plain letters. */
function entitiesIn(piece: string, at: number): Edit[] {
  return [...piece.matchAll(ENTITY)].flatMap(({ index, 0: found, 1: hex, 2: decimal }) => {
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number.parseInt(decimal, 10) : undefined;
    const draws = code !== undefined && code > 0 && code <= 0x10ffff && !hasInvisible(String.fromCodePoint(code));
    return draws ? [] : [replace(at + index, at + index + found.length, '', found.length)];
  });
}

/** By number, or by one of HTML's names for what has no glyph. */
const ENTITY =
  /&#x([\da-f]{1,8});?|&#(\d{1,9});?|&(?:ZeroWidthSpace|NegativeVeryThinSpace|NegativeThinSpace|NegativeMediumSpace|NegativeThickSpace|NoBreak|zwnj|zwj|lrm|rlm|shy|ApplyFunction|af|InvisibleTimes|it|InvisibleComma|ic);/gi;

/** Footnotes are GitHub's own addition to Markdown: one that nothing refers to is left out, with the indented paragraphs that belong to it. */
function footnotes(source: string, children: readonly Nodes[]): Edit[] {
  const edits: Edit[] = [];
  children.forEach((node, index) => {
    const [from, to] = placeOf(node);
    const label = /^\[\^([^\]\s]+)\]:/.exec(source.slice(from, to))?.[1];
    if (label === undefined || node.type === 'definition') return;
    if (source.split(`[^${label}]`).length > 2) return;
    let end = to;
    for (const next of children.slice(index + 1)) {
      if (next.type !== 'code' || /^[`~]/.test(source.slice(...placeOf(next)))) break;
      end = placeOf(next)[1];
    }
    edits.push(replace(from, end, '', end - from));
  });
  return edits;
}

const byPlace = (one: Edit, other: Edit): number => one.from - other.from || other.to - one.to;

/** The source with all edits made. Of two that overlap the one that begins first is made. */
function edited(source: string, edits: readonly Edit[]): { text: string; taken: number } {
  let text = '';
  let at = 0;
  let taken = 0;
  for (const edit of [...edits].sort(byPlace)) {
    if (edit.from < at) continue;
    text += source.slice(at, edit.from) + edit.by;
    taken += edit.taken;
    at = edit.to;
  }
  return { text: text + source.slice(at), taken };
}
