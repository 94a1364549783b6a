/** The two Actions as the runner starts them: a bundle, inputs in variables, files on the disk; nothing in the process but Node. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Brief } from '../../src/core/brief.ts';
import { type Run, verdictSchema } from '../../src/core/run.ts';
import { decodeRun, encodeRun } from '../../src/state/codec.ts';
import { briefOf, createSample, GREEN, RED, reportOf, type Sample } from '../patch/sample.ts';

const TOKEN = 'the-token-of-this-job';

let sample: Sample;
let brief: Brief;
let temp: string;
beforeEach(() => {
  sample = createSample();
  brief = briefOf(sample);
  temp = join(sample.root, 'temp');
  mkdirSync(temp);
  const run: Run = {
    version: 1,
    id: brief.run,
    story: 12,
    role: 'developer',
    attempt: 1,
    status: 'queued',
    requested_by: 'maria',
    brief,
    queued_at: '2026-11-21T08:30:00Z',
  };
  const state = join(sample.root, 'state');
  sample.git(sample.root, 'init', '-q', state);
  mkdirSync(join(state, 'runs/2026-11'), { recursive: true });
  writeFileSync(join(state, brief.state.record), encodeRun(run));
  sample.git(state, 'add', '-A');
  sample.git(state, 'commit', '-qm', 'queued');
  sample.git(state, 'push', '-q', sample.remote, 'HEAD:refs/heads/orch/state');
});
afterEach(() => sample.remove());

interface Ended {
  code: number;
  log: string;
  summary: string;
  outputs: string;
}

/** Starts a bundle as a step, with these inputs. */
function step(job: 'verify' | 'deliver', inputs: Record<string, string>): Promise<Ended> {
  const summary = join(temp, `${job}-summary.md`);
  const outputs = join(temp, `${job}-outputs`);
  writeFileSync(summary, '');
  writeFileSync(outputs, '');
  const env = {
    PATH: process.env.PATH,
    RUNNER_TEMP: temp,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_OUTPUT: outputs,
    GITHUB_SERVER_URL: `file://${sample.root}`,
    GITHUB_REPOSITORY: 'remote',
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  };
  return new Promise((resolve) => {
    execFile('node', [join('action/dist', `${job}.js`)], { env, encoding: 'utf8' }, (error, stdout, stderr) =>
      resolve({
        code: error ? Number(error.code) : 0,
        log: stdout + stderr,
        summary: readFileSync(summary, 'utf8'),
        outputs: readFileSync(outputs, 'utf8'),
      }),
    );
  });
}

const verify = (changes: Record<string, string> = {}): Promise<Ended> =>
  step('verify', {
    brief: JSON.stringify(brief),
    report: join(temp, 'report.json'),
    base: sample.checkout(sample.base, 1),
    head: sample.checkout(sample.base),
    out: join(temp, 'verdict'),
    'timeout-minutes': '1',
    ...changes,
  });

const deliver = (changes: Record<string, string> = {}): Promise<Ended> =>
  step('deliver', {
    brief: JSON.stringify(brief),
    report: join(temp, 'report.json'),
    verdict: join(temp, 'verdict/verdict.json'),
    checkout: sample.checkout(sample.base, 1),
    token: TOKEN,
    ...changes,
  });

const record = (): Run =>
  decodeRun(sample.git(sample.remote, 'show', `orch/state:${brief.state.record}`), brief.state.record);
const verdict = () => verdictSchema.parse(JSON.parse(readFileSync(join(temp, 'verdict/verdict.json'), 'utf8')));

