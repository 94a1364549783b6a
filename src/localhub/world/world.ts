import { copyOf } from '../../core/copy.ts';
import { payloadOf } from '../representations/payloads.ts';
import { createTable, type Table } from './table.ts';
import type {
  Account,
  Actor,
  App,
  Artifact,
  CheckRun,
  CheckSuite,
  Comment,
  Commit,
  CommitStatus,
  Installation,
  Issue,
  Job,
  Label,
  Milestone,
  Reaction,
  Ref,
  Repository,
  Review,
  TimelineItem,
  Token,
  Workflow,
  WorkflowRun,
  WorldEvent,
} from './types.ts';

/** Everything that the hub knows, apart from git objects and logs. Change it only through the operations of the noun files. */
export interface World {
  readonly now: () => Date;
  readonly accounts: Table<Account, 'login'>;
  readonly apps: Table<App, 'slug'>;
  readonly installations: Table<Installation, 'app' | 'account'>;
  readonly tokens: Table<Token, 'value'>;
  /** Look one up by name with `findRepository`. */
  readonly repositories: Table<Repository, 'owner'>;
  readonly refs: Table<Ref, 'repository' | 'name'>;
  readonly commits: Table<Commit, 'sha'>;
  readonly labels: Table<Label, 'repository'>;
  readonly milestones: Table<Milestone, 'repository'>;
  /** Issues and pull requests. `number` is keyed `<repository id>/<number>`, `pull` by the pull request's own id, `open` by the repository. */
  readonly issues: Table<Issue, 'repository' | 'number' | 'pull' | 'head' | 'parent' | 'open' | 'author' | 'sha'>;
  readonly comments: Table<Comment, 'issue' | 'repository'>;
  /** `subject` is keyed `issue/<id>` or `comment/<id>`. */
  readonly reactions: Table<Reaction, 'subject'>;
  readonly reviews: Table<Review, 'issue'>;
  readonly timeline: Table<TimelineItem, 'issue'>;
  /** `sha` is keyed `<repository id>/<sha>`. */
  readonly checkSuites: Table<CheckSuite, 'sha' | 'run'>;
  readonly checkRuns: Table<CheckRun, 'sha' | 'suite'>;
  readonly statuses: Table<CommitStatus, 'sha'>;
  readonly workflows: Table<Workflow, 'repository'>;
  readonly workflowRuns: Table<WorkflowRun, 'repository' | 'workflow' | 'sha'>;
  readonly jobs: Table<Job, 'run'>;
  readonly artifacts: Table<Artifact, 'run' | 'repository'>;
  /** Counts up with every change; equal revisions mean equal worlds. */
  readonly revision: number;
  /** @internal */
  readonly internals: Internals;
}

interface Internals {
  lastId: number;
  lastEventId: number;
  revision: number;
  listeners: Set<(event: WorldEvent) => void>;
  changeListeners: Set<() => void>;
  queue: WorldEvent[];
  dispatching: boolean;
}

/** What `toJSON` gives and `fromJSON` takes. */
export interface WorldJson {
  version: 1;
  lastId: number;
  lastEventId: number;
  tables: Record<string, unknown[]>;
}

/** The App that GitHub Actions acts as; its ids are those of github.com. */
export const ACTIONS_APP_ID = 15368;
/** The account `github-actions[bot]`, with its id on github.com. */
export const ACTIONS_BOT_ID = 41898282;
/** The account that `system` actors show as, with its id on github.com. */
export const GHOST_ID = 10137;
/** The organization that owns the Actions App, with its id on github.com. */
const GITHUB_ORG_ID = 9919;
/** Ids start above those of the built-in accounts and below nothing that a person would type. */
const FIRST_ID = 20_000;

/**
 * An empty world: the Actions App and its bot, and nobody else.
 * The same calls with the same clock give the same bytes.
 */
