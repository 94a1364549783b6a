/** The hub, the runner, and Orch: a server of its own, or the workflows of the repository alone. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { basename } from 'node:path/posix';
import { EVENTS_WORKFLOW_PATH } from '../install/workflow.ts';
import { type Runner, startRunner } from '../localhub/actions/runner.ts';
import { type Hub, startHub } from '../localhub/hub.ts';
import { findApp, setWebhook } from '../localhub/world/apps.ts';
import { findRepository } from '../localhub/world/repositories.ts';
import { type OrchServer, serve, WEBHOOK_PATH } from '../server/serve.ts';
import type { TryIo } from './io.ts';
import { createMaintainer } from './maintainer.ts';
import { type Narration, narrate } from './narrate.ts';
import type { TryPlan } from './options.ts';
import { ORCH_ROOT, type TryProject } from './project.ts';
import { APP_SLUG, MAINTAINER, OWNER, setStage, type TrySession, writeSession } from './stage.ts';
import type { Timeline } from './timeline.ts';

export interface House {
  hub: Hub;
  session: TrySession;
  /** Resolves when nothing is left to do, for Orch and for the runner. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface HousePlan {
  plan: TryPlan;
  dir: string;
  /** What an earlier try left on the same folder. */
  before: TrySession | undefined;
  /** The project to put into a hub that is new. */
  project: TryProject | undefined;
  io: TryIo;
  timeline: Timeline;
}

/** Starts everything, in an order in which no event is lost: the runner reports lost jobs when whoever has to hear of it already listens. */
export async function openHouse(houses: HousePlan): Promise<House> {
  const { plan, dir, before, project, io, timeline } = houses;
  const hub = await startHub({ dir: join(dir, 'hub') });
  timeline.tell('hub', `an embedded GitHub listens at ${hub.urls.html}`);
  // A scene asks no model, so that no real key has a place in it.
  const { secrets: env, strangers } = plan.scene ?? { secrets: io.env, strangers: [] };
  const session = before ?? (await setStage(hub, project!, { actionsOnly: plan.actionsOnly, env, strangers }));
  const told = narrate(hub, timeline, { level: io.env.LOG_LEVEL, actionsOnly: session.app === undefined });
  const orch = await openServer(houses, hub, session, told);
  const runner = await startRunner(hub, {
    actions: { 'orch-dev/orch': ORCH_ROOT },
    concurrency: 2,
    onEvent: told.runnerEvent,
  });
  timeline.tell('actions', 'a runner waits for jobs');
  if (orch) await orch.idle();
  else await beginWithoutServer(hub, session, runner, { branch: project?.branch, timeline });
  const now = {
    ...session,
    orchPort: orch ? Number(new URL(orch.url).port) : 0,
    hub: hub.urls.html,
    pid: process.pid,
  };
  await writeSession(dir, now);
  return {
    hub,
    session: now,
    idle: async () => {
      await orch?.idle();
      await runner.idle();
    },
    close: async () => {
      told.stop();
      await runner.close();
      await orch?.close();
      await hub.close();
    },
  };
}

/** The App's server, where the session has an App. */
async function openServer(
  { plan, dir, timeline }: HousePlan,
  hub: Hub,
  { app, orchPort }: TrySession,
  told: Narration,
): Promise<OrchServer | undefined> {
  if (!app) return undefined;
  const orch = await serve({
    appId: app.id,
    privateKey: app.privateKey,
    webhookSecret: app.webhookSecret,
    apiUrl: hub.urls.api,
    gitUrl: hub.urls.git,
    dataDir: join(dir, 'orch'),
    store: plan.store,
    host: '127.0.0.1',
    port: orchPort,
    holder: 'try',
    log: told.log,
    clock: () => new Date(),
    randomId: randomUUID,
    concurrency: 4,
  });
  setWebhook(hub.world, {
    app: findApp(hub.world, APP_SLUG)!,
    webhook: { url: `${orch.url}${WEBHOOK_PATH}`, secret: app.webhookSecret, active: true },
  });
  timeline.tell('orch', `the App’s server listens at ${orch.url}`);
  return orch;
}

/**
 * What makes up for a server at the start: the maintainer runs the workflow once after installing it, as docs/actions-only.md says; after a
 * crash the schedule comes round, which is not waited for here but fired.
 */
async function beginWithoutServer(
  hub: Hub,
  session: TrySession,
  runner: Runner,
  { branch, timeline }: { branch: string | undefined; timeline: Timeline },
): Promise<void> {
  timeline.tell('orch', 'there is no server: the workflows of the repository do everything');
  if (branch === undefined) {
    timeline.tell('hub', 'the schedule is due');
    await runner.fireSchedule(findRepository(hub.world, OWNER, session.repository)!.id);
    return;
  }
  const maintainer = createMaintainer({
    apiUrl: hub.urls.api,
    token: session.maintainerToken,
    repository: session.repository,
    login: MAINTAINER,
  });
  await maintainer.runWorkflow(basename(EVENTS_WORKFLOW_PATH), branch);
  await runner.idle();
}
