/**
 * Scripts: what a scripted model says and calls, turn by turn. The format is documented for people in docs/scripts.md; this schema is
 * what holds.
 */
import { load, YAMLException } from 'js-yaml';
import { z } from 'zod';
import type { Problem } from '../../core/config.ts';
import { yamlLines } from '../../yaml/lines.ts';

const callSchema = z.strictObject({
  /** Name of a tool. A name that is no tool is allowed: the model then reads the error, as a real one would. */
  tool: z.string().min(1),
  /** What the tool is called with, unchecked here for the same reason. */
  input: z.unknown().optional(),
});

/** What the model answers to a question of the tool `decide`: fields of its JSON, or a text that stands as it is. */
const decideSchema = z.union(
  [
    z.string(),
    z.strictObject({
      answer: z.string().min(1),
      confidence: z.number().min(0).max(1),
      reasons: z.string().optional(),
      quote: z.string().optional(),
      passage: z.int().positive().optional(),
    }),
  ],
  'a text, or the keys answer, confidence, reasons, quote, passage',
);

const turnSchema = z
  .strictObject({
    say: z.string().min(1).optional(),
    calls: z.array(callSchema).optional(),
    /** Substrings, or `/regex/flags`, that the results of the turn before must contain. */
    expect: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)], 'a text or a list of texts').optional(),
    /** Its answers to the questions that the `decide` calls of this turn put to it, in order. */
    decide: z.union([decideSchema, z.array(decideSchema).min(1)], 'an answer or a list of answers').optional(),
    /** Play a model that cannot be reached: the sentence is the reason. */
    fail: z.string().min(1).optional(),
    /** What this call of the model is said to have cost, in US dollars; nothing when absent. */
    usd: z.number().nonnegative().max(1_000).optional(),
  })
  .superRefine((turn, context) => {
    if (turn.fail !== undefined && [turn.say, turn.calls, turn.usd].some((each) => each !== undefined)) {
      context.addIssue({ code: 'custom', path: ['fail'], message: 'nothing else to say or call in the same turn' });
    }
    for (const [index, text] of [turn.expect ?? []].flat().entries()) {
      const wrong = regexError(text);
      if (wrong) {
        const path = Array.isArray(turn.expect) ? ['expect', index] : ['expect'];
        context.addIssue({ code: 'custom', path, message: `a regular expression that is valid (${wrong})` });
      }
    }
  });

const turns = z.array(turnSchema).min(1);

const partSchema = z.strictObject({
  /** The role that plays this part; any role when absent. */
  role: z.string().min(1).optional(),
  /** A substring, or `/regex/flags`, of the title of the story that it is played for; any story when absent. */
  title: z
    .string()
    .min(1)
    .superRefine((text, context) => {
      const wrong = regexError(text);
      if (wrong) context.addIssue({ code: 'custom', message: `a regular expression that is valid (${wrong})` });
    })
    .optional(),
  /** The attempt, or attempts, in which it is played; any when absent. */
  attempt: z
    .union([z.int().positive(), z.array(z.int().positive()).min(1)], 'a number from 1 or a list of them')
    .optional(),
  /** Whether the story branch has commits already, left by an earlier run; played in both cases when absent. */
  continues: z.boolean().optional(),
  turns,
});

const header = { version: z.literal(1), about: z.string().optional() };
const schemas = {
  turns: z.strictObject({ ...header, turns }),
  parts: z.strictObject({ ...header, parts: z.array(partSchema).min(1) }),
};

export type ScriptTurn = z.infer<typeof turnSchema>;
export type ScriptPart = z.infer<typeof partSchema>;

/** A script that can be played. `file` is for messages. */
export interface Script {
  file: string;
  parts: ScriptPart[];
}

/** A script that cannot be played. `message` names file, line, value and what is allowed, one problem a line. */
export class ScriptInvalid extends Error {
  override readonly name = 'ScriptInvalid';
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(sentence).join('\n'));
    this.problems = problems;
  }
}

