/** What goes into a prompt when not everything fits: the most relevant pieces first, and a word about the rest. Pure. */
import { estimateTokens } from '../models/tokens.ts';

/** A text that may go into a prompt. */
export interface Piece {
  /** What it is called where it was left out. Several pieces may have one name. */
  name: string;
  text: string;
  /** The greater, the more relevant. */
  weight: number;
  /** Never left out: what does not fit of it is cut off, with a word at the place. */
  keep?: true;
}

/** A piece that is in, in whole or cut. */
export interface PackedPiece {
  name: string;
  text: string;
}

/** Something that is not in, and how long it would have been, in tokens (estimated). */
export interface LeftOut {
  name: string;
  tokens: number;
}

/** What goes in, in the order in which it was given, and what does not, the most relevant first. */
export interface Packed {
  pieces: PackedPiece[];
  leftOut: LeftOut[];
}

/** Tokens that each piece with `keep` gets before a more relevant one may fill the rest: about a page, enough to say what is wanted. */
export const KEPT_TOKENS = 800;

/**
 * Packs pieces into a budget of tokens. The most relevant come first (the earlier where two weigh the same); one that does not fit is left out,
 * and a smaller one behind it may still go in. The budget is passed only where there are more kept pieces than it has room for.
 */
export function packContext(pieces: readonly Piece[], budgetTokens: number): Packed {
  const open = pieces
    .map((piece, place) => ({ ...piece, place, tokens: estimateTokens(piece.text) }))
    .sort((one, other) => other.weight - one.weight || one.place - other.place);
  const inside: (PackedPiece & { place: number })[] = [];
  const leftOut: LeftOut[] = [];
  const floor = (piece: { keep?: true; tokens: number }): number =>
    piece.keep ? Math.min(piece.tokens, KEPT_TOKENS) : 0;
  let promised = open.reduce((sum, piece) => sum + floor(piece), 0);
  let left = budgetTokens;
  for (const piece of open) {
    const { name, place, tokens } = piece;
    promised -= floor(piece);
    const room = Math.max(left - promised, floor(piece));
    if (tokens > room && !piece.keep) {
      leftOut.push({ name, tokens });
      continue;
    }
    const text = tokens > room ? cutTo(piece.text, room) : piece.text;
    left -= Math.min(tokens, room);
    inside.push({ name, text, place });
  }
  inside.sort((one, other) => one.place - other.place);
  return { pieces: inside.map(({ name, text }) => ({ name, text })), leftOut };
}

/** `answers (3 of them, 2,300 tokens)`; empty when nothing was left out. */
export function leftOutWords(leftOut: readonly LeftOut[]): string {
  const sums = new Map<string, { count: number; tokens: number }>();
  for (const { name, tokens } of leftOut) {
    const sum = sums.get(name) ?? { count: 0, tokens: 0 };
    sums.set(name, { count: sum.count + 1, tokens: sum.tokens + tokens });
  }
  const words = ([name, { count, tokens }]: [string, { count: number; tokens: number }]) =>
    `${name} (${count > 1 ? `${count} of them, ` : ''}${inThousands(tokens)} tokens)`;
  return [...sums].map(words).join(', ');
}

/** The beginning of a text within so many tokens, ending with a line where one ends near, and a word about the rest. */
function cutTo(text: string, tokens: number): string {
  let [fits, tooLong] = [0, text.length + 1];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (estimateTokens(text.slice(0, middle)) <= tokens) fits = middle;
    else tooLong = middle;
  }
  const line = text.lastIndexOf('\n', fits);
  const end = line > fits * 0.8 ? line : fits;
  // Half a character is none.
  const kept = text
    .slice(0, end)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd();
  return `${kept}\n[cut here: about ${inThousands(estimateTokens(text.slice(end)))} more tokens]`;
}

const inThousands = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