export function createWorld(options: { now: () => Date }): World {
  const world = build(options.now, { version: 1, lastId: FIRST_ID, lastEventId: 0, tables: {} });
  const createdAt = timestamp(world);
  const account = { name: null, email: null, appId: null, createdAt };
  world.accounts.add({ ...account, id: GHOST_ID, login: 'ghost', type: 'User', name: 'Deleted user' });
  world.accounts.add({ ...account, id: GITHUB_ORG_ID, login: 'github', type: 'Organization', name: 'GitHub' });
  world.accounts.add({
    ...account,
    id: ACTIONS_BOT_ID,
    login: 'github-actions[bot]',
    type: 'Bot',
    appId: ACTIONS_APP_ID,
  });
  world.apps.add({
    id: ACTIONS_APP_ID,
    slug: 'github-actions',
    name: 'GitHub Actions',
    description: 'Automate your workflow from idea to production',
    ownerId: GITHUB_ORG_ID,
    botId: ACTIONS_BOT_ID,
    clientId: 'Iv1.githubactions',
    permissions: { actions: 'write', checks: 'write', contents: 'write', issues: 'write', metadata: 'read' },
    events: [],
    webhook: null,
    publicKey: '',
    privateKey: null,
    createdAt,
    updatedAt: createdAt,
  });
  return world;
}

/** The world as plain data. */
export function toJSON(world: World): WorldJson {
  const tables: Record<string, unknown[]> = {};
  for (const name of TABLES) tables[name] = world[name].toJSON();
  return { version: 1, lastId: world.internals.lastId, lastEventId: world.internals.lastEventId, tables };
}

/** The world that {@link toJSON} described. Throws on data of another version. Listeners are not part of the data. */
export function fromJSON(json: unknown, options: { now: () => Date }): World {
  const data = json as WorldJson;
  if (data?.version !== 1) {
    throw new Error(
      `Cannot read this world: version ${String(data?.version)}, known versions: 1. Start with a new folder.`,
    );
  }
  return build(options.now, data);
}

/** Calls `listener` for every event from now on. Returns the function that stops it. */
export function listen(world: World, listener: (event: WorldEvent) => void): () => void {
  world.internals.listeners.add(listener);
  return () => world.internals.listeners.delete(listener);
}

/** Calls `listener` after every change of any row (for savers). Returns the function that stops it. */
export function onChange(world: World, listener: () => void): () => void {
  world.internals.changeListeners.add(listener);
  return () => world.internals.changeListeners.delete(listener);
}

/**
 * Announces that something happened. Operations call this after they have changed the world.
 * An event that a listener causes waits until every listener has seen the one before it, so that all see the same order.
 * A listener that throws keeps no other from being called; its error is thrown when all have been.
 */
export function emit(
  world: World,
  actor: Actor,
  happened: Pick<WorldEvent, 'name' | 'action' | 'repository' | 'subject'> &
    Partial<Pick<WorldEvent, 'changes' | 'before' | 'after' | 'onlyAppId'>>,
): void {
  const { internals } = world;
  internals.lastEventId += 1;
  const event: WorldEvent = {
    ...happened,
    subject: copyOf(happened.subject),
    id: internals.lastEventId,
    at: timestamp(world),
    actor,
    via: actor.via,
    payload: (urls) => payloadOf(world, urls, event),
  };
  internals.queue.push(event);
  if (internals.dispatching) return;
  internals.dispatching = true;
  const failures: unknown[] = [];
  for (let next = internals.queue.shift(); next !== undefined; next = internals.queue.shift()) {
    for (const listener of internals.listeners) {
      try {
        listener(next);
      } catch (error) {
        failures.push(error);
      }
    }
  }
  internals.dispatching = false;
  if (failures.length > 0) throw failures[0];
}

/** The next unused id. */
export function nextId(world: World): number {
  world.internals.lastId += 1;
  return world.internals.lastId;
}

/** Now, as GitHub writes times: ISO 8601, UTC, whole seconds. */
export function timestamp(world: World, offsetMs = 0): string {
  return `${new Date(world.now().getTime() + offsetMs).toISOString().slice(0, -'.000Z'.length)}Z`;
}

const TABLES = [
  'accounts',
  'apps',
  'installations',
  'tokens',
  'repositories',
  'refs',
  'commits',
  'labels',
  'milestones',
  'issues',
  'comments',
  'reactions',
  'reviews',
  'timeline',
  'checkSuites',
  'checkRuns',
  'statuses',
  'workflows',
  'workflowRuns',
  'jobs',
  'artifacts',
] as const;

