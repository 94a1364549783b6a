/**
 * The workflow file that people install, executed by the local hub's runner: three jobs, real checkouts, artifacts and bundles, from a
 * dispatch to a branch and a record. The model is the sample's script.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Brief } from '../../src/core/brief.ts';
import { runTitle } from '../../src/core/names.ts';
import type { Run } from '../../src/core/run.ts';
import { installedWorkflow, WORKFLOW_PATH } from '../../src/install/workflow.ts';
import type { WorkflowRun } from '../../src/localhub/world/types.ts';
import { decodeRun, encodeRun } from '../../src/state/codec.ts';
import { createTestHub, type TestHub } from '../localhub/actions/helpers/test-hub.ts';

const ROOT = join(import.meta.dirname, '../..');
const SAMPLE = join(ROOT, 'sample');
const issue = load(readFileSync(join(SAMPLE, 'issue.yaml'), 'utf8')) as { title: string; body: string };

function projectFiles(): Record<string, string> {
  const project = join(SAMPLE, 'project');
  const paths = readdirSync(project, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(project.length + 1), readFileSync(path, 'utf8')]));
}

let hub: TestHub;
let base: string;
beforeAll(async () => {
  hub = await createTestHub();
  base = await hub.push({
    ...projectFiles(),
    [WORKFLOW_PATH]: installedWorkflow({ actionRef: 'a'.repeat(40), version: 'v0.1.0' }),
    '.orch/script.yaml': readFileSync(join(SAMPLE, 'script.yaml'), 'utf8'),
  });
});
afterAll(() => hub.close());

/** Queues a run of story 12 as the loop would, dispatches it, and waits for its end. */
async function runOf(
  attempt: number,
  changes: Partial<Brief> = {},
  action = ROOT,
): Promise<{ run: WorkflowRun; record: Run; brief: Brief }> {
  const id = `12-developer-${attempt}`;
  const brief: Brief = {
    version: 1,
    run: id,
    story: 12,
    role: 'developer',
    attempt,
    title: issue.title,
    body: issue.body,
    base: { ref: 'main', sha: base },
    branch: 'story/12',
    start: base,
    feedback: '',
    state: { branch: 'orch/state', record: `runs/2026-11/${id}.yaml` },
    model: 'scripted:.orch/script.yaml',
    commands: { test: 'npm test' },
    tests: ['test/**'],
    protected: [],
    jail: 'required',
    limits: { turns: 20, minutes: 5, usd: 1 },
    ...changes,
  };
  const queued: Run = {
    version: 1,
    id,
    story: 12,
    role: 'developer',
    attempt,
    status: 'queued',
    requested_by: 'ada',
    brief,
    queued_at: '2026-11-21T08:30:00Z',
  };
  await hub.push({ [brief.state.record]: encodeRun(queued) }, 'orch/state');
  const runner = await hub.start({ actions: { 'orch-dev/orch': action } });
  const run = await hub.dispatch('orch.yml', { brief: JSON.stringify(brief), run: id, story: '12' });
  await runner.idle();
  await runner.close();
  return { run, brief, record: decodeRun(show(brief.state.record, 'orch/state'), brief.state.record) };
}

function show(path: string, branch: string): string {
  return execFileSync('git', ['show', `refs/heads/${branch}:${path}`], {
    cwd: hub.git.folderOf('ada/ship'),
    encoding: 'utf8',
  });
}

test('a run: work, proof, branch, record', async () => {
  const { run, record } = await runOf(1);
  const logs = await Promise.all(['agent', 'verify', 'deliver'].map((job) => hub.log(run, job)));
  expect(hub.events.filter(({ kind }) => kind === 'problem')).toEqual([]);
  expect(run.conclusion, logs.join('\n')).toBe('success');
  expect(run.displayTitle).toBe(runTitle.format('12-developer-1'));
  expect(record).toMatchObject({
    status: 'succeeded',
    result: {
      outcome: 'succeeded',
      commits: [{ stage: 'red' }, { stage: 'green' }],
      refused: [],
      verdict: { ok: true, base: { exit_code: 0 }, red: { exit_code: 1 }, green: { exit_code: 0 } },
    },
  });
  expect(await hub.git.readRef('ada/ship', 'refs/heads/story/12')).toBe(record.result!.head);
});

describe('whatever the agent job does', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'orch-other-agent-'));
    cpSync(join(ROOT, 'action'), join(folder, 'action'), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Puts another program in the agent's place, with `report(intents)` to leave a report. */
  const agent = (code: string): void =>
    writeFileSync(
      join(folder, 'action/dist/agent.js'),
      `import { mkdirSync, writeFileSync } from 'node:fs';
       import { dirname } from 'node:path';
       const { run, story, start } = JSON.parse(process.env.INPUT_BRIEF);
       const usage = { model_calls: 1, input_tokens: 1, output_tokens: 1, cache_read_tokens: 0, cache_write_tokens: 0, cost_usd: 0 };
       const report = (intents) => {
         mkdirSync(dirname(process.env.INPUT_REPORT), { recursive: true });
         writeFileSync(process.env.INPUT_REPORT, JSON.stringify({ version: 1, run, story, start, stop: 'done', intents, usage }));
       };
       const create = (path, text, mode = '100644') =>
         \`diff --git a/\${path} b/\${path}\\nnew file mode \${mode}\\n--- /dev/null\\n+++ b/\${path}\\n@@ -0,0 +1 @@\\n+\${text}\\n\`;
       ${code}`,
    );

  test('it dies: the record says so', async () => {
    agent('process.exit(9)');
    const { run, record } = await runOf(2, {}, folder);
    expect([run.conclusion, hub.job(run, 'deliver').conclusion]).toEqual(['failure', 'success']);
    expect(record).toMatchObject({
      status: 'failed',
      result: { stop: 'crashed', reason: 'The agent job ended without a report; its log says why.', head: null },
    });
  });

  test('it obeys an attacker: only what may pass arrives', async () => {
    agent(`
      const commit = (patch) => ({ kind: 'commit', stage: 'green', message: 'Harmless\\n\\nFixes #1 @ada [skip ci]', patch });
      report([
        commit(create('.github/workflows/evil.yml', 'on: push')),
        commit(create('.git/hooks/pre-push', 'touch /tmp/owned', '100755')),
        commit(create('.orch/config.yaml', 'version: 1')),
        commit(create('docs/link', '/etc/passwd', '120000').replace(/\\n$/, '\\n\\\\ No newline at end of file\\n')),
        { kind: 'push', ref: 'refs/heads/main' },
        commit(create('docs/fine.md', 'fine')),
      ]);`);
    const start = (await hub.git.readRef('ada/ship', 'refs/heads/story/12')) ?? base;
    const { record } = await runOf(3, { start }, folder);
    expect(record.result!.refused.map(({ rule }) => rule)).toEqual([
      'reserved-folder',
      'depends',
      'reserved-folder',
      'symlink',
      'schema',
    ]);
    const head = await hub.git.readRef('ada/ship', 'refs/heads/story/12');
    expect(record).toMatchObject({ status: 'failed', result: { head, commits: [{ subject: 'Harmless' }] } });
    expect(await hub.git.readRef('ada/ship', 'refs/heads/main')).toBe(base);
  });
});
