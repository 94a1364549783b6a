import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LanguageServices } from './languageservices.ts';
import { at, fromToken, isMapping, type Template } from './template.ts';
import { type StepFile, stepOf } from './workflow.ts';

/** An action.yml, read and checked. */
export interface ActionMetadata {
  readonly name: string;
  readonly inputs: readonly ActionInput[];
  /** Outputs of a composite action by name; other actions write theirs themselves. */
  readonly outputs: ReadonlyArray<readonly [name: string, value: Template]>;
  readonly runs: JavaScriptRuns | CompositeRuns;
}

/** One input that an action declares. */
export interface ActionInput {
  readonly name: string;
  readonly required: boolean;
  /** May contain `${{ }}`, such as `${{ github.token }}`. */
  readonly default: Template | undefined;
}

/** `using: node20` or `node24`; paths are relative to the action's folder. */
export interface JavaScriptRuns {
  readonly kind: 'javascript';
  readonly using: string;
  readonly main: string;
  readonly pre: string | undefined;
  readonly preIf: string;
  readonly post: string | undefined;
  readonly postIf: string;
}

/** `using: composite`. */
export interface CompositeRuns {
  readonly kind: 'composite';
  readonly steps: readonly StepFile[];
}

/**
 * Reads the action.yml (or action.yaml) of a folder with GitHub's own parser.
 * Throws an Error that names the file when there is none, it is invalid, or `using` is not known here.
 */
export async function readActionMetadata(services: LanguageServices, folder: string): Promise<ActionMetadata> {
  const { path, text } = await readEither(folder);
  const { parseAction, convertActionTemplate } = services.actions;
  const { context, value } = parseAction(
    { name: path, content: text },
    new services.workflows.NoOperationTraceWriter(),
  );
  if (value !== undefined) convertActionTemplate(context, value);
  const errors = context.errors.getErrors();
  if (value === undefined || errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const root = fromToken(services, value);
  const inputs = at(root, 'inputs');
  const outputs = at(root, 'outputs');
  return {
    name: String(at(root, 'name') ?? folder),
    inputs: (isMapping(inputs) ? inputs.entries : []).map(([name, input]) => ({
      name,
      required: at(input, 'required') === true || at(input, 'required') === 'true',
      default: at(input, 'default'),
    })),
    outputs: (isMapping(outputs) ? outputs.entries : []).flatMap(([name, output]) => {
      const from = at(output, 'value');
      return from === undefined ? [] : [[name, from] as const];
    }),
    runs: runsOf(services, path, at(root, 'runs')),
  };
}

async function readEither(folder: string): Promise<{ path: string; text: string }> {
  for (const name of ['action.yml', 'action.yaml']) {
    const path = join(folder, name);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return { path, text };
  }
  throw new Error(
    `Can't find 'action.yml' or 'action.yaml' under '${folder}'. Did you forget to run actions/checkout before?`,
  );
}

function runsOf(services: LanguageServices, path: string, runs: Template | undefined): JavaScriptRuns | CompositeRuns {
  const using = String(at(runs, 'using') ?? '');
  const text = (key: string): string | undefined => {
    const value = at(runs, key);
    return typeof value === 'string' ? value : undefined;
  };
  if (using === 'composite') {
    const steps = at(runs, 'steps');
    return {
      kind: 'composite',
      steps: (Array.isArray(steps) ? steps : []).map((step: Template) => stepOf(services, step)),
    };
  }
  if (using === 'node20' || using === 'node24') {
    return {
      kind: 'javascript',
      using,
      main: text('main') ?? 'index.js',
      pre: text('pre'),
      preIf: text('pre-if') ?? 'always()',
      post: text('post'),
      postIf: text('post-if') ?? 'always()',
    };
  }
  throw new Error(`${path}: 'using: ${using}' is not known to this runner. Known: node20, node24, composite.`);
}
