/**
 * What of an entity is as it was needs no second look. A transition changes a few keys of a story, and its runs, its questions and its approvals
 * stand there as before; so each key is validated and written on its own, and what was is taken over where it is the same.
 */
import { type ZodObject, type ZodType, z } from 'zod';
import { frozenCopy } from '../core/copy.ts';
import { isSame } from '../core/same.ts';
import { writeYaml } from '../yaml/read.ts';

/** A value as all who read it share it, and its text. */
export interface Written<T> {
  value: T;
  text: string;
}

/**
 * Entities that fit a schema, and values that fit one of its keys, all deeply frozen; and the lines of such a value under its key, once they were
 * written. What cannot change always has the same text, and what nobody holds any more is forgotten.
 */
const proven = new WeakMap<object, { fits: ZodType | Key; lines?: string | undefined }>();

/** Takes down that an entity and its keys fit its schema. It must be deeply frozen. */
export function prove(schema: ZodType, entity: unknown): void {
  if (isObject(entity)) proven.set(entity, { fits: schema });
  for (const key of keysOf(schema) ?? []) {
    const value = (entity as Record<string, unknown>)[key.name];
    if (isObject(value) && !proven.has(value)) proven.set(value, { fits: key });
  }
}

/**
 * Validates and writes an entity key by key; `before` is what it was. Undefined where that does not do: a key that the schema does not know, or a
 * value that does not fit, of which the whole schema knows better what to say.
 */
export function writeParts<T>(schema: ZodType<T>, entity: T, before: T | undefined): Written<T> | undefined {
  const keys = keysOf(schema);
  if (!keys) return undefined;
  const given = entity as Record<string, unknown>;
  const old = (before ?? {}) as Record<string, unknown>;
  const value: Record<string, unknown> = {};
  const isProven = before !== undefined && proven.get(before as object)?.fits === schema;
  let known = 0;
  let text = '';
  for (const key of keys) {
    const { name } = key;
    if (Object.hasOwn(given, name)) known += 1;
    if (given[name] === undefined && key.mayLack) continue;
    const part =
      isProven && !isObject(given[name]) && Object.is(given[name], old[name])
        ? written(key, given[name])
        : (takenOver(key, given[name], old[name]) ?? writtenAnew(key, given[name]));
    if (!part) return undefined;
    value[name] = part.value;
    text += part.text;
  }
  if (known < Object.keys(given).length) return undefined;
  proven.set(Object.freeze(value), { fits: schema });
  return { value: value as T, text };
}

function takenOver(key: Key, value: unknown, before: unknown): Written<unknown> | undefined {
  const proof = isObject(before) ? proven.get(before) : undefined;
  if (proof?.fits !== key || !isSame(value, before)) return undefined;
  proof.lines ??= written(key, before)?.text;
  return proof.lines === undefined ? undefined : { value: before, text: proof.lines };
}

function writtenAnew(key: Key, value: unknown): Written<unknown> | undefined {
  const read = key.schema.safeParse(value);
  if (!read.success || read.data === undefined) return undefined;
  const part = written(key, frozenCopy(read.data));
  if (part && isObject(part.value)) proven.set(part.value, { fits: key, lines: part.text });
  return part;
}

/** Undefined for lines after which no others can come, because they say that the document ends there. */
function written({ name }: Key, value: unknown): Written<unknown> | undefined {
  const text = writeYaml({ [name]: value });
  return text.endsWith('\n...\n') ? undefined : { value, text };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** One key of one schema. */
interface Key {
  name: string;
  schema: ZodType;
  /** Whether an entity without it is as good. */
  mayLack: boolean;
}

/** Keys by the schema that names them: a schema is the same for as long as the process lives. */
const known = new WeakMap<ZodType, readonly Key[] | null>();

/** The keys of a schema, in their order; null for one that asks more than each of its keys does. */
function keysOf(schema: ZodType): readonly Key[] | null {
  let keys = known.get(schema);
  if (keys === undefined) {
    keys = schema instanceof z.ZodObject && !schema.def.checks?.length ? keysOfShape(schema) : null;
    known.set(schema, keys);
  }
  return keys;
}

const keysOfShape = (schema: ZodObject): Key[] =>
  Object.entries(schema.shape).map(([name, of]) => {
    const lacking = z.safeParse(of, undefined);
    return { name, schema: of as ZodType, mayLack: lacking.success && lacking.data === undefined };
  });
