/**
 * Writes the part of GitHub's published schemas that the local hub is checked against into `test/schemas/`.
 *
 *     node tools/vendor-schemas.ts FOLDER
 *
 * FOLDER is a place where `npm install @octokit/openapi @octokit/openapi-webhooks` was run; together these packages
 * are several hundred megabytes, which is why only the closure of what the hub serves is kept, without examples and prose.
 * The same packages give the same bytes. Run it again when the hub learns a route (`test/schemas/operations.ts`) or an event.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { servedEvents, servedOperations } from '../test/schemas/operations.ts';

type Json = null | boolean | number | string | Json[] | JsonObject;
type JsonObject = { [key: string]: Json };

const target = join(dirname(dirname(fileURLToPath(import.meta.url))), 'test', 'schemas');

/** Prose and examples: they never decide whether an answer is valid. A property may bear one of these names, a keyword may not. */
const proseKeywords = new Set(['example', 'examples', 'description', 'title', 'summary', 'externalDocs', 'deprecated']);

/** Keywords whose value is a map from the author's own names to schemas, so that its keys are not keywords. */
const nameMaps = new Set(['properties', 'patternProperties', 'schemas', 'responses', 'definitions', '$defs']);

/** A copy without prose and extensions. `names` says that the keys of this object are names, not keywords. */
function stripped(value: Json, names = false): Json {
  if (Array.isArray(value)) return value.map((item) => stripped(item));
  if (value === null || typeof value !== 'object') return value;
  const copy: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    if (!names && (proseKeywords.has(key) || key.startsWith('x-'))) continue;
    // The values of enum, const and default are data: nothing in them is a keyword.
    const isData = !names && (key === 'enum' || key === 'const' || key === 'default');
    copy[key] = isData ? inner : stripped(inner, !names && nameMaps.has(key));
  }
  return copy;
}

/**
 * OpenAPI 3.0 says `nullable`, JSON Schema 2020 knows only types: with a type, null joins the types; without one, the
 * schema is one of itself and null. An enum that may be null must also list null.
 */
function withoutNullable(value: Json, names = false): Json {
  if (Array.isArray(value)) return value.map((item) => withoutNullable(item));
  if (value === null || typeof value !== 'object') return value;
  const copy: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    const isData = !names && (key === 'enum' || key === 'const' || key === 'default');
    copy[key] = isData ? inner : withoutNullable(inner, !names && nameMaps.has(key));
  }
  if (names || copy.nullable === undefined || typeof copy.nullable === 'object') return copy;
  const { nullable, ...schema } = copy;
  if (nullable !== true) return schema;
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const nullableSchema: JsonObject = { ...schema, type: [schema.type, 'null'] };
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) nullableSchema.enum = [...schema.enum, null];
  return nullableSchema;
}

/** Every `#/components/…` that `value` points at, directly. */
function references(value: Json, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) references(item, found);
  else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      if (key === '$ref' && typeof inner === 'string') found.add(inner);
      else references(inner, found);
    }
  }
  return found;
}

/** The value that a local reference such as `#/components/schemas/issue` names. */
function resolve(document: JsonObject, reference: string): Json {
  let here: Json = document;
  for (const part of reference.slice(2).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const next: Json | undefined =
      here !== null && typeof here === 'object' && !Array.isArray(here) ? here[name] : undefined;
    if (next === undefined) throw new Error(`${reference} is not in the published schema; is the package complete?`);
    here = next;
  }
  return here;
}

/** `root` with everything it refers to, transitively, under `components`, in alphabetical order. */
function closure(document: JsonObject, root: JsonObject, convert: (value: Json) => Json): JsonObject {
  const kept = new Map<string, Json>();
  const queue = [...references(root)];
  for (let reference = queue.pop(); reference !== undefined; reference = queue.pop()) {
    if (kept.has(reference)) continue;
    const value = convert(resolve(document, reference));
    kept.set(reference, value);
    queue.push(...references(value));
  }
  const components: { [section: string]: JsonObject } = {};
  for (const [reference, value] of [...kept].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [, , section, name] = reference.split('/');
    if (!section || !name) throw new Error(`${reference} is not of the form #/components/<section>/<name>`);
    components[section] ??= {};
    components[section][name] = value;
  }
  return { ...root, components };
}

function object(value: Json | undefined, what: string): JsonObject {
  if (value === undefined || value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Error(`${what} is missing from the published schema`);
  }
  return value;
}

/** The served operations with their answers only: parameters and request bodies are what the hub's own tests are about. */
function restSchema(document: JsonObject): JsonObject {
  const convert = (value: Json) => withoutNullable(stripped(value));
  const published = object(document.paths, 'paths');
  const paths: { [path: string]: JsonObject } = {};
  for (const operation of servedOperations) {
    const [method = '', path = ''] = operation.split(' ');
    const responses = object(
      object(object(published[path], path)[method.toLowerCase()], operation).responses,
      `responses of ${operation}`,
    );
    const answers: JsonObject = {};
    for (const [status, answer] of Object.entries(responses)) {
      const body = object(convert(answer), status);
      delete body.headers;
      answers[status] = body;
    }
    paths[path] = { ...paths[path], [method.toLowerCase()]: { responses: answers } };
  }
  return closure(document, { openapi: document.openapi ?? null, paths }, (value) => {
    const component = convert(value);
    if (component !== null && typeof component === 'object' && !Array.isArray(component) && 'content' in component)
      delete component.headers;
    return component;
  });
}

/** The payload schema of every served event, keyed as published (`issues-labeled`). */
function webhookSchema(document: JsonObject): JsonObject {
  const published = object(document.webhooks, 'webhooks');
  const webhooks: JsonObject = {};
  for (const key of Object.keys(published)) {
    if (!servedEvents.some((event) => key === event || key.startsWith(`${event}-`))) continue;
    const post = object(object(published[key], key).post, key);
    const content = object(object(post.requestBody, `body of ${key}`).content, `content of ${key}`);
    webhooks[key] = stripped(object(content['application/json'], `json of ${key}`).schema ?? null);
  }
  return closure(document, { webhooks }, (value) => stripped(value));
}

const folder = process.argv[2];
if (!folder) {
  console.error(
    'usage: node tools/vendor-schemas.ts FOLDER   (where @octokit/openapi and @octokit/openapi-webhooks are installed)',
  );
  process.exit(2);
}
const published = (name: string): JsonObject =>
  JSON.parse(readFileSync(join(folder, 'node_modules', '@octokit', name, 'generated', 'api.github.com.json'), 'utf8'));
for (const [file, schema] of [
  ['github-rest.json', restSchema(published('openapi'))],
  ['github-webhooks.json', webhookSchema(published('openapi-webhooks'))],
] as const) {
  writeFileSync(join(target, file), `${JSON.stringify(schema)}\n`);
  console.log(`${file}: ${JSON.stringify(schema).length} bytes`);
}
