import { describe, expect, it } from 'vitest';
import {
  createOrganization,
  createUser,
  findAccount,
  findAccountByEmail,
} from '../../../src/localhub/world/accounts.ts';
import { createApp, findApp } from '../../../src/localhub/world/apps.ts';
import {
  installApp,
  installationFor,
  installationRepositories,
  setSuspended,
  uninstallApp,
} from '../../../src/localhub/world/installations.ts';
import { associationOf } from '../../../src/localhub/world/lookups.ts';
import {
  collaboratorsOf,
  createRepository,
  findRepository,
  permissionOf,
  removeCollaborator,
  setSecret,
  setVariable,
  updateRepository,
} from '../../../src/localhub/world/repositories.ts';
import {
  actorOfToken,
  createGithubToken,
  createInstallationToken,
  createUserToken,
  findToken,
  revokeToken,
  tokenAllows,
  tokenReaches,
} from '../../../src/localhub/world/tokens.ts';
import type { Token } from '../../../src/localhub/world/types.ts';
import { createWorld } from '../../../src/localhub/world/world.ts';
import { openedPull, refusal, type SmallWorld, smallWorld } from './small-world.ts';

describe('accounts and repositories', () => {
  it('are found whatever the case, and have their names once', () => {
    const { world, ada, accounts, repository } = smallWorld();
    expect(findAccount(world, 'ADA')).toBe(accounts.ada);
    expect(findRepository(world, 'Ada', 'LIB')).toBe(repository);
    expect(findRepository(world, 'ada', 'nothing')).toBeNull();
    expect(refusal(() => createUser(world, { login: 'Ada' }))).toMatch('422 The login Ada is taken');
    expect(refusal(() => createRepository(world, ada, { owner: accounts.ada, name: 'Lib' }))).toMatch(
      'name already exists',
    );
  });

  it.each([
    ['wes@example.com', 'wes'],
    ['wes@users.noreply.github.com', 'wes'],
    ['41898282+github-actions[bot]@users.noreply.github.com', 'github-actions[bot]'],
    ['nobody@example.com', undefined],
  ])('%s is the address of %s', (email, login) => {
    expect(findAccountByEmail(smallWorld().world, email)?.login).toBe(login);
  });

  it.each([
    ['ada', 'admin', 'admin', 'OWNER'],
    ['wes', 'write', 'write', 'COLLABORATOR'],
    ['tri', 'read', 'triage', 'COLLABORATOR'],
    ['rea', 'read', 'read', 'COLLABORATOR'],
    ['out', 'read', 'read', 'NONE'],
  ] as const)('%s has the permission %s as %s and is %s', (login, permission, roleName, association) => {
    const { world, repository, accounts } = smallWorld();
    expect(permissionOf(world, repository, accounts[login])).toEqual({ permission, roleName });
    expect(associationOf(world, repository, accounts[login])).toBe(association);
  });

  it('say none to a stranger where the repository is private', () => {
    const { world, repository, accounts } = smallWorld();
    updateRepository(world, { repository, private: true });
    expect(permissionOf(world, repository, accounts.out).roleName).toBe('none');
  });

  it('list those with a role, the owner first', () => {
    const { world, repository, accounts } = smallWorld();
    removeCollaborator(world, { repository, account: accounts.tri });
    expect(collaboratorsOf(world, repository).map(({ account, roleName }) => `${account.login} ${roleName}`)).toEqual([
      'ada admin',
      'wes write',
      'rea read',
    ]);
  });

  it('keep secrets and variables under upper case names', () => {
    const { world, repository } = smallWorld();
    setSecret(world, { repository, name: 'model_key', value: 's' });
    setVariable(world, { repository, name: 'Region', value: 'eu' });
    expect([repository.secrets, repository.variables]).toEqual([{ MODEL_KEY: 's' }, { REGION: 'eu' }]);
    setSecret(world, { repository, name: 'MODEL_KEY', value: null });
    expect(repository.secrets).toEqual({});
  });

  it('turn someone whose pull request was merged into a contributor', () => {
    const small = smallWorld();
    const issue = openedPull(small, { by: small.out });
    const { world, repository, accounts } = small;
    expect(associationOf(world, repository, accounts.out)).toBe('NONE');
    world.issues.update(issue, { pullRequest: { ...issue.pullRequest, merged: true } });
    expect(associationOf(world, repository, accounts.out)).toBe('CONTRIBUTOR');
  });
});

