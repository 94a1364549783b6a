/**
 * Where the phases and tasks of a Markdown plan begin and end. People write tasks in several ways; a plan is read in the plainest one that it has:
 * checkboxes with a number and headings that say "Task", else lines that begin with a bold number or with "Task 1.2 -", else headings that are only
 * numbered. So a numbered chapter beside a list of checkboxes is a chapter, and a bold number in a sentence is a reference.
 */
import { type PlanLine, planLines } from './markdown-lines.ts';
import { keyOfTask, type Numbered, nameOf, numbered, ofTask, phaseName, type TaskNumber } from './markdown-numbers.ts';

/** What the lines of a phase say before its first task. */
export interface OutlinePhase {
  number: number;
  title: string;
  line: number;
  lines: PlanLine[];
}

export interface OutlineTask {
  number: TaskNumber;
  /** Undefined where the number is too great for one. */
  key: string | undefined;
  title: string;
  /** The line that names it. */
  head: PlanLine;
  /** Everything below it that belongs to it. */
  body: PlanLine[];
  phase: OutlinePhase | undefined;
}

export interface Outline {
  /** The first heading of the first level. */
  title: string | undefined;
  /** What stands before phases and tasks. */
  head: PlanLine[];
  phases: OutlinePhase[];
  tasks: OutlineTask[];
  /** Checkboxes with a number below `VERIFY`: they check their phase, and are no work of their own. */
  checks: { number: TaskNumber; phase: number }[];
  /** Lines below a heading "Findings" that is no task's. */
  findings: PlanLine[];
  /** Lines that read like a task, and are none because the plan writes its tasks in another way. */
  passedOver: { line: number; number: TaskNumber }[];
  /** Checkboxes with the number of a part, as `1.2.3`, whose task `1.2` is nowhere. */
  orphans: { line: number; number: TaskNumber }[];
}

/** Chapters of a plan in which numbers refer to tasks and name none. */
const NO_TASKS =
  /^(?:overview|dependenc(?:y|ies)|findings|risks?|success criteria|notes?|out of scope|references|legend|appendix|timeline|rollback|change ?log)\b/i;
const FINDINGS = /^findings\b/i;

/** A line that checkboxes follow by which a phase is checked. */
const VERIFY = /^[*_]*verify\b/i;

type Way = 'plain' | 'bold' | 'chapter';

/** A line that may begin a task. */
interface Candidate {
  way: Way;
  found: Numbered;
}

/** Reads the outline. Never throws; a text that is no plan has no tasks. */
export function outlineOf(text: string): Outline {
  const lines = planLines(text);
  const chapters = chaptersWithoutTasks(lines);
  const candidates = new Map<PlanLine, Candidate>();
  for (const line of lines) {
    const chapter = chapters.get(line);
    const candidate = chapter?.findings ? undefined : candidateOf(line);
    // A checkbox with a number is a task wherever it stands: a phase may be called "Dependencies".
    if (candidate && (!chapter || (line.box && candidate.found.number.length > 1))) candidates.set(line, candidate);
  }
  const parts = new Set(
    lines.flatMap((line) =>
      chapters.has(line) ? [] : (partOf(line) ?? []).length > 0 ? nameOf(ofTask(partOf(line)!)) : [],
    ),
  );
  const all = [...candidates.values()];
  const named = new Set(all.flatMap(({ way, found }) => (way === 'plain' ? nameOf(found.number) : [])));
  for (const candidate of all) {
    const name = nameOf(candidate.found.number);
    // "### 1.2 Group" above checkboxes 1.2.1 and 1.2.2 is the task that these are parts of.
    if (candidate.way === 'chapter' && parts.has(name) && !named.has(name)) candidate.way = 'plain';
  }
  const way = (['plain', 'bold', 'chapter'] as const).find((each) => all.some((one) => one.way === each));
  // "1. Group" above "1.1 Task" is a phase, not a task.
  const groups = new Set(
    all.flatMap(({ way: own, found }) => (own === way && found.number.length > 1 ? found.number[0]! : [])),
  );
  return structured(lines, chapters, candidates, way, groups);
}

/** The lines of chapters in which no task is named, with whether the chapter is of findings. */
function chaptersWithoutTasks(lines: readonly PlanLine[]): Map<PlanLine, { findings: boolean }> {
  const inside = new Map<PlanLine, { findings: boolean }>();
  let chapter: { level: number; findings: boolean } | undefined;
  for (const line of lines) {
    if (line.kind === 'heading') {
      if (chapter && line.level <= chapter.level) chapter = undefined;
      if (!chapter && NO_TASKS.test(line.text)) chapter = { level: line.level, findings: FINDINGS.test(line.text) };
    }
    if (chapter) inside.set(line, chapter);
  }
  return inside;
}

function candidateOf(line: PlanLine): Candidate | undefined {
  if (line.kind !== 'heading' && line.kind !== 'item' && line.kind !== 'text') return undefined;
  const found = numbered(line.text);
  // A heading of the first level is the title of a document, whatever its number.
  if (!found || found.number.length > 2 || line.level === 1) return undefined;
  // "Task 1.2 can wait" is a sentence, and "Task 1.2 Wait" a title.
  if (found.word && !found.separated && /^\p{Ll}/u.test(found.rest)) return undefined;
  const named = found.word || found.number.length > 1 || found.separated;
  if (line.kind === 'heading') {
    if (found.word || line.box) return { way: 'plain', found };
    return found.number.length === 2 ? { way: 'chapter', found } : undefined;
  }
  if (line.box) return named ? { way: 'plain', found } : undefined;
  const said = (found.bold && (found.word || found.number.length === 2)) || (found.word && found.separated);
  return said && found.rest !== '' ? { way: 'bold', found } : undefined;
}

