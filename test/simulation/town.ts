/**
 * The repository, the people in it and what Actions does there. Everything here happens in the world directly: people's own clicks are not
 * what is under test.
 */
import { ALL_LABELS } from '../../src/core/labels.ts';
import { runTitle, storyBranch, WORKFLOW_FILE } from '../../src/core/names.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Story } from '../../src/core/story.ts';
import type { Forge } from '../../src/github/forge.ts';
import { createMemoryGit, type MemoryGit } from '../../src/localhub/forge/memory-git.ts';
import { observeWorld } from '../../src/localhub/forge/observe.ts';
import { createWorldForge, type Trouble, type WorldRequest } from '../../src/localhub/forge/world-forge.ts';
import { createOrganization, createUser, findAccount, userActor } from '../../src/localhub/world/accounts.ts';
import { createApp, installationActor } from '../../src/localhub/world/apps.ts';
import { installApp } from '../../src/localhub/world/installations.ts';
import { findIssue } from '../../src/localhub/world/issues.ts';
import { createLabel } from '../../src/localhub/world/labels.ts';
import { appById, refSha } from '../../src/localhub/world/lookups.ts';
import { pullsWithHead } from '../../src/localhub/world/pulls.ts';
import { createRepository, setCollaborator } from '../../src/localhub/world/repositories.ts';
import type {
  Actor,
  CheckConclusion,
  Issue,
  PullIssue,
  Repository,
  RoleName,
  WorkflowRun,
} from '../../src/localhub/world/types.ts';
import { completeWorkflowRun, registerWorkflow, runsOf } from '../../src/localhub/world/workflow-runs.ts';
import { ACTIONS_APP_ID, createWorld, type World } from '../../src/localhub/world/world.ts';
import { decodeStory } from '../../src/state/codec.ts';
import { storyPath } from '../../src/state/layout.ts';
import type { MemoryRemote } from '../../src/state/memory-store.ts';

export const SLUG = 'orch';
export const URLS = {
  html: 'https://github.test',
  api: 'https://github.test/api/v3',
  graphql: 'https://github.test/api/graphql',
  git: 'https://github.test',
};
/** What the App hears of (app.yml). */
export const HEARD: ReadonlySet<string> = new Set([
  'issues',
  'issue_comment',
  'pull_request',
  'pull_request_review',
  'check_suite',
  'workflow_run',
  'push',
]);
/** And of what belongs to an epic, and of what waits for what. */
export const HEARD_OF_EPICS: ReadonlySet<string> = new Set([...HEARD, 'sub_issues', 'issue_dependencies']);

const ROLES = { maria: 'admin', wes: 'write', tess: 'triage', rita: 'read', otto: null } as const satisfies Record<
  string,
  RoleName | null
>;
export type Name = keyof typeof ROLES;
/** People whose word counts, and the others. */
export const WRITERS: readonly Name[] = ['wes', 'maria'];
export const STRANGERS: readonly Name[] = ['tess', 'rita', 'otto'];

export interface Town {
  readonly world: World;
  readonly repository: Repository;
  readonly git: MemoryGit;
  readonly forge: Forge;
  person(name: Name): Actor;
  readonly actions: Actor;
  issue(number: number): Issue;
  /** The same, where it may be gone. */
  find(number: number): Issue | undefined;
  /** The text of a file on the default branch; null where there is none. */
  file(path: string): string | null;
  /** Everything about an issue, as it is. */
  see(number: number): Observation;
  /** The newest pull request from a story's branch. */
  pull(story: number): PullIssue | undefined;
  /** The story as it stands on the state branch. */
  story(issue: number): Story | null;
  /** Actions runs of the stories' runs, oldest first, with the run each executes. */
  runs(): { actionsRun: WorkflowRun; id: string }[];
  /** Gives someone another role. */
  appoint(name: Name, role: RoleName): void;
  /** Whether someone was allowed to write at any time between two (ms). */
  couldWrite(accountId: number, from: number, to: number): boolean;
  /** Actions writes the end of a run. */
  end(run: WorkflowRun, conclusion: CheckConclusion): void;
}

