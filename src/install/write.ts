/** Writes the workflow files into a checkout of somebody's repository. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../user-error.ts';
import { EVENTS_WORKFLOW_PATH, installedEventsWorkflow, installedWorkflow, WORKFLOW_PATH } from './workflow.ts';

/** The words as they were typed. */
export interface InstallWords {
  actionRef: string;
  actionsOnly?: boolean;
  checks?: string[];
  runsOn?: string[];
}

/** Writes them, over older ones, and answers with their paths. Throws UserError when that is not possible; then nothing was written. */
export function writeWorkflows(folder: string, words: InstallWords): string[] {
  const root = resolve(folder);
  if (!existsSync(join(root, '.git')))
    throw new UserError(`${folder} is no checkout of a git repository: there is no .git in it.`);
  if (words.checks && !words.actionsOnly)
    throw new UserError('--checks belongs to --actions-only: a server hears of all checks by itself.');
  const files = textsOf(words);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return files.map(([path]) => path);
}

function textsOf({ actionRef, actionsOnly = false, checks = [], runsOn }: InstallWords): [string, string][] {
  const [label] = runsOn ?? [];
  const options = { actionRef, ...(runsOn && label && { runsOn: runsOn.length === 1 ? label : runsOn }) };
  try {
    const main: [string, string] = [WORKFLOW_PATH, installedWorkflow({ ...options, actionsOnly })];
    return actionsOnly ? [main, [EVENTS_WORKFLOW_PATH, installedEventsWorkflow({ ...options, checks })]] : [main];
  } catch (error) {
    if (error instanceof TypeError) throw new UserError(`${error.message}.`);
    throw error;
  }
}
