import { chmod, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Scope } from './expressions.ts';
import type { Frame, JobRun } from './job-run.ts';
import { runStepProcess } from './step-process.ts';
import type { StepFile } from './workflow.ts';

/** How a script is started. */
interface Shell {
  readonly file: string;
  readonly args: (script: string) => string[];
  readonly extension: string;
}

/** The shells known by name. Without `shell:` GitHub runs bash without pipefail; with `shell: bash` it adds it. */
const shells: Readonly<Record<string, Shell>> = {
  default: { file: 'bash', args: (script) => ['-e', script], extension: 'sh' },
  bash: { file: 'bash', args: (script) => ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], extension: 'sh' },
  sh: { file: 'sh', args: (script) => ['-e', script], extension: 'sh' },
  node: { file: 'node', args: (script) => [script], extension: 'mjs' },
  python: { file: 'python3', args: (script) => [script], extension: 'py' },
};

/**
 * Runs a `run:` step: the script goes into a file, so that no shell ever sees it as an argument.
 * Throws when it fails, and for a shell that is neither known by name nor a command with `{0}` in it.
 */
export async function runScript(
  job: JobRun,
  frame: Frame,
  step: StepFile,
  call: { readonly env: Record<string, string>; readonly scope: Scope; readonly signal: AbortSignal },
): Promise<Readonly<Record<string, string>>> {
  const { evaluator, folders, spec } = job;
  const text = (template: StepFile['run']): string =>
    template === undefined ? '' : evaluator.text(template, call.scope);
  const inJob = frame.action === undefined;
  const shell = shellOf(text(step.shell ?? (inJob ? spec.file.shell : undefined)));
  const directory = text(step.workingDirectory ?? (inJob ? spec.file.workingDirectory : undefined));
  const script = text(step.run);

  job.log(`##[group]Run ${script.trim().split('\n')[0] ?? ''}`);
  for (const line of script.trimEnd().split('\n')) job.log(line);
  for (const [name, value] of Object.entries(call.env)) job.log(`  ${name}: ${value}`);
  job.log('##[endgroup]');

  const file = join(folders.temp, `script-${job.executions}.${shell.extension}`);
  await writeFile(file, `${script}\n`);
  await chmod(file, 0o755);
  const { outputs } = await runStepProcess(job, frame, {
    file: shell.file,
    args: shell.args(file),
    cwd: resolve(folders.workspace, directory),
    env: call.env,
    action: step.id === '' ? '__run' : step.id,
    signal: call.signal,
  });
  return outputs;
}

function shellOf(wanted: string): Shell {
  const known = shells[wanted === '' ? 'default' : wanted];
  if (known) return known;
  const [file, ...args] = wanted.split(/\s+/);
  if (file && args.some((arg) => arg.includes('{0}'))) {
    return { file, args: (script) => args.map((arg) => arg.replaceAll('{0}', script)), extension: 'sh' };
  }
  const names = Object.keys(shells).filter((name) => name !== 'default');
  throw new Error(`Invalid shell option '${wanted}'. Known are ${names.join(', ')} and a command that contains '{0}'.`);
}
