import type { Repository, Urls } from '../world/types.ts';
import type { ArtifactStore } from './artifact-store.ts';
import type { Grace } from './child-process.ts';
import type { Evaluator, Json, Scope, Status } from './expressions.ts';
import type { JobFolders } from './job-folders.ts';
import type { LanguageServices } from './languageservices.ts';
import type { SecretMask } from './secret-mask.ts';
import type { Mapping } from './template.ts';
import type { JobFile } from './workflow.ts';
import type { Annotation } from './workflow-commands.ts';

/** What is to be run: one job, its matrix already spread out. */
export interface JobSpec {
  readonly file: JobFile;
  /** The workflow's `env:`. */
  readonly workflowEnv: Mapping;
  readonly repository: Repository;
  readonly runId: number;
  /** Contexts that do not change while the job runs: github, inputs, vars, secrets, needs, strategy, matrix. */
  readonly contexts: Readonly<Record<string, Json>>;
}

/** What a job has around it. */
export interface JobSurroundings {
  readonly services: LanguageServices;
  readonly evaluator: Evaluator;
  readonly urls: Urls;
  readonly folders: JobFolders;
  readonly artifacts: ArtifactStore;
  readonly mask: SecretMask;
  /** Writes a line to the job's log, masked. */
  readonly log: (line: string) => void;
  readonly annotate: (annotation: Annotation) => void;
  /** Appends to the job's summary page. */
  readonly addSummary: (markdown: string) => Promise<void>;
  /** `owner/repo` to the local folder that stands for it, whatever the ref. */
  readonly actions: Readonly<Record<string, string>>;
  /** PATH, LANG and what else every process of a job gets. */
  readonly baseEnv: Readonly<Record<string, string>>;
  readonly runnerName: string;
  /** Marks every process of this job, see leftover-processes.ts. */
  readonly trackingId: string;
  readonly grace: Grace;
  /** The length of a minute of `timeout-minutes`, in milliseconds. */
  readonly minuteMs: number;
  /** The digest that `hashFiles(…)` gives for files of the workspace. */
  readonly hashFiles: (patterns: readonly string[]) => string;
  /** Aborted when the job is cancelled: the step that runs is stopped, later ones run only with always() or cancelled(). */
  readonly cancel: AbortSignal;
  /** Aborted when the runner closes: nothing more is started. */
  readonly kill: AbortSignal;
}

/** A job that runs: its surroundings and what changes from step to step. */
export interface JobRun extends JobSurroundings {
  readonly spec: JobSpec;
  /** `env:` of workflow and job, then what steps wrote to GITHUB_ENV. */
  readonly env: Record<string, string>;
  /** What steps wrote to GITHUB_PATH, newest first. */
  readonly path: string[];
  /** Whether a step failed. */
  failed: boolean;
  /** What to run after the last step, in the order in which it was registered; it runs in the opposite order. */
  readonly posts: Post[];
  /** Counts the steps that ran, for the names of their command files. */
  executions: number;
}

/** A clean-up that an action asked for. */
export interface Post {
  readonly name: string;
  readonly condition: string;
  /** Throws when it fails. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Where a step stands: directly in the job, or in a composite action. */
export interface Frame {
  /** The `steps` context, filled as steps end. */
  readonly steps: Record<string, Json>;
  /** The `inputs` context: of the workflow, or of the composite action. */
  readonly inputs: Json;
  /** `env:` of the step that called the composite action; empty in the job. */
  readonly env: Readonly<Record<string, string>>;
  /** The composite action's folder and names; undefined in the job. */
  readonly action: { readonly path: string; readonly repository: string; readonly ref: string } | undefined;
  readonly status: () => Status;
  /** How many composite actions are around it. */
  readonly depth: number;
}

/** The variables that a process of a job sees through `env:` and GITHUB_ENV, before a step adds its own. */
export function frameEnv(job: JobRun, frame: Frame): Record<string, string> {
  return { ...job.env, ...frame.env };
}

/** The scope of expressions at a place of a running job. `env` are the variables that the place sees. */
export function frameScope(job: JobRun, frame: Frame, env: Readonly<Record<string, string>>): Scope {
  const github = job.spec.contexts.github as Record<string, Json>;
  const { action } = frame;
  const inAction = action && { action_path: action.path, action_repository: action.repository, action_ref: action.ref };
  return {
    contexts: {
      ...job.spec.contexts,
      github: { ...github, ...inAction, workspace: job.folders.workspace },
      inputs: frame.inputs,
      env,
      steps: frame.steps,
      job: { status: jobStatus(job) },
      runner: runnerContext(job),
    },
    status: frame.status(),
    hashFiles: (patterns) => job.hashFiles(patterns),
  };
}

/** `job.status`: how the job would end if it ended now. */
export function jobStatus(job: JobRun): 'success' | 'failure' | 'cancelled' {
  if (job.cancel.aborted) return 'cancelled';
  return job.failed ? 'failure' : 'success';
}

function runnerContext(job: JobRun): Json {
  return {
    name: job.runnerName,
    os: runnerOs(process.platform),
    arch: runnerArch(process.arch),
    environment: 'self-hosted',
    temp: job.folders.temp,
    tool_cache: job.folders.toolCache,
  };
}

/** RUNNER_OS as GitHub spells it. */
export function runnerOs(platform: NodeJS.Platform): string {
  return platform === 'darwin' ? 'macOS' : platform === 'win32' ? 'Windows' : 'Linux';
}

/** RUNNER_ARCH as GitHub spells it. */
export function runnerArch(arch: string): string {
  return arch === 'arm64' ? 'ARM64' : arch === 'arm' ? 'ARM' : arch === 'ia32' ? 'X86' : 'X64';
}
