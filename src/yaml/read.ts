/**
 * YAML in and out, by a schema. What does not fit is told with its line, its value and what is allowed there.
 */
import { dump, loadAll, YAMLException } from 'js-yaml';
import { type ZodError, type ZodType, z } from 'zod';
import type { Problem } from '../core/config.ts';
import { yamlLines } from './lines.ts';

/** A value that fits its schema, or what is wrong with the text. */
export type Read<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/** Parses a YAML text by a schema. `file` is only for the problems. Never throws on bad input. */
export function readYaml<T>(schema: ZodType<T>, text: string, file: string): Read<T> {
  let data: unknown;
  try {
    const documents = loadAll(text, { filename: file, maxAliases: 0 });
    if (documents.length > 1)
      return {
        ok: false,
        problems: [{ file, line: 1, key: '', value: '', expected: 'expected one document, not several' }],
      };
    // A file that is empty or has only comments is an empty mapping: every key has its default.
    data = documents[0] ?? {};
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = (error.mark?.line ?? 0) + 1;
    const value = text.split('\n')[line - 1]?.trim() ?? '';
    return { ok: false, problems: [{ file, line, key: '', value, expected: `this is not YAML: ${error.reason}` }] };
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problems: problemsOf(parsed.error, schema, data, text, file) };
}

/** Writes a value as YAML that reads and diffs well: block style, no line folding, no anchors. */
export function writeYaml(value: unknown): string {
  return dump(value, { lineWidth: -1, noRefs: true, skipInvalid: true });
}

function problemsOf(error: ZodError, schema: ZodType, data: unknown, text: string, file: string): Problem[] {
  const lineOf = yamlLines(text);
  return error.issues.flatMap((issue) => {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => {
      const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], data);
      return {
        file,
        line: lineOf(path),
        key: path.join('.'),
        value: value === undefined ? '' : JSON.stringify(value).slice(0, 200),
        expected: expectation(issue, schema),
      };
    });
  });
}

function expectation(issue: ZodError['issues'][number], schema: ZodType): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `there is no such key here; the keys are ${allowedKeys(schema, issue.path).join(', ')}`;
    case 'invalid_type':
      return `expected ${issue.expected}`;
    case 'invalid_value':
      return `expected one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return issue.inclusive === false ? `expected more than ${issue.minimum}` : `expected at least ${issue.minimum}`;
    case 'too_big':
      return issue.inclusive === false ? `expected less than ${issue.maximum}` : `expected at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

/** JSON schemas by what they were made of: a schema is the same for as long as the process lives. */
const made = new WeakMap<ZodType, JsonSchema>();

/** The keys that the schema knows at a path, from the JSON schema that zod makes of it. */
function allowedKeys(schema: ZodType, path: readonly PropertyKey[]): string[] {
  const whole = made.get(schema) ?? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  made.set(schema, whole);
  let at: JsonSchema | undefined = whole;
  for (const key of path) at = typeof key === 'number' ? at?.items : at?.properties?.[String(key)];
  return Object.keys(at?.properties ?? {});
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
}
