/** Documents cut into passages that can be shown one by one. Pure. */
import type { Document } from '../context/base-commit.ts';

export interface Passage {
  path: string;
  /** The headings that it stands under, outermost first. */
  under: readonly string[];
  text: string;
}

/** Characters of a passage: short paragraphs of a section are put together up to the first, and none is longer than the second. */
const ENOUGH = 500;
const MOST = 1_500;

/** The passages of a Markdown or plain text in their order. A block of code is not torn apart unless it is too long by itself. */
export function passagesOf({ path, text }: Document): Passage[] {
  const passages: Passage[] = [];
  let under: { level: number; title: string }[] = [];
  let open: string[] = [];
  const close = (): void => {
    const joined = open.join('\n\n');
    open = [];
    for (let from = 0; from < joined.length; from += MOST) {
      passages.push({ path, under: under.map(({ title }) => title), text: joined.slice(from, from + MOST) });
    }
  };
  for (const block of blocksOf(text)) {
    const heading = /^(#{1,6})[ \t]+(.+?)[ \t#]*$/.exec(block);
    if (heading) {
      close();
      const level = heading[1]!.length;
      under = [...under.filter((each) => each.level < level), { level, title: heading[2]! }];
    } else {
      open.push(block);
      if (open.join('\n\n').length >= ENOUGH) close();
    }
  }
  close();
  return passages;
}

/** Paragraphs, headings and blocks of code. */
function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let fence: string | undefined;
  const close = (): void => {
    if (lines.length > 0) blocks.push(lines.join('\n'));
    lines = [];
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    const mark = /^ {0,3}(```+|~~~+)/.exec(line)?.[1];
    if (fence !== undefined) {
      lines.push(line);
      if (mark?.startsWith(fence)) fence = undefined;
    } else if (mark !== undefined) {
      fence = mark;
      lines.push(line);
    } else if (line.trim() === '') {
      close();
    } else if (/^#{1,6}[ \t]+\S/.test(line)) {
      close();
      blocks.push(line.trimEnd());
    } else {
      lines.push(line.trimEnd());
    }
  }
  close();
  return blocks;
}
