/** Findings of a Markdown plan by task: below the task itself, and below a heading "Findings" by number. */
import { plain, type Said, valuesOf } from './markdown-fields.ts';
import type { PlanLine } from './markdown-lines.ts';
import { nameOf, numbered, ofTask, type TaskNumber } from './markdown-numbers.ts';

/** Characters kept of a finding, and findings kept of a task. */
const MOST = { characters: 1_000, findings: 50 } as const;

/** The findings by key, one sentence or item each. Tasks without any have no entry. */
export function findingsOf(
  tasks: readonly { key: string; number: TaskNumber; said: Said }[],
  chapter: readonly PlanLine[],
): Map<string, string[]> {
  const found = new Map(tasks.map(({ key, said }) => [key, valuesOf(said, 'findings').map(({ text }) => text)]));
  const keys = new Map(tasks.map(({ key, number }) => [nameOf(number), key]));
  let current: string | undefined;
  for (const line of chapter) {
    if (line.kind === 'blank' || line.kind === 'code') continue;
    const start = numbered(line.text);
    const key = start && keys.get(nameOf(ofTask(start.number)));
    const begins = key !== undefined && (line.kind === 'heading' || start!.bold || start!.separated || start!.word);
    if (line.kind === 'heading') current = undefined;
    if (begins) current = key;
    const text = line.kind === 'heading' ? '' : plain(begins ? start!.rest : line.text);
    if (current !== undefined && text !== '') found.get(current)!.push(text);
  }
  return new Map(
    [...found].flatMap(([key, texts]) =>
      texts.length === 0
        ? []
        : [[key, texts.slice(0, MOST.findings).map((text) => text.slice(0, MOST.characters))] as const],
    ),
  );
}
