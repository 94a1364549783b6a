/**
 * Orch's labels. Three of them are how people talk to Orch; the others show where a story stands, so that lists and boards of issues can be
 * filtered by it. A status label is a picture of the state and never its source: one that drifted is put right at the next look.
 */
import { LABELS } from './names.ts';
import type { Observation } from './observation.ts';
import type { Status, Story } from './story.ts';

/** A label as it is created where a repository does not have it. */
export interface LabelSpec {
  readonly name: string;
  /** Six hex digits. */
  readonly color: string;
  readonly description: string;
}

/** The label that shows a status. A story that was left out or given up carries none: it is not part of the work any more. */
export const STATUS_LABELS = {
  pending: { name: 'orch:pending', color: 'd4c5f9', description: 'Orch: in the backlog' },
  in_progress: { name: 'orch:in-progress', color: 'fbca04', description: 'Orch: an agent works on it' },
  review: { name: 'orch:review', color: '1d76db', description: 'Orch: its pull request waits for people' },
  underway: { name: 'orch:underway', color: 'fef2c0', description: 'Orch: its stories are worked on' },
  blocked: { name: 'orch:blocked', color: 'e99695', description: 'Orch: on hold' },
  failed: { name: 'orch:failed', color: 'b60205', description: 'Orch: needs a person' },
  merged: { name: 'orch:merged', color: '0e8a16', description: 'Orch: done' },
} as const satisfies Partial<Record<Status, LabelSpec>>;

/** Every label that Orch reads or writes. */
export const ALL_LABELS: readonly LabelSpec[] = [
  { name: LABELS.story, color: '5319e7', description: 'Orch: put this issue into the backlog' },
  { name: LABELS.run, color: '0052cc', description: 'Orch: start working on this issue' },
  { name: LABELS.epic, color: '3e1f96', description: 'Orch: plan and build this as an epic' },
  ...Object.values(STATUS_LABELS),
];

const SHOWING: ReadonlySet<string> = new Set(Object.values(STATUS_LABELS).map(({ name }) => name));

/** The name of the status label that a story should carry, or undefined for none. */
export const statusLabel = (status: Status): string | undefined =>
  status in STATUS_LABELS ? STATUS_LABELS[status as keyof typeof STATUS_LABELS].name : undefined;

/**
 * What has to change for the issue to carry the label of the story's status and no other. A label that the repository does not have is left
 * alone: the sweep creates it, or people do not want it.
 */
export function labelDrift(story: Story, observation: Observation): { add: string[]; remove: string[] } {
  const has = observation.issue?.labels ?? [];
  const wanted = statusLabel(story.status);
  const missing = wanted !== undefined && !has.includes(wanted) && wanted in observation.repository.labels;
  return {
    add: missing ? [wanted] : [],
    remove: has.filter((name) => SHOWING.has(name) && name !== wanted && name in observation.repository.labels),
  };
}
