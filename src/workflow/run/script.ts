/** Answers from a file, for playing a workflow without an agent and without people. */
import { z } from 'zod';
import { readYaml } from '../../yaml/read.ts';
import type { Answer, Expected, Request } from './request.ts';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** One value for every time, or one for each time; the last one counts for all that follow. */
const each = <T extends z.ZodType>(shape: T) => z.union([shape, z.array(shape).min(1)]);
const values = z.record(z.string(), z.json());

const ruleSchema = z.strictObject({
  to: z.enum(['work', 'judge', 'ask', 'decide', 'approve', 'invoke_task']),
  /** A part of the text or the question; without regard to case. */
  when: z.string().optional(),
  step: text.optional(),
  answer: each(text).optional(),
  holds: each(z.boolean()).optional(),
  values: values.optional(),
  change: text.optional(),
  passed: each(z.boolean()).optional(),
  stop: text.optional(),
});

const scriptSchema = z.strictObject({
  /** Sections and variables by name, for whatever asks for them. */
  values: values.default({}),
  answers: z.array(ruleSchema).default([]),
});

/** A file of answers. */
export type Script = z.infer<typeof scriptSchema>;
type Rule = z.infer<typeof ruleSchema>;

/** How often each rule was used, by its place in the file. */
export type Used = Record<string, number>;

/** Reads a file of answers, or says what is wrong with it, a line for each. */
export function readScript(
  source: string,
  file: string,
): { ok: true; script: Script } | { ok: false; problems: string[] } {
  const read = readYaml(scriptSchema as z.ZodType<Script>, source, file);
  if (read.ok) return { ok: true, script: read.value };
  const problems = read.problems.map(({ line, key, value, expected }) =>
    [`${file}:${line}:`, key && `\`${key}\``, value && `is ${value};`, expected].filter(Boolean).join(' '),
  );
  return { ok: false, problems };
}

/** The answer of the script, with how often its rules were used then; or what to add to the file. */
export type Scripted = { ok: true; answer: Answer; used: Used } | { ok: false; add: string };

/** Answers a request. Texts are acknowledged, sections approved and tasks done without a rule; everything else needs one, or a value. */
export function answerFrom(script: Script, request: Exclude<Request, { kind: 'done' }>, used: Used): Scripted {
  const index = script.answers.findIndex((rule) => fits(rule, request));
  const rule = script.answers[index];
  const time = used[index] ?? 0;
  const taken = rule ? { ...used, [index]: time + 1 } : used;
  const pick = <T>(list: T | T[] | undefined): T | undefined =>
    Array.isArray(list) ? list[Math.min(time, list.length - 1)] : list;
  const say = (answer: Answer): Scripted => ({ ok: true, answer, used: taken });
  const lacks = (needs: string): Scripted => ({ ok: false, add: hint(request, needs) });

  switch (request.kind) {
    case 'say':
      return say({ kind: 'say' });
    case 'work': {
      if (rule?.stop !== undefined) return say({ kind: 'work', stop: { what: 'run', reason: rule.stop } });
      const pool = { ...script.values, ...rule?.values };
      const expected = [...request.outputs, ...request.needs];
      const missing = expected.filter(({ name }) => !Object.hasOwn(pool, name));
      if (missing.length > 0) return { ok: false, add: valuesHint(missing) };
      const from = (names: readonly string[]) =>
        Object.fromEntries(names.filter((name) => Object.hasOwn(pool, name)).map((name) => [name, pool[name] ?? null]));
      const variables = { ...from([...request.needs.map(({ name }) => name), ...request.wants]), ...rule?.values };
      const outputs = request.outputs.map(({ name }) => name);
      for (const name of outputs) delete variables[name];
      return say({ kind: 'work', outputs: from(outputs), variables });
    }
    case 'judge': {
      const holds = pick(rule?.holds);
      return holds === undefined ? lacks('holds: true') : say({ kind: 'judge', holds });
    }
    case 'ask':
    case 'decide': {
      const known = request.variable === undefined ? undefined : script.values[request.variable];
      const usual = request.kind === 'ask' ? request.default : undefined;
      const answer = pick(rule?.answer) ?? (known === undefined ? usual : String(known));
      if (answer === undefined) return lacks(`answer: ${request.options[0] ?? '…'}`);
      return request.kind === 'ask'
        ? say({ kind: 'ask', answer, by: 'the file' })
        : say({ kind: 'decide', answer, confidence: 1, reasons: 'the file' });
    }
    case 'approve':
      return rule?.change === undefined || time > 0
        ? say({ kind: 'approve', verdict: 'approve' })
        : say({ kind: 'approve', verdict: 'change', text: rule.change });
    case 'invoke_task': {
      const passed = pick(rule?.passed) ?? true;
      const result = pick(rule?.answer) ?? '';
      return say({ kind: 'invoke_task', result, ...(request.checklist && { passed }) });
    }
  }
}

function fits(rule: Rule, request: Exclude<Request, { kind: 'done' }>): boolean {
  if (rule.to !== request.kind) return false;
  if (rule.step !== undefined && rule.step !== request.place.step) return false;
  return rule.when === undefined || words(request).toLowerCase().includes(rule.when.toLowerCase());
}

/** The text that people know a request by. */
function words(request: Exclude<Request, { kind: 'done' }>): string {
  if ('question' in request) return request.question;
  return request.kind === 'approve' ? request.section : request.text;
}

function hint(request: Exclude<Request, { kind: 'done' }>, needs: string): string {
  const when = words(request).split('\n', 1)[0]?.slice(0, 60) ?? '';
  const step = request.place.step === '' ? '' : `, step: ${JSON.stringify(request.place.step)}`;
  return `answers:\n  - { to: ${request.kind}${step}, when: ${JSON.stringify(when)}, ${needs} }`;
}

function valuesHint(missing: readonly Expected[]): string {
  const lines = missing.map(({ name, shape, keys }) =>
    shape === 'text'
      ? `  ${name}: …`
      : `  ${name}: [${keys.length === 0 ? '…' : `{ ${keys.map((key) => `${key}: …`).join(', ')} }`}]`,
  );
  return `values:\n${lines.join('\n')}`;
}
