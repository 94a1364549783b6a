/** The world that the GraphQL tests play in: Acme's repository `acme/api`, with Orch installed and a story on its way. */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { announcePush } from '../../../src/localhub/git/announce-push.ts';
import { compareCommits } from '../../../src/localhub/git/compare.ts';
import { createGit, type Git } from '../../../src/localhub/git/git.ts';
import { keepPulls } from '../../../src/localhub/git/pull-keeper.ts';
import { createGraphql, type Graphql, type GraphqlAnswer } from '../../../src/localhub/graphql/create-graphql.ts';
import { NO_OID } from '../../../src/localhub/graphql/git.ts';
import { once } from '../../../src/localhub/graphql/schema.ts';
import { createOrganization, createUser, systemActor, userActor } from '../../../src/localhub/world/accounts.ts';
import { createApp, installationActor } from '../../../src/localhub/world/apps.ts';
import { createComment } from '../../../src/localhub/world/comments.ts';
import { installApp } from '../../../src/localhub/world/installations.ts';
import { openIssue } from '../../../src/localhub/world/issues.ts';
import { addLabels, createLabel } from '../../../src/localhub/world/labels.ts';
import { hasRole } from '../../../src/localhub/world/lookups.ts';
import { openPullRequest } from '../../../src/localhub/world/pulls.ts';
import { createRepository, setCollaborator, updateRepository } from '../../../src/localhub/world/repositories.ts';
import type {
  Account,
  Actor,
  App,
  Issue,
  Permissions,
  PullIssue,
  Repository,
  WorldEvent,
} from '../../../src/localhub/world/types.ts';
import { createWorld, listen, type World } from '../../../src/localhub/world/world.ts';

/** What the tests hold in their hands. */
export interface Acme {
  readonly world: World;
  readonly git: Git;
  readonly graphql: Graphql;
  readonly repository: Repository;
  readonly people: Readonly<Record<'olga' | 'mara' | 'tim' | 'rita', Account>>;
  readonly app: App;
  readonly orch: Actor;
  readonly issue: Issue;
  readonly pull: PullIssue;
  /** Names of events since the last call, `issues.labeled` and so on. */
  events(): string[];
  /** Errors that the hub calls its own. */
  readonly unexpected: unknown[];
  /** Asks as Orch's installation, with all permissions unless others are given. */
  ask(query: string, variables?: Record<string, unknown>, permissions?: Permissions): Promise<GraphqlAnswer>;
  /** Asks as a person. */
  askAs(account: Account, query: string, variables?: Record<string, unknown>): Promise<GraphqlAnswer>;
  /** The commit that a branch is at. */
  tip(branch: string): Promise<string>;
  /** Commits a file on a new or existing branch, as git push would, and tells the world. */
  push(branch: string, files: Record<string, string>, message?: string): Promise<string>;
  close(): Promise<void>;
}

/** The permissions that Orch's installation has. */
export const ORCH: Permissions = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  metadata: 'read',
  pull_requests: 'write',
};

/** The host that the URLs of these tests name; nothing listens there. */
export const URLS = {
  html: 'http://hub.test',
  api: 'http://hub.test/api/v3',
  graphql: 'http://hub.test/api/graphql',
  git: 'http://hub.test',
};

/** What the HTTP door will answer: a token's permissions for Apps, the role in the repository for people. */
function can(request: {
  actor: Actor;
  permissions: Permissions | null;
  repository: Repository;
  permission: string;
  level: string;
}): boolean {
  const { actor, permissions, repository, permission, level } = request;
  if (permissions !== null) return level === 'read' ? permission in permissions : permissions[permission] === 'write';
  const role = permission === 'administration' ? 'admin' : level === 'read' ? 'read' : 'write';
  return hasRole(worldOf.get(repository) as World, repository, actor.account, role);
}

const worldOf = new WeakMap<Repository, World>();

const NAME = 'acme/api';
const AUTHOR = { name: 'Olga Owner', email: 'olga@acme.example', date: '2026-11-21T08:00:00Z' };

const scratchFolder = (): string => mkdtempSync(join(tmpdir(), 'localhub-graphql-'));

/** Commits files on a new or existing branch, as git would, and tells nobody. */
async function commit(git: Git, branch: string, files: Record<string, string>, message: string) {
  const ref = `refs/heads/${branch}`;
  const before = await git.readRef(NAME, ref);
  const additions = Object.entries(files).map(([path, text]) => ({ path, contents: Buffer.from(text) }));
  const after = await git.commitChanges(NAME, {
    parent: before ?? (await git.readRef(NAME, 'refs/heads/main')) ?? '',
    changes: { additions, deletions: [] },
    message,
    author: AUTHOR,
    committer: AUTHOR,
  });
  await git.moveRef(NAME, { ref, before: before ?? NO_OID, after });
  return { ref, before: before ?? NO_OID, after };
}

