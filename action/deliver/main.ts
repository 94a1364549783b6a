/** The entry of the `deliver` job's Action. Wiring only. It holds the right to write and executes nothing from the repository. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as core from '@actions/core';
import { deliver } from '../../src/deliver/deliver.ts';
import { tokenEnvironment } from '../../src/deliver/push.ts';
import { deliverySummary } from '../../src/deliver/summary.ts';
import { readReport, readVerdict } from '../../src/patch/artifact.ts';
import { logLine } from '../../src/patch/harmless.ts';
import { createGitStore } from '../../src/state/git-store.ts';
import { readBrief } from '../agent/brief.ts';

const path = (name: string): string => resolve(core.getInput(name, { required: true }));
const now = (): Date => new Date();

async function main(): Promise<void> {
  const token = core.getInput('token', { required: true });
  core.setSecret(token);
  core.setSecret(Buffer.from(`x-access-token:${token}`).toString('base64'));
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  if (!server || !repository)
    throw new Error('GITHUB_SERVER_URL and GITHUB_REPOSITORY are not set. This runs as a step of GitHub Actions.');
  const brief = readBrief(core.getInput('brief'));
  const url = `${server}/${repository}.git`;
  const scratch = await mkdtemp(join(process.env.RUNNER_TEMP || tmpdir(), 'orch-state-'));
  const store = createGitStore({
    dir: join(scratch, 'state.git'),
    url,
    branch: brief.state.branch,
    credentials: async () => token,
    author: { name: 'orch[bot]', email: 'orch[bot]@users.noreply.github.com' },
    now,
    transactionId: randomUUID,
    delay: async (milliseconds) => void (await setTimeout(milliseconds)),
    random: Math.random,
  });
  try {
    const delivery = await deliver({
      brief,
      report: await readReport(path('report'), brief),
      verdict: await readVerdict(path('verdict'), brief),
      checkout: path('checkout'),
      secrets: [token],
      hosts: [new URL(server).host],
      remote: { url, auth: tokenEnvironment(server, token) },
      store,
      now,
      log: (line) => core.info(logLine(line)),
    });
    const delivered = delivery.kind === 'delivered' ? delivery.result : undefined;
    core.setOutput('outcome', delivered?.outcome ?? 'superseded');
    core.setOutput('head', delivered?.head ?? '');
    if (process.env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(deliverySummary(brief, delivery)).write();
    // The record has the outcome. A failed run is news for the story; only a delivery that did not happen is this job's failure.
    const reason = delivery.kind === 'superseded' ? delivery.reason : delivery.result.reason;
    if (reason) core.notice(logLine(reason));
  } finally {
    await store.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  core.setFailed(logLine(error instanceof Error ? error.message : String(error)));
}
