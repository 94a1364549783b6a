/** What the document of a workflow says to a program: read by the schema that its `workflow.yaml` names. */
import type { Problem } from '../../core/config.ts';
import { readOutcome, type Yaml } from '../../core/plan/outcome.ts';
import { OUTCOMES, type OutcomeName } from '../../core/plan/outcomes.ts';
import { readStories } from '../../core/plan/read-stories.ts';
import { idsToCover, requirementsSchema } from '../../core/plan/requirements.ts';
import type { Verdict } from '../../core/plan/verdict.ts';
import { yamlLines } from '../../yaml/lines.ts';
import { readYaml } from '../../yaml/read.ts';
import type { Loaded } from '../run/library.ts';
import { type Answered, answerTo } from './answered.ts';

/** How the core reads YAML. */
const YAML: Yaml = { read: readYaml, lines: yamlLines };

/** Problems that are named at once: the first ones explain most of the others. */
const MAX_PROBLEMS = 12;

/** The outcome, with advice on it; or what is wrong, a line for each problem. */
export type CheckedOutcome = { ok: true; outcome: unknown; advice: readonly string[] } | { ok: false; wrong: string };

/** The schema that a workflow says its document ends in; undefined where it says none. */
export function outcomeTypeOf({ workflow }: Loaded): OutcomeName | undefined {
  const named = workflow.values.outcome_type;
  return typeof named === 'string' && Object.hasOwn(OUTCOMES, named) ? (named as OutcomeName) : undefined;
}

/** Reads the block of YAML at the end of a text. `prd` is the document with the requirements that stories must cover, where there is one. */
export function checkOutcome(type: OutcomeName, text: string, prd: string | undefined): CheckedOutcome {
  if (type === 'stories') {
    const required = prd === undefined ? undefined : readOutcome(requirementsSchema, prd, 'prd', YAML);
    const wanted = required?.ok ? idsToCover(required.value) : undefined;
    const read = readStories(text, type, YAML, wanted);
    return read.ok ? { ok: true, outcome: read.plan, advice: read.advice } : wrong(read.problems);
  }
  const read = readOutcome<unknown>(OUTCOMES[type], text, type, YAML);
  return read.ok ? { ok: true, outcome: read.value, advice: [] } : wrong(read.problems);
}

/**
 * Why a section that was submitted cannot be the outcome of its workflow, with what to do; undefined when it can, or is another section. A question that people
 * have answered is no reason to ask them again.
 */
export function wrongOutcome(
  workflow: Loaded,
  section: string,
  value: unknown,
  known: { prd: string | undefined; answered: readonly Answered[] },
): string | undefined {
  const type = outcomeTypeOf(workflow);
  if (section !== 'outcome' || type === undefined) return undefined;
  const read = checkOutcome(type, typeof value === 'string' ? value : '', known.prd);
  if (!read.ok) return `The section \`outcome\` does not fit:\n${read.wrong}\nMend it and submit it again.`;
  if (type !== 'verdict') return undefined;
  const { verdict, questions } = read.outcome as Verdict;
  const open = questions.some(({ question }) => !answerTo(question, known.answered));
  return verdict === 'clarify' && !open
    ? 'The section `outcome` does not fit: all its questions were answered before. Judge by these answers: proceed, or reject.'
    : undefined;
}

function wrong(problems: readonly Problem[]): CheckedOutcome {
  const lines = problems.slice(0, MAX_PROBLEMS).map(({ line, key, value, expected }) => {
    const subject = [key && `\`${key}\``, value && `is ${value}`].filter(Boolean).join(' ');
    return `- line ${line}: ${subject === '' ? expected : `${subject}; ${expected}`}`;
  });
  const more = problems.length - lines.length;
  return { ok: false, wrong: [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n') };
}
