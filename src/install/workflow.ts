/** The workflow file that a repository needs for Orch, at `.github/workflows/orch.yml`. */
import { readFileSync } from 'node:fs';
import { WORKFLOW_FILE } from '../core/names.ts';

/** Where the file goes in a repository. */
export const WORKFLOW_PATH = `.github/workflows/${WORKFLOW_FILE}`;

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

/** The text of the file. Throws a TypeError that names the bad value and what is allowed. */
export function installedWorkflow({
  actionRef,
  version = actionRef.slice(0, 7),
  runsOn = RUNNER,
}: WorkflowOptions): string {
  if (!/^[0-9a-f]{40}$/.test(actionRef))
    throw new TypeError(
      `${JSON.stringify(actionRef)} is no full commit id; the Action is pinned to 40 hexadecimal digits`,
    );
  if (!/^[\w.+-]{1,60}$/.test(version))
    throw new TypeError(`${JSON.stringify(version)} is no version; use letters, digits and . + - _, as in v0.1.0`);
  return readFileSync(new URL('./orch.yml', import.meta.url), 'utf8')
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
