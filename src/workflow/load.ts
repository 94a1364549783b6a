/** Loads a workflow: reads its files, resolves its variables and checks all of it. Nothing of it is run. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { readYaml } from '../yaml/read.ts';
import { type Definition, findingOf, readDefinition } from './definition.ts';
import { excerpt, type Finding } from './finding.ts';
import { type Folder, folderOf } from './folder.ts';
import { type Instructions, readInstructions } from './instructions.ts';
import { refusalOf, refusedWord } from './safe-path.ts';
import { readTemplate, type Template } from './template.ts';
import { type Asked, resolveVariables } from './variables.ts';

/** A workflow in memory. It can be used when `ok`. */
export interface Workflow {
  ok: boolean;
  /** Absolute path of the `workflow.yaml`. */
  file: string;
  name: string;
  description: string;
  /** Variables with everything put in that is known now; `{{name}}` stays for the run. */
  values: Readonly<Record<string, unknown>>;
  /** Variables that somebody has to give. */
  asked: readonly Asked[];
  instructions: Instructions | undefined;
  /** Instructions that the main ones choose from when they run, by absolute path. */
  parts: ReadonlyMap<string, Instructions>;
  template: Template | undefined;
  checklist: string | undefined;
  /** Errors and warnings of all its files. */
  findings: readonly Finding[];
  /** Where it stands, and how its other files are found. */
  folder: Folder;
}

/** How a workflow is loaded. */
export interface LoadOptions {
  /** What `{project-root}` stands for. */
  projectRoot: string;
  /** For `system-generated` dates. */
  now: Date;
}

/**
 * Loads the workflow of a `workflow.yaml`. Never throws because of what the files say: what cannot be understood is in the findings.
 * Throws when the file itself cannot be read.
 */
export function loadWorkflow(path: string, options: LoadOptions): Workflow {
  const file = resolve(path);
  const { definition, findings } = readDefinition(readFileSync(file, 'utf8'), file);
  const projectRoot = resolve(options.projectRoot);
  const folder = folderOf(dirname(file), projectRoot, definition?.installedPath);
  if (!definition) return unusable(file, findings, folder);
  const refused = refusedValues(definition);
  if (refused.length > 0) return { ...unusable(file, refused, folder), name: definition.name };

  const { config, findings: configFindings } = readConfig(definition, folder);
  const variables = resolveVariables(definition, { projectRoot, installedPath: folder.path, config, now: options.now });
  findings.push(...configFindings, ...variables.findings);
  const reader = new Reader(definition, variables.values, folder, findings);
  const instructions = reader.instructions();
  const parts = reader.parts(instructions);
  const template = reader.template();
  const checklist = reader.text('checklist', definition.checklist);
  reader.requiredFiles();
  for (const read of [instructions, ...parts.values(), template]) findings.push(...(read?.findings ?? []));
  return {
    ok: findings.every(({ severity }) => severity !== 'error'),
    file,
    name: definition.name,
    description: definition.description,
    values: variables.values,
    asked: variables.asked,
    instructions,
    parts,
    template,
    checklist: checklist?.text,
    findings,
    folder,
  };
}

class Reader {
  readonly #definition: Definition;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #folder: Folder;
  readonly #findings: Finding[];

  constructor(definition: Definition, values: Readonly<Record<string, unknown>>, folder: Folder, findings: Finding[]) {
    this.#definition = definition;
    this.#values = values;
    this.#folder = folder;
    this.#findings = findings;
  }

