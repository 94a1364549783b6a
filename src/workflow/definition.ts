/** `workflow.yaml`: what a workflow is called, its variables, and the files it is made of. */
import { z } from 'zod';
import { yamlLines } from '../yaml/lines.ts';
import { readYaml } from '../yaml/read.ts';
import type { Finding, Place } from './finding.ts';

const mapping = z.record(z.string(), z.unknown());

const definitionSchema = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  config_source: z.string().optional(),
  installed_path: z.string().optional(),
  instructions: z.string().optional(),
  template: z.union([z.string(), z.literal(false)]).optional(),
  validation: z.union([z.string(), z.literal(false)]).optional(),
  checklist: z.string().optional(),
  variables: mapping.nullish(),
  environment: mapping.nullish(),
  required_files: z.array(z.string()).nullish(),
});

/** What a `workflow.yaml` says, before its variables are resolved. */
export interface Definition {
  file: string;
  name: string;
  description: string;
  configSource: string | undefined;
  installedPath: string | undefined;
  instructions: string | undefined;
  /** `undefined` where the workflow writes no document. */
  template: string | undefined;
  checklist: string | undefined;
  requiredFiles: readonly string[];
  /** All keys, with those below `variables` and `environment` beside the others. */
  values: Readonly<Record<string, unknown>>;
  /** Where the value of a key of `values` stands, or a part of that value. */
  placeOf(key: string, ...below: PropertyKey[]): Place;
}

/** Keys that describe the workflow to other tools; nothing in them is used. */
const DESCRIPTION = new Set(['web_bundle', 'description', 'author', 'variables', 'environment']);

/** Reads a `workflow.yaml`. Never throws; without a definition there is at least one error. */
export function readDefinition(text: string, file: string): { definition?: Definition; findings: Finding[] } {
  const read = readYaml(mapping, text, file);
  if (!read.ok) return { findings: read.problems.map((problem) => findingOf(problem)) };
  const nested = !('name' in read.value) && isMapping(read.value.workflow);
  const parsed = readYaml(nested ? z.looseObject({ workflow: definitionSchema }) : definitionSchema, text, file);
  if (!parsed.ok) return { findings: parsed.problems.map((problem) => findingOf(problem)) };
  const prefix = nested ? ['workflow'] : [];
  const own = (nested ? (parsed.value as { workflow: unknown }).workflow : parsed.value) as z.infer<
    typeof definitionSchema
  >;
  const name = own.name ?? own.id;
  if (name === undefined || name.trim() === '') {
    return {
      findings: [{ severity: 'error', file, line: 1, column: 1, message: 'the workflow has no `name`; give it one' }],
    };
  }
  const values: Record<string, unknown> = {};
  const paths = new Map<string, PropertyKey[]>();
  for (const [group, part] of [
    [[], own],
    [['environment'], own.environment ?? {}],
    [['variables'], own.variables ?? {}],
  ] as [string[], Record<string, unknown>][]) {
    for (const [key, value] of Object.entries(part)) {
      if (group.length === 0 && DESCRIPTION.has(key)) continue;
      values[key] = value;
      paths.set(key, [...prefix, ...group, key]);
    }
  }
  let lines: ReturnType<typeof yamlLines> | undefined;
  const definition: Definition = {
    file,
    name,
    description: own.description ?? '',
    configSource: own.config_source,
    installedPath: own.installed_path,
    instructions: own.instructions,
    template: own.template === false || own.template === '' ? undefined : own.template,
    checklist: own.validation === false ? undefined : own.validation || own.checklist || undefined,
    requiredFiles: own.required_files ?? [],
    values,
    placeOf(key, ...below) {
      lines ??= yamlLines(text);
      return { line: lines([...(paths.get(key) ?? [...prefix, key]), ...below]), column: 1 };
    },
  };
  return { definition, findings: [] };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A problem of the YAML reader as a finding. */
export function findingOf(problem: {
  file: string;
  line: number;
  key: string;
  value: string;
  expected: string;
}): Finding {
  const { file, line, key, value, expected } = problem;
  const subject = [key && `\`${key}\``, value && `is ${value}`].filter(Boolean).join(' ');
  const message = subject === '' ? expected : `${subject}; ${expected}`;
  return { severity: 'error', file, line, column: 1, message };
}
