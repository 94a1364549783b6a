import type { CheckConclusion } from './checks.ts';

/** A workflow file that the hub has seen in a repository. */
export interface Workflow {
  id: number;
  repositoryId: number;
  /** `.github/workflows/orch.yml` */
  path: string;
  name: string;
  state: 'active' | 'disabled_manually' | 'deleted';
  createdAt: string;
  updatedAt: string;
}

/** How far a workflow run or job is. */
export type RunStatus = 'queued' | 'in_progress' | 'completed' | 'requested' | 'waiting' | 'pending';

/** One run of a workflow. */
export interface WorkflowRun {
  id: number;
  repositoryId: number;
  workflowId: number;
  /** The workflow's name; `displayTitle` is `run-name` evaluated, or what GitHub shows without one. */
  name: string;
  displayTitle: string;
  path: string;
  /** The event that started it: `workflow_dispatch`, `push`, `pull_request`, `issues`… */
  event: string;
  status: RunStatus;
  conclusion: CheckConclusion | null;
  headBranch: string;
  headSha: string;
  runNumber: number;
  /** 1 for the first attempt; a re-run counts up. */
  runAttempt: number;
  actorId: number;
  triggeringActorId: number;
  /** The inputs of a `workflow_dispatch`; empty otherwise. */
  inputs: Record<string, string>;
  /** The ref it was started on, for example `refs/heads/main`. */
  ref: string;
  /** The webhook payload that started it (`github.event`), or null when it is kept elsewhere. */
  eventPayload: Record<string, unknown> | null;
  checkSuiteId: number;
  /** Whether a GITHUB_TOKEN caused it: then its end starts no workflow. Absent in worlds that were written before this was known. */
  byGithubToken?: boolean;
  /** The concurrency group that it waits in or holds; null when it has none. */
  concurrencyGroup: string | null;
  /** Set when someone asked for it to be cancelled; the runner reads it. */
  cancelRequestedAt: string | null;
  createdAt: string;
  updatedAt: string;
  runStartedAt: string;
}

/** One job of one attempt of a run. */
export interface Job {
  id: number;
  repositoryId: number;
  runId: number;
  runAttempt: number;
  /** The key in the workflow file. */
  key: string;
  /** The name shown: `name:` evaluated, or the key. */
  name: string;
  status: RunStatus;
  conclusion: CheckConclusion | null;
  labels: string[];
  runnerName: string | null;
  steps: JobStep[];
  checkRunId: number;
  createdAt: string;
  startedAt: string | null;
  completedAt: string | null;
}

/** One step of a job, numbered from 1. */
export interface JobStep {
  number: number;
  name: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: CheckConclusion | null;
  startedAt: string | null;
  completedAt: string | null;
}

/** What a run uploaded. The bytes live with the runner; the world knows the metadata. */
export interface Artifact {
  id: number;
  repositoryId: number;
  runId: number;
  name: string;
  sizeInBytes: number;
  /** `sha256:<hex>`, or null when nobody computed it. */
  digest: string | null;
  expired: boolean;
  createdAt: string;
  updatedAt: string;
  expiresAt: string;
}
