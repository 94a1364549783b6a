/**
 * Text by an agent, made harmless before it stands on GitHub under Orch's name: it may not call people, give orders, close issues that
 * are not its own, leave a trace in other repositories, skip checks, send a reader or the reader's browser somewhere, hide anything, or pass
 * for one of Orch's own marks. What a person reads stays as it was written.
 *
 * It does not look at Markdown's code spans: GitHub's reading of Markdown and anyone else's differ in places, and a mention that hides in
 * the difference is live. The price is an invisible joiner inside some code.
 */
import { withoutInvisible } from '../core/invisible.ts';
import { unlinked } from './links.ts';

/** Zero-width joiner: breaks a word for GitHub's parsers and not for the eye. */
export const JOINER = '\u200d';

export interface HarmlessOptions {
  /** The one issue that closing keywords may name. */
  closes?: number;
  /** Hosts that links may lead to, as in `github.example.com` or `127.0.0.1:8080`, beside those that always may. */
  hosts?: readonly string[];
}

/** The same text with nothing in it that acts. Line ends become `\n`; invisible characters are left out. */
export function harmless(text: string, options: HarmlessOptions = {}): string {
  const seen = withoutInvisible(text)
    .text.replace(ENTITY_OF_A_SIGN, '&amp;')
    .replace(WORKFLOW_COMMAND, '$1: :')
    .replaceAll('##[', '## [')
    .replace(TRAILER, `$1${JOINER}`)
    .replace(CLOSING, (whole, keyword: string, rest: string) =>
      rest === `#${options.closes}` ? whole : `${keyword.slice(0, 1)}${JOINER}${whole.slice(1)}`,
    );
  return unlinked(seen, options.hosts ?? [])
    .replace(MENTION, `@${JOINER}`)
    .replace(COMMAND, (_, name: string) => `/${JOINER}${name}`)
    .replace(OTHER_COMMAND, `/${JOINER}`)
    .replace(ELSEWHERE, `$1#${JOINER}`)
    .replace(SKIP_CHECKS, `[${JOINER}`)
    .replace(HTML, `<${JOINER}`)
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

/** The ampersand of an entity that would be rendered as a sign that is broken up below, or as a letter after one. */
const ENTITY_OF_A_SIGN =
  /&(?=#\d|#x[\da-f]|(?:commat|num|sol|colon|period|excl|lsqb|lbrack|rsqb|rbrack|lpar|Tab|NewLine)\b)/gi;

/** GitHub takes no mention right after a letter or digit (an address, a version); an underscore may be the start of emphasis. */
const MENTION = /(?<![A-Za-z0-9])@(?!\s|$)/g;

/** Only where it could be a command: `docs/orch` and `https://…/orch` are paths. */
const COMMAND = /(?<![\w./-])\/(orch)(?![\w-])/gi;

/** Other machines read commands at the beginning of a line: `/lgtm`, `/deploy production`. `/usr/bin` is a path. */
const OTHER_COMMAND = /(?<=^[ \t>*+-]*)\/(?=[a-z][\w-]*(?![\w/-]|\.\w))/gim;

/** Closing keywords with something after them that could name an issue: `#5`, `GH-5`, `owner/repo#5`, a link. */
const CLOSING =
  /\b(close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b(?=:?\s*(#\d+|gh-\d+|[\w.-]+\/[\w.-]+#\d+|https?:|\[|<|&))/gi;

/** An issue of another repository, on which GitHub would note that it was mentioned. */
const ELSEWHERE = /([\w.-]+\/[\w.-]+)#(?=\d)/g;

/** `[skip ci]` and its relatives in a commit message keep GitHub from running the checks that a merge waits for. */
const SKIP_CHECKS = /\[(?=\s*(?:(?:skip|no)\s+(?:ci|actions)|(?:ci|actions)\s+skip)\s*\])/gi;

/**
 * Tags, comments and links in angle brackets, but for a few tags that only shape text, without attributes. Comments can hold Orch's marks,
 * pictures are fetched by the reader's browser, and a tag that nobody knows (`Array<string>`) would not be shown.
 */
const HTML =
  /<(?=[a-z/!?])(?!\/?(?:details|summary|b|i|em|strong|code|kbd|sub|sup|del|ins|br)\s*\/?>|details open>|https?:\/\/)/gi;

const IMAGE = /!\[/g;

/**
 * Lines by which a text would speak for someone else, once it is the end of a commit message: who wrote, signed or reviewed a commit, that checks
 * may be skipped, and Orch's own. They are told from words by where they stand.
 */
const TRAILER =
  /^([ \t]*[a-z])(?=(?<=o)rch-[\w-]+[ \t]*:|(?:(?<=c)o-authored|(?<=s)igned-off|(?<=r)eviewed|(?<=a)pproved)-by[ \t]*:|(?<=o)n-behalf-of[ \t]*:|(?<=s)kip-checks[ \t]*:)/gim;

/** The Actions runner takes a line that begins with `::name` for a command. */
const WORKFLOW_COMMAND = /^([ \t]*)::(?=[a-z])/gim;

/**
 * The text as one log line that the Actions runner cannot take for a command (`::name::` at the start, `##[name]` anywhere). A space that is
 * seen, and no joiner: a comparison by the rules of a language would not see a joiner either.
 */
export function logLine(text: string): string {
  return withoutInvisible(text)
    .text.replace(/\n+/g, ' ')
    .replaceAll('##[', '## [')
    .replace(/^(\s*):(?=:)/, '$1: ');
}
