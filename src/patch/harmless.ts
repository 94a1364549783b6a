/**
 * Text by an agent, made harmless before it stands on GitHub under Orch's name: it may not call people, give orders, close issues that
 * are not its own, skip checks, hide anything from the reader, or pass for one of Orch's own marks.
 *
 * It does not look at Markdown's code spans: GitHub's reading of Markdown and anyone else's differ in places, and a mention that hides in
 * the difference is live. The price is an invisible joiner inside some code.
 */

/** Zero-width joiner: breaks a word for GitHub's parsers and not for the eye. */
const JOINER = '\u200d';

export interface HarmlessOptions {
  /** The one issue that closing keywords may name. */
  closes?: number;
}

/** The same text with nothing in it that acts. Line ends become `\n`; invisible characters are left out. */
export function harmless(text: string, options: HarmlessOptions = {}): string {
  return visible(text)
    .replace(ENTITY_OF_A_SIGN, '&amp;')
    .replace(MENTION, `@${JOINER}`)
    .replace(COMMAND, (_, name: string) => `/${JOINER}${name}`)
    .replace(CLOSING, (whole, keyword: string, rest: string) =>
      rest === `#${options.closes}` ? whole : `${keyword.slice(0, 1)}${JOINER}${whole.slice(1)}`,
    )
    .replace(SKIP_CHECKS, `[${JOINER}`)
    .replace(HIDDEN_HTML, `<${JOINER}`)
    .replace(IMAGE, `!${JOINER}[`);
}

/** The same on one line, at most `length` characters: for titles, subjects and reasons. */
export function harmlessLine(text: string, length: number, options: HarmlessOptions = {}): string {
  const line = harmless(text.replace(/\s+/g, ' ').trim(), options);
  return line.length > length ? `${sliceWhole(line, length - 1)}…` : line;
}

/** The first `length` UTF-16 units, without the half of a character at the end. */
export function sliceWhole(text: string, length: number): string {
  const cut = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** What GitHub would show: without control characters (but tab and line end) and without what Unicode lets renderers leave out. */
function visible(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Zl}\p{Zp}]/gu, '\n')
    .replace(/[\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]|(?![\n\t])\p{Cc}/gu, '');
}

/** The ampersand of an entity that would be rendered as a sign that is broken up below, or as a letter after one. */
const ENTITY_OF_A_SIGN = /&(?=#\d|#x[\da-f]|commat\b|num\b|sol\b)/gi;

/** GitHub takes no mention right after a letter or digit (an address, a version); an underscore may be the start of emphasis. */
const MENTION = /(?<![A-Za-z0-9])@(?!\s|$)/g;

/** Only where it could be a command: `docs/orch` and `https://…/orch` are paths. */
const COMMAND = /(?<![\w./-])\/(orch)(?![\w-])/gi;

/** Closing keywords with something after them that could name an issue: `#5`, `GH-5`, `owner/repo#5`, a link. */
const CLOSING =
  /\b(close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b(?=:?\s*(#\d+|gh-\d+|[\w.-]+\/[\w.-]+#\d+|https?:|\[|<|&))/gi;

/** `[skip ci]` and its relatives in a commit message keep GitHub from running the checks that a merge waits for. */
const SKIP_CHECKS = /\[(?=\s*(?:(?:skip|no)\s+(?:ci|actions)|(?:ci|actions)\s+skip)\s*\])/gi;

/** Comments can hold Orch's marks; pictures are fetched by the reader's browser from wherever their address says. */
const HIDDEN_HTML = /<(?=!|\?|\/?\s*(?:img|picture|source|video|audio|svg|iframe)\b)/gi;

const IMAGE = /!\[/g;

/** The text as one log line that the Actions runner cannot take for a command (`::name::` at the start, `##[name]` anywhere). */
export function logLine(text: string): string {
  const line = visible(text).replace(/\n+/g, ' ').replaceAll('##[', '## [');
  return /^\s*::/.test(line) ? `${JOINER}${line}` : line;
}
