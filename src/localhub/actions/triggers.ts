import { matchesAny, matchesPatterns } from './filter-patterns.ts';
import { at, isMapping, strings, type Template } from './template.ts';

/** What happened, reduced to what the filters of `on:` look at. */
export interface Trigger {
  /** `push`, `issues`, `workflow_dispatch`… */
  readonly event: string;
  /** `opened`, `labeled`…; null for events without one. For repository_dispatch the event type. */
  readonly action: string | null;
  /** For push the pushed ref, for pull requests the base as `refs/heads/…`, for workflow_run the head branch; else null. */
  readonly filterRef: string | null;
  /** For workflow_run the name of the workflow that ran. */
  readonly workflowName?: string;
  /** For schedule the cron expression whose time has come. */
  readonly cron?: string;
  /** Paths that changed, for events that have `paths` filters. Asked for only when a file names such a filter. */
  readonly changedPaths: () => Promise<readonly string[]>;
}

/** Types that an event without `types:` means, where that is not "all of them". */
const defaultTypes: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
  pull_request_target: ['opened', 'synchronize', 'reopened'],
};

/** Whether the `on:` of a workflow file asks for this trigger: event, types, workflows, branches, tags and paths. */
export async function isTriggered(on: ReadonlyMap<string, Template>, trigger: Trigger): Promise<boolean> {
  const filter = on.get(trigger.event);
  if (filter === undefined) return false;
  if (trigger.event === 'schedule') return cronsOf(filter).includes(trigger.cron ?? '');
  if (!isMapping(filter)) return true;
  if (!matchesType(filter, trigger)) return false;
  const workflows = at(filter, 'workflows');
  if (workflows !== undefined && !matchesPatterns(strings(workflows), trigger.workflowName ?? '')) return false;
  if (!matchesRef(filter, trigger.filterRef)) return false;
  return matchesPaths(filter, trigger);
}

/** The cron expressions of a `schedule:`, in the order of the file. GitHub's parser has checked that each of them is one. */
export function cronsOf(schedule: Template | undefined): string[] {
  const entries: readonly Template[] = Array.isArray(schedule) ? schedule : [];
  return entries.flatMap((entry) => strings(at(entry, 'cron')));
}

function matchesType(filter: Template, trigger: Trigger): boolean {
  const types = at(filter, 'types');
  const wanted = types === undefined ? defaultTypes[trigger.event] : strings(types);
  return wanted === undefined || (trigger.action !== null && wanted.includes(trigger.action));
}

function matchesRef(filter: Template, ref: string | null): boolean {
  if (ref === null) return true;
  const kind = ref.startsWith('refs/tags/') ? 'tags' : 'branches';
  const name = ref.replace(/^refs\/(heads|tags)\//, '');
  const only = at(filter, kind);
  const ignored = at(filter, `${kind}-ignore`);
  if (only !== undefined) return matchesPatterns(strings(only), name);
  if (ignored !== undefined) return !matchesAny(strings(ignored), name);
  // A file that filters only the other kind of ref does not run for this kind.
  const other = kind === 'tags' ? 'branches' : 'tags';
  return at(filter, other) === undefined && at(filter, `${other}-ignore`) === undefined;
}

async function matchesPaths(filter: Template, trigger: Trigger): Promise<boolean> {
  const only = at(filter, 'paths');
  const ignored = at(filter, 'paths-ignore');
  if (only === undefined && ignored === undefined) return true;
  // GitHub does not look at paths for tags.
  if (trigger.filterRef?.startsWith('refs/tags/')) return true;
  const changed = await trigger.changedPaths();
  if (only !== undefined) return changed.some((path) => matchesPatterns(strings(only), path));
  return changed.some((path) => !matchesAny(strings(ignored), path));
}