  instructions(): Instructions | undefined {
    const usual = ['instructions.md', 'instructions.xml'].find((name) => existsSync(join(this.#folder.path, name)));
    const named = this.#definition.instructions;
    if (!named && !usual) {
      this.#say(
        'instructions',
        'the workflow has no `instructions`; name a file, or put instructions.md beside workflow.yaml',
      );
      return undefined;
    }
    const read = named ? this.text('instructions', named) : this.#readAt('instructions', usual as string);
    if (!read) return undefined;
    const instructions = readInstructions(read.text, read.path);
    const broken = instructions.findings.some(({ severity }) => severity === 'error');
    if (instructions.steps.length === 0 && !broken) {
      const message =
        'there are no steps here; write <step n="1" goal="…"> … </step>, or headings such as `## Step 1: …`';
      instructions.findings.push({ severity: 'error', file: read.path, line: 1, column: 1, message });
    }
    return instructions;
  }

  /** Other instructions, which variables such as `instructions_quick` name. */
  parts(main: Instructions | undefined): Map<string, Instructions> {
    const parts = new Map<string, Instructions>();
    const add = (path: string, text: string) => {
      if (path !== main?.file && !parts.has(path)) parts.set(path, readInstructions(text, path));
    };
    for (const [key, value] of Object.entries(this.#values)) {
      if (key === 'instructions' || !/instructions/i.test(key) || typeof value !== 'string') continue;
      if (!/\.(?:md|xml)$/.test(value) || value.includes('{{')) continue;
      const read = this.#readAt(key, value);
      if (read) add(read.path, read.text);
    }
    return parts;
  }

  template(): Template | undefined {
    const read = this.text('template', this.#definition.template) ?? this.#onlyTemplate();
    return read && readTemplate(read.text, read.path);
  }

  /** Where no `template` is said, not even that there is none, the only key like `prd_template` names it. */
  #onlyTemplate(): { path: string; text: string } | undefined {
    if (Object.hasOwn(this.#definition.values, 'template')) return undefined;
    const named = Object.entries(this.#values).filter(
      (entry): entry is [string, string] => /_template$/.test(entry[0]) && /\.md$/.test(String(entry[1])),
    );
    const [only] = named.filter(([, path]) => !/[{*]/.test(path));
    return named.length === 1 && only ? this.#readAt(...only) : undefined;
  }

  requiredFiles(): void {
    for (const [index, name] of this.#definition.requiredFiles.entries()) {
      if (this.#folder.locate(name).kind !== 'found') this.#say('required_files', `\`${name}\` is not there`, index);
    }
  }

  /** The text of a file that a key names; `undefined` where there is no such key, or its file is only known in a run. */
  text(key: 'instructions' | 'template' | 'checklist', named: string | undefined) {
    if (named === undefined) return undefined;
    const from = key === 'checklist' && typeof this.#values.validation === 'string' ? 'validation' : key;
    const path = this.#values[from];
    return typeof path !== 'string' || path.includes('{{') ? undefined : this.#readAt(from, path);
  }

  #readAt(key: string, path: string): { path: string; text: string } | undefined {
    const located = this.#folder.locate(path);
    if (located.kind === 'found') {
      try {
        return { path: located.path, text: readFileSync(located.path, 'utf8') };
      } catch (error) {
        this.#say(key, `\`${path}\` cannot be read: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      }
    }
    const why = located.kind === 'missing' ? 'is not there' : 'is outside the project and is refused';
    this.#say(key, `\`${key}\` names a file that ${why}: ${located.path}`);
    return undefined;
  }

  #say(key: string, message: string, ...below: PropertyKey[]): void {
    const place = this.#definition.placeOf(key, ...below);
    this.#findings.push({ severity: 'error', file: this.#definition.file, ...place, message });
  }
}

/** Keys whose value is a path, so that it must not be absolute either. */
const PATH_KEY =
  /^(?:instructions.*|template.*|validation|checklist|installed_path|config_source|.*_(?:path|file|dir|folder))$/;

/** Values that lead out of the project or to another machine, as they are written. */
function refusedValues(definition: Definition): Finding[] {
  const findings: Finding[] = [];
  const visit = (value: unknown, key: string, below: PropertyKey[]): void => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, key, [...below, index]);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) visit(item, key, [...below, name]);
    } else if (typeof value === 'string') {
      const whole = PATH_KEY.test(key) || key === 'required_files' || /^\S+:\/\/\S+$/.test(value.trim());
      const why = whole ? refusalOf(value) : undefined;
      const refused = why ? { word: value, why } : /\.\.[/\\]|[/\\]\.\./.test(value) ? refusedWord(value) : undefined;
      if (!refused) return;
      const message = `\`${excerpt(refused.word)}\` in \`${key}\` is refused: ${refused.why}`;
      findings.push({ severity: 'error', file: definition.file, ...definition.placeOf(key, ...below), message });
    }
  };
  for (const [key, value] of Object.entries(definition.values)) visit(value, key, []);
  return findings;
}

const configSchema = z.record(z.string(), z.unknown());

/** The file of `config_source`, where it is there: an installation may come later, and then its keys are asked for. */
function readConfig(definition: Definition, folder: Folder) {
  const path = definition.configSource?.replace(/^\{project[-_]root\}/, folder.projectRoot);
  if (path === undefined || path.includes('{')) return { config: undefined, findings: [] };
  const located = folder.locate(path);
  if (located.kind === 'missing') return { config: undefined, findings: [] };
  if (located.kind === 'outside') {
    const message = `\`config_source\` is outside the project and is refused: ${located.path}`;
    const finding: Finding = {
      severity: 'error',
      file: definition.file,
      ...definition.placeOf('config_source'),
      message,
    };
    return { config: undefined, findings: [finding] };
  }
  const read = readYaml(configSchema, readFileSync(located.path, 'utf8'), located.path);
  return read.ok ? { config: read.value, findings: [] } : { config: undefined, findings: read.problems.map(findingOf) };
}

function unusable(file: string, findings: readonly Finding[], folder: Folder): Workflow {
  return {
    ok: false,
    file,
    name: '',
    description: '',
    values: {},
    asked: [],
    instructions: undefined,
    parts: new Map(),
    template: undefined,
    checklist: undefined,
    findings,
    folder,
  };
}
