/**
 * Checks answers and payloads against GitHub's published schemas (see README.md). Schemas are compiled on first use, so a
 * suite pays only for the operations it touches.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

type Operation = { method: string; path: string; pattern: RegExp; parameters: number };
type RestSchema = {
  paths: Record<string, Record<string, { responses: Record<string, { $ref?: string; content?: Record<string, unknown> }> }>>;
  components: { responses?: Record<string, { content?: Record<string, unknown> }> };
};
type WebhookSchema = { webhooks: Record<string, unknown> };

/** Parameters that GitHub lets contain slashes. */
const greedyParameters = new Set(['path', 'ref', 'basehead', 'branch']);

function load<T extends object>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as T;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function createAjv(): Ajv2020 {
  // strict off: OpenAPI keywords beside the schema ones. The published schemas log nothing that helps.
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  // ajv-formats is CommonJS: under Node's ESM the function is the module itself or its default.
  const install = (typeof addFormats === 'function' ? addFormats : (addFormats as { default: unknown }).default) as (
    ajv: Ajv2020,
  ) => void;
  install(ajv);
  // GitHub's own bots have addresses such as 49699333+dependabot[bot]@users.noreply.github.com, whose brackets the format forbids.
  return ajv.addFormat('email', /^[^\s@]+@[^\s@]+$/);
}

const rest = once(() => {
  const schema = load<RestSchema>('./github-rest.json');
  const ajv = createAjv().addSchema(schema, 'rest');
  const operations = Object.entries(schema.paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => operation(method.toUpperCase(), path)))
    .sort((a, b) => a.parameters - b.parameters);
  return { schema, ajv, operations, compiled: new Map<string, ValidateFunction>() };
});

const webhooks = once(() => {
  const schema = load<WebhookSchema>('./github-webhooks.json');
  return { schema, ajv: createAjv().addSchema(schema, 'webhooks'), compiled: new Map<string, ValidateFunction>() };
});

function operation(method: string, path: string): Operation {
  const source = path.replace(/[.+^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, (_, name: string) =>
    greedyParameters.has(name) ? '(.+)' : '([^/]+)',
  );
  return { method, path, pattern: new RegExp(`^${source}$`), parameters: path.split('{').length - 1 };
}

function pointer(...parts: string[]): string {
  return parts.map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
}

/** Where the published schemas are wrong about GitHub itself. What they say there is not asked of the hub. */
const knownMistakes = [
  // Everywhere else the account is a user *or* an enterprise; here it is published as both at once, which nothing can be.
  { answer: 'GET /app/installations -> 200', where: /^\/\d+\/account$/ },
];

function report(validate: ValidateFunction, what: string, value: unknown): void {
  if (validate(value)) return;
  const counting = (validate.errors ?? []).filter(
    ({ instancePath }) => !knownMistakes.some(({ answer, where }) => answer === what && where.test(instancePath)),
  );
  if (counting.length === 0) return;
  const errors = counting.slice(0, 12).map((error) => {
    const detail = 'missingProperty' in error.params || 'allowedValues' in error.params ? ` ${JSON.stringify(error.params)}` : '';
    return `  ${error.instancePath || '/'} ${error.message ?? ''}${detail}`;
  });
  throw new Error(`${what} does not fit GitHub's schema:\n${errors.join('\n')}`);
}

/** GitHub's template for a request, such as `/repos/{owner}/{repo}/issues/{issue_number}`; undefined when it is not vendored. */
export function templateOf(method: string, path: string): string | undefined {
  return rest().operations.find((known) => known.method === method && known.pattern.test(path))?.path;
}

/**
 * Throws unless `body` is an answer that GitHub documents for this request and status. `path` is the pathname of the request
 * without a prefix such as `/api/v3`; `body` is the parsed JSON, or `undefined` for an empty answer.
 */
export function expectValidResponse(method: string, path: string, status: number, body: unknown): void {
  const { schema, ajv, compiled } = rest();
  const what = `${method} ${path} -> ${status}`;
  // The root folder is published as `/contents/{path}` with an empty path.
  const template = templateOf(method, /\/contents$/.test(path) ? `${path}/.` : path);
  if (!template) throw new Error(`${what}: no such operation in test/schemas/github-rest.json; add it to operations.ts`);
  const responses = schema.paths[template]?.[method.toLowerCase()]?.responses ?? {};
  const answer = responses[String(status)];
  if (!answer) throw new Error(`${what}: GitHub documents only ${Object.keys(responses).join(', ')}`);
  const shared = answer.$ref?.split('/').pop();
  const content = (shared ? schema.components.responses?.[shared] : answer)?.content;
  if (!content?.['application/json']) {
    if (body !== undefined) throw new Error(`${what}: GitHub answers without JSON, got ${JSON.stringify(body).slice(0, 200)}`);
    return;
  }
  const where = shared
    ? pointer('components', 'responses', shared)
    : pointer('paths', template, method.toLowerCase(), 'responses', String(status));
  const key = `rest#${where}${pointer('content', 'application/json', 'schema')}`;
  const validate = compiled.get(key) ?? ajv.compile({ $ref: key });
  compiled.set(key, validate);
  report(validate, what, body);
}

/**
 * Throws unless `payload` is what GitHub publishes for the event (`issues`) and action (`labeled`; `undefined` for an event
 * without actions, such as `push`).
 */
export function expectValidWebhook(event: string, action: string | undefined, payload: unknown): void {
  const { schema, ajv, compiled } = webhooks();
  const name = [event, ...(action ? [action] : [])].join('-').replaceAll('_', '-');
  // repository_dispatch has the author's own words as its action; GitHub publishes one sample of it.
  const key = Object.keys(schema.webhooks).find(
    (known) => known === name || known === event || (event === 'repository_dispatch' && known.startsWith('repository-dispatch')),
  );
  if (!key) throw new Error(`no schema for the webhook ${name}; known: ${Object.keys(schema.webhooks).join(', ')}`);
  const validate = compiled.get(key) ?? ajv.compile({ $ref: `webhooks#${pointer('webhooks', key)}` });
  compiled.set(key, validate);
  report(validate, `webhook ${key}`, payload);
}