function build(now: () => Date, json: WorldJson): World {
  const internals: Internals = {
    lastId: json.lastId,
    lastEventId: json.lastEventId,
    revision: 0,
    listeners: new Set(),
    changeListeners: new Set(),
    queue: [],
    dispatching: false,
  };
  const changed = (): void => {
    internals.revision += 1;
    for (const listener of internals.changeListeners) listener();
  };
  const rows = <Row>(name: (typeof TABLES)[number]): Row[] => (json.tables[name] ?? []) as Row[];
  return {
    now,
    internals,
    get revision() {
      return internals.revision;
    },
    accounts: createTable({ login: (row: Account) => row.login.toLowerCase() }, rows('accounts'), changed),
    apps: createTable({ slug: (row: App) => row.slug }, rows('apps'), changed),
    installations: createTable(
      { app: (row: Installation) => row.appId, account: (row: Installation) => row.accountId },
      rows('installations'),
      changed,
    ),
    tokens: createTable({ value: (row: Token) => row.value }, rows('tokens'), changed),
    repositories: createTable({ owner: (row: Repository) => row.ownerId }, rows('repositories'), changed),
    refs: createTable(
      { repository: (row: Ref) => row.repositoryId, name: (row: Ref) => `${row.repositoryId}/${row.name}` },
      rows('refs'),
      changed,
    ),
    commits: createTable({ sha: (row: Commit) => `${row.repositoryId}/${row.sha}` }, rows('commits'), changed),
    labels: createTable({ repository: (row: Label) => row.repositoryId }, rows('labels'), changed),
    milestones: createTable({ repository: (row: Milestone) => row.repositoryId }, rows('milestones'), changed),
    issues: createTable(
      {
        repository: (row: Issue) => row.repositoryId,
        number: (row: Issue) => `${row.repositoryId}/${row.number}`,
        pull: (row: Issue) => row.pullRequest?.id ?? null,
        head: (row: Issue) => (row.pullRequest === null ? null : `${row.repositoryId}/${row.pullRequest.headRef}`),
        parent: (row: Issue) => row.parentId,
        sha: (row: Issue) => (row.pullRequest === null ? null : `${row.repositoryId}/${row.pullRequest.headSha}`),
        open: (row: Issue) => (row.state === 'open' ? row.repositoryId : null),
        author: (row: Issue) => `${row.repositoryId}/${row.authorId}`,
      },
      rows('issues'),
      changed,
    ),
    comments: createTable(
      { issue: (row: Comment) => row.issueId, repository: (row: Comment) => row.repositoryId },
      rows('comments'),
      changed,
    ),
    reactions: createTable(
      { subject: (row: Reaction) => `${row.subject.type}/${row.subject.id}` },
      rows('reactions'),
      changed,
    ),
    reviews: createTable({ issue: (row: Review) => row.issueId }, rows('reviews'), changed),
    timeline: createTable({ issue: (row: TimelineItem) => row.issueId }, rows('timeline'), changed),
    checkSuites: createTable(
      { sha: (row: CheckSuite) => `${row.repositoryId}/${row.headSha}`, run: (row: CheckSuite) => row.workflowRunId },
      rows('checkSuites'),
      changed,
    ),
    checkRuns: createTable(
      { sha: (row: CheckRun) => `${row.repositoryId}/${row.headSha}`, suite: (row: CheckRun) => row.suiteId },
      rows('checkRuns'),
      changed,
    ),
    statuses: createTable({ sha: (row: CommitStatus) => `${row.repositoryId}/${row.sha}` }, rows('statuses'), changed),
    workflows: createTable({ repository: (row: Workflow) => row.repositoryId }, rows('workflows'), changed),
    workflowRuns: createTable(
      {
        repository: (row: WorkflowRun) => row.repositoryId,
        workflow: (row: WorkflowRun) => row.workflowId,
        sha: (row: WorkflowRun) => `${row.repositoryId}/${row.headSha}`,
      },
      rows('workflowRuns'),
      changed,
    ),
    jobs: createTable({ run: (row: Job) => row.runId }, rows('jobs'), changed),
    artifacts: createTable(
      { run: (row: Artifact) => row.runId, repository: (row: Artifact) => row.repositoryId },
      rows('artifacts'),
      changed,
    ),
  };
}