export function createTown(options: {
  now: () => Date;
  remote: MemoryRemote;
  /** Whether the repository has Orch's labels already. */
  labelled: boolean;
  /** The events that the App hears of. */
  heard?: ReadonlySet<string>;
  request: (request: WorldRequest) => Trouble | undefined;
}): Town {
  const { now, remote, labelled, heard = HEARD, request } = options;
  const world = createWorld({ now });
  const owner = createOrganization(world, { login: 'acme' });
  for (const login of Object.keys(ROLES)) createUser(world, { login });
  const person = (name: string): Actor => userActor(findAccount(world, name)!);
  const repository = createRepository(world, person('maria'), { owner, name: 'durations' });
  /** Who may write, since when and until when. */
  const terms: { account: number; from: number; to: number }[] = [];
  const appoint = (login: string, roleName: RoleName): void => {
    const account = findAccount(world, login)!;
    const time = now().getTime();
    for (const term of terms) if (term.account === account.id) term.to = Math.min(term.to, time);
    if (['write', 'maintain', 'admin'].includes(roleName))
      terms.push({ account: account.id, from: time, to: Number.POSITIVE_INFINITY });
    setCollaborator(world, { repository, account, roleName });
  };
  for (const [login, roleName] of Object.entries(ROLES)) if (roleName) appoint(login, roleName);
  const app = createApp(world, {
    slug: SLUG,
    owner,
    permissions: { issues: 'write', checks: 'write' },
    events: [...heard] as never,
  });
  const orch = installationActor(world, installApp(world, person('maria'), { appId: app.id, account: owner }));
  const git = createMemoryGit(world, repository);
  git.push(person('maria'), 'main', {
    'README.md': '# durations\n',
    [`.github/workflows/${WORKFLOW_FILE}`]: 'name: Orch\n',
  });
  registerWorkflow(world, { repository, path: `.github/workflows/${WORKFLOW_FILE}`, name: 'Orch' });
  if (labelled)
    for (const { name, color, description } of ALL_LABELS)
      createLabel(world, person('maria'), { repository, name, color, description });
  const stateHead = () => remote.head()?.id ?? null;
  const place = { world, repository, actor: orch, appSlug: SLUG, git, urls: URLS, stateHead, request };
  const forge = createWorldForge(place);
  const actions: Actor = {
    account: world.accounts.get(appById(world, ACTIONS_APP_ID).botId)!,
    via: 'github_token',
    appSlug: 'github-actions',
  };
  const decoded = new Map<string, Story>();
  const readable = new Map<number, Story>();
  return {
    world,
    repository,
    git,
    forge,
    person,
    actions,
    see: (issue) => observeWorld(place, { issue, afterComment: 0, logins: [] }),
    appoint,
    couldWrite: (account, from, to) =>
      terms.some((term) => term.account === account && term.from <= to && term.to >= from),
    issue: (number) => findIssue(world, repository, number)!,
    find: (number) => findIssue(world, repository, number) ?? undefined,
    file: (path) => git.file(refSha(world, repository, 'refs/heads/main') ?? '', path)?.text ?? null,
    pull: (story) => pullsWithHead(world, repository, storyBranch.format(story)).at(-1),
    story(issue) {
      const text = remote.head()?.files.get(storyPath(issue));
      if (text === undefined) return null;
      const known = decoded.get(text);
      if (known) return known;
      try {
        const story = decodeStory(text, storyPath(issue));
        decoded.set(text, story);
        readable.set(issue, story);
        return story;
      } catch {
        // A person broke it: it is where it was.
        return readable.get(issue) ?? null;
      }
    },
    runs: () =>
      runsOf(world, repository).flatMap((actionsRun) => {
        const id = runTitle.parse(actionsRun.displayTitle);
        return id === undefined ? [] : [{ actionsRun, id }];
      }),
    end: (run, conclusion) => {
      completeWorkflowRun(world, { account: world.accounts.get(run.actorId)!, via: 'system' }, { run, conclusion });
    },
  };
}
