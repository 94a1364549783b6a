import type { CheckConclusion, RunStatus } from '../world/types.ts';

/** What a live timeline can show of a runner, as it happens. Secrets are already masked. */
export type RunnerEvent = { readonly at: Date } & (
  | {
      readonly kind: 'run';
      readonly runId: number;
      readonly workflow: string;
      readonly title: string;
      /** The event that started it. */
      readonly event: string;
      readonly status: RunStatus;
      readonly conclusion: CheckConclusion | null;
      /** Why it could not start, or who took its place. */
      readonly reason?: string;
    }
  | {
      readonly kind: 'job';
      readonly runId: number;
      readonly jobId: number;
      readonly key: string;
      readonly name: string;
      readonly status: RunStatus;
      readonly conclusion: CheckConclusion | null;
    }
  | {
      readonly kind: 'step';
      readonly runId: number;
      readonly jobId: number;
      readonly number: number;
      readonly name: string;
      readonly status: RunStatus;
      readonly conclusion: CheckConclusion | null;
    }
  | { readonly kind: 'log'; readonly runId: number; readonly jobId: number; readonly line: string }
  /** Something the runner itself could not do, such as reading a repository. */
  | { readonly kind: 'problem'; readonly message: string }
);
