/** The entry of the `agent` job's Action: reads the runner's environment, runs the job, shows what happened. Wiring only. */
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import * as core from '@actions/core';
import { systemClock } from '../../src/agent/clock.ts';
import { withdrawSecrets } from '../../src/agent/environment.ts';
import type { Emit } from '../../src/agent/events.ts';
import { runAgentJob } from './job.ts';
import { summaryOf } from './summary.ts';
import { timeline } from './timeline.ts';

const show: Emit = (event) => {
  for (const line of timeline(event)) {
    if (line.kind === 'group') core.startGroup(line.text);
    else if (line.kind === 'end') core.endGroup();
    else core.info(line.text);
  }
};

async function main(): Promise<number> {
  const env = process.env;
  const temp = env.RUNNER_TEMP;
  const workspace = env.GITHUB_WORKSPACE;
  if (!temp || !workspace)
    throw new Error('RUNNER_TEMP and GITHUB_WORKSPACE are not set. This runs as a step of GitHub Actions.');
  const brief = core.getInput('brief');
  const reportFile = resolve(core.getInput('report') || join(temp, 'report.json'));

  // From here on nothing that this process starts can inherit a secret.
  const access = withdrawSecrets(env);
  for (const { apiKey } of [access, access.openai]) if (apiKey) core.setSecret(apiKey);

  // The runner sends SIGINT when a run is cancelled, SIGTERM some seconds later, and then kills.
  const cancel = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancel.abort());

  const { report, transcript, hidden } = await runAgentJob({
    brief,
    reportFile,
    workspace,
    repository: env.GITHUB_REPOSITORY || undefined,
    temp,
    path: env.PATH,
    lang: env.LANG,
    toolCache: env.RUNNER_TOOL_CACHE || undefined,
    secretFolders: [homedir(), ...(env.HOME ? [env.HOME] : [])],
    ...access,
    clock: systemClock,
    signal: cancel.signal,
    nonce: randomBytes(9).toString('base64url').replace(/[-_]/g, 'x'),
    emit: show,
  });
  if (report.stop !== 'done') core.warning(`The agent stopped: ${report.stop}. ${report.reason ?? ''}`);
  core.setOutput('report', reportFile);
  core.setOutput('transcript', transcript);
  core.setOutput('stop', report.stop);
  if (env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(summaryOf(report, hidden), true).write();
  // A report was written, so the job did its part: what the stop means is for the next jobs to say.
  return 0;
}

try {
  process.exit(await main());
} catch (error) {
  core.setFailed(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
