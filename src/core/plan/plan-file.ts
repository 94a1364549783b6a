/** A file of the repository that holds a plan, in whichever of two ways it is written. */
import type { Problem } from '../config.ts';
import { yamlBlock } from './block.ts';
import { outlineOf } from './markdown-outline.ts';
import { readMarkdownPlan } from './markdown-plan.ts';
import type { Yaml } from './outcome.ts';
import { readStories } from './read-stories.ts';
import type { StoriesPlan } from './stories.ts';

/** `stories`: a document that ends in a block of YAML, as the workflow of that name writes it. `markdown`: phases and tasks. */
export type PlanKind = 'stories' | 'markdown';

/**
 * A plan, or everything that is wrong with the file. The plan holds what is left to do: a task that is ticked becomes nobody's story, and nothing waits
 * for it. `done` has the keys of those, and `findings` is by key; a document of stories has neither.
 */
export type ReadPlanFile =
  | {
      ok: true;
      kind: PlanKind;
      plan: StoriesPlan;
      advice: string[];
      done: ReadonlySet<string>;
      findings: ReadonlyMap<string, readonly string[]>;
    }
  | { ok: false; problems: Problem[] };

/** Which of the two a text is; undefined where it is neither. */
export function planKind(text: string): PlanKind | undefined {
  const block = yamlBlock(text);
  if (block && /^(?:epics|stories)[ \t]*:/m.test(block.text)) return 'stories';
  const { tasks, orphans } = outlineOf(text);
  return tasks.length > 0 || orphans.length > 0 ? 'markdown' : undefined;
}

/** Reads a plan. `file` is its path, for problems and notes. Never throws on bad input. */
export function readPlanFile(text: string, file: string, yaml: Yaml): ReadPlanFile {
  const kind = planKind(text);
  if (kind === undefined) {
    const expected =
      'this is no plan; it must have tasks, as `- [ ] 1.1 Title` or `### Task 1.1: Title`, or end with its stories in one fenced block of YAML';
    return { ok: false, problems: [{ file, line: 1, key: '', value: '', expected }] };
  }
  if (kind === 'markdown') {
    const read = readMarkdownPlan(text, file);
    return read.ok ? { ...read, kind, plan: leftOf(read.plan, read.done) } : read;
  }
  const read = readStories(text, file, yaml);
  return read.ok ? { ...read, kind, done: new Set(), findings: new Map() } : read;
}

function leftOf({ epics, stories }: StoriesPlan, done: ReadonlySet<string>): StoriesPlan {
  const left = stories
    .filter(({ key }) => !done.has(key))
    .map((story) => ({ ...story, dependencies: story.dependencies.filter((key) => !done.has(key)) }));
  return { epics: epics.filter(({ key }) => left.some(({ epic }) => epic === key)), stories: left };
}
