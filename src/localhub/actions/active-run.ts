import type { Job, WorkflowRun } from '../world/types.ts';
import { runContexts } from './create-run.ts';
import type { Evaluator, Json, Scope } from './expressions.ts';
import {
  ancestorStatus,
  createGraph,
  decidable,
  finish,
  type GraphNode,
  type InstanceResult,
  isFinished,
  type JobGraph,
  type JobResult,
  needsContext,
  runConclusion,
} from './job-graph.ts';
import { type JobNote, matrixContexts } from './job-note.ts';
import { type Combination, jobNameOf, type Strategy, spreadStrategy } from './matrix.ts';
import type { RunnerHub } from './runner-hub.ts';
import { strings, type Template } from './template.ts';
import type { JobFile, WorkflowFile } from './workflow.ts';

/** One job of a run: one combination of the matrix of a job in the file. */
export interface JobInstance {
  readonly run: ActiveRun;
  readonly file: JobFile;
  readonly job: Job;
  readonly note: JobNote;
  /** Contexts of this job beside those of the step: needs, matrix, strategy and what the run shares. */
  readonly contexts: Readonly<Record<string, Json>>;
  /** Aborts when this job is to be cancelled. */
  readonly cancel: AbortController;
  result: InstanceResult | undefined;
}

/** A run that is not completed, with all its jobs. */
export interface ActiveRun {
  readonly run: WorkflowRun;
  readonly workflow: WorkflowFile;
  readonly graph: JobGraph;
  readonly instances: JobInstance[];
  cancelled: boolean;
}

/** What a run asks of the runner while it advances. */
export interface RunHost {
  readonly hub: RunnerHub;
  readonly evaluator: Evaluator;
  /** Makes the row of a job, with its note. */
  createJob(run: ActiveRun, file: JobFile, name: string, labels: readonly string[], note: JobNote): Job;
  /** A job is ready to wait for its concurrency group and then for a free place. */
  ready(instance: JobInstance): void;
  /** A job ended without running: skipped, or failed because its definition cannot be evaluated. */
  settled(instance: JobInstance, result: InstanceResult, reason?: string): void;
}

/** A run with none of its jobs begun. */
export function createActiveRun(run: WorkflowRun, workflow: WorkflowFile): ActiveRun {
  return { run, workflow, graph: createGraph(workflow.jobs), instances: [], cancelled: false };
}

/**
 * Decides every job that can be decided now: those whose needs are done are skipped or made ready, and so on until only
 * waiting and running jobs are left. Gives how the run ended, or undefined while it goes on.
 */
export function advance(active: ActiveRun, host: RunHost): JobResult | undefined {
  for (let nodes = decidable(active.graph); nodes.length > 0; nodes = decidable(active.graph)) {
    for (const node of nodes) decide(active, node, host);
  }
  return isFinished(active.graph) ? runConclusion(active.graph) : undefined;
}

/** Notes how a job ended; when it was the last one of its matrix, the job of the file is done. */
export function recordResult(active: ActiveRun, instance: JobInstance, result: InstanceResult): void {
  instance.result = result;
  const siblings = active.instances.filter(({ file }) => file.id === instance.file.id);
  const node = active.graph.get(instance.file.id);
  if (!node || siblings.length < instance.note.total) return;
  if (siblings.some((sibling) => sibling.result === undefined)) return;
  finish(
    node,
    siblings.map((sibling) => sibling.result as InstanceResult),
  );
}

/** Puts a job back that an earlier process had made. */
export function restoreInstance(active: ActiveRun, host: RunHost, file: JobFile, job: Job, note: JobNote): JobInstance {
  const node = active.graph.get(file.id);
  if (node) node.phase = 'active';
  return addInstance(active, host, file, job, note, strategyOf(active, host, file));
}

/** Whether another job of the same matrix may run beside those that run already (`max-parallel`). */
export function strategyOf(active: ActiveRun, host: Pick<RunHost, 'hub' | 'evaluator'>, file: JobFile): Strategy {
  const scope = jobScope(active, host, file);
  return spreadStrategy(file.strategy === undefined ? undefined : host.evaluator.value(file.strategy, scope));
}

/** What a job's own keys may see before it runs. */
export function jobScope(active: ActiveRun, host: Pick<RunHost, 'hub'>, file: JobFile): Scope {
  return {
    contexts: { ...runContexts(host.hub, active.workflow, active.run), needs: needsContext(active.graph, file) },
    status: ancestorStatus(active.graph, file, active.cancelled),
  };
}

function decide(active: ActiveRun, node: GraphNode, host: RunHost): void {
  const { file } = node;
  const scope = jobScope(active, host, file);
  node.phase = 'active';
  try {
    if (!host.evaluator.condition(file.if, scope)) {
      const skipped = active.cancelled ? 'cancelled' : 'skipped';
      settleWhole(active, host, file, { conclusion: skipped, tolerated: false, outputs: {} });
      return;
    }
    const strategy = strategyOf(active, host, file);
    const combinations: ReadonlyArray<Combination | null> =
      file.strategy === undefined || strategy.combinations.length === 0 ? [null] : strategy.combinations;
    const made = combinations.map((matrix, index) =>
      addCombination(active, host, file, { matrix, index, total: combinations.length }, strategy),
    );
    for (const instance of made) host.ready(instance);
  } catch (error) {
    const reason = (error as Error).message;
    settleWhole(active, host, file, { conclusion: 'failure', tolerated: false, outputs: {} }, reason);
  }
}

function addCombination(
  active: ActiveRun,
  host: RunHost,
  file: JobFile,
  note: JobNote,
  strategy: Strategy,
): JobInstance {
  const scope = jobScope(active, host, file);
  const matrixScope = { ...scope, contexts: { ...scope.contexts, ...matrixContexts(note, strategy) } };
  const name = file.name === undefined ? undefined : host.evaluator.text(file.name, matrixScope);
  const labels = file.runsOn === undefined ? [] : labelsOf(host.evaluator.value(file.runsOn, matrixScope));
  const job = host.createJob(active, file, name || jobNameOf(file.id, note.matrix ?? {}), labels, note);
  return addInstance(active, host, file, job, note, strategy);
}

function addInstance(
  active: ActiveRun,
  host: RunHost,
  file: JobFile,
  job: Job,
  note: JobNote,
  strategy: Strategy,
): JobInstance {
  const { contexts } = jobScope(active, host, file);
  const instance: JobInstance = {
    run: active,
    file,
    job,
    note,
    contexts: { ...contexts, ...matrixContexts(note, strategy) },
    cancel: new AbortController(),
    result: undefined,
  };
  active.instances.push(instance);
  return instance;
}

function settleWhole(active: ActiveRun, host: RunHost, file: JobFile, result: InstanceResult, reason?: string): void {
  const note: JobNote = { matrix: null, index: 0, total: 1 };
  const job = host.createJob(active, file, plainName(file.name) ?? file.id, [], note);
  const instance = addInstance(active, host, file, job, note, {
    combinations: [],
    failFast: true,
    maxParallel: undefined,
  });
  recordResult(active, instance, result);
  host.settled(instance, result, reason);
}

function plainName(name: Template | undefined): string | undefined {
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** The labels that `runs-on` names; a group is named too, since any runner is taken here. */
function labelsOf(runsOn: Json): string[] {
  if (typeof runsOn === 'object' && runsOn !== null && !Array.isArray(runsOn)) {
    const { labels, group } = runsOn as { labels?: Json; group?: Json };
    return [...strings(labels as Template), ...strings(group as Template)];
  }
  return strings(runsOn as Template);
}
