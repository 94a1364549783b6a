/** Orch's real server before the embedded GitHub, over HTTP, with a gate between the two. Webhooks go by hand or by themselves. */
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sign } from '@octokit/webhooks-methods';
import { load } from 'js-yaml';
import { pino } from 'pino';
import { type Hub, startHub } from '../../src/localhub/hub.ts';
import { findAccount, userActor } from '../../src/localhub/world/accounts.ts';
import { findApp, setWebhook } from '../../src/localhub/world/apps.ts';
import { commentsOf, createComment } from '../../src/localhub/world/comments.ts';
import { openIssue } from '../../src/localhub/world/issues.ts';
import { addLabels } from '../../src/localhub/world/labels.ts';
import type { App, Issue, Repository } from '../../src/localhub/world/types.ts';
import { runsOf } from '../../src/localhub/world/workflow-runs.ts';
import { type OrchServer, serve, WEBHOOK_PATH } from '../../src/server/serve.ts';
import { FILES } from '../contract/forge-world.ts';
import { type Gate, openGate } from './gate.ts';

export const SECRET = 'what only GitHub and Orch know';

/** One process of Orch, and its own way to GitHub. */
export interface Process {
  orch: OrchServer;
  gate: Gate;
  /** Where its webhooks go. */
  door: string;
  /** What it logged, one JSON text a line. */
  logged: string[];
  /** It dies: it gets no answer any more, and is told nothing. */
  dies(): void;
}

export interface Town {
  hub: Hub;
  app: App;
  repository: Repository;
  /** Starts a process with a disk of its own. `heard`: webhooks go to it by themselves. */
  starts(heard?: boolean): Promise<Process>;
  /** The delivery that tells of a label on an issue, as GitHub would send it now. */
  delivery(issue: number): string;
  opens(title: string): Issue;
  labels(issue: Issue, label: string): void;
  says(issue: Issue, body: string): void;
  /** Texts of Orch's own comments. */
  comments(issue: Issue): string[];
  /** Titles of the Actions runs of a story. */
  runs(issue: Issue): string[];
  end(): Promise<void>;
}

/** Sends a webhook to a door. */
export const post = (door: string, body: string, headers: Record<string, string>): Promise<Response> =>
  fetch(door, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'issues',
      'x-github-delivery': randomUUID(),
      ...headers,
    },
  });

/** The header with the right signature. */
export const signed = async (body: string) => ({ 'x-hub-signature-256': await sign(SECRET, body) });

/** A repository with Orch installed, and maria, who may everything. */
export async function startTown(): Promise<Town> {
  const root = await mkdtemp(join(tmpdir(), 'orch-wire-'));
  const hub = await startHub({ dir: join(root, 'hub') });
  const { seed, world } = hub;
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(join(root, 'files', dirname(path)), { recursive: true });
    await writeFile(join(root, 'files', path), text);
  }
  seed.organization({ login: 'acme' });
  seed.user({ login: 'maria' });
  const repository = await seed.repository({
    owner: 'acme',
    name: 'durations',
    from: join(root, 'files'),
    collaborators: { maria: 'admin' },
  });
  const manifest = load(await readFile(new URL('../../app.yml', import.meta.url), 'utf8')) as {
    default_permissions: Record<string, 'read' | 'write'>;
    default_events: string[];
  };
  const app = await seed.app({
    slug: 'orch',
    owner: 'acme',
    permissions: manifest.default_permissions,
    events: manifest.default_events,
  });
  seed.install('orch', 'acme', ['durations']);
  const maria = userActor(findAccount(world, 'maria')!);
  const processes: Process[] = [];
  // Five times as fast as the world's, so that the second between two writes is not waited for.
  const began = Date.now();
  const clock = () => new Date(began + (Date.now() - began) * 5);

  const starts = async (heard = false): Promise<Process> => {
    const gate = await openGate(hub.urls.git);
    const logged: string[] = [];
    const orch = await serve({
      appId: app.id,
      privateKey: app.privateKey,
      webhookSecret: SECRET,
      apiUrl: hub.urls.api.replace(hub.urls.git, gate.url),
      gitUrl: hub.urls.git,
      dataDir: join(root, `process-${processes.length}`),
      host: '127.0.0.1',
      port: 0,
      holder: 'server-1',
      log: pino({ level: 'info' }, { write: (line: string) => logged.push(line) }),
      clock,
      randomId: randomUUID,
      concurrency: 4,
    });
    const door = `${orch.url}${WEBHOOK_PATH}`;
    const listener = heard ? { url: door, secret: SECRET, active: true } : null;
    setWebhook(world, { app: findApp(world, 'orch')!, webhook: listener });
    const process = { orch, gate, door, logged, dies: gate.shut };
    processes.push(process);
    return process;
  };

  return {
    hub,
    app: findApp(world, 'orch')!,
    repository,
    starts,
    delivery: (issue) =>
      JSON.stringify({
        action: 'labeled',
        label: { name: 'orch:run' },
        issue: { number: issue },
        repository: { name: 'durations', owner: { login: 'acme' } },
        installation: { id: world.installations.where('app', app.id)[0]?.id },
        sender: { login: 'maria', type: 'User' },
      }),
    opens: (title) => openIssue(world, maria, { repository, title }),
    labels: (issue, label) => void addLabels(world, maria, { issue, names: [label] }),
    says: (issue, body) => void createComment(world, maria, { issue, body }),
    comments: (issue) =>
      commentsOf(world, issue)
        .filter(({ authorId }) => world.accounts.get(authorId)?.login === 'orch[bot]')
        .map(({ body }) => body),
    runs: (issue) =>
      runsOf(world, repository)
        .map(({ displayTitle }) => displayTitle)
        .filter((title) => title.startsWith(`Orch story #${issue.number} `)),
    async end() {
      setWebhook(world, { app: findApp(world, 'orch')!, webhook: null });
      for (const { gate } of processes) gate.shut();
      for (const { orch, gate } of processes) {
        await orch.close();
        await gate.close();
      }
      await hub.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
