/** What an audit of a workflow file looks for, as sentences; none for a file that may be installed. Works on any workflow file, not on Orch's alone. */
import { load } from 'js-yaml';
import { installedEventsWorkflow, installedWorkflow } from '../../src/install/workflow.ts';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  permissions?: unknown;
  steps?: Step[];
  'timeout-minutes'?: number;
  'runs-on'?: unknown;
}
interface Workflow {
  on?: unknown;
  permissions?: unknown;
  jobs?: Record<string, Job>;
}

/** Contexts that hold nobody's text: numbers, names that GitHub gives, and what the file itself says. */
const TRUSTED =
  /^(?:github\.(?:token|run_id|run_number|run_attempt|sha|server_url|api_url|repository|repository_id)|runner\.\w+|secrets\.\w+|job\.status|needs\.[\w-]+\.result)$/;

/** Everything that is wrong with a workflow. */
export function auditWorkflow(text: string): string[] {
  const file = load(text) as Workflow;
  const found: string[] = [];
  const events =
    typeof file.on === 'string' ? [file.on] : Array.isArray(file.on) ? file.on : Object.keys(file.on ?? {});
  if (events.includes('pull_request_target')) found.push('it is started by pull_request_target');
  if (JSON.stringify(file.permissions) !== '{}') found.push('its permissions are not empty at the top');
  for (const [name, job] of Object.entries(file.jobs ?? {})) {
    if (typeof job.permissions !== 'object' || job.permissions === null)
      found.push(
        `the job ${name} has ${job.permissions === undefined ? 'no permissions of its own' : `the permissions ${String(job.permissions)}`}`,
      );
    if (!(Number(job['timeout-minutes']) > 0)) found.push(`the job ${name} never ends`);
    for (const step of job.steps ?? []) {
      if (step.uses !== undefined && !/^(?:\.\/|[\w.-]+\/[\w./-]+@[0-9a-f]{40}$)/.test(step.uses))
        found.push(`${step.uses} is not pinned to a commit`);
      if (step.uses?.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false)
        found.push('a checkout leaves its token behind');
      const scripts = [step.run, step.uses?.startsWith('actions/github-script@') ? step.with?.script : undefined];
      for (const script of scripts)
        for (const [, expression] of String(script ?? '').matchAll(/\$\{\{\s*(.*?)\s*\}\}/gs))
          if (!TRUSTED.test(expression!)) found.push(`${expression} is put into a shell`);
    }
  }
  return found;
}

/** Every workflow file that Orch installs. */
export function workflows(): string[] {
  const options = { actionRef: '1234567890abcdef1234567890abcdef12345678', version: 'v0.1.0' };
  return [
    installedWorkflow(options),
    installedWorkflow({ ...options, actionsOnly: true }),
    installedEventsWorkflow(options),
  ];
}
