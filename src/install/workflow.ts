/**
 * The workflow files that a repository needs for Orch: `.github/workflows/orch.yml` runs agents. Where Orch has no server, that file has a job
 * more, and `.github/workflows/orch-events.yml` listens.
 */
import { readFileSync } from 'node:fs';
import { WORKFLOW_FILE } from '../core/names.ts';

/** Where the files go in a repository. */
export const WORKFLOW_PATH = `.github/workflows/${WORKFLOW_FILE}`;
export const EVENTS_WORKFLOW_PATH = '.github/workflows/orch-events.yml';

export interface WorkflowOptions {
  /** The commit of orch-dev/orch whose Action runs, as 40 hexadecimal digits. A tag could be moved. */
  actionRef: string;
  /** What stands beside the commit for people, as in `v0.1.0`. Its first seven digits when not given. */
  version?: string;
  /** Label of the runners, or labels that a runner must have together. `ubuntu-24.04` when not given. */
  runsOn?: string | readonly string[];
}

const NO_REF = '0'.repeat(40);
const RUNNER = 'ubuntu-24.04';

/**
 * The text of orch.yml. `actionsOnly`: for a repository without a server, whose runs go on with their story by themselves.
 * Throws a TypeError that names the bad value and what is allowed.
 */
export function installedWorkflow(options: WorkflowOptions & { actionsOnly?: boolean }): string {
  const file = textOf('orch.yml');
  return filledIn(options.actionsOnly ? withLastJob(file) : file, options);
}

/**
 * The text of orch-events.yml. `checks`: names of the workflows that check pull requests, whose ends are worth hearing of at once.
 * Throws a TypeError that names the bad value and what is allowed.
 */
export function installedEventsWorkflow(options: WorkflowOptions & { checks?: readonly string[] }): string {
  const checks = options.checks ?? [];
  const bad = checks.find((name) => !/^[A-Za-z0-9][\w .()/-]{0,99}$/.test(name));
  if (bad !== undefined)
    throw new TypeError(
      `${JSON.stringify(bad)} is no workflow name that can be put here; use letters, digits, spaces and . - _ / ( ), as in CI`,
    );
  const names = ['Orch', ...checks].map((name) => (/^\w+$/.test(name) ? name : JSON.stringify(name)));
  return filledIn(
    replaced(textOf('orch-events.yml'), 'workflows: [Orch]\n', `workflows: [${names.join(', ')}]\n`),
    options,
  );
}

const textOf = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');

/** orch.yml with the job that goes on where the run ends. */
function withLastJob(file: string): string {
  const three = 'It has three jobs,';
  const deliver =
    '#   deliver  checks what the agent asked for and pushes it to the branch `story/<number>`. It may write, and runs no code of this repository.\n';
  const last =
    '#   sweep    goes on with the story: opens the pull request, or starts another run. It may write, and runs no code of this repository.\n';
  const more = 'keep the job `agent` the only one with a secret, and keep steps of your own out of `deliver`.';
  const most =
    'keep the model’s key in the job `agent` alone, and keep steps of your own out of `deliver` and `sweep`.';
  let text = replaced(file, three, 'It has four jobs,');
  text = replaced(text, deliver, `${deliver}${last}`);
  text = replaced(text, more, most);
  return `${text.trimEnd()}\n${textOf('after-the-run.yml')}`;
}

/** Replaces what stands there exactly once; anything else is a fault of the files themselves. */
function replaced(text: string, what: string, by: string): string {
  if (text.split(what).length !== 2) throw new Error(`the workflow file does not have ${JSON.stringify(what)} once`);
  return text.replace(what, () => by);
}

function filledIn(
  text: string,
  { actionRef, version = actionRef.slice(0, 7), runsOn = RUNNER }: WorkflowOptions,
): string {
  if (!/^[0-9a-f]{40}$/.test(actionRef))
    throw new TypeError(
      `${JSON.stringify(actionRef)} is no full commit id; the Action is pinned to 40 hexadecimal digits`,
    );
  if (!/^[\w.+-]{1,60}$/.test(version))
    throw new TypeError(`${JSON.stringify(version)} is no version; use letters, digits and . + - _, as in v0.1.0`);
  return text
    .replaceAll(`${NO_REF} # ORCH_VERSION`, `${actionRef} # ${version}`)
    .replaceAll(`runs-on: ${RUNNER}\n`, `runs-on: ${runnerLabels(runsOn)}\n`);
}

function runnerLabels(runsOn: string | readonly string[]): string {
  const labels = typeof runsOn === 'string' ? [runsOn] : runsOn;
  const bad = labels.find((label) => !/^[A-Za-z0-9][\w.-]{0,99}$/.test(label));
  if (bad !== undefined || labels.length === 0)
    throw new TypeError(
      `${JSON.stringify(bad ?? labels)} is no runner label; use letters, digits and . - _, as in ubuntu-24.04`,
    );
  return typeof runsOn === 'string' ? runsOn : `[${labels.join(', ')}]`;
}
