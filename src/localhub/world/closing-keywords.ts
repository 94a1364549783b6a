/** GitHub's nine closing keywords, an optional colon, and an issue of this or of a named repository. */
const REFERENCE = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?[ \t]+(?:([\w.-]+\/[\w.-]+))?#(\d+)\b/gi;

/**
 * The numbers of the issues of `repository` (`owner/name`) that a text promises to close
 * ("Closes #3", "fixes: acme/api#3"), each once, in order. Code and HTML comments do not count, as on GitHub.
 */
export function closingReferences(text: string, repository: string): number[] {
  const visible = text
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, ' ')
    .replace(/`[^`\n]*`/g, ' ');
  const numbers = new Set<number>();
  for (const [, named, number] of visible.matchAll(REFERENCE)) {
    if (named === undefined || named.toLowerCase() === repository.toLowerCase()) numbers.add(Number(number));
  }
  return [...numbers];
}
