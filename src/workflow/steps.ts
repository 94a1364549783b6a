/** Steps: the tags `step` of a tree, or, where there are none, the headings `## Step 3: …` of a Markdown text. */
import type { Condition } from './condition.ts';
import { excerpt, type Finding, type Place, placesOf } from './finding.ts';
import { type Node, readTree, type TagNode, type Tree } from './tree.ts';

/** How often a step is done: a number of times, or until what the words say. */
export type Repeat = { kind: 'times'; times: number } | { kind: 'words'; words: string };

/** One step, with the steps in it. */
export interface Step {
  /** As written: `3`, `-1`, `1.5`, `3b`, `FINAL`; empty where the step has none. */
  number: string;
  goal: string;
  optional: boolean;
  condition?: Condition;
  /** What `for-each` names. */
  forEach?: string;
  repeat?: Repeat;
  tag?: string;
  /** All attributes, also those that mean nothing here. */
  attributes: Readonly<Record<string, string>>;
  /** What it holds, in document order. Steps in it stand there as tags and again in `steps`. */
  children: readonly Node[];
  steps: Step[];
  place: Place;
}

const NUMBER = /^(?:-?\d+(?:\.\d+)*[A-Za-z]{0,2}\d*|[A-Z][A-Z_-]*)$/;

/** Whether a text can be the number of a step. */
export function isStepNumber(text: string): boolean {
  return NUMBER.test(text);
}

/** The steps of a tree, in document order. */
export function stepsOf(nodes: readonly Node[]): Step[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'text') return [];
    return node.name === 'step' ? [stepOf(node)] : stepsOf(node.children);
  });
}

/** All steps, the inner ones too, in document order. */
export function everyStep(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...everyStep(step.steps)]);
}

function stepOf(node: TagNode): Step {
  const { attributes: given, condition, children, place } = node;
  return {
    number: given.n?.trim() ?? '',
    goal: (given.goal ?? given.title ?? '').trim(),
    optional: /^(?:true|yes)$/i.test(given.optional ?? ''),
    ...(condition && { condition }),
    ...(given['for-each'] !== undefined && { forEach: given['for-each'] }),
    ...(given.repeat !== undefined && { repeat: repeatOf(given.repeat) }),
    ...(given.tag !== undefined && { tag: given.tag }),
    attributes: given,
    children,
    steps: stepsOf(children),
    place,
  };
}

function repeatOf(text: string): Repeat {
  return /^\s*\d{1,6}\s*$/.test(text) ? { kind: 'times', times: Number(text) } : { kind: 'words', words: text };
}

const HEADING = /^(#{1,6})[ \t]+(.+?)[ \t#]*$/;
const STEP_HEADING = /^(?:[^\w\s#]+\s*)?step\s+(-?\d+(?:\.\d+)*[a-z]{0,2}|FINAL)\b\s*(?:[:.–—-]+\s*)?(.*)$/iu;

/** Steps written as headings. Each reaches to the next heading of its level or above; one below another is inside it. */
export function stepsFromHeadings(text: string, file: string): { steps: Step[]; trees: Tree[]; before: string } {
  const headings = headingsOf(text);
  const first = headings.find(({ step }) => step);
  const trees: Tree[] = [];
  const placeOf = placesOf(text);
  const build = (from: number, to: number, end: number): Step[] => {
    const steps: Step[] = [];
    for (let i = from; i < to; i++) {
      const heading = headings[i] as Heading;
      if (!heading.step) continue;
      let after = i + 1;
      while (after < to && (headings[after] as Heading).level > heading.level) after++;
      const stop = after < to ? (headings[after] as Heading).start : end;
      const inner = headings.slice(i + 1, after).find(({ step }) => step);
      const place = placeOf(heading.start);
      const tree = readTree(text.slice(heading.end, inner?.start ?? stop), file, place.line);
      trees.push(tree);
      steps.push({
        number: heading.step.number,
        goal: heading.step.goal.replace(/\s*\((?:optional)\)\s*$/i, ''),
        optional: /\(optional\)\s*$/i.test(heading.step.goal),
        attributes: {},
        children: tree.nodes,
        steps: build(i + 1, after, stop),
        place,
      });
      i = after - 1;
    }
    return steps;
  };
  return { steps: build(0, headings.length, text.length), trees, before: text.slice(0, first?.start ?? text.length) };
}

interface Heading {
  level: number;
  start: number;
  end: number;
  step?: { number: string; goal: string };
}

function headingsOf(text: string): Heading[] {
  const headings: Heading[] = [];
  let fence: string | undefined;
  let start = 0;
  for (const line of text.split('\n')) {
    const bare = line.endsWith('\r') ? line.slice(0, -1) : line;
    const mark = /^\s*(`{3,}|~{3,})/.exec(bare)?.[1];
    if (mark && !fence) fence = mark;
    else if (mark && fence && mark.startsWith(fence)) fence = undefined;
    const heading = fence ? null : HEADING.exec(bare);
    if (heading) {
      const step = STEP_HEADING.exec((heading[2] as string).replaceAll('**', ''));
      headings.push({
        level: (heading[1] as string).length,
        start,
        end: start + line.length,
        ...(step && { step: { number: step[1] as string, goal: step[2] ?? '' } }),
      });
    }
    start += line.length + 1;
  }
  return headings;
}

/**
 * Two steps of one number. On different branches (each has an `if` of its own, or they stand in different steps) that is meant. On one path it is a
 * warning, because they are done one after the other all the same, and an error where nothing tells them apart.
 */
export function duplicateSteps(steps: readonly Step[], file: string): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, Step[]>();
  for (const step of steps) {
    if (step.number !== '') {
      const before = seen.get(step.number) ?? [];
      const twin = before.find((other) => onePath(other, step));
      if (twin) findings.push({ file, ...step.place, ...twinFinding(twin, step) });
      seen.set(step.number, [...before, step]);
    }
    findings.push(...duplicateSteps(step.steps, file));
  }
  return findings;
}

function onePath(one: Step, other: Step): boolean {
  return !one.condition || !other.condition || one.condition.text === other.condition.text;
}

function twinFinding(twin: Step, step: Step): Pick<Finding, 'severity' | 'message'> {
  const there = `step ${step.number} is already in line ${twin.place.line}`;
  const same = twin.goal === step.goal;
  if (!same) {
    return {
      severity: 'warning',
      message: `${there} ("${excerpt(twin.goal)}"), on the same path; both are done, in this order`,
    };
  }
  return {
    severity: 'error',
    message: `${there}, on the same path and with the same goal; give each step its own number, or each an \`if\` of its own`,
  };
}
