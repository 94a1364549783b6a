/**
 * The ways in which a text can say something that a scanner for plain text does not see: encoded, compressed, reversed, shifted, spaced out,
 * spread over lines. Each is undone, and what comes out is looked at again, because disguises can be put over each other.
 */
import { constants, inflateRawSync } from 'node:zlib';

/** A way to read a text. */
export interface View {
  text: string;
  /** As it was written, or as it was before single characters were; not put together or decoded, where something else may stand right beside it. */
  plain: boolean;
}

/** How many disguises over each other are undone. */
const MAX_DEPTH = 3;

/**
 * The most characters that are read behind a second disguise or a third. Behind the first one everything is read; without this bound a text
 * could be made that takes hours.
 */
const MAX_DEEP = 8 * 1024 * 1024;

/** The most bytes that one compressed piece may unpack to. */
const MAX_UNPACKED = 4 * 1024 * 1024;

/** Shorter than any secret that is looked for. */
const MIN_TEXT = 12;

/** All readings of a text, itself first, then what a single disguise hides. */
export function* disguises(text: string): Generator<View> {
  const seen = new Set<string>();
  let deep = 0;
  let open: View[] = [{ text, plain: true }];
  for (let depth = 0; depth <= MAX_DEPTH && open.length > 0; depth += 1) {
    const next: View[] = [];
    for (const view of open) {
      if (view.text.length < MIN_TEXT || seen.has(view.text)) continue;
      if (depth > 1) deep += view.text.length;
      if (deep > MAX_DEEP) return;
      seen.add(view.text);
      yield view;
      if (depth < MAX_DEPTH) next.push(...within(view));
      if (depth < 2) next.push(...turned(view));
    }
    open = next;
  }
}

/** The text reversed, and with its letters shifted by thirteen. */
const turned = ({ text, plain }: View): View[] => [
  { text: text.split('').reverse().join(''), plain },
  { text: text.replace(/[A-Za-z]/g, shifted), plain },
];

function shifted(letter: string): string {
  const code = letter.charCodeAt(0);
  const base = code < 97 ? 65 : 97;
  return String.fromCharCode(((code - base + 13) % 26) + base);
}

/** What is said in a text by other means than its own letters. */
function within({ text, plain }: View): View[] {
  const joined = text.replace(LINE_END, '');
  const put: [string, boolean][] = [
    [joined, false],
    [text.replace(BETWEEN_QUOTES, ''), false],
    [spacedOut(text), false],
    [text.replace(/(?:%[\da-f]{2})+/gi, (run) => latin(Buffer.from(run.replaceAll('%', ''), 'hex'))), plain],
    [text.replace(ESCAPE, (_, ...codes: (string | undefined)[]) => characterOf(codes)), plain],
    [bytesIn(text), false],
    [joined === text ? '' : bytesIn(joined), false],
  ];
  return put.filter(([view]) => view !== text && view !== '').map(([view, whole]) => ({ text: view, plain: whole }));
}

/** Where a line ends and the next begins, with what languages put there when a string goes on. */
const LINE_END = /["'`]?[ \t]*[+.\\,]{0,2}[ \t]*\r?\n[ \t>|+#*/]*["'`]?/g;

/** Where a string ends and the next begins on the same line. */
const BETWEEN_QUOTES = /["'`][ \t]*[+.,]{0,2}[ \t]*["'`]/g;

/** `\u0067`, `\x67`, `&#x67;`, `&#103;`. */
const ESCAPE = /\\u\{?([\da-f]{2,6})\}?|\\x([\da-f]{2})|&#x([\da-f]{2,6});|&#(\d{2,7});/gi;

function characterOf([braced, short, entity, decimal]: (string | undefined)[]): string {
  const code = decimal ? Number(decimal) : Number.parseInt(braced ?? short ?? entity ?? '', 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** Runs of single characters with the same separator between them, as in `g h p _ a`, without it; one run a line. */
function spacedOut(text: string): string {
  const runs = [
    ...text.matchAll(/[\w.-]([^\w\n]{1,3})[\w.-](?:\1[\w.-]){10,}/g),
    ...text.matchAll(/\w([._-])\w(?:\1\w){10,}/g),
  ];
  return runs.map(([run, separator]) => run.split(separator!).join('')).join('\n');
}

/** What is written as letters of base64, in either alphabet and from every offset, or as hexadecimal digits; one piece a line. */
function bytesIn(text: string): string {
  const found: string[] = [];
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/g))
    for (let offset = 0; offset < 4; offset += 1) found.push(...readable(Buffer.from(run.slice(offset), 'base64')));
  for (const [run] of text.matchAll(HEX)) {
    const digits = run.replace(/0x|\\x|[^\da-f]/gi, '');
    for (const offset of [0, 1]) found.push(...readable(Buffer.from(digits.slice(offset), 'hex')));
  }
  return found.join('\n');
}

/** Pairs of digits, alone or with the marks and separators that languages put between them. */
const HEX = /(?:(?:0x|\\x)?[\da-f]{2}[\s,:;-]{0,2}){12,}/gi;

/** The bytes unpacked where they are compressed; as they are where they are text, in part at least; otherwise nothing. */
function readable(bytes: Buffer): string[] {
  const unpacked = unpack(bytes);
  if (unpacked) return [latin(unpacked)];
  const text = latin(bytes);
  return PRINTED.test(text) ? [text] : [];
}

/** A run of characters as long as the shortest secret. */
const PRINTED = /[\x20-\x7e]{12,}/;

/** Unpacks what is compressed, wherever in the bytes it begins: other letters may stand right before it. */
function unpack(bytes: Buffer): Buffer | undefined {
  for (const mark of MARKS) {
    let at = bytes.indexOf(mark);
    for (let tries = 0; at >= 0 && tries < MAX_TRIES; tries += 1) {
      try {
        // Without its head and its check sum: what was cut off or put behind is no reason not to look.
        const options = { maxOutputLength: MAX_UNPACKED, finishFlush: constants.Z_SYNC_FLUSH };
        const unpacked = inflateRawSync(bytes.subarray(at + headOf(bytes, at)), options);
        if (unpacked.length > 0) return unpacked;
      } catch {
        // It only looked like it.
      }
      at = bytes.indexOf(mark, at + 1);
    }
  }
  return undefined;
}

/** How long the head is: two bytes of zlib; of gzip ten, and what its flags announce (RFC 1952, 2.3). */
function headOf(bytes: Buffer, at: number): number {
  if (bytes[at] === 0x78) return 2;
  const flags = bytes[at + 3] ?? 0;
  let end = at + 10;
  if (flags & 4) end += 2 + (bytes[end] ?? 0) + 256 * (bytes[end + 1] ?? 0);
  for (const named of [8, 16]) if (flags & named) end = bytes.indexOf(0, end) + 1 || bytes.length;
  return end + (flags & 2 ? 2 : 0) - at;
}

/** How gzip and zlib begin. */
const MARKS = [
  [0x1f, 0x8b, 0x08],
  [0x78, 0x9c],
  [0x78, 0x01],
  [0x78, 0xda],
  [0x78, 0x5e],
].map((mark) => Buffer.from(mark));

/** How many beginnings of one kind are tried in one piece. */
const MAX_TRIES = 4;

/** A byte a character, so that nothing is lost and nothing refused. */
const latin = (bytes: Buffer): string => bytes.toString('latin1');
