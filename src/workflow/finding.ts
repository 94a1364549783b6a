/** What is wrong or doubtful in the files of a workflow, and where. */

/** A place in a text. Both count from 1; a column counts UTF-16 units, as editors do. */
export interface Place {
  line: number;
  column: number;
}

/**
 * One thing a person should look at. An `error` makes the workflow unusable; a `warning` says what was repaired or is missing but not needed to load.
 */
export interface Finding extends Place {
  severity: 'error' | 'warning';
  /** Path of the file, as it was given. */
  file: string;
  /** What stands there, what is wrong with it and what is allowed. */
  message: string;
}

/** Answers with the place of an offset (from 0) in a text. */
export type PlaceOf = (offset: number) => Place;

/** Places by offset. The lines are found once, when the first place is asked for. */
export function placesOf(text: string): PlaceOf {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
}

/** The text around a place, short enough for a message: one line, at most 80 characters. */
export function excerpt(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
