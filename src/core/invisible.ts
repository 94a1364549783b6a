/**
 * Which characters a person cannot see. What nobody sees nobody has checked: instructions for a machine are hidden in such characters, and
 * secrets are carried out in them. Both directions, what an agent reads and what it writes, are cleaned by this one rule.
 */

/**
 * Control characters except tab and line feed, format characters (bidirectional controls, joiners, tags), halves of characters, private use,
 * exotic line ends, code points that Unicode gave away for good, and everything that a display may leave out (fillers, variation selectors).
 */
const INVISIBLE =
  /[[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\p{Variation_Selector}]--[\t\n]]/v;
const EACH_INVISIBLE = new RegExp(INVISIBLE.source, 'gv');

/**
 * The same, one at a time, or a whole emoji that Unicode recommends: in these, joiners and selectors change what a person sees. Made when it is
 * needed (and then kept by the engine): reading the list of emoji takes twenty milliseconds, and most texts need none of it.
 */
const emojiOrInvisible = (): RegExp => new RegExp(`(\\p{RGI_Emoji})|${INVISIBLE.source}`, 'gv');

/** Runs in which such an emoji could stand. Looking for emoji everywhere would take seconds for a long log. */
const RUN = new RegExp(`[\\p{Emoji}\\p{Emoji_Component}${INVISIBLE.source}]+`, 'gv');

/** Whether a text has a character that a person cannot see, inside an emoji or not. */
export const hasInvisible = (text: string): boolean => INVISIBLE.test(text);

/** The text with each character that a person cannot see written as `\u{200b}`: for names that have to be told apart. */
export const invisibleSpelled = (text: string): string =>
  text.replace(EACH_INVISIBLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);

/**
 * The text without them, and how many were taken out. All line ends become line feeds; Unicode's own (U+2028, U+2029) count as taken out,
 * because hardly any display breaks the line there. Emoji stay as they are. Cleaning twice is cleaning once.
 */
export function withoutInvisible(text: string): { text: string; taken: number } {
  const lines = text.replace(/\r\n?/g, '\n');
  if (!hasInvisible(lines)) return { text: lines, taken: 0 };
  let taken = 0;
  const clean = (found: string, emoji: string | undefined): string => {
    if (emoji !== undefined) return emoji;
    taken += 1;
    return found === '\u2028' || found === '\u2029' ? '\n' : '';
  };
  const each = emojiOrInvisible();
  const seen = lines.replace(RUN, (run) => (hasInvisible(run) ? run.replace(each, clean) : run));
  return { text: seen, taken };
}
