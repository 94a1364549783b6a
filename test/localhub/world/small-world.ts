import { createUser, userActor } from '../../../src/localhub/world/accounts.ts';
import { createApp, installationActor } from '../../../src/localhub/world/apps.ts';
import { installApp } from '../../../src/localhub/world/installations.ts';
import { type Comparison, openPullRequest } from '../../../src/localhub/world/pulls.ts';
import { pushed, ZERO_SHA } from '../../../src/localhub/world/refs.ts';
import { createRepository, setCollaborator } from '../../../src/localhub/world/repositories.ts';
import type {
  Account,
  Actor,
  App,
  CommitInfo,
  Installation,
  PullIssue,
  Repository,
  Urls,
  WorldEvent,
} from '../../../src/localhub/world/types.ts';
import { createWorld, listen, type World } from '../../../src/localhub/world/world.ts';

export const urls: Urls = {
  html: 'http://127.0.0.1:4000',
  api: 'http://127.0.0.1:4000/api/v3',
  graphql: 'http://127.0.0.1:4000/api/graphql',
  git: 'http://127.0.0.1:4000',
};

/**
 * The world that most tests happen in: `ada` owns `ada/lib`; `wes` may write, `tri` may triage, `rea` may read, `out` is
 * nobody there; the App `helper` is installed and acts as `helper[bot]`. `main` has one commit.
 */
export interface SmallWorld {
  world: World;
  repository: Repository;
  app: App;
  installation: Installation;
  accounts: Record<'ada' | 'wes' | 'tri' | 'rea' | 'out', Account>;
  ada: Actor;
  wes: Actor;
  tri: Actor;
  rea: Actor;
  out: Actor;
  helper: Actor;
  job: Actor;
  /** Everything that happened after the world was set up, as `issues.labeled` or `push`. */
  happened: () => string[];
  events: WorldEvent[];
}

export function smallWorld(): SmallWorld {
  let ticks = 0;
  // Each look at the clock is a second later, so that "later" is visible in timestamps.
  const world = createWorld({ now: () => new Date(Date.UTC(2026, 0, 1) + ticks++ * 1000) });
  const names = ['ada', 'wes', 'tri', 'rea', 'out'] as const;
  const accounts = Object.fromEntries(
    names.map((login) => [login, createUser(world, { login, email: `${login}@example.com` })]),
  ) as SmallWorld['accounts'];
  const ada = userActor(accounts.ada);
  const repository = createRepository(world, ada, { owner: accounts.ada, name: 'lib' });
  setCollaborator(world, { repository, account: accounts.wes, roleName: 'write' });
  setCollaborator(world, { repository, account: accounts.tri, roleName: 'triage' });
  setCollaborator(world, { repository, account: accounts.rea, roleName: 'read' });
  const app = createApp(world, {
    slug: 'helper',
    owner: accounts.ada,
    permissions: { issues: 'write', pull_requests: 'write', checks: 'write', contents: 'write' },
    events: ['issues', 'issue_comment', 'pull_request', 'check_suite', 'push'],
  });
  const installation = installApp(world, ada, { appId: app.id, account: accounts.ada });
  push({ world, repository }, ada, 'main', ZERO_SHA, sha('a'));
  const events: WorldEvent[] = [];
  listen(world, (event) => events.push(event));
  const botAccount = world.accounts.where('login', 'github-actions[bot]')[0] as Account;
  return {
    world,
    repository,
    app,
    installation,
    accounts,
    ada,
    wes: userActor(accounts.wes),
    tri: userActor(accounts.tri),
    rea: userActor(accounts.rea),
    out: userActor(accounts.out),
    helper: installationActor(world, installation),
    job: { account: botAccount, via: 'github_token', appSlug: 'github-actions' },
    happened: () => events.map((event) => (event.action === null ? event.name : `${event.name}.${event.action}`)),
    events,
  };
}

/** A sha that a reader can tell from others: forty times one hex digit. */
export const sha = (digit: string): string => digit.repeat(40);

export function commit(id: string, message = `commit ${id.slice(0, 4)}`): CommitInfo {
  const who = { name: 'Wes', email: 'wes@example.com', date: '2026-01-01T00:00:00Z' };
  return {
    sha: id,
    treeSha: sha('e'),
    message,
    author: who,
    committer: who,
    parents: [],
    added: ['new.ts'],
    removed: [],
    modified: [],
  };
}

export function push(
  { world, repository }: Pick<SmallWorld, 'world' | 'repository'>,
  actor: Actor,
  branch: string,
  before: string,
  after: string,
  options: { forced?: boolean; message?: string } = {},
): void {
  const commits = after === ZERO_SHA ? [] : [commit(after, options.message)];
  pushed(world, actor, {
    repository,
    ref: `refs/heads/${branch}`,
    before,
    after,
    commits,
    forced: options.forced ?? false,
  });
}

export const comparison = (headSha: string, change: Partial<Comparison> = {}): Comparison => ({
  headSha,
  baseSha: sha('a'),
  commits: 1,
  behindBy: 0,
  additions: 3,
  deletions: 1,
  changedFiles: 1,
  mergeable: true,
  ...change,
});

/** A pull request by the App from a new branch `feature` into `main`. */
export function openedPull(
  small: SmallWorld,
  options: { head?: string; body?: string; by?: Actor; headSha?: string } = {},
): PullIssue {
  const { head = 'feature', headSha = sha('b'), by = small.helper } = options;
  push(small, by, head, ZERO_SHA, headSha);
  return openPullRequest(small.world, by, {
    repository: small.repository,
    head,
    base: 'main',
    title: `Add ${head}`,
    body: options.body ?? null,
    comparison: comparison(headSha),
  });
}

/** What `act` throws, as `status message: details`, or null. */
export function refusal(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    const { status, message, errors } = error as { status: number; message: string; errors?: unknown[] };
    const details = (errors ?? []).map((one) =>
      typeof one === 'string' ? one : Object.values(one as Record<string, unknown>).join(' '),
    );
    return [`${status} ${message}`, ...details].join(': ');
  }
}
