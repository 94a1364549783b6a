/**
 * YAML in and out, and the way back from a value to the line it stands on. js-yaml 5 hands out parse events with offsets; walking them
 * costs nothing until something is wrong.
 */
import { dump, EVENT_ID, getScalarValue, loadAll, parseEvents, YAMLException } from 'js-yaml';
import { type ZodError, type ZodType, z } from 'zod';
import type { Problem } from '../core/config.ts';

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
  return error.issues.flatMap((issue) => {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => {
      const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], data);
      return {
        file,
        line: lineOf(text, path),
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
      return `expected at least ${issue.minimum}`;
    case 'too_big':
      return `expected at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

/** The keys that the schema knows at a path, from the JSON schema that zod makes of it. */
function allowedKeys(schema: ZodType, path: readonly PropertyKey[]): string[] {
  let at = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema | undefined;
  for (const key of path) at = typeof key === 'number' ? at?.items : at?.properties?.[String(key)];
  return Object.keys(at?.properties ?? {});
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
}

/** The line (from 1) on which the value at `path` begins, or its nearest ancestor that is in the text. */
export function lineOf(text: string, path: readonly PropertyKey[]): number {
  const at = offsetOf(text, path.map(String));
  return text.slice(0, at).split('\n').length;
}

function offsetOf(text: string, wanted: string[]): number {
  // One frame for each open collection: how much of the path leads to it, and which key or index comes next.
  const frames: { matched: number; key: string | undefined; index: number; mapping: boolean }[] = [];
  let best = 0;
  let bestDepth = -1;
  for (const event of parseEvents(text, {})) {
    if (event.type === EVENT_ID.DOCUMENT) continue;
    if (event.type === EVENT_ID.POP) {
      frames.pop();
      continue;
    }
    const frame = frames.at(-1);
    if (frame?.mapping && frame.key === undefined) {
      // A key: remember where it stands, because a person looks for the key, not for the value behind it.
      const key = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '';
      frame.key = key;
      const depth = wanted[frame.matched] === key ? frame.matched + 1 : -1;
      if (depth > bestDepth && event.type === EVENT_ID.SCALAR) {
        bestDepth = depth;
        best = event.valueStart;
      }
      continue;
    }
    const step = frame ? (frame.mapping ? frame.key : String(frame.index)) : undefined;
    const matched = !frame ? 0 : frame.matched >= 0 && wanted[frame.matched] === step ? frame.matched + 1 : -1;
    const start = event.type === EVENT_ID.SCALAR ? event.valueStart : 'start' in event ? event.start : best;
    if (frame && !frame.mapping && matched > bestDepth) {
      bestDepth = matched;
      best = start;
    }
    if (frame?.mapping) frame.key = undefined;
    else if (frame) frame.index += 1;
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      frames.push({ matched, key: undefined, index: 0, mapping: event.type === EVENT_ID.MAPPING });
    }
  }
  return best;
}