/** The repository before anything happens, made once for each test file and copied for each test. */
const seed = once(async () => {
  const folder = scratchFolder();
  const files = join(folder, 'files');
  mkdirSync(join(files, '.orch'), { recursive: true });
  writeFileSync(join(files, 'README.md'), '# api\n');
  writeFileSync(join(files, '.orch', 'config.yaml'), 'version: 1\n');
  const git = createGit(join(folder, 'git'));
  await git.create(NAME, 'main');
  await git.import(NAME, files, { defaultBranch: 'main', message: 'First commit', author: AUTHOR });
  await commit(git, 'story/1', { 'ping.js': 'export const ping = () => "pong";\n' }, 'Add ping');
  return folder;
});
afterAll(async () => rmSync(await seed(), { recursive: true, force: true }));

/** Makes the world anew: an issue #1 with labels and two comments, and Orch's pull request #2 for it from `story/1`. */
export async function acme(): Promise<Acme> {
  const scratch = scratchFolder();
  cpSync(join(await seed(), 'git'), join(scratch, 'git'), { recursive: true });

  // Every look at the clock is a second later, so that nothing happens at the same time as anything else.
  let seconds = 0;
  const world = createWorld({ now: () => new Date(Date.UTC(2026, 10, 21, 9, 0, seconds++)) });
  const git = createGit(join(scratch, 'git'));
  const names: string[] = [];
  listen(world, ({ name, action }: WorldEvent) => names.push(action === null ? name : `${name}.${action}`));

  const organization = createOrganization(world, { login: 'acme', name: 'Acme' });
  const people = {
    olga: createUser(world, { login: 'olga', name: 'Olga Owner', email: 'olga@acme.example' }),
    mara: createUser(world, { login: 'mara', name: 'Mara' }),
    tim: createUser(world, { login: 'tim' }),
    rita: createUser(world, { login: 'rita' }),
  };
  const app = createApp(world, { slug: 'orch', owner: organization, permissions: ORCH, events: ['issues'] });
  const installation = installApp(world, userActor(people.olga), { appId: app.id, account: organization });
  const orch = installationActor(world, installation);
  const repository = createRepository(world, userActor(people.olga), { owner: organization, name: 'api' });
  worldOf.set(repository, world);
  setCollaborator(world, { repository, account: people.olga, roleName: 'admin' });
  setCollaborator(world, { repository, account: people.mara, roleName: 'maintain' });
  setCollaborator(world, { repository, account: people.tim, roleName: 'triage' });

  const unexpected: unknown[] = [];
  const sides = { world, git };
  const keeper = keepPulls(sides, (cause) => unexpected.push(cause));
  const tip = async (branch: string): Promise<string> => (await git.readRef(NAME, `refs/heads/${branch}`)) ?? '';
  const first = await tip('main');
  await announcePush(sides, systemActor(world), repository, {
    ref: 'refs/heads/main',
    before: NO_OID,
    after: first,
  });

  const push = async (branch: string, files: Record<string, string>, message = `Work on ${branch}`) => {
    const move = await commit(git, branch, files, message);
    await announcePush(sides, userActor(people.olga), repository, move);
    return move.after;
  };

  createLabel(world, userActor(people.olga), { repository, name: 'orch:story', color: '5319e7' });
  const issue = openIssue(world, userActor(people.rita), { repository, title: 'Add a ping', body: 'It should pong.' });
  addLabels(world, userActor(people.tim), { issue, names: ['orch:story', 'bug'] });
  createComment(world, orch, { issue, body: 'On it.' });
  createComment(world, userActor(people.mara), { issue, body: '/orch status' });
  const headSha = await tip('story/1');
  await announcePush(sides, userActor(people.olga), repository, {
    ref: 'refs/heads/story/1',
    before: NO_OID,
    after: headSha,
  });
  const pull = openPullRequest(world, orch, {
    repository,
    head: 'story/1',
    base: 'main',
    title: 'Add a ping',
    body: 'Closes #1',
    comparison: await compareCommits(git, NAME, await tip('main'), headSha),
  });
  names.length = 0;

  const graphql = createGraphql({
    ...sides,
    urls: URLS,
    can,
    settled: keeper.settled,
    onUnexpected: (cause) => unexpected.push(cause),
  });
  await keeper.settled();
  return {
    world,
    git,
    graphql,
    repository,
    people,
    app,
    orch,
    issue,
    pull,
    unexpected,
    events: () => names.splice(0),
    ask: (query, variables, permissions = ORCH) => graphql.execute({ query, variables, actor: orch, permissions }),
    askAs: (account, query, variables) =>
      graphql.execute({ query, variables, actor: userActor(account), permissions: null }),
    tip,
    push,
    async close() {
      await keeper.settled();
      keeper.close();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

/** Makes the repository private. */
export function hide({ world, repository }: Acme): void {
  updateRepository(world, { repository, private: true });
}

/** The value at a path of an answer's data; undefined when there is none. */
export function at(answer: GraphqlAnswer, ...path: (string | number)[]): unknown {
  let value: unknown = answer.data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
