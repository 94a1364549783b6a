import { at, isMapping, type Template } from './template.ts';

/** The keys of a workflow file that this runner acts on. What GitHub knows beyond them is refused by name. */
const workflowKeys = ['name', 'run-name', 'on', 'permissions', 'env', 'defaults', 'concurrency', 'jobs'];
const jobKeys = [
  'name',
  'needs',
  'if',
  'permissions',
  'env',
  'outputs',
  'concurrency',
  'strategy',
  'runs-on',
  'timeout-minutes',
  'continue-on-error',
  'defaults',
  'steps',
];
const stepKeys = [
  'id',
  'name',
  'if',
  'env',
  'continue-on-error',
  'timeout-minutes',
  'run',
  'shell',
  'working-directory',
  'uses',
  'with',
];

/**
 * The keys of a valid workflow file that this runner would have to ignore, each as a sentence that names the key, where
 * it stands and what is known there. Running a workflow without its `services` would show a result that GitHub would not.
 */
export function unknownKeys(path: string, root: Template): Array<{ message: string }> {
  const found = foreign(path, 'the workflow', root, [...workflowKeys, 'description']);
  const jobs = at(root, 'jobs');
  for (const [id, job] of isMapping(jobs) ? jobs.entries : []) {
    found.push(...foreign(path, `job '${id}'`, job, jobKeys));
    const steps = at(job, 'steps');
    (Array.isArray(steps) ? steps : []).forEach((step: Template, index: number) => {
      found.push(...foreign(path, `step ${index + 1} of job '${id}'`, step, stepKeys));
    });
  }
  return found;
}

function foreign(
  path: string,
  place: string,
  template: Template,
  known: readonly string[],
): Array<{ message: string }> {
  if (!isMapping(template)) return [];
  return template.entries
    .filter(([key]) => !known.includes(key))
    .map(([key]) => ({
      message: `${path}: the key '${key}' in ${place} is not known to this runner. Known there: ${known.join(', ')}.`,
    }));
}
