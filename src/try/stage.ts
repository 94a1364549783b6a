/**
 * The world in which is tried: an organization, its maintainer, the App, the project. What a later start on the same folder must know stands in `try.json`
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
  app: z.object({ id: z.int(), privateKey: z.string(), webhookSecret: z.string() }),
  maintainerToken: z.string(),
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

/** Sets the stage in an empty hub: accounts, the App with the rights and events of app.yml, and the project with Orch installed. */
export async function setStage(hub: Hub, project: TryProject, env: NodeJS.ProcessEnv): Promise<TrySession> {
  const { seed, world } = hub;
  seed.organization({ login: OWNER });
  const { token: maintainerToken } = seed.user({ login: MAINTAINER, name: 'Maria' });
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
  const repository = await seed.repository({
    owner: OWNER,
    name: project.name,
    from: project.dir,
    collaborators: { [MAINTAINER]: 'admin' },
  });
  seed.install(APP_SLUG, OWNER, [project.name]);
  if (env.ANTHROPIC_API_KEY) setSecret(world, { repository, name: 'ANTHROPIC_API_KEY', value: env.ANTHROPIC_API_KEY });
  if (env.ANTHROPIC_BASE_URL)
    setVariable(world, { repository, name: 'ANTHROPIC_BASE_URL', value: env.ANTHROPIC_BASE_URL });
  return {
    version: 1,
    pid: process.pid,
    repository: project.name,
    issue: project.issue,
    app: { id: app.id, privateKey: app.privateKey, webhookSecret: randomBytes(20).toString('hex') },
    maintainerToken,
    orchPort: 0,
    hub: '',
  };
}
