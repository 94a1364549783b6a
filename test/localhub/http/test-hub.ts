import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import githubAppJwt from 'universal-github-app-jwt';
import { type Hub, type HubOptions, startHub } from '../../../src/localhub/hub.ts';
import type { App } from '../../../src/localhub/world/types.ts';
import { expectValidResponse } from '../../schemas/validate.ts';

/** An answer, with its JSON or text already read. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers as they come; the schema check is what types them.
  readonly body: any;
}

/** What a request may carry beside its body. */
export interface TestRequest {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** False for answers that GitHub's schema does not describe, such as diffs. */
  readonly checked?: boolean;
}

/** Asks the hub as somebody. Answers are checked against GitHub's schema. */
export type Ask = (route: `${string} /${string}`, body?: unknown, request?: TestRequest) => Promise<TestAnswer>;

/** A hub with three people, an App and one repository, `mona/sample`. */
export interface TestHub {
  readonly hub: Hub;
  readonly dir: string;
  readonly app: App & { privateKey: string };
  readonly installationId: number;
  /** Tokens by name. mona owns the repository, hubot may write, olive may triage, stranger has no role. */
  readonly tokens: { readonly mona: string; readonly hubot: string; readonly olive: string; readonly stranger: string };
  /** Asks with this token, or without one. */
  as(token: string | null): Ask;
  asApp(): Promise<Ask>;
  /** A token of the installation, narrowed as the body says. */
  installationToken(body?: object): Promise<string>;
  /** Starts the hub anew on the same folder, after closing it or letting it be. */
  restart(): Promise<Hub>;
  close(): Promise<void>;
}

/** Everything the App of the tests may do. */
export const allPermissions = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  metadata: 'read',
  pull_requests: 'write',
  statuses: 'write',
  secrets: 'read',
  actions_variables: 'read',
} as const;

/** Starts a test hub in a folder of its own. `close` removes the folder. */
export async function startTestHub(options: Partial<HubOptions> = {}): Promise<TestHub> {
  const dir = mkdtempSync(join(tmpdir(), 'localhub-test-'));
  const files = join(dir, 'files');
  mkdirSync(join(files, '.github', 'workflows'), { recursive: true });
  writeFileSync(join(files, 'README.md'), 'one\ntwo\nthree\n');
  writeFileSync(join(files, '.github', 'workflows', 'ci.yml'), workflow);
  let hub = await startHub({ dir: join(dir, 'hub'), ...options });
  const tokenOf = (login: string): string => hub.seed.user({ login, name: login, email: `${login}@example.com` }).token;
  const tokens = {
    mona: tokenOf('mona'),
    hubot: tokenOf('hubot'),
    olive: tokenOf('olive'),
    stranger: tokenOf('stranger'),
  };
  await hub.seed.repository({
    owner: 'mona',
    name: 'sample',
    from: files,
    collaborators: { hubot: 'write', olive: 'triage' },
    settings: { actionsMayCreateAndApprovePullRequests: true },
  });
  const app = await hub.seed.app({
    slug: 'orch',
    owner: 'mona',
    permissions: allPermissions,
    events: ['issues', 'push'],
  });
  const installationId = hub.seed.install('orch', 'mona').id;

  const ask =
    (authorization: string | null): Ask =>
    async (route, body, request = {}) => {
      const [method = '', path = ''] = route.split(' ');
      const response = await fetch(`${hub.urls.api}${path}`, {
        method,
        headers: { ...(authorization === null ? {} : { authorization }), ...request.headers },
        redirect: 'manual',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
      const answer = { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
      if (request.checked !== false && response.status < 400 && response.status !== 304) {
        expectValidResponse(
          method,
          new URL(path, 'http://hub').pathname,
          response.status,
          isJson ? answer.body : undefined,
        );
      }
      return answer;
    };
  const asApp = async (): Promise<Ask> => {
    const { token } = await githubAppJwt({
      id: app.id,
      privateKey: app.privateKey,
      now: Math.floor(hub.world.now().getTime() / 1000),
    });
    return ask(`Bearer ${token}`);
  };
  return {
    get hub() {
      return hub;
    },
    dir,
    app,
    installationId,
    tokens,
    as: (token) => ask(token === null ? null : `token ${token}`),
    asApp,
    async installationToken(body = {}) {
      const answer = await (await asApp())(`POST /app/installations/${installationId}/access_tokens`, body);
      return answer.body.token;
    },
    async restart() {
      hub = await startHub({ dir: join(dir, 'hub'), ...options });
      return hub;
    },
    async close() {
      await hub.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const workflow = `name: CI
on:
  push:
  workflow_dispatch:
    inputs:
      who:
        required: true
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: echo hello
`;
