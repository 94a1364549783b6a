import { newTokenValue } from '../auth/token-values.ts';
import { type Answer, json, noContent } from '../http/answer.ts';
import {
  app as appJson,
  installation as installationJson,
  installationToken,
  ownApp,
} from '../representations/apps.ts';
import { fullRepository } from '../representations/repositories.ts';
import { deliveryItem, hookDelivery } from '../webhooks/delivery.ts';
import { findAccount } from '../world/accounts.ts';
import { findApp } from '../world/apps.ts';
import { installationFor, installationRepositories, setSuspended, uninstallApp } from '../world/installations.ts';
import { findRepository } from '../world/repositories.ts';
import { createInstallationToken, revokeToken, tokenReaches } from '../world/tokens.ts';
import { type App, HubError, type Installation, type Permissions, type Repository } from '../world/types.ts';
import {
  counted,
  found,
  listed,
  numberParameter,
  parameter,
  type RestContext,
  type Route,
  route,
  unprocessable,
} from './context.ts';

/** The App that asks. Routes for Apps are reached only with an App's JSON web token. */
function theApp({ principal }: RestContext): App {
  if (principal.kind !== 'app') throw new HubError(401, 'A JSON web token could not be decoded');
  return principal.app;
}

function theInstallation(context: RestContext): Installation {
  const app = theApp(context);
  const installation = context.world.installations.get(numberParameter(context, 'installation_id'));
  return found(installation?.appId === app.id ? installation : null);
}

const show = ({ world, urls }: RestContext, installation: Installation): Answer =>
  json(installationJson(world, urls, installation));

/** The repositories that a body names, by name or by id, among those of the installation's account. */
function namedRepositories(context: RestContext, installation: Installation): Repository[] | undefined {
  const { world, fields, request } = context;
  const names = fields.strings('repositories');
  const ids = request.body.repository_ids;
  if (names === undefined && ids === undefined) return undefined;
  const login = world.accounts.get(installation.accountId)?.login ?? '';
  const missing = () =>
    unprocessable(
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  const byName = (names ?? []).map((name) => findRepository(world, login, name.replace(/^.*\//, '')));
  const byId = (Array.isArray(ids) ? ids : []).map((id) => world.repositories.get(Number(id)) ?? null);
  return [...byName, ...byId].map((one) => {
    if (!one) throw missing();
    return one;
  });
}

function namedPermissions({ fields }: RestContext): Permissions | undefined {
  const permissions = fields.object('permissions');
  if (permissions === undefined) return undefined;
  for (const [name, level] of Object.entries(permissions)) {
    if (level !== 'read' && level !== 'write' && level !== 'admin') {
      throw unprocessable(`The permission ${name} is ${JSON.stringify(level)}; it can be "read", "write" or "admin".`);
    }
  }
  return permissions as Permissions;
}

function mint(context: RestContext): Answer {
  const { world, urls, random } = context;
  const installation = theInstallation(context);
  const repositories = namedRepositories(context, installation);
  const permissions = namedPermissions(context);
  const token = createInstallationToken(world, {
    installation,
    value: newTokenValue('installation', random),
    ...(repositories === undefined ? {} : { repositories }),
    ...(permissions === undefined ? {} : { permissions }),
  });
  return json(installationToken(world, urls, token, repositories ?? null), 201);
}

/** The repositories that an installation token reaches. */
function reachable(context: RestContext): Answer {
  const { world, urls, principal } = context;
  if (principal.kind !== 'installation') throw new HubError(403, 'Resource not accessible by integration');
  const { token } = principal;
  const installation = found(world.installations.get(token.installationId ?? -1));
  const all = installationRepositories(world, installation).filter((one) => tokenReaches(world, token, one));
  const answer = counted(context, 'repositories', all, (one) => fullRepository(world, urls, one));
  return { ...answer, body: { repository_selection: installation.repositorySelection, ...(answer.body as object) } };
}

function suspend(context: RestContext, suspended: boolean): Answer {
  setSuspended(context.world, context.actor, { installation: theInstallation(context), suspended });
  return noContent;
}

/** GitHub Apps, their installations and tokens, and the log of their webhooks. */
export const appRoutes: readonly Route[] = [
  route('GET /app', 'app', (context) => json(ownApp(context.world, context.urls, theApp(context)))),
  route('GET /apps/{app_slug}', 'anyone', (context) =>
    json(appJson(context.world, context.urls, found(findApp(context.world, parameter(context, 'app_slug'))))),
  ),
  route('GET /app/installations', 'app', (context) =>
    listed(context, context.world.installations.where('app', theApp(context).id), (one) =>
      installationJson(context.world, context.urls, one),
    ),
  ),
  route('GET /app/installations/{installation_id}', 'app', (context) => show(context, theInstallation(context))),
  route('DELETE /app/installations/{installation_id}', 'app', (context) => {
    uninstallApp(context.world, context.actor, { installation: theInstallation(context) });
    return noContent;
  }),
  route('PUT /app/installations/{installation_id}/suspended', 'app', (context) => suspend(context, true)),
  route('DELETE /app/installations/{installation_id}/suspended', 'app', (context) => suspend(context, false)),
  route('POST /app/installations/{installation_id}/access_tokens', 'app', mint),
  route('GET /repos/{owner}/{repo}/installation', 'app', (context) => {
    const repository = found(findRepository(context.world, parameter(context, 'owner'), parameter(context, 'repo')));
    return show(context, found(installationFor(context.world, theApp(context).id, repository)));
  }),
  route('GET /users/{username}/installation', 'app', (context) => {
    const account = found(findAccount(context.world, parameter(context, 'username')));
    const mine = context.world.installations.where('app', theApp(context).id);
    return show(context, found(mine.find((one) => one.accountId === account.id)));
  }),
  route('GET /installation/repositories', 'installation', reachable),
  route('DELETE /installation/token', 'installation', (context) => {
    if ('token' in context.principal) revokeToken(context.world, { token: context.principal.token });
    return noContent;
  }),
  route('GET /app/hook/deliveries', 'app', (context) =>
    listed(context, context.webhooks.deliveries(theApp(context).id), deliveryItem),
  ),
  route('GET /app/hook/deliveries/{delivery_id}', 'app', (context) =>
    json(hookDelivery(found(context.webhooks.find(theApp(context).id, numberParameter(context, 'delivery_id'))))),
  ),
  route('POST /app/hook/deliveries/{delivery_id}/attempts', 'app', (context) => {
    found(context.webhooks.redeliver(theApp(context).id, numberParameter(context, 'delivery_id')));
    return json({}, 202);
  }),
];
