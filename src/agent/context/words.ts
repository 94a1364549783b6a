/** What the words of a story point at: paths, names of code, phrases. Pure, and cheap: no language is understood here. */

/** A word of a story, and how surely it means something in the code: 3 where its author marked it as code, 2 where it looks like it, 1 else. */
export interface Pointer {
  word: string;
  sureness: 1 | 2 | 3;
}

export interface Pointers {
  /** Looks like a file: it has a slash or an ending. */
  paths: Pointer[];
  /** Names that only code has, and phrases in quotes: names of tests, messages of errors. To be searched for as they stand. */
  names: Pointer[];
  /** Ordinary words, in small letters: good enough to match a file's name. */
  words: string[];
}

/** As many of each kind as are looked for. A story that names more is a list, and the first are as good as any. */
const MAX_PATHS = 20;
const MAX_NAMES = 24;
const MAX_WORDS = 60;

/** The longest text that is looked at, in characters. */
const MAX_TEXT = 20_000;

/** The pointers of a text, each once, the surest first and then in the order of the text. */
export function pointersIn(given: string): Pointers {
  const text = given.slice(0, MAX_TEXT);
  const paths = new Map<string, Pointer>();
  const names = new Map<string, Pointer>();
  const add = (into: Map<string, Pointer>, word: string, sureness: Pointer['sureness']): void => {
    const known = into.get(word);
    if (!known || known.sureness < sureness) into.set(word, { word, sureness });
  };
  const lookAt = (piece: string, marked: boolean): void => {
    for (const path of piece.match(PATH) ?? []) add(paths, path.replace(/^(?:\.\/)+/, ''), marked ? 3 : 2);
    for (const [, name] of piece.replace(PATH, ' ').matchAll(NAME)) {
      if (marked || isCode(name!)) add(names, name!, marked ? 3 : 2);
    }
    for (const [, called] of piece.matchAll(CALL)) add(names, called!, marked ? 3 : 2);
  };
  const code = [...text.matchAll(/`{1,3}([^`]+)`{1,3}/g)].map((match) => match[1]!);
  const prose = text.replace(/`{1,3}[^`]+`{1,3}/g, ' ');
  for (const piece of code) lookAt(piece, piece.length <= 200);
  lookAt(prose.replace(/\bhttps?:\S+/g, ' '), false);
  for (const match of text.matchAll(PHRASE)) add(names, (match[1] ?? match[2] ?? match[3])!.trim(), 2);

  const words = new Set((prose.match(/\p{L}[\p{L}\d]{3,30}/gu) ?? []).map((word) => word.toLowerCase()));
  return {
    paths: surest(paths, MAX_PATHS),
    names: surest(names, MAX_NAMES),
    words: [...words].slice(0, MAX_WORDS),
  };
}

const surest = (pointers: ReadonlyMap<string, Pointer>, most: number): Pointer[] =>
  [...pointers.values()].sort((one, other) => other.sureness - one.sureness).slice(0, most);

/**
 * With a slash or an ending of letters, as `src/units`, `units.js`, `.github/workflows/ci.yml`. A number with a point in it is none. Here and below a
 * match begins only where a run of such characters does, and what repeats is bounded: the text is anybody's, and must not cost more than its length.
 */
const PATH =
  /(?<![\w/:@.-])(?:(?:\.{0,2}\/)?(?:[\w@.-]+\/)+[\w@.-]*\w|(?=[\w-]{0,40}[A-Za-z])[\w-]{2,60}(?:\.[\w-]{1,40}){0,3}\.[a-z][a-z\d]{0,4}(?![\w(]|\.\w))/g;

/** A name as most languages write them. */
const NAME = /(?<![\w$])([A-Za-z_$][\w$]{2,60})(?![\w$])/g;

/** Something that is called: even a short or ordinary name is code there. */
const CALL = /(?<![\w$])([A-Za-z_$][\w$]{1,60})\(/g;

/** Two words or more in quotes on one line. */
const PHRASE =
  /"([^"\n]{3,80}\s[^"\n]{1,80})"|(?<!\w)'([^'\n]{3,80}\s[^'\n]{1,80})'(?!\w)|“([^”\n]{3,80}\s[^”\n]{1,80})”/g;

/** parseHours, ParseHours, parse_hours, PARSE_HOURS. */
const isCode = (name: string): boolean => /[a-z\d][A-Z]|[A-Za-z\d]_[A-Za-z\d]|\$/.test(name);
