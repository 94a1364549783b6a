/** A file of instructions: its steps and everything around them, checked. */
import { excerpt, type Finding } from './finding.ts';
import { destination, wishOf } from './goto.ts';
import { refusalOf, refusedWord } from './safe-path.ts';
import { duplicateSteps, everyStep, isStepNumber, type Step, stepsFromHeadings, stepsOf } from './steps.ts';
import { ruleOf, type TagName } from './tags.ts';
import { everyTag, type Node, readTree, type TagNode, textOf } from './tree.ts';

/** Instructions, ready to be followed when none of the findings is an error. */
export interface Instructions {
  file: string;
  /** How the steps are written. */
  form: 'tags' | 'headings' | 'none';
  /** All of the file in document order; with headings only what comes before the first step. */
  nodes: Node[];
  steps: Step[];
  anchors: ReadonlySet<string>;
  /** How often each tag was opened, known and unknown, by name. */
  tags: Record<string, number>;
  findings: Finding[];
}

/** Reads instructions. Never throws; what is wrong is in the findings, in the order of the file. */
export function readInstructions(text: string, file: string): Instructions {
  const tree = readTree(text, file);
  const steps = stepsOf(tree.nodes);
  if (steps.length > 0) return checked(file, 'tags', tree.nodes, steps, tree.tags, tree.findings);
  const headings = stepsFromHeadings(text, file);
  if (headings.steps.length === 0) return checked(file, 'none', tree.nodes, [], tree.tags, tree.findings);
  const before = readTree(headings.before, file);
  const found = [before, ...headings.trees].flatMap(({ findings }) => findings);
  return checked(file, 'headings', before.nodes, headings.steps, tree.tags, found);
}

/** How many steps there are, the inner ones counted. */
export function countSteps(instructions: Instructions): number {
  return everyStep(instructions.steps).length;
}

function checked(
  file: string,
  form: Instructions['form'],
  nodes: Node[],
  steps: Step[],
  tags: Record<string, number>,
  found: readonly Finding[],
): Instructions {
  const findings = [...found, ...duplicateSteps(steps, file)];
  const all = everyStep(steps);
  const parts = form === 'headings' ? [nodes, ...all.map(({ children }) => children)] : [nodes];
  const anchors = new Set<string>();
  for (const part of parts) everyTag(part, (tag) => noteAnchor(tag, anchors, file, findings));
  for (const part of parts) {
    everyTag(part, (tag, siblings) => {
      const say = (severity: Finding['severity'], message: string) =>
        void findings.push({ severity, file, ...tag.place, message });
      checkAttributes(tag, say);
      checkMeaning(tag, siblings, say);
      checkPaths(tag, say);
      if (tag.name === 'goto') checkGoto(tag, all, anchors, say);
    });
  }
  findings.sort((a, b) => a.line - b.line || a.column - b.column);
  return { file, form, nodes, steps, anchors, tags, findings };
}

type Say = (severity: Finding['severity'], message: string) => void;

function noteAnchor(tag: TagNode, anchors: Set<string>, file: string, findings: Finding[]): void {
  if (tag.name !== 'anchor') return;
  const id = (tag.attributes.id ?? tag.attributes.name)?.trim();
  const problem = !id ? 'an anchor needs an `id`' : anchors.has(id) ? `there are two anchors \`${id}\`` : undefined;
  if (problem) findings.push({ severity: 'error', file, ...tag.place, message: problem });
  if (id) anchors.add(id);
}

function checkAttributes(tag: TagNode, say: Say): void {
  const known: readonly string[] = ruleOf(tag.name).attributes;
  for (const name of Object.keys(tag.attributes)) {
    if (known.includes(name) || known.includes('*')) continue;
    say(
      'warning',
      `\`${name}\` means nothing in <${tag.name}>; known are ${known.join(', ')}. The agent sees it as text`,
    );
  }
  if (tag.attributes.if !== undefined && tag.attributes.if.trim() === '') {
    say('error', `the \`if\` of <${tag.name}> is empty; write a condition, or leave it out`);
  }
}

/** Tags that say nothing when they are empty and have no attribute. */
const NEED_WORDS: ReadonlySet<TagName> = new Set(['template-output', 'invoke-workflow', 'invoke-task', 'param']);

function checkMeaning(tag: TagNode, siblings: readonly Node[], say: Say): void {
  if (tag.name === 'step') {
    const number = tag.attributes.n?.trim();
    if (number !== undefined && !isStepNumber(number)) {
      say(
        'error',
        `\`${excerpt(number)}\` is not a step number; allowed are numbers such as 3, -1, 1.5 or 3b, and words such as FINAL`,
      );
    }
  }
  if (tag.name === 'check' && tag.attributes.if === undefined && textOf(tag).trim() === '') {
    say('error', 'a <check> needs a condition: write `if="…"`');
  }
  if (tag.condition?.kind === 'else') {
    const before = siblings.slice(0, siblings.indexOf(tag)).findLast((node) => node.kind === 'tag');
    const follows = before?.kind === 'tag' && before.condition !== undefined;
    if (!follows) say('warning', '`else` without a condition right before it; the agent is asked what it refers to');
  }
  if (!NEED_WORDS.has(tag.name) || Object.keys(tag.attributes).length > 0) return;
  if (textOf(tag).trim() === '') say('error', `<${tag.name}> is empty; it must name something`);
}

function checkPaths(tag: TagNode, say: Say): void {
  const { attributes, name } = tag;
  if (name === 'template-output' && attributes.file !== undefined) {
    const why = refusalOf(attributes.file);
    if (why) say('error', `\`${excerpt(attributes.file)}\` is refused: ${why}`);
  }
  if (name !== 'invoke-workflow' && name !== 'invoke-task') return;
  for (const text of [...Object.values(attributes), textOf(tag)]) {
    const path = text.trim();
    const why = !/\s/.test(path) && /[/\\]/.test(path) ? refusalOf(path) : undefined;
    const refused = why ? { word: path, why } : refusedWord(text);
    if (refused) say('error', `\`${excerpt(refused.word)}\` is refused: ${refused.why}`);
  }
}

function checkGoto(tag: TagNode, steps: readonly Step[], anchors: ReadonlySet<string>, say: Say): void {
  const wish = wishOf(tag);
  if (!wish) {
    say('error', 'this <goto> leads nowhere; write step="3", or the id of an anchor between its tags');
    return;
  }
  const to = destination(wish, steps, anchors);
  if (to.kind === 'none') {
    const numbers = steps.map(({ number }) => number).filter((number) => number !== '');
    const allowed = [
      `steps ${numbers.join(', ')}`,
      ...(anchors.size > 0 ? [`anchors ${[...anchors].join(', ')}`] : []),
    ];
    const hint = to.nearest === undefined ? '' : ` Did you mean \`${to.nearest}\`?`;
    say(
      'error',
      `there is no ${wish.kind === 'any' ? 'step or anchor' : wish.kind} \`${excerpt(wish.name)}\`; there are ${allowed.join(' and ')}.${hint}`,
    );
  }
  if (to.kind === 'step' && to.steps.length > 1 && to.steps.some((step) => !step.condition)) {
    const lines = to.steps.map(({ place }) => place.line).join(' and ');
    say(
      'error',
      `step \`${wish.name}\` is not one step: it is in lines ${lines}; give them different numbers, or go to an anchor`,
    );
  }
}
