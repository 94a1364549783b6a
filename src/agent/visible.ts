/**
 * What a person sees of a text from outside. An agent gets this and not the source, because what nobody sees nobody has checked: comments in
 * HTML and characters without a glyph are where instructions for machines are hidden. What is taken out is counted, so that it can be told.
 */
import { withoutInvisible } from '../core/invisible.ts';
import { withoutHiddenMarkdown } from './hidden-markdown.ts';

/** How much of a text nobody could see: single characters, and the length of comments and other markup that is never shown. */
export interface Taken {
  characters: number;
  markup: number;
}

/**
 * How a text is shown to people: `markdown` as GitHub renders an issue or a comment; `title` as one line, literally; `source` as a file in an
 * editor or a log on a screen, where comments stand in the open.
 */
export type Shown = 'markdown' | 'title' | 'source';

export interface Visible {
  text: string;
  taken: Taken;
}

/** How often a text is looked at again, because taking one thing out may have put another together. */
const MAX_LOOKS = 10;

/** The text without what a person cannot see. Cleaning twice is cleaning once. */
export function visible(text: string, shown: Shown): Visible {
  const clean = withoutInvisible(text);
  if (shown === 'source') return { text: clean.text, taken: { characters: clean.taken, markup: 0 } };
  let seen = clean.text;
  let markup = 0;
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    const next = shown === 'title' ? withoutComments(seen) : withoutHiddenMarkdown(seen);
    if (next.text === seen) break;
    markup += next.taken;
    seen = next.text;
  }
  return { text: seen, taken: { characters: clean.taken, markup } };
}

/** A title is shown as it is, and a comment in it still is one for every program that puts the title into a page. */
function withoutComments(text: string): { text: string; taken: number } {
  const seen = text.replace(/<!--(?:-?>|[\s\S]*?(?:--!?>|$))/g, '');
  return { text: seen, taken: text.length - seen.length };
}

export const anyTaken = ({ characters, markup }: Taken): boolean => characters + markup > 0;

/** `12 characters that nobody can see and 40 characters of hidden markup`. */
export function takenWords({ characters, markup }: Taken): string {
  const parts = [
    characters > 0 && `${characters} ${characters === 1 ? 'character' : 'characters'} that nobody can see`,
    markup > 0 && `${markup} characters of hidden markup`,
  ];
  return parts.filter(Boolean).join(' and ');
}
