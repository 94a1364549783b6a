import { type Answer, json, noContent } from '../http/answer.ts';
import type { Fields } from '../http/body-fields.ts';
import type { RequestLog } from '../http/request-log.ts';
import type { Seed } from '../seed.ts';
import { findAccount } from '../world/accounts.ts';
import { findApp } from '../world/apps.ts';
import { issuesOf } from '../world/issues.ts';
import { accountById, fullName, isPull } from '../world/lookups.ts';
import { findRepository, protectBranch, setCollaborator, setSecret, setVariable } from '../world/repositories.ts';
import { HubError, type JsonObject, type Permissions, type Repository, type RoleName } from '../world/types.ts';
import { runsOf } from '../world/workflow-runs.ts';
import type { HubParts } from './context.ts';

/** What the hub's own routes may look at. */
export interface HubRequest {
  readonly hub: HubParts;
  readonly seed: Seed;
  readonly requests: RequestLog;
  readonly parameters: Readonly<Record<string, string>>;
  readonly fields: Fields;
  readonly body: JsonObject;
}

/** One of the hub's own routes: what GitHub has no API for, for the command line. */
export interface HubRoute {
  readonly route: string;
  readonly handle: (request: HubRequest) => Answer | Promise<Answer>;
}

const roles: readonly RoleName[] = ['read', 'triage', 'write', 'maintain', 'admin'];

function theRepository({ hub, parameters }: HubRequest): Repository {
  const { owner = '', repo = '' } = parameters;
  const repository = findRepository(hub.world, owner, repo);
  if (repository === null) throw new HubError(404, `There is no repository ${owner}/${repo} in this hub.`);
  return repository;
}

function repositoryJson({ hub }: HubRequest, repository: Repository): JsonObject {
  const { world, urls } = hub;
  const name = fullName(world, repository);
  return {
    id: repository.id,
    full_name: name,
    default_branch: repository.defaultBranch,
    html_url: `${urls.html}/${name}`,
    clone_url: `${urls.git}/${name}.git`,
  };
}

async function createRepository(request: HubRequest): Promise<Answer> {
  const { fields, seed } = request;
  const [description, from, message, defaultBranch, isPrivate] = [
    fields.string('description'),
    fields.string('from'),
    fields.string('message'),
    fields.string('default_branch'),
    fields.boolean('private'),
  ];
  const repository = await seed.repository({
    owner: fields.required('owner'),
    name: fields.required('name'),
    collaborators: collaboratorsOf(fields),
    ...(description === undefined ? {} : { description }),
    ...(from === undefined ? {} : { from }),
    ...(message === undefined ? {} : { message }),
    ...(defaultBranch === undefined ? {} : { defaultBranch }),
    ...(isPrivate === undefined ? {} : { private: isPrivate }),
  });
  return json(repositoryJson(request, repository), 201);
}

function collaboratorsOf(fields: Fields): Record<string, RoleName> {
  const given = Object.entries(fields.object('collaborators') ?? {});
  return Object.fromEntries(given.map(([login, role]) => [login, roleNamed(role)]));
}

function roleNamed(role: unknown): RoleName {
  const known = roles.find((one) => one === role);
  if (!known) throw new HubError(422, `${JSON.stringify(role)} is no role; the roles are ${roles.join(', ')}.`);
  return known;
}

async function createApp({ fields, seed }: HubRequest): Promise<Answer> {
  const webhook = fields.object('webhook');
  const app = await seed.app({
    slug: fields.required('slug'),
    name: fields.string('name') ?? fields.required('slug'),
    owner: fields.required('owner'),
    permissions: (fields.object('permissions') ?? {}) as Permissions,
    events: fields.strings('events') ?? [],
    ...(webhook ? { webhook: { url: String(webhook.url), secret: String(webhook.secret) } } : {}),
  });
  return json({ id: app.id, slug: app.slug, client_id: app.clientId, private_key: app.privateKey }, 201);
}

