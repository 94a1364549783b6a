/** How far a check suite or check run is. */
export type CheckStatus = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';

/** How a check suite, check run, workflow run or job ended. */
export type CheckConclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required'
  | 'stale'
  | 'startup_failure';

/** All check runs of one App for one commit. Actions has one suite for each workflow run. */
export interface CheckSuite {
  id: number;
  repositoryId: number;
  appId: number;
  headSha: string;
  headBranch: string | null;
  beforeSha: string | null;
  /** Derived from its runs, except for the suite of a workflow run, which follows that run. */
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  workflowRunId: number | null;
  createdAt: string;
  updatedAt: string;
}

/** What a check run says. */
export interface CheckOutput {
  title: string | null;
  summary: string | null;
  text: string | null;
}

/** One remark of a check run about lines of a file. */
export interface CheckAnnotation {
  path: string;
  startLine: number;
  endLine: number;
  level: 'notice' | 'warning' | 'failure';
  message: string;
  title: string | null;
  rawDetails: string | null;
}

/** One check on one commit. */
export interface CheckRun {
  id: number;
  repositoryId: number;
  suiteId: number;
  appId: number;
  name: string;
  headSha: string;
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  startedAt: string;
  completedAt: string | null;
  externalId: string;
  /** Null means the check's own page here. */
  detailsUrl: string | null;
  output: CheckOutput;
  annotations: CheckAnnotation[];
  /** The job of a workflow run that this check shows; null for checks made by the API. */
  jobId: number | null;
}

/** A commit status: the older, simpler kind of check. */
export interface CommitStatus {
  id: number;
  repositoryId: number;
  sha: string;
  context: string;
  state: 'error' | 'failure' | 'pending' | 'success';
  description: string | null;
  targetUrl: string | null;
  creatorId: number;
  createdAt: string;
  updatedAt: string;
}
