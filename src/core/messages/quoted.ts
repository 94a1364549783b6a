/** Text of others in Orch's own sentences: it can say anything and do nothing. */
import { withoutInvisible } from '../invisible.ts';

/** Text that someone else wrote, on one line, short, and unable to mention, link or run anything. */
export function quoted(text: string, most = 300): string {
  // A zero-width space after these characters keeps GitHub from reading a mention, a reference, a link, a picture or a command in them; an
  // entity could hide any of them. Of a link in brackets the brackets are broken: browsers leave such a space out of the name of a host.
  return (
    oneLine(text, most)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('`', 'ʼ')
      // What would shape the text, or make a cell of a table end, is shown as it was written: `src/**`, `__init__.py`, `a \| b`.
      .replaceAll(/[\\*|]|~(?=~)|(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, (marks) => marks.replaceAll(/./g, '\\$&'))
      .replaceAll(
        /[@#]|(?<=^|[\s:/])\/|!(?=\[)|\](?=[([:])|(?<![A-Za-z0-9])www(?=\.)|\bGH-(?=\d)|^:(?=:)/gi,
        '$&\u200b',
      )
  );
}

/** The title that someone else gave, as a title, in which GitHub reads no Markdown; as a commit's subject it calls nobody and closes nothing. */
export const plainTitle = (text: string): string =>
  oneLine(text, 250).replaceAll(/[@#](?=\w)|\bGH-(?=\d)|https?:(?=\/\/)/gi, '$&\u200b');

/** Text that someone else wrote as a span of code, in which GitHub reads nothing but its end. */
export const code = (text: string, most = 80): string => `\`${oneLine(text, most).replaceAll('`', 'ʼ')}\``;

/** `maria`, `maria or wes`, `maria, tess or wes`. */
export const listed = (names: readonly string[], word: 'and' | 'or'): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;

/** A text on one line, without what nobody can see, cut to so many characters. */
export function oneLine(text: string, most: number): string {
  const line = withoutInvisible(text).text.replaceAll(/\s+/g, ' ').trim();
  // Not in the middle of an emoji: half of one is no character, and GitHub takes no request with it.
  return line.length > most ? `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}