function createAccount({ fields, seed }: HubRequest): Answer {
  const email = fields.string('email');
  const wanted = {
    login: fields.required('login'),
    name: fields.nullable('name') ?? null,
    ...(email === undefined ? {} : { email }),
  };
  if (fields.oneOf('type', ['User', 'Organization'] as const) === 'Organization') {
    const { id, login } = seed.organization(wanted);
    return json({ id, login }, 201);
  }
  const { account, token } = seed.user(wanted);
  return json({ id: account.id, login: account.login, token }, 201);
}

function summary({ hub, requests }: HubRequest): Answer {
  const { world, urls } = hub;
  return json({
    urls,
    accounts: [...world.accounts.all()].map(({ id, login, type }) => ({ id, login, type })),
    apps: [...world.apps.all()].map((app) => ({
      id: app.id,
      slug: app.slug,
      webhook: app.webhook?.url ?? null,
      installations: world.installations
        .where('app', app.id)
        .map((one) => ({ id: one.id, account: accountById(world, one.accountId).login })),
    })),
    repositories: [...world.repositories.all()].map((repository) => ({
      full_name: fullName(world, repository),
      default_branch: repository.defaultBranch,
      issues: issuesOf(world, repository).filter((one) => !isPull(one)).length,
      pull_requests: issuesOf(world, repository).filter(isPull).length,
      workflow_runs: runsOf(world, repository).length,
    })),
    requests: requests.entries.length,
  });
}

/** The hub's own routes, all below `/_hub`. */
export const hubRoutes: readonly HubRoute[] = [
  { route: 'GET /_hub/world', handle: summary },
  { route: 'GET /_hub/requests', handle: ({ requests }) => json(requests.entries) },
  { route: 'POST /_hub/accounts', handle: createAccount },
  { route: 'POST /_hub/repositories', handle: createRepository },
  {
    route: 'PUT /_hub/repositories/{owner}/{repo}/collaborators/{username}',
    handle: (request) => {
      const account = findAccount(request.hub.world, request.parameters.username ?? '');
      if (account === null) throw new HubError(404, `There is no account ${request.parameters.username} in this hub.`);
      setCollaborator(request.hub.world, {
        repository: theRepository(request),
        account,
        roleName: roleNamed(request.body.role_name),
      });
      return noContent;
    },
  },
  ...(['secrets', 'variables'] as const).map((kind) => ({
    route: `PUT /_hub/repositories/{owner}/{repo}/${kind}/{name}`,
    handle: (request: HubRequest) => {
      const set = kind === 'secrets' ? setSecret : setVariable;
      set(request.hub.world, {
        repository: theRepository(request),
        name: request.parameters.name ?? '',
        value: request.fields.nullable('value') ?? null,
      });
      return noContent;
    },
  })),
  {
    route: 'PUT /_hub/repositories/{owner}/{repo}/protection/{branch}',
    handle: (request) => {
      protectBranch(request.hub.world, {
        repository: theRepository(request),
        branch: request.parameters.branch ?? '',
        requiredApprovingReviewCount: request.fields.integer('required_approving_review_count') ?? 0,
        requiredStatusChecks: request.fields.strings('required_status_checks') ?? [],
      });
      return noContent;
    },
  },
  { route: 'POST /_hub/apps', handle: createApp },
  {
    route: 'PUT /_hub/apps/{slug}/webhook',
    handle: ({ hub, parameters, fields }) => {
      const app = findApp(hub.world, parameters.slug ?? '');
      if (app === null) throw new HubError(404, `There is no App ${parameters.slug} in this hub.`);
      hub.world.apps.update(app, {
        webhook: { url: fields.required('url'), secret: fields.required('secret'), active: true },
      });
      return noContent;
    },
  },
  {
    route: 'POST /_hub/installations',
    handle: ({ seed, fields }) => {
      const installation = seed.install(
        fields.required('app'),
        fields.required('account'),
        fields.strings('repositories') ?? 'all',
      );
      return json({ id: installation.id, permissions: installation.permissions }, 201);
    },
  },
];
