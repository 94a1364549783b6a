/** Text of others in Orch's own sentences: it can say anything and do nothing. */

/** Text that someone else wrote, on one line, short, and unable to mention, link or run anything. */
export function quoted(text: string, most = 300): string {
  // A zero-width space after these characters keeps GitHub from reading a mention, a reference, a link or a command in them; an entity
  // could hide any of them.
  return oneLine(text, most)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('`', 'ʼ')
    .replaceAll('|', '\\|')
    .replaceAll(/[@#]|(?<=^|[\s:/])\/|\bwww(?=\.)/gi, '$&\u200b');
}

/** Text that someone else wrote as a span of code, in which GitHub reads nothing but its end. */
export const code = (text: string, most = 80): string => `\`${oneLine(text, most).replaceAll('`', 'ʼ')}\``;

function oneLine(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
