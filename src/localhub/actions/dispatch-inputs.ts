import { HubError } from '../world/hub-error.ts';
import type { Json } from './expressions.ts';
import { at, isMapping, strings, type Template } from './template.ts';
import type { WorkflowFile } from './workflow.ts';

/** GitHub refuses a dispatch with more inputs than this, and a payload longer than this many characters. */
const mostInputs = 25;
const longestPayload = 65_535;

/**
 * The inputs of a workflow_dispatch, checked against what the workflow declares and completed with its defaults.
 *
 * Everything comes back as a string, as in `github.event.inputs`; {@link typedInputs} gives the `inputs` context.
 * Throws a HubError 422 in GitHub's words: no workflow_dispatch trigger, unexpected inputs, a required one missing, a
 * value that is not a boolean, a number or one of the choices.
 */
export function checkDispatchInputs(
  workflow: WorkflowFile,
  given: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const trigger = workflow.on.get('workflow_dispatch');
  if (trigger === undefined) throw new HubError(422, "Workflow does not have 'workflow_dispatch' trigger");
  const declared = declaredInputs(trigger);
  const unexpected = Object.keys(given).filter((name) => !declared.has(name));
  if (unexpected.length > 0) throw new HubError(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  if (Object.keys(given).length > mostInputs) {
    throw new HubError(422, `you may only define up to ${mostInputs} inputs for a workflow_dispatch event`);
  }
  if (JSON.stringify(given).length > longestPayload) throw new HubError(422, 'inputs are too large.');
  const inputs: Record<string, string> = {};
  for (const [name, declaration] of declared) {
    const value = given[name] ?? declaration.default;
    if (declaration.required && (value === undefined || value === '')) {
      throw new HubError(422, `Required input '${name}' not provided`);
    }
    inputs[name] = checked(name, declaration, value);
  }
  return inputs;
}

/** The `inputs` context: booleans and numbers as such, the rest as strings. */
export function typedInputs(workflow: WorkflowFile, inputs: Readonly<Record<string, string>>): Record<string, Json> {
  const declared = declaredInputs(workflow.on.get('workflow_dispatch'));
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      const type = declared.get(name)?.type;
      if (type === 'boolean') return [name, value === 'true'];
      if (type === 'number') return [name, Number(value)];
      return [name, value];
    }),
  );
}

interface Declaration {
  readonly type: string;
  readonly required: boolean;
  readonly default: Json | undefined;
  readonly options: readonly string[];
}

function declaredInputs(trigger: Template | undefined): Map<string, Declaration> {
  const inputs = at(trigger, 'inputs');
  if (!isMapping(inputs)) return new Map();
  return new Map(
    inputs.entries.map(([name, declaration]) => [
      name,
      {
        type: String(at(declaration, 'type') ?? 'string'),
        required: at(declaration, 'required') === true,
        default: at(declaration, 'default') as Json | undefined,
        options: strings(at(declaration, 'options')),
      },
    ]),
  );
}

function checked(name: string, declaration: Declaration, value: unknown): string {
  const text = value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  switch (declaration.type) {
    case 'boolean':
      if (text === '') return 'false';
      if (text === 'true' || text === 'false') return text;
      throw new HubError(
        422,
        `Provided value '${text}' for input '${name}' not in the list of allowed values: true, false`,
      );
    case 'number':
      if (text === '' || !Number.isNaN(Number(text))) return text;
      throw new HubError(422, `Provided value '${text}' for input '${name}' is not a number`);
    case 'choice':
      if (text === '' || declaration.options.includes(text)) return text === '' ? (declaration.options[0] ?? '') : text;
      throw new HubError(
        422,
        `Provided value '${text}' for input '${name}' not in the list of allowed values: ${declaration.options.join(', ')}`,
      );
    default:
      return text;
  }
}
