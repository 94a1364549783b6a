/** The one workflow file of a test, started by hand. `jobs` is the YAML below `jobs:`, `top` goes before it. */
export function byHand(jobs: string, top = ''): Record<string, string> {
  return { '.github/workflows/ci.yml': `name: CI\non: workflow_dispatch\n${top}\njobs:\n${jobs}` };
}