describe('Apps', () => {
  it('have a bot, and a slug of their own', () => {
    const { world, app, accounts } = smallWorld();
    expect(world.accounts.get(app.botId)).toMatchObject({ login: 'helper[bot]', type: 'Bot', appId: app.id });
    expect(findApp(world, 'helper')).toBe(app);
    const args = { slug: 'helper', owner: accounts.ada, permissions: {}, events: [] };
    expect(refusal(() => createApp(world, args))).toMatch('already taken');
  });

  it('reach what they are installed on', () => {
    const small = smallWorld();
    const { world, ada, app, repository } = small;
    const guild = createOrganization(world, { login: 'guild' });
    const [one, two] = ['one', 'two'].map((name) => createRepository(world, ada, { owner: guild, name }));
    if (one === undefined || two === undefined) throw new Error('unreachable');
    expect(installationFor(world, app.id, one)).toBeNull();
    const selected = installApp(world, ada, { appId: app.id, account: guild, repositories: [one] });
    expect(installationRepositories(world, selected)).toEqual([one]);
    expect([installationFor(world, app.id, one), installationFor(world, app.id, two)]).toEqual([selected, null]);
    expect(installationFor(world, app.id, repository)).toBe(small.installation);
    expect(refusal(() => installApp(world, ada, { appId: app.id, account: guild }))).toMatch(
      'installed on guild already',
    );
  });

  it('hear of new repositories where they are installed on all', () => {
    const small = smallWorld();
    createRepository(small.world, small.ada, { owner: small.accounts.ada, name: 'new' });
    expect(small.happened()).toEqual(['repository.created', 'installation_repositories.added']);
  });
});

describe('tokens', () => {
  const minted = (small: SmallWorld, change: Partial<Parameters<typeof createInstallationToken>[1]> = {}): Token =>
    createInstallationToken(small.world, { installation: small.installation, value: 'ghs_1', ...change });

  it('act as the App, the job or the user', () => {
    const small = smallWorld();
    const { world, repository, accounts } = small;
    const tokens = [
      minted(small),
      createGithubToken(world, { repository, value: 'ghs_2', permissions: { contents: 'read' }, runId: 1, jobId: 2 }),
      createUserToken(world, { account: accounts.wes, value: 'ghp_3' }),
    ];
    expect(
      tokens
        .map((token) => actorOfToken(world, token))
        .map(({ account, via, appSlug }) => [account.login, via, appSlug]),
    ).toEqual([
      ['helper[bot]', 'installation', 'helper'],
      ['github-actions[bot]', 'github_token', 'github-actions'],
      ['wes', 'user', undefined],
    ]);
    expect(tokens.map((token) => tokenAllows(token, 'issues', 'write'))).toEqual([true, false, true]);
    expect(tokens.map((token) => tokenAllows(token, 'metadata', 'read'))).toEqual([true, true, true]);
  });

  it('can be narrowed, never widened', () => {
    const small = smallWorld();
    const token = minted(small, { permissions: { issues: 'read' } });
    expect([tokenAllows(token, 'issues', 'read'), tokenAllows(token, 'issues', 'write')]).toEqual([true, false]);
    expect(refusal(() => minted(small, { permissions: { workflows: 'write' } }))).toBe(
      '422 The permissions requested are not granted to this installation.',
    );
    const guild = createOrganization(small.world, { login: 'guild' });
    const foreign = createRepository(small.world, small.ada, { owner: guild, name: 'one' });
    expect(refusal(() => minted(small, { repositories: [foreign] }))).toMatch('422 There is at least one repository');
    expect(tokenReaches(small.world, token, foreign)).toBe(false);
    expect(tokenReaches(small.world, token, small.repository)).toBe(true);
  });

  it('end after an hour', () => {
    let at = Date.UTC(2026, 0, 1);
    const world = createWorld({ now: () => new Date(at) });
    const owner = createUser(world, { login: 'ada' });
    const app = createApp(world, { slug: 'helper', owner, permissions: {}, events: [] });
    const installation = installApp(world, { account: owner, via: 'user' }, { appId: app.id, account: owner });
    createInstallationToken(world, { installation, value: 'ghs_1' });
    at += 3_599_000;
    expect(findToken(world, 'ghs_1')?.installationId).toBe(installation.id);
    at += 1000;
    expect(findToken(world, 'ghs_1')).toBeNull();
  });

  it.each<[string, (small: SmallWorld, token: Token) => unknown]>([
    ['revoked', (s, token) => revokeToken(s.world, { token })],
    ['of an uninstalled App', (s) => uninstallApp(s.world, s.ada, { installation: s.installation })],
  ])('do nothing when %s', (_what, act) => {
    const small = smallWorld();
    act(small, minted(small));
    expect(findToken(small.world, 'ghs_1')).toBeNull();
  });

  it('are not made and reach nothing while the installation is suspended', () => {
    const small = smallWorld();
    const token = minted(small);
    setSuspended(small.world, small.ada, { installation: small.installation, suspended: true });
    expect(tokenReaches(small.world, token, small.repository)).toBe(false);
    expect(refusal(() => minted(small, { value: 'ghs_9' }))).toBe('403 This installation has been suspended');
  });
});
