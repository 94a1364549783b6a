/** Short forms for what the scripted planners say: each turn answers the one request of the workflow that is open. */
import type { z } from 'zod';
import type { ScriptPart, ScriptTurn } from '../../../agent/models/script.ts';
import type { Planner } from '../../../core/epic.ts';
import type { OUTCOMES, OutcomeName } from '../../../core/plan/outcomes.ts';
import { writeYaml } from '../../../yaml/read.ts';

/** The whole part of a role that plans. */
export const planned = (role: Planner, ...turns: ScriptTurn[]): ScriptPart => ({ role, turns });

/** Looks at files before it writes: none of these calls answers a request. */
export const looks = (say: string, calls: { glob?: string[]; read?: string[] }): ScriptTurn => ({
  say,
  calls: [
    ...(calls.glob ?? []).map((pattern) => ({ tool: 'glob', input: { pattern } })),
    ...(calls.read ?? []).map((path) => ({ tool: 'read', input: { path } })),
  ],
});

const submits = (input: Record<string, unknown>, say?: string): ScriptTurn => ({
  ...(say !== undefined && { say }),
  calls: [{ tool: 'submit', input }],
});

/** Writes one section of the document, from its paragraphs. */
export const section = (name: string, ...paragraphs: string[]): ScriptTurn =>
  submits({ outputs: { [name]: paragraphs.join('\n\n') } });

/** Does the work that was asked for, which leaves nothing in the document. */
export const worked = (say: string): ScriptTurn => submits({}, say);

/** Went through the checklist: everything in it holds. */
export const checked = (result: string): ScriptTurn => submits({ passed: true, result });

/** Judges that a condition holds. */
export const holds = (reasons: string): ScriptTurn => submits({ holds: true, reasons });

/** Writes the last section, which a program reads: a fenced block of YAML, by the schema of that name. */
export const outcome = <N extends OutcomeName>(value: z.input<(typeof OUTCOMES)[N]>): ScriptTurn =>
  section('outcome', `\`\`\`yaml\n${writeYaml(value)}\`\`\``);

/** A Markdown list. */
export const list = (...items: string[]): string => items.map((item) => `- ${item}`).join('\n');

/** A Markdown table; the first row is its head. */
export const table = (head: readonly string[], ...rows: (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
