/**
 * The numbers by which a Markdown plan names its tasks, and how they become keys. A task is `1.2` (the second of phase 1) or a whole number,
 * where the plan counts its tasks through. What is numbered deeper, as `1.2.3`, is a part of `1.2`.
 */

/** `1.2` as `[1, 2]`. */
export type TaskNumber = readonly number[];

/** Phases and tasks are counted to 99, so that a key has four digits at most. */
const MOST = 99;

export const numberOf = (text: string): TaskNumber => text.split('.').map(Number);

export const nameOf = (number: TaskNumber): string => number.join('.');

/** The task that a number belongs to: `1.2` for `1.2.3`. */
export const ofTask = (number: TaskNumber): TaskNumber => number.slice(0, 2);

/**
 * The key of a task among stories: `S102` for `1.2`, `S1203` for `12.3`, `S700` for a task 7. It follows from the number alone, so that it stays
 * the same however the plan grows. Undefined where a number is too great for one, or zero.
 */
export function keyOfTask([phase = 0, task = 0]: TaskNumber): string | undefined {
  const key = phase * 100 + task;
  return phase > MOST || task > MOST || key === 0 ? undefined : `S${key}`;
}

/** What the number of a task must be, for people. */
export const NUMBERS_ALLOWED = `the numbers of tasks go from 0.1 to ${MOST}.${MOST}`;

/** A number at the beginning of a text: `1.2`, `1.2.`, `1.2:`, `Task 1.2 -`, `**1.2**`, `**Task 1.2: …**`. */
export interface Numbered {
  number: TaskNumber;
  /** It is called a task. */
  word: boolean;
  bold: boolean;
  /** A sign stands between number and text, which nobody would put into a sentence. */
  separated: boolean;
  /** The text behind it. */
  rest: string;
}

const PICTURES = /^(?:(?:\p{Extended_Pictographic}|\u{FE0F}|\u{200D})\s*)+/u;
const NUMBERED =
  /^(task\s*#?|story\s*#?)?(\d{1,3}(?:\.\d{1,3}){0,4})(?!\.?\w)((?:[.)\]](?=\s|$)|:)?\s*(?:[-–—:|](?=\s|$))?)\s*/i;
const BOLD = /^(\*\*|__)(.*?)\1/;

/** Reads the number that a text begins with; undefined where there is none. */
export function numbered(text: string): Numbered | undefined {
  const shown = text.replace(PICTURES, '').replace(/^~~/, '');
  const bold = BOLD.exec(shown);
  const plain = bold ? `${bold[2]}${shown.slice(bold[0].length)}` : shown;
  const found = NUMBERED.exec(plain);
  if (!found) return undefined;
  const [whole, word, digits = '', between = ''] = found;
  const rest = plain.slice(whole.length).replace(/^\s*[-–—:|]\s+/, '');
  return {
    number: numberOf(digits),
    word: word !== undefined,
    bold: bold !== null,
    separated: between.trim() !== '' || (bold !== null && bold[2]!.trim().length === whole.trim().length),
    rest: rest.trim(),
  };
}

/** A phase: `Phase 2: Build`, `PHASE 2 — Build`, `Milestone 2`. */
export interface PhaseName {
  number: number;
  title: string;
}

const PHASE = /^(?:phase|stage|milestone)\s*#?(\d{1,3})(?![\w.])\s*(.*)$/i;

/** Reads the name of a phase; undefined where a text is none. A bold line of its own may be one too: that is for the caller to know. */
export function phaseName(text: string): PhaseName | undefined {
  const found = PHASE.exec(text.replace(PICTURES, '').replaceAll('**', '').trim());
  if (!found) return undefined;
  return { number: Number(found[1]), title: found[2]!.replace(/^[-–—:.|)\s]+/, '').trim() };
}
