/**
 * The world in which is tried: an organization, its maintainer, the App (where there is a server), the project. What a later start on the same folder must know stands in `try.json`
 * beside the hub's own files.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import type { Hub } from '../localhub/hub.ts';
import { setSecret, setVariable } from '../localhub/world/repositories.ts';
import { ORCH_ROOT, type TryProject } from './project.ts';

/** The people and things of the try. */
export const OWNER = 'acme';
export const MAINTAINER = 'maria';
export const APP_SLUG = 'orch';

const sessionSchema = z.object({
  version: z.literal(1),
  pid: z.int(),
  repository: z.string(),
  issue: z.object({ title: z.string(), body: z.string() }),
  /** Absent where there is no server. */
  app: z.object({ id: z.int(), privateKey: z.string(), webhookSecret: z.string() }).optional(),
  maintainerToken: z.string(),
  /** Tokens of the people of a scene who have no right in the repository, by login. */
  strangers: z.record(z.string(), z.string()).optional(),
  orchPort: z.int(),
  hub: z.string(),
});
/** `try.json`: how to go on on the same folder, and how `npm run try -- comment …` finds the hub that runs. */
export type TrySession = z.infer<typeof sessionSchema>;

const sessionFile = (dir: string): string => join(dir, 'try.json');

/** The session that a folder holds, or undefined when it holds none. */
export function readSession(dir: string): TrySession | undefined {
  if (!existsSync(sessionFile(dir))) return undefined;
  return sessionSchema.parse(JSON.parse(readFileSync(sessionFile(dir), 'utf8')));
}

/** Written beside and moved into place, so that a kill in the middle leaves the old one. */
export async function writeSession(dir: string, session: TrySession): Promise<void> {
  const temporary = `${sessionFile(dir)}.${session.pid}`;
  await writeFile(temporary, JSON.stringify(session, null, 2), { mode: 0o600 });
  await rename(temporary, sessionFile(dir));
}

/**
 * Sets the stage in an empty hub: accounts, the project with Orch installed, and the App with the rights and events of app.yml; without a
 * server, the one setting of the repository that stands in for the App. `env` has the models' keys, which become the repository's secrets.
 */
export async function setStage(
  hub: Hub,
  project: TryProject,
  { actionsOnly, env, strangers = [] }: { actionsOnly: boolean; env: NodeJS.ProcessEnv; strangers?: readonly string[] },
): Promise<TrySession> {
  const { seed, world } = hub;
  seed.organization({ login: OWNER });
  const { token: maintainerToken } = seed.user({ login: MAINTAINER, name: 'Maria' });
  const tokens = Object.fromEntries(strangers.map((login) => [login, seed.user({ login }).token]));
  const repository = await seed.repository({
    owner: OWNER,
    name: project.name,
    from: project.dir,
    collaborators: { [MAINTAINER]: 'admin' },
    settings: { actionsMayCreateAndApprovePullRequests: actionsOnly },
  });
  const app = actionsOnly ? undefined : await registerApp(hub, project.name);
  for (const name of ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY']) {
    const value = env[name];
    if (value) setSecret(world, { repository, name, value });
  }
  for (const name of ['ANTHROPIC_BASE_URL', 'OPENAI_BASE_URL']) {
    const value = env[name];
    if (value) setVariable(world, { repository, name, value });
  }
  return {
    version: 1,
    pid: process.pid,
    repository: project.name,
    issue: project.issue,
    ...(app && { app }),
    maintainerToken,
    ...(strangers.length > 0 && { strangers: tokens }),
    orchPort: 0,
    hub: '',
  };
}

/** The App, installed on the project. */
async function registerApp({ seed }: Hub, project: string): Promise<NonNullable<TrySession['app']>> {
  const manifest = load(readFileSync(join(ORCH_ROOT, 'app.yml'), 'utf8')) as {
    name: string;
    default_permissions: Record<string, 'read' | 'write'>;
    default_events: string[];
  };
  const app = await seed.app({
    slug: APP_SLUG,
    name: manifest.name,
    owner: OWNER,
    permissions: manifest.default_permissions,
    events: manifest.default_events,
  });
  seed.install(APP_SLUG, OWNER, [project]);
  return { id: app.id, privateKey: app.privateKey, webhookSecret: randomBytes(20).toString('hex') };
}