/** A line that begins a phase, and the level at which it ends. */
function phaseOf(
  line: PlanLine,
  groups: ReadonlySet<number>,
  candidate: Candidate | undefined,
): { number: number; title: string; level: number } | undefined {
  const bold = line.kind === 'text' && /^\*\*[^*]+\*\*:?$/.test(line.text);
  const named = line.kind === 'heading' || bold ? phaseName(line.text) : undefined;
  if (named) return { ...named, level: line.kind === 'heading' ? line.level : 7 };
  const found = candidate?.found ?? (line.kind === 'heading' ? numbered(line.text) : undefined);
  if (found?.number.length !== 1 || !groups.has(found.number[0]!)) return undefined;
  return { number: found.number[0]!, title: found.rest, level: line.kind === 'heading' ? line.level : 7 };
}

function structured(
  lines: readonly PlanLine[],
  chapters: ReadonlyMap<PlanLine, { findings: boolean }>,
  candidates: ReadonlyMap<PlanLine, Candidate>,
  way: Way | undefined,
  groups: ReadonlySet<number>,
): Outline {
  const outline: Outline = {
    title: undefined,
    head: [],
    phases: [],
    tasks: [],
    checks: [],
    findings: [],
    passedOver: [],
    orphans: [],
  };
  let phase: { at: OutlinePhase; level: number } | undefined;
  let task: OutlineTask | undefined;
  let verifying = false;
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'heading' && line.level === 1) outline.title ??= line.text;
    if (task && ends(line, task, lines[index - 1])) task = undefined;
    if (!task && phase && line.kind === 'heading' && line.level <= phase.level) phase = undefined;
    const candidate = task && isStep(line, task, candidates.get(line)) ? undefined : candidates.get(line);
    const begun =
      chapters.has(line) || (task && isStep(line, task, candidate)) ? undefined : phaseOf(line, groups, candidate);
    verifying =
      line.kind === 'heading' || begun ? VERIFY.test(line.text) : verifying || (!line.box && VERIFY.test(line.text));
    if (begun) {
      const known = outline.phases.find(({ number }) => number === begun.number);
      const at = known ?? { number: begun.number, title: begun.title, line: line.number, lines: [] };
      if (!known) outline.phases.push(at);
      phase = { at, level: begun.level };
      task = undefined;
    } else if (candidate && verifying && phase && line.box) {
      outline.checks.push({ number: candidate.found.number, phase: phase.at.number });
      phase.at.lines.push(line);
    } else if (candidate && candidate.way === way) {
      const { number, rest } = candidate.found;
      task = { number, key: keyOfTask(number), title: rest, head: line, body: [], phase: phase?.at };
      outline.tasks.push(task);
    } else {
      if (candidate) outline.passedOver.push({ line: line.number, number: candidate.found.number });
      if (task) task.body.push(line);
      else if (chapters.get(line)?.findings) outline.findings.push(line);
      else if (phase && !chapters.has(line)) phase.at.lines.push(line);
      else if (outline.phases.length === 0 && outline.tasks.length === 0) outline.head.push(line);
    }
  }
  const names = new Set(outline.tasks.map(({ number }) => nameOf(number)));
  return {
    ...outline,
    tasks: outline.tasks.map((each) => ({ ...each, phase: each.phase ?? byNumber(outline, each.number) })),
    orphans: lines.flatMap((line) => {
      const part = chapters.has(line) ? undefined : partOf(line);
      return part && !names.has(nameOf(ofTask(part))) ? [{ line: line.number, number: part }] : [];
    }),
  };
}

/** The number of a part, as `1.2.3`, where a checkbox has one. */
function partOf(line: PlanLine): TaskNumber | undefined {
  const number = line.box ? numbered(line.text)?.number : undefined;
  return number && number.length > 2 ? number : undefined;
}

/** Whether a line is inside a task for all that it begins with: what has a whole number there is a step, and a heading of lower rank a part. */
function isStep(line: PlanLine, { head }: OutlineTask, candidate: Candidate | undefined): boolean {
  if (line.kind === 'heading')
    return head.kind === 'heading' && line.level > head.level && candidate?.found.number.length !== 2;
  return candidate === undefined || candidate.found.number.length === 1;
}

/** A task that stands outside of every phase is of the phase whose number it has. */
const byNumber = ({ phases }: Outline, number: TaskNumber): OutlinePhase | undefined =>
  number.length > 1 ? phases.find((phase) => phase.number === number[0]) : undefined;

/** Whether a line is behind a task: a heading of its rank, or, below an item, what is not indented and does not go on with its text. */
function ends(line: PlanLine, { head, number }: OutlineTask, before: PlanLine | undefined): boolean {
  const part = partOf(line);
  if (part && nameOf(ofTask(part)) === nameOf(number)) return false;
  if (line.kind === 'heading') return head.kind !== 'heading' || line.level <= head.level;
  if (head.kind !== 'item' || line.kind === 'blank' || line.indent > head.indent) return false;
  return line.kind === 'item' || before?.kind === 'blank' || line.kind === 'code';
}
