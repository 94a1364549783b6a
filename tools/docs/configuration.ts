/** docs/configuration.md: every key of `.orch/config.yaml`, from the schema that reads it. */
import { dump } from 'js-yaml';
import { z } from 'zod';
import { configSchema, DEFAULT_CONFIG } from '../../src/core/config.ts';

interface JsonSchema {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  pattern?: string;
  anyOf?: JsonSchema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  properties?: Record<string, JsonSchema>;
}

export function configurationPage(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema;
  return `# Configuration

\`.orch/config.yaml\` on the default branch. Every key may be left out; a key that is not in this table is refused, with its line, in a comment,
and the last configuration that worked stays in force.

| key | what it says | default | may be |
|---|---|---|---|
${rowsOf(schema, [])}

## The whole file, with its defaults

\`\`\`yaml
${dump(DEFAULT_CONFIG, { lineWidth: -1 }).trimEnd()}
\`\`\`
`;
}

function rowsOf(schema: JsonSchema, path: string[]): string {
  return Object.entries(schema.properties ?? {})
    .map(([key, value]) => {
      const at = [...path, key];
      if (value.properties) return rowsOf(value, at);
      const fallback = value.default === undefined ? '' : `\`${JSON.stringify(value.default)}\``;
      return `| \`${at.join('.')}\` | ${value.description ?? ''} | ${fallback.replaceAll('|', '\\|')} | ${allowed(value)} |`;
    })
    .join('\n');
}

function allowed(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  const least = schema.minimum ?? schema.exclusiveMinimum;
  if (least !== undefined || schema.maximum !== undefined) {
    const from = schema.exclusiveMinimum === undefined ? `${least ?? ''}` : `more than ${least}`;
    return `${schema.type}, ${from} to ${schema.maximum ?? 'any'}`;
  }
  if (schema.anyOf) return schema.anyOf.map(allowed).join(' or ');
  return schema.type ?? '';
}
