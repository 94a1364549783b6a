/**
 * The world in which is tried: an organization, its maintainer, the App, the project. What a later start on the same folder must know stands in `try.json`
 * beside the hub's own files.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import type { Hub } from '../localhub/hub.ts';
import { createOrganization, createUser, systemActor } from '../localhub/world/accounts.ts';
import { createApp } from '../localhub/world/apps.ts';
import { installApp } from '../localhub/world/installations.ts';
import { createRepository, setCollaborator, setSecret, setVariable } from '../localhub/world/repositories.ts';
import { createUserToken } from '../localhub/world/tokens.ts';
import { ORCH_ROOT, type TryProject } from './project.ts';

/** The people and things of the try. */
export const OWNER = 'acme';
export const MAINTAINER = 'maria';
export const APP_SLUG = 'orch';

const sessionSchema = z.object({
  version: z.literal(1),
  pid: z.int(),
  repository: z.string(),
  branch: z.string(),
  issue: z.object({ title: z.string(), body: z.string() }),
  app: z.object({ id: z.int(), privateKey: z.string(), webhookSecret: z.string() }),
  maintainerToken: z.string(),
  hubPort: z.int(),
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
  const { world } = hub;
  const owner = createOrganization(world, { login: OWNER });
  const maintainer = createUser(world, { login: MAINTAINER, name: 'Maria' });
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const manifest = load(readFileSync(join(ORCH_ROOT, 'app.yml'), 'utf8')) as {
    name: string;
    description: string;
    default_permissions: Record<string, 'read' | 'write'>;
    default_events: string[];
  };
  const app = createApp(world, {
    slug: APP_SLUG,
    name: manifest.name,
    description: manifest.description,
    owner,
    permissions: manifest.default_permissions,
    events: manifest.default_events,
    publicKey,
    webhook: null,
  });
  const actor = systemActor(world);
  const repository = createRepository(world, actor, { owner, name: project.name, defaultBranch: project.branch });
  setCollaborator(world, { repository, account: maintainer, roleName: 'admin' });
  await hub.git.importRepository({ owner: OWNER, name: project.name, from: project.dir });
  installApp(world, actor, { appId: app.id, account: owner, repositories: [repository] });
  if (env.ANTHROPIC_API_KEY) setSecret(world, { repository, name: 'ANTHROPIC_API_KEY', value: env.ANTHROPIC_API_KEY });
  if (env.ANTHROPIC_BASE_URL)
    setVariable(world, { repository, name: 'ANTHROPIC_BASE_URL', value: env.ANTHROPIC_BASE_URL });
  const maintainerToken = `ghp_${randomBytes(18).toString('hex')}`;
  createUserToken(world, { account: maintainer, value: maintainerToken });
  return {
    version: 1,
    pid: process.pid,
    repository: project.name,
    branch: project.branch,
    issue: project.issue,
    app: { id: app.id, privateKey, webhookSecret: randomBytes(20).toString('hex') },
    maintainerToken,
    hubPort: 0,
    orchPort: 0,
    hub: '',
  };
}
