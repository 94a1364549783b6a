/** Writes into a Markdown plan what is done. */
import { withoutInvisible } from '../invisible.ts';
import { saidIn, valuesOf } from './markdown-fields.ts';
import { type OutlineTask, outlineOf } from './markdown-outline.ts';

/** Characters of a note. */
const MOST_OF_A_NOTE = 500;

/**
 * The text with the checkboxes of finished tasks ticked: a task's own, and all in it but those of findings. Everything else stays as it is, byte for
 * byte, and a box that was ticked stays ticked. Keys are those of `readMarkdownPlan`; others are passed over, and so is a task without any checkbox.
 *
 * `notes` are findings by key: each becomes one item `Findings: …` behind its task, unless it stands there already.
 */
export function writeProgress(
  text: string,
  done: ReadonlySet<string>,
  notes: ReadonlyMap<string, string> = new Map(),
): string {
  const edits: { at: number; length: number; by: string }[] = [];
  const seen = new Set<string>();
  for (const task of outlineOf(text).tasks) {
    // The second of two tasks with one number is nobody: such a plan is not read either.
    if (task.key === undefined || seen.has(task.key)) continue;
    seen.add(task.key);
    const said = saidIn(task.body);
    if (done.has(task.key)) {
      const boxes = [...(task.head.box ? [task.head.box] : []), ...said.boxes];
      edits.push(...boxes.filter(({ checked }) => !checked).map(({ at }) => ({ at, length: 1, by: 'x' })));
    }
    const note = oneLine(notes.get(task.key) ?? '');
    const known = valuesOf(said, 'findings').some((value) => value.text === note);
    if (note !== '' && !known)
      edits.push({ at: endOf(task), length: 0, by: `${lineEnd(text)}${indentOf(task)}- Findings: ${note}` });
  }
  const parts: string[] = [];
  let kept = 0;
  for (const { at, length, by } of edits.sort((a, b) => a.at - b.at)) {
    parts.push(text.slice(kept, at), by);
    kept = at + length;
  }
  return parts.join('') + text.slice(kept);
}

/** Where the last line of a task ends that says something. */
const endOf = ({ head, body }: OutlineTask): number => (body.findLast(({ kind }) => kind !== 'blank') ?? head).end;

const indentOf = ({ head }: OutlineTask): string => (head.kind === 'item' ? ' '.repeat(head.indent + 2) : '');

const lineEnd = (text: string): string => /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';

const oneLine = (note: string): string =>
  withoutInvisible(note)
    .text.replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, MOST_OF_A_NOTE)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
