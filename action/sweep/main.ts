/** The entry of the Action that stands in for Orch's server. Wiring only. It executes nothing from the repository. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as core from '@actions/core';
import { afterRun, type Occasion, occasionOf } from '../../src/actions-only/occasion.ts';
import { openJobPlace } from '../../src/actions-only/open-place.ts';
import { sweepSummary } from '../../src/actions-only/summary.ts';
import { sweepOnce } from '../../src/actions-only/sweep-once.ts';
import { logLine } from '../../src/patch/harmless.ts';
import { parseStoreChoice, STORE_CHOICES } from '../../src/state/choose-store.ts';

/** How often another job's work is looked for (ms). Through git that is free; through the API it is a request of a thousand in an hour. */
const POLL = { git: 2_000, api: 15_000 };

const delay = async (milliseconds: number): Promise<void> => void (await setTimeout(milliseconds));

async function main(): Promise<void> {
  const token = core.getInput('token', { required: true });
  const pullRequestToken = core.getInput('pull-request-token') || undefined;
  for (const secret of [token, pullRequestToken ?? '']) if (secret !== '') core.setSecret(secret);
  core.setSecret(Buffer.from(`x-access-token:${token}`).toString('base64'));
  const word = core.getInput('store') || 'auto';
  const store = parseStoreChoice(word);
  if (!store) throw new Error(`The input store is ${JSON.stringify(word)}; it is one of ${STORE_CHOICES.join(', ')}.`);
  const [owner = '', repo = ''] = variable('GITHUB_REPOSITORY').split('/');
  const runId = variable('GITHUB_RUN_ID');
  const conclusion = core.getInput('conclusion');
  const scratch = await mkdtemp(join(process.env.RUNNER_TEMP || tmpdir(), 'orch-sweep-'));
  const { place, kind } = await openJobPlace({
    apiUrl: variable('GITHUB_API_URL'),
    serverUrl: variable('GITHUB_SERVER_URL'),
    owner,
    repo,
    token,
    pullRequestToken,
    ownRun: conclusion === '' ? undefined : { id: Number(runId), conclusion },
    attempt: `${runId}-${variable('GITHUB_RUN_ATTEMPT')}`,
    store,
    scratch,
    environment: process.env,
    clock: () => new Date(),
    randomId: randomUUID,
    random: Math.random,
    delay,
    log: (message, details = {}) => {
      const more = Object.entries(details).map(([name, value]) => `${name}: ${String(value)}`);
      core.info(logLine(more.length > 0 ? `${message} (${more.join(', ')})` : message));
    },
  });
  try {
    const { looks, problem } = await sweepOnce(place, await occasion(), {
      poll: POLL[kind],
      sleep: delay,
      random: Math.random,
    });
    core.setOutput('looked', looks.length);
    if (process.env.GITHUB_STEP_SUMMARY)
      await core.summary.addRaw(sweepSummary({ looks, ...(problem && { problem }) })).write();
    const problems = looks.flatMap((look) => (look.problem === undefined ? [] : [`#${look.issue}: ${look.problem}`]));
    if (problem) problems.push(problem);
    if (problems.length > 0) throw new Error(problems.join(' '));
  } finally {
    await place.store.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The story that was given, as the last job of a run gives it, or what the event says. */
async function occasion(): Promise<Occasion> {
  const story = core.getInput('story');
  if (story === '') {
    const payload: unknown = JSON.parse(await readFile(variable('GITHUB_EVENT_PATH'), 'utf8'));
    return occasionOf(variable('GITHUB_EVENT_NAME'), payload);
  }
  if (!/^[1-9]\d{0,9}$/.test(story))
    throw new Error(`The input story is ${JSON.stringify(story)}; it is an issue's number, like 12.`);
  return afterRun(Number(story));
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. This runs as a step of GitHub Actions.`);
  return value;
}

try {
  await main();
} catch (error) {
  core.setFailed(logLine(error instanceof Error ? error.message : String(error)));
}
