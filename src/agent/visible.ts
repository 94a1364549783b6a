/**
 * What a person sees of a text written on GitHub. An agent gets this and not the source, because what nobody sees nobody has checked:
 * comments in HTML and characters without a glyph are where instructions for machines are hidden.
 */

/**
 * Characters that draw nothing: those that Unicode lets a display ignore (zero-width and bidirectional controls, soft hyphen, variation
 * selectors, the tag block that mirrors ASCII), control characters except tab and line feed, and exotic line breaks.
 */
const INVISIBLE = /(?![\t\n])[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}\ufff9-\ufffb]/gu;

/** The text without what a person cannot see. Code blocks keep their HTML comments, because there they are shown. */
export function visibleText(text: string): string {
  const seen = text.replace(/\r\n?/g, '\n').replace(INVISIBLE, '');
  const pieces = seen.split(/^( {0,3}(?:```|~~~)[^\n]*\n[\s\S]*?^ {0,3}(?:```|~~~)[^\n]*$)/m);
  return pieces.map((piece, index) => (index % 2 === 1 ? piece : piece.replace(/<!--[\s\S]*?(?:-->|$)/g, ''))).join('');
}
