import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from './child-process.ts';
import type { Json } from './expressions.ts';
import { parseFileCommand, parsePathFile } from './file-commands.ts';
import { type Frame, type JobRun, runnerArch, runnerOs } from './job-run.ts';
import { trackingVariable } from './leftover-processes.ts';
import { createOutputReader } from './step-output.ts';

/** A process of a step, and what it is allowed to tell the runner. */
export interface StepProcess {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The variables of the step, before the runner's own are laid over them. */
  readonly env: Readonly<Record<string, string>>;
  /** GITHUB_ACTION: the step's id, or a name made from what it runs. */
  readonly action: string;
  readonly signal: AbortSignal;
}

/** What a process told the runner through its files. */
export interface StepProcessResult {
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
}

/**
 * Runs one process of a step: with a clean environment, its output read for workflow commands, and its command files
 * (GITHUB_OUTPUT, GITHUB_ENV, GITHUB_PATH, GITHUB_STATE, GITHUB_STEP_SUMMARY) applied to the job afterwards.
 * Throws an Error with GitHub's sentence when the process fails or writes a command that is refused.
 */
export async function runStepProcess(job: JobRun, frame: Frame, step: StepProcess): Promise<StepProcessResult> {
  job.executions += 1;
  const files = await makeCommandFiles(job.folders.commands, String(job.executions));
  const reader = createOutputReader(job);
  const code = await runCommand({
    file: step.file,
    args: step.args,
    cwd: step.cwd,
    env: processEnv(job, frame, step, files),
    onLine: reader.line,
    signal: step.signal,
    grace: job.grace,
    kill: job.kill,
  });
  const result = await applyCommandFiles(job, files);
  if (step.signal.aborted || job.kill.aborted) throw new Error('The operation was canceled.');
  if (code !== 0) throw new Error(`Process completed with exit code ${code ?? 'unknown: it was killed by a signal'}.`);
  if (reader.refused.length > 0) throw new Error(reader.refused.join('\n'));
  return result;
}

interface CommandFiles {
  readonly GITHUB_OUTPUT: string;
  readonly GITHUB_ENV: string;
  readonly GITHUB_PATH: string;
  readonly GITHUB_STATE: string;
  readonly GITHUB_STEP_SUMMARY: string;
}

async function makeCommandFiles(folder: string, id: string): Promise<CommandFiles> {
  const name = (kind: string): string => join(folder, `${kind}_${id}`);
  const files = {
    GITHUB_OUTPUT: name('set_output'),
    GITHUB_ENV: name('set_env'),
    GITHUB_PATH: name('add_path'),
    GITHUB_STATE: name('save_state'),
    GITHUB_STEP_SUMMARY: name('step_summary'),
  };
  await mkdir(folder, { recursive: true });
  for (const file of Object.values(files)) await writeFile(file, '');
  return files;
}

async function applyCommandFiles(job: JobRun, files: CommandFiles): Promise<StepProcessResult> {
  const read = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
  const summary = await read(files.GITHUB_STEP_SUMMARY);
  if (summary !== '') await job.addSummary(job.mask.apply(summary));
  const env = parseFileCommand(await read(files.GITHUB_ENV));
  for (const [name, value] of env) {
    if (name.toUpperCase() === 'NODE_OPTIONS')
      throw new Error("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
    job.env[name] = value;
  }
  job.path.unshift(...parsePathFile(await read(files.GITHUB_PATH)).reverse());
  const outputs = Object.fromEntries(parseFileCommand(await read(files.GITHUB_OUTPUT)));
  const state = Object.fromEntries(parseFileCommand(await read(files.GITHUB_STATE)));
  for (const file of Object.values(files)) await rm(file, { force: true });
  return { outputs, state };
}

/**
 * The environment of a process. The GITHUB_ and RUNNER_ variables come last, because a workflow must not be able to
 * replace them; GITHUB_TOKEN is not among them, a step gets it only when the workflow hands it over.
 */
function processEnv(job: JobRun, frame: Frame, step: StepProcess, files: CommandFiles): Record<string, string> {
  const { baseEnv } = job;
  const path = [...job.path, baseEnv.PATH ?? ''].filter((folder) => folder !== '').join(':');
  return {
    ...baseEnv,
    HOME: job.folders.home,
    CI: 'true',
    ...step.env,
    // A step may set PATH itself; what it says replaces the runner's, as on GitHub.
    PATH: step.env.PATH ?? path,
    ...githubEnv(job),
    ...(frame.action && {
      GITHUB_ACTION_PATH: frame.action.path,
      GITHUB_ACTION_REPOSITORY: frame.action.repository,
      GITHUB_ACTION_REF: frame.action.ref,
    }),
    ...files,
    GITHUB_ACTION: step.action,
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_PATH: join(job.folders.commands, 'event.json'),
    GITHUB_WORKSPACE: job.folders.workspace,
    // Keeps git in the workspace: without it a job that checked nothing out would find a repository around it.
    GIT_CEILING_DIRECTORIES: dirname(job.folders.workspace),
    RUNNER_TEMP: job.folders.temp,
    RUNNER_TOOL_CACHE: job.folders.toolCache,
    RUNNER_WORKSPACE: dirname(job.folders.workspace),
    RUNNER_OS: runnerOs(process.platform),
    RUNNER_ARCH: runnerArch(process.arch),
    RUNNER_NAME: job.runnerName,
    RUNNER_ENVIRONMENT: 'self-hosted',
    [trackingVariable]: job.trackingId,
  };
}

/** The properties of the `github` context that are also variables, under the same name in capitals. */
const githubVariables = [
  'actor',
  'actor_id',
  'api_url',
  'base_ref',
  'event_name',
  'graphql_url',
  'head_ref',
  'job',
  'ref',
  'ref_name',
  'ref_protected',
  'ref_type',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'retention_days',
  'run_attempt',
  'run_id',
  'run_number',
  'server_url',
  'sha',
  'triggering_actor',
  'workflow',
  'workflow_ref',
  'workflow_sha',
] as const;

function githubEnv(job: JobRun): Record<string, string> {
  const github = job.spec.contexts.github as Record<string, Json>;
  return Object.fromEntries(
    githubVariables.map((name) => [`GITHUB_${name.toUpperCase()}`, String(github[name] ?? '')]),
  );
}
