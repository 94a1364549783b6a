import { accountById, fullName, hasRole } from '../world/lookups.ts';
import { nodeId } from '../world/node-ids.ts';
import type { Account, JsonObject, Repository, Urls } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { apiOf, pageOf } from './links.ts';
import { simpleUser } from './users.ts';

/** GitHub's `minimal-repository`, as it stands inside check suites and workflow runs. */
export function minimalRepository(world: World, urls: Urls, repository: Repository): JsonObject {
  const url = apiOf(world, urls, repository);
  const owner = accountById(world, repository.ownerId);
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: fullName(world, repository),
    private: repository.private,
    owner: simpleUser(urls, owner),
    html_url: pageOf(world, urls, repository),
    description: repository.description,
    fork: false,
    url,
    forks_url: `${url}/forks`,
    keys_url: `${url}/keys{/key_id}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    teams_url: `${url}/teams`,
    hooks_url: `${url}/hooks`,
    issue_events_url: `${url}/issues/events{/number}`,
    events_url: `${url}/events`,
    assignees_url: `${url}/assignees{/user}`,
    branches_url: `${url}/branches{/branch}`,
    tags_url: `${url}/tags`,
    blobs_url: `${url}/git/blobs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    trees_url: `${url}/git/trees{/sha}`,
    statuses_url: `${url}/statuses/{sha}`,
    languages_url: `${url}/languages`,
    stargazers_url: `${url}/stargazers`,
    contributors_url: `${url}/contributors`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    commits_url: `${url}/commits{/sha}`,
    git_commits_url: `${url}/git/commits{/sha}`,
    comments_url: `${url}/comments{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    merges_url: `${url}/merges`,
    archive_url: `${url}/{archive_format}{/ref}`,
    downloads_url: `${url}/downloads`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    labels_url: `${url}/labels{/name}`,
    releases_url: `${url}/releases{/id}`,
    deployments_url: `${url}/deployments`,
  };
}

/** GitHub's `repository`, as it stands inside webhooks, pull requests and lists. */
export function repository(world: World, urls: Urls, thing: Repository): JsonObject {
  const page = pageOf(world, urls, thing);
  const open = world.issues.where('open', thing.id).length;
  const { settings } = thing;
  return {
    ...minimalRepository(world, urls, thing),
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
    pushed_at: thing.pushedAt,
    git_url: `${urls.git.replace(/^https?:/, 'git:')}/${fullName(world, thing)}.git`,
    ssh_url: `git@${new URL(urls.html).hostname}:${fullName(world, thing)}.git`,
    clone_url: `${urls.git}/${fullName(world, thing)}.git`,
    svn_url: page,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: false,
    has_downloads: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: thing.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: thing.private ? 'private' : 'public',
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: thing.defaultBranch,
    allow_squash_merge: settings.allowSquashMerge,
    allow_merge_commit: settings.allowMergeCommit,
    allow_rebase_merge: settings.allowRebaseMerge,
    allow_auto_merge: false,
    delete_branch_on_merge: settings.deleteBranchOnMerge,
    allow_update_branch: false,
    use_squash_pr_title_as_default: false,
    squash_merge_commit_message: 'COMMIT_MESSAGES',
    squash_merge_commit_title: 'COMMIT_OR_PR_TITLE',
    merge_commit_message: 'PR_TITLE',
    merge_commit_title: 'MERGE_MESSAGE',
  };
}

/** GitHub's `full-repository`, the answer of `GET /repos/{owner}/{repo}`; `viewer` adds what they may do. */
export function fullRepository(world: World, urls: Urls, thing: Repository, viewer?: Account): JsonObject {
  const owner = accountById(world, thing.ownerId);
  return {
    ...repository(world, urls, thing),
    ...(owner.type === 'Organization' ? { organization: simpleUser(urls, owner) } : {}),
    ...(viewer === undefined ? {} : { permissions: permissions(world, thing, viewer) }),
    subscribers_count: 0,
    network_count: 0,
  };
}

/** What someone may do in a repository, as REST lists it. */
export function permissions(world: World, thing: Repository, viewer: Account): JsonObject {
  return {
    admin: hasRole(world, thing, viewer, 'admin'),
    maintain: hasRole(world, thing, viewer, 'maintain'),
    push: hasRole(world, thing, viewer, 'write'),
    triage: hasRole(world, thing, viewer, 'triage'),
    pull: !thing.private || hasRole(world, thing, viewer, 'read'),
  };
}

/** GitHub's `collaborator`: an account with its role in a repository. */
export function collaborator(
  world: World,
  urls: Urls,
  thing: { repository: Repository; account: Account; roleName: string },
): JsonObject {
  return {
    ...simpleUser(urls, thing.account),
    permissions: permissions(world, thing.repository, thing.account),
    role_name: thing.roleName,
  };
}
