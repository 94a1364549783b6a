import { conditionOf } from './expressions.ts';
import type { LanguageServices } from './languageservices.ts';
import { at, emptyMapping, fromToken, isMapping, type Mapping, strings, type Template } from './template.ts';
import { unknownKeys } from './unknown-keys.ts';

/** A workflow file, read and checked. Everything that may hold `${{ }}` is still a template. */
export interface WorkflowFile {
  /** `.github/workflows/ci.yml` */
  readonly path: string;
  /** `name:`, or the path where the file has none, as GitHub shows it. */
  readonly name: string;
  readonly runName: Template | undefined;
  /** Events by name, each with its filters (an empty mapping where it has none), in the order of the file. */
  readonly on: ReadonlyMap<string, Template>;
  readonly permissions: Template | undefined;
  readonly env: Mapping;
  readonly concurrency: Template | undefined;
  readonly jobs: readonly JobFile[];
}

/** One job of a workflow file, before its matrix is spread out. */
export interface JobFile {
  readonly id: string;
  readonly name: Template | undefined;
  readonly needs: readonly string[];
  /** A condition that names a status function. */
  readonly if: string;
  readonly permissions: Template | undefined;
  readonly env: Mapping;
  readonly outputs: Mapping;
  readonly concurrency: Template | undefined;
  readonly strategy: Template | undefined;
  readonly runsOn: Template | undefined;
  /** Minutes; undefined means GitHub's 360. */
  readonly timeoutMinutes: Template | undefined;
  readonly continueOnError: Template | undefined;
  readonly shell: Template | undefined;
  readonly workingDirectory: Template | undefined;
  readonly steps: readonly StepFile[];
}

/** One step of a job or of a composite action: it has either `run` or `uses`. */
export interface StepFile {
  /** The `id:` of the file; empty where it has none. */
  readonly id: string;
  readonly name: Template | undefined;
  readonly if: string;
  readonly env: Mapping;
  readonly continueOnError: Template | undefined;
  readonly timeoutMinutes: Template | undefined;
  readonly run: Template | undefined;
  readonly shell: Template | undefined;
  readonly workingDirectory: Template | undefined;
  readonly uses: string | undefined;
  readonly with: Mapping;
}

/** A workflow file, or the sentences that say why it cannot be run. */
export type WorkflowReading =
  | { readonly ok: true; readonly workflow: WorkflowFile }
  | {
      readonly ok: false;
      readonly name: string;
      readonly on: ReadonlyMap<string, Template>;
      readonly errors: readonly string[];
    };

/** How many errors of one file are reported: after a YAML mistake the parser complains about every line below it. */
const errorsShown = 5;

/**
 * Reads a workflow file with GitHub's own parser and checks that the runner knows every key in it.
 *
 * A file that cannot be run gives `ok: false` with errors that carry the path, line and column, and the events that
 * it names as far as they can be read: GitHub starts a run that fails at once for those.
 */
export async function readWorkflow(services: LanguageServices, path: string, text: string): Promise<WorkflowReading> {
  const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = services.workflows;
  const { context, value } = parseWorkflow({ name: path, content: text }, new NoOperationTraceWriter());
  if (value === undefined) return refused(path, undefined, context.errors.getErrors());
  const root = fromToken(services, value);
  await convertWorkflowTemplate(context, value);
  if (context.errors.count > 0) return refused(path, root, context.errors.getErrors());
  const unknown = unknownKeys(path, root);
  if (unknown.length > 0) return refused(path, root, unknown);
  return { ok: true, workflow: workflowOf(services, path, root) };
}

function refused(
  path: string,
  root: Template | undefined,
  errors: ReadonlyArray<{ readonly message: string }>,
): WorkflowReading {
  const shown = errors.slice(0, errorsShown).map(({ message }) => message.trim());
  if (errors.length > errorsShown) shown.push(`… and ${errors.length - errorsShown} more`);
  return { ok: false, name: nameOf(path, root), on: eventsOf(root), errors: shown };
}

function nameOf(path: string, root: Template | undefined): string {
  const name = at(root, 'name');
  return typeof name === 'string' && name !== '' ? name : path;
}

function eventsOf(root: Template | undefined): Map<string, Template> {
  const on = at(root, 'on');
  if (isMapping(on)) return new Map(on.entries.map(([name, filter]) => [name, filter ?? emptyMapping]));
  return new Map(strings(on).map((name) => [name, emptyMapping]));
}

function workflowOf(services: LanguageServices, path: string, root: Template): WorkflowFile {
  const run = at(at(root, 'defaults'), 'run');
  const jobs = at(root, 'jobs');
  return {
    path,
    name: nameOf(path, root),
    runName: at(root, 'run-name'),
    on: eventsOf(root),
    permissions: at(root, 'permissions'),
    env: mapping(at(root, 'env')),
    concurrency: at(root, 'concurrency'),
    jobs: (isMapping(jobs) ? jobs.entries : []).map(([id, job]) => jobOf(services, id, job, run)),
  };
}

function jobOf(services: LanguageServices, id: string, job: Template, workflowRun: Template | undefined): JobFile {
  const run = at(at(job, 'defaults'), 'run');
  const steps = at(job, 'steps');
  return {
    id,
    name: at(job, 'name'),
    needs: strings(at(job, 'needs')),
    if: conditionOf(services, at(job, 'if')),
    permissions: at(job, 'permissions'),
    env: mapping(at(job, 'env')),
    outputs: mapping(at(job, 'outputs')),
    concurrency: at(job, 'concurrency'),
    strategy: at(job, 'strategy'),
    runsOn: at(job, 'runs-on'),
    timeoutMinutes: at(job, 'timeout-minutes'),
    continueOnError: at(job, 'continue-on-error'),
    shell: at(run, 'shell') ?? at(workflowRun, 'shell'),
    workingDirectory: at(run, 'working-directory') ?? at(workflowRun, 'working-directory'),
    steps: (Array.isArray(steps) ? steps : []).map((step: Template) => stepOf(services, step)),
  };
}

/** The step behind a mapping with `run` or `uses`, in a job as in a composite action. */
export function stepOf(services: LanguageServices, step: Template): StepFile {
  const id = at(step, 'id');
  const uses = at(step, 'uses');
  return {
    id: typeof id === 'string' ? id : '',
    name: at(step, 'name'),
    if: conditionOf(services, at(step, 'if')),
    env: mapping(at(step, 'env')),
    continueOnError: at(step, 'continue-on-error'),
    timeoutMinutes: at(step, 'timeout-minutes'),
    run: at(step, 'run'),
    shell: at(step, 'shell'),
    workingDirectory: at(step, 'working-directory'),
    uses: typeof uses === 'string' ? uses : undefined,
    with: mapping(at(step, 'with')),
  };
}

function mapping(template: Template | undefined): Mapping {
  return isMapping(template) ? template : emptyMapping;
}
