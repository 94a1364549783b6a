import type { Json, Status } from './expressions.ts';
import type { JobFile } from './workflow.ts';

/** How a job of the file ended, over all jobs of its matrix, as `needs.<id>.result` shows it. */
export type JobResult = 'success' | 'failure' | 'cancelled' | 'skipped';

/** How one job (one combination of a matrix) ended. */
export interface InstanceResult {
  readonly conclusion: JobResult;
  /** A failure that `continue-on-error` forgives: it does not fail the run and later jobs see success. */
  readonly tolerated: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A job of the file in a run. */
export interface GraphNode {
  readonly file: JobFile;
  /** `blocked` until all its needs are done, `active` while its jobs wait or run. */
  phase: 'blocked' | 'active' | 'done';
  result: JobResult;
  outputs: Readonly<Record<string, string>>;
}

/** The jobs of a run, by id, in the order of the file. */
export type JobGraph = ReadonlyMap<string, GraphNode>;

/** The graph of a run that has not begun. */
export function createGraph(files: readonly JobFile[]): JobGraph {
  return new Map(files.map((file) => [file.id, { file, phase: 'blocked', result: 'skipped', outputs: {} }]));
}

/** The jobs that may be decided now: still blocked, with all needs done. */
export function decidable(graph: JobGraph): GraphNode[] {
  return [...graph.values()].filter(
    ({ phase, file }) => phase === 'blocked' && file.needs.every((id) => graph.get(id)?.phase === 'done'),
  );
}

/**
 * What success(), failure() and cancelled() answer in a job's `if`. They look at all ancestors, not only at `needs`: a job
 * behind a skipped one is skipped too unless its condition says otherwise.
 */
export function ancestorStatus(graph: JobGraph, file: JobFile, cancelled: boolean): Status {
  const results = [...ancestors(graph, file)].map((id) => graph.get(id)?.result);
  return {
    success: !cancelled && results.every((result) => result === 'success'),
    failure: !cancelled && results.includes('failure'),
    cancelled,
  };
}

function ancestors(graph: JobGraph, file: JobFile, found = new Set<string>()): Set<string> {
  for (const id of file.needs) {
    const node = graph.get(id);
    if (!node || found.has(id)) continue;
    found.add(id);
    ancestors(graph, node.file, found);
  }
  return found;
}

/** The `needs` context of a job. */
export function needsContext(graph: JobGraph, file: JobFile): Record<string, Json> {
  return Object.fromEntries(
    file.needs.map((id) => {
      const node = graph.get(id);
      return [id, { result: node?.result ?? 'skipped', outputs: node?.outputs ?? {} }];
    }),
  );
}

/** Ends a job of the file with the results of its matrix (one result without a matrix, none when it was skipped). */
export function finish(node: GraphNode, results: readonly InstanceResult[]): void {
  node.phase = 'done';
  node.result = combined(results);
  // Of several jobs that set the same output the last one that set it to something counts.
  node.outputs = Object.assign({}, ...results.map(({ outputs }) => filled(outputs)));
}

function combined(results: readonly InstanceResult[]): JobResult {
  const seen = results.map(({ conclusion, tolerated }) =>
    conclusion === 'failure' && tolerated ? 'success' : conclusion,
  );
  for (const result of ['failure', 'cancelled', 'success'] as const) if (seen.includes(result)) return result;
  return 'skipped';
}

function filled(outputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== ''));
}

/** Whether every job of the run is done. */
export function isFinished(graph: JobGraph): boolean {
  return [...graph.values()].every(({ phase }) => phase === 'done');
}

/** How a finished run ended: a failed job fails it, a cancelled one cancels it; only skipped jobs make it skipped. */
export function runConclusion(graph: JobGraph): JobResult {
  const results = [...graph.values()].map(({ result }) => result);
  for (const result of ['failure', 'cancelled', 'success'] as const) if (results.includes(result)) return result;
  return 'skipped';
}
