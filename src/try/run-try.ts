/** `npm run try`: the whole way from a label to a merged pull request, on an embedded GitHub in this one process. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listen } from '../localhub/world/world.ts';
import { UserError } from '../user-error.ts';
import { type House, openHouse } from './house.ts';
import type { TryIo } from './io.ts';
import { createMaintainer } from './maintainer.ts';
import type { TryPlan } from './options.ts';
import { isOrchs, outcomeOf, type TryOutcome } from './outcome.ts';
import { prepareProject } from './project.ts';
import { playScene } from './run-scene.ts';
import { printScene } from './scene-summary.ts';
import type { Scene } from './scenes/scene.ts';
import { MAINTAINER, OWNER, readSession } from './stage.ts';
import { readStory } from './state.ts';
import { printEnd } from './summary.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** Where `--keep` keeps the hub when no folder is named; `npm run try -- comment …` looks there. */
export const KEPT_DIR = '.orch-hub';

/**
 * Runs a try. Resolves with the exit status: 0 only when the pull request is merged and the verifier agreed; of a scene, when everything is as it
 * must be.
 */
export async function runTry(plan: TryPlan, io: TryIo): Promise<number> {
  const timeline = createTimeline({
    write: plan.json ? () => {} : io.out,
    now: () => performance.now(),
    colour: io.colour,
  });
  const scratch = await mkdtemp(join(tmpdir(), 'orch-try-'));
  const dir = plan.dir ?? (plan.keep ? resolve(KEPT_DIR) : join(scratch, 'hub'));
  try {
    const session = readSession(dir);
    if (session && isAlive(session.pid)) {
      throw new UserError(
        `${dir} is in use by a try that runs already (process ${session.pid}). Stop it, or name another folder with --dir.`,
      );
    }
    if (session && plan.scene)
      throw new UserError(
        `${dir} holds an earlier try, and a scene begins anew. Remove it, or name another folder with --dir.`,
      );
    // Everything that can be wrong with the repository or the script is found out before anything is started.
    const project = session ? undefined : await prepareProject(plan, join(scratch, 'project'));
    for (const note of project?.notes ?? []) timeline.tell('hub', note);
    timeline.tell('agent', whoWorks(plan));
    await mkdir(dir, { recursive: true });
    const house = await openHouse({ plan, dir, before: session, project, io, timeline });
    try {
      const { story, ok } = plan.scene
        ? await showScene(house, plan.scene, { plan, timeline, io })
        : await showStory(house, { plan, timeline, io });
      if (plan.keep && !io.signal.aborted) await linger(house, story, plan, io);
      return ok ? 0 : 1;
    } finally {
      await house.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Showing {
  plan: TryPlan;
  timeline: Timeline;
  io: TryIo;
}

/** The usual way, from a label to a merged pull request. */
async function showStory(house: House, { plan, timeline, io }: Showing): Promise<{ story: number; ok: boolean }> {
  const outcome = await play(house, timeline, io.signal);
  if (plan.json) io.out(JSON.stringify(outcome));
  else await printEnd(house.hub, house.session, outcome, io);
  return { story: outcome.story, ok: outcome.merged };
}

async function showScene(
  house: House,
  scene: Scene,
  { plan, timeline, io }: Showing,
): Promise<{ story: number; ok: boolean }> {
  const outcome = await playScene(house, scene, { timeline, signal: io.signal });
  if (plan.json) io.out(JSON.stringify(outcome));
  else printScene(scene, outcome, io);
  return outcome;
}

/** Who does the work, said plainly: a script is not a model. */
function whoWorks(plan: TryPlan): string {
  switch (plan.model.kind) {
    case 'model':
      return `the work is done by ${plan.model.name}, with your key`;
    case 'script':
      return `the work is played from a script, ${plan.model.file}: no model is asked, everything else is real`;
    case 'scene':
      return 'the work is played from the script of a scene: no model is asked, everything else is real';
    case 'sample script':
      return 'the work is played from a script, sample/script.yaml: no model is asked, everything else is real';
  }
}

/** Where the story stays, as far as the maintainer of the try is concerned. */
const ENDED: ReadonlySet<string> = new Set(['merged', 'failed', 'blocked', 'abandoned', 'skipped']);

/** The story itself: the maintainer opens and labels, then only watches and approves, until the story has ended. */
async function play(house: House, timeline: Timeline, signal: AbortSignal): Promise<TryOutcome> {
  const { hub, session } = house;
  const maintainer = createMaintainer({
    apiUrl: hub.urls.api,
    token: session.maintainerToken,
    repository: session.repository,
    login: MAINTAINER,
  });
  const issue = await maintainer.openIssue(session.issue);
  const from = hub.requests.entries.length;
  const start = timeline.seconds();
  const ended = storyEnd(house, maintainer, issue, signal);
  await maintainer.label(issue);
  await ended;
  await house.idle();
  const { story, runs } = await readStory(hub, session.repository, issue);
  return outcomeOf({
    issue,
    story,
    runs,
    requests: hub.requests.entries.slice(from).filter(isOrchs),
    seconds: timeline.seconds() - start,
    urls: { api: hub.urls.api, git: `${hub.urls.git}/${OWNER}/${session.repository}.git` },
  });
}

/** Resolves when the story is merged or waits for a person in a way that the maintainer of the try does not answer. */
function storyEnd(
  house: House,
  maintainer: ReturnType<typeof createMaintainer>,
  issue: number,
  signal: AbortSignal,
): Promise<void> {
  const { hub, session } = house;
  return new Promise((resolveEnd, reject) => {
    let looking = Promise.resolve();
    const look = async (): Promise<void> => {
      const { story } = await readStory(hub, session.repository, issue);
      if (story?.status === 'review') await maintainer.lookAtPullRequest(issue);
      if (story && !story.outbox && ENDED.has(story.status)) end();
    };
    // One look after another, each after something that may matter: a commit to the state, a suite of checks. Nothing here waits for a time to pass.
    const stop = listen(hub.world, ({ name, action }) => {
      if (name === 'push' || ((name === 'check_suite' || name === 'workflow_run') && action === 'completed'))
        looking = looking.then(look).catch(reject);
    });
    const end = (): void => {
      stop();
      signal.removeEventListener('abort', end);
      resolveEnd();
    };
    signal.addEventListener('abort', end);
    looking = looking.then(look).catch(reject);
  });
}

/** Stays until Ctrl-C, and says what can be done meanwhile. */
async function linger(house: House, issue: number, plan: TryPlan, io: TryIo): Promise<void> {
  const tell = plan.json ? () => {} : io.out;
  tell('');
  tell('Everything is still running. In another shell:');
  const where = plan.dir === undefined ? '' : ` --dir ${plan.dir}`;
  tell(`  npm run try -- comment ${issue} "/orch status"${where}`);
  tell(`  npm run try -- show ${issue}${where}`);
  tell(`  git clone ${house.hub.urls.git}/${OWNER}/${house.session.repository}.git`);
  tell('Ctrl-C ends it.');
  await new Promise<void>((done) => io.signal.addEventListener('abort', () => done(), { once: true }));
}

/** Whether a process of that number lives. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not permitted means that it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