test('from a report to a branch and a record', async () => {
  const intents = [
    sample.commit('red', 'Test subtract', RED),
    sample.commit('green', 'Add subtract', GREEN),
    { kind: 'pull_request', title: 'Subtract', body: 'Thanks @octocat' },
  ];
  writeFileSync(join(temp, 'report.json'), JSON.stringify(reportOf(brief, intents)));

  const verified = await verify();
  expect(verified.log).not.toContain('::error');
  expect(verified.code).toBe(0);
  expect(verdict()).toMatchObject({ ok: true, red: { failed: 1 }, green: { passed: 2 } });
  expect(verified.summary).toContain('| ✓ red | with only the tests of the change | fail | 1 | 1 | 1 |');
  expect(existsSync(join(temp, 'verdict/green.log'))).toBe(true);

  const delivered = await deliver();
  expect(delivered.code).toBe(0);
  const head = sample.git(sample.remote, 'rev-parse', 'story/12').trim();
  expect(record()).toMatchObject({
    status: 'succeeded',
    result: { outcome: 'succeeded', head, pull_request: { title: 'Subtract' } },
  });
  expect(delivered.outputs).toContain(head);
  expect(delivered.summary).toContain('### 12-developer-1: succeeded');
  expect(delivered.summary).toContain('| green | Add subtract |');
  // The runner is told to mask the token; nothing else of the output may hold it.
  expect(delivered.log.replace(/^::add-mask::.*$/gm, '')).not.toContain(TOKEN);
});

test.each([
  ['missing', undefined, /without a report/],
  ['garbage', '{"version": 1, "run": ', /not JSON/],
])('a report that is %s ends as a failed run with a reason', async (_, content, reason) => {
  if (content !== undefined) writeFileSync(join(temp, 'report.json'), content);
  const verified = await verify();
  expect(verified.code).toBe(1);
  expect(verified.log).toMatch(/^::error::The agent job/m);
  expect(verdict()).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });

  const delivered = await deliver();
  expect(delivered.code).toBe(0);
  expect(record()).toMatchObject({
    status: 'failed',
    result: { stop: 'crashed', head: null, reason: expect.stringMatching(reason) },
  });
  expect(delivered.log).toMatch(/^::notice::The agent job/m);
});

test('a verify job that never ran leaves work that is pushed and not believed', async () => {
  const intents = [sample.commit('red', 'Test subtract', RED), sample.commit('green', 'Add subtract', GREEN)];
  writeFileSync(join(temp, 'report.json'), JSON.stringify(reportOf(brief, intents)));
  await deliver();
  expect(record()).toMatchObject({
    status: 'failed',
    result: {
      reason: 'The verify job ended without a verdict; its log says why.',
      commits: [{ stage: 'red' }, { stage: 'green' }],
    },
  });
});

test('checkouts that are not what they should be still give a verdict', async () => {
  writeFileSync(join(temp, 'report.json'), JSON.stringify(reportOf(brief, [sample.commit('red', 'Test', RED)])));
  const verified = await verify({ head: temp });
  expect(verified.code).toBe(1);
  expect(verdict()).toMatchObject({
    ok: false,
    reason: expect.stringContaining('could not do its work: git cat-file failed'),
  });
});

test('what tests print cannot command the runner', async () => {
  const noisy = `console.log('::set-output name=ok::true\\n##[add-mask]x');\n${RED['test/subtract.test.js']}`;
  const intents = [
    sample.commit('red', '::stop-commands::x', { 'test/noisy.test.js': noisy }),
    sample.commit('green', 'Code', GREEN),
  ];
  writeFileSync(join(temp, 'report.json'), JSON.stringify(reportOf(brief, intents)));
  const { log } = await verify();
  expect(log).toContain('set-output name=ok');
  expect(log).not.toMatch(/^\s*::(set-output|stop-commands)/m);
  expect(log).not.toContain('##[');
});

test('a brief that is none', async () => {
  for (const ended of [await verify({ brief: '{' }), await deliver({ brief: '{"version":1}' })]) {
    expect(ended.code).toBe(1);
    expect(ended.log).toMatch(/^::error::The input `brief`/m);
  }
  expect(record().status).toBe('queued');
});

test('a run that is no longer waited for delivers nothing and says so', async () => {
  writeFileSync(join(temp, 'report.json'), JSON.stringify(reportOf(brief, [sample.commit('green', 'x', GREEN)])));
  const { code, log, outputs, summary } = await deliver({
    brief: JSON.stringify({ ...brief, protected: ['nothing'] }),
  });
  expect(code).toBe(0);
  expect(log).toMatch(/^::notice::Run 12-developer-1 was started with another brief than was queued\.$/m);
  expect(outputs).toContain('superseded');
  expect(summary).toContain('Nothing was pushed.');
  expect(record().status).toBe('queued');
  expect(sample.git(sample.remote, 'branch', '--list', 'story/*')).toBe('');
});