/** Reads a script. `file` is the name to use in messages. Throws ScriptInvalid. */
export function parseScript(text: string, file: string): Script {
  let data: unknown;
  try {
    data = load(text, { filename: file });
  } catch (error) {
    const line = error instanceof YAMLException ? (error.mark?.line ?? 0) + 1 : 1;
    const reason = error instanceof YAMLException ? error.reason : String(error);
    throw new ScriptInvalid([{ file, line, key: '', value: '', expected: `YAML that can be read (${reason})` }]);
  }
  const schema = typeof data === 'object' && data !== null && 'parts' in data ? schemas.parts : schemas.turns;
  const result = schema.safeParse(data);
  if (result.success) {
    return { file, parts: 'parts' in result.data ? result.data.parts : [{ turns: result.data.turns }] };
  }
  const lineOf = yamlLines(text);
  throw new ScriptInvalid(
    result.error.issues.flatMap(leaves).map((issue) => {
      const [path, expected] = whatIsWrong(issue);
      return { file, line: lineOf(path), key: path.map(String).join('.'), value: shown(valueAt(data, path)), expected };
    }),
  );
}

/** Which run a script is played in. */
export interface Casting {
  role: string;
  /** The title of the story, or of the epic that is planned. */
  title: string;
  attempt: number;
  /** True when the run continues on commits that an earlier one left on the story branch. */
  continues: boolean;
}

/** The turns for one run: the first part that fits. A sentence about what the script has when none fits. */
export function choosePart(script: Script, { role, title, attempt, continues }: Casting): ScriptTurn[] | string {
  const fits = (part: ScriptPart) =>
    (part.role === undefined || part.role === role) &&
    (part.title === undefined || holds(title, part.title)) &&
    (part.attempt === undefined || [part.attempt].flat().includes(attempt)) &&
    (part.continues === undefined || part.continues === continues);
  const part = script.parts.find(fits);
  if (part) return part.turns;
  const has = script.parts.map(({ role: who = 'any role', title: what, attempt: when = 'any' }) => {
    const story = what === undefined ? '' : ` of the story ${JSON.stringify(what)}`;
    return `${who} in attempt ${[when].flat().join(', ')}${story}`;
  });
  // The title matters only to a script that looks at it.
  const story = script.parts.some((each) => each.title !== undefined) ? ` of the story ${JSON.stringify(title)}` : '';
  return `The script ${script.file} has no part for ${role} in attempt ${attempt}${story}; it has parts for ${has.join('; ')}.`;
}

/** Whether a text holds what is expected: a substring, or `/regex/flags`. */
export function holds(text: string, expected: string): boolean {
  const regex = asRegex(expected);
  return regex ? regex.test(text) : text.includes(expected);
}

const REGEX = /^\/(.+)\/([a-z]*)$/s;

function asRegex(expected: string): RegExp | undefined {
  const match = REGEX.exec(expected);
  return match ? new RegExp(match[1]!, match[2]) : undefined;
}

function regexError(expected: string): string | undefined {
  try {
    asRegex(expected);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

type Issue = z.core.$ZodIssue;

/** A misspelt key is reported at the key, all of them; anything else at its value. */
function leaves(issue: Issue): Issue[] {
  if (issue.code !== 'unrecognized_keys') return [issue];
  return issue.keys.map((key) => ({ ...issue, keys: [key] }));
}

const ALLOWED_KEYS: readonly [RegExp, string][] = [
  [/(^|\.)calls\.\d+$/, 'tool, input'],
  [/(^|\.)turns\.\d+$/, 'say, calls, expect, decide, fail, usd'],
  [/(^|\.)parts\.\d+$/, 'role, title, attempt, continues, turns'],
  [/^$/, 'version, about, and either turns or parts'],
];

function whatIsWrong(issue: Issue): [path: PropertyKey[], expected: string] {
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const allowed = ALLOWED_KEYS.find(([where]) => where.test(at))?.[1] ?? '';
    return [[...issue.path, issue.keys[0]!], `one of the keys ${allowed}`];
  }
  if (issue.code === 'invalid_type') return [issue.path, issue.expected === 'array' ? 'a list' : `a ${issue.expected}`];
  if (issue.code === 'invalid_value') return [issue.path, issue.values.map(String).join(' or ')];
  if (issue.code === 'too_small') return [issue.path, 'something that is not empty'];
  return [issue.path, issue.message];
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return value;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function sentence({ file, line, key, value, expected }: Problem): string {
  const what = key === '' ? 'the script' : `\`${key}\``;
  return value === ''
    ? `${file}:${line}: expected ${expected}`
    : `${file}:${line}: ${what} is ${value}; expected ${expected}`;
}
