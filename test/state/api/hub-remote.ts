/** Repositories of a hub, and API stores over them through GitHub's own client, with a place between the two where an answer can be lost. */
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { type ApiStoreOptions, createApiStore } from '../../../src/state/api-store.ts';
import type { StateStore } from '../../../src/state/store.ts';
import { keepsSilence } from '../../github/keeps-silence.ts';
import { startTestHub, type TestHub } from '../../localhub/http/test-hub.ts';

export const BRANCH = 'orch/state';

/** A request of a store, as a test sees it. */
export interface Sent {
  /** `StateCommit` for a GraphQL document of that name, else `POST git/refs`. */
  what: string;
  body: string;
}

/** What a test does with a request: passes it on or not, and answers it. */
export type Intervention = (sent: Sent, pass: () => Promise<Response>) => Promise<Response>;

export interface HubRemote {
  /** A store as another process would have it. It is closed by whoever opened it. */
  store(options?: Partial<ApiStoreOptions>): StateStore;
  /** Every request of every store so far, in order. */
  requests: string[];
  /** Called for each request from now on. */
  intervene(intervention: Intervention | undefined): void;
  /** Messages of the branch's commits, newest first; empty while it is absent. */
  messages(): Promise<string[]>;
  /** The branch's head, or null. */
  head(): Promise<string | null>;
  /** Text of a file at the head, or undefined. */
  file(path: string): Promise<string | undefined>;
  /** What a person can do with force. */
  force(commit: string | null): Promise<void>;
  /** A commit by somebody else: bytes by path. */
  push(files: Record<string, Uint8Array | string>, message?: string): Promise<string>;
  /** The pauses that stores asked for (ms); none is waited for. */
  pauses: number[];
  octokit: Octokit;
  /** The name of the repository, which is `mona`'s. */
  name: string;
}

const silent = () => {};
const SILENT = { debug: silent, info: silent, warn: silent, error: silent };

/** One hub for a file of tests; each test takes a repository of its own. */
export async function startHubOfRemotes(): Promise<{
  remote(): Promise<HubRemote>;
  world: TestHub;
  close(): Promise<void>;
}> {
  const world = await startTestHub();
  const token = await world.installationToken();
  let count = 0;
  return {
    world,
    close: () => world.close(),
    async remote() {
      const name = `state-${++count}`;
      await world.hub.seed.repository({ owner: 'mona', name, from: join(world.dir, 'files') });
      return remoteOf(world, token, name);
    },
  };
}

function remoteOf(world: TestHub, token: string, name: string): HubRemote {
  const repo = { owner: 'mona', repo: name };
  const fullName = `mona/${name}`;
  const ref = `refs/heads/${BRANCH}`;
  const { git } = world.hub;
  const requests: string[] = [];
  const pauses: number[] = [];
  let intervention: Intervention | undefined;
  let stores = 0;

  const intercepted: typeof fetch = (input, init) => {
    const sent = sentOf(String(input), init, name);
    requests.push(sent.what);
    const pass = () => fetch(input, init);
    return intervention ? intervention(sent, pass) : pass();
  };
  const octokit = new Octokit({
    auth: token,
    baseUrl: world.hub.urls.api,
    request: { fetch: intercepted },
    log: SILENT,
  });
  const person = new Octokit({ auth: world.tokens.mona, baseUrl: world.hub.urls.api, log: SILENT });
  const head = () => git.readRef(fullName, ref);

  return {
    name,
    octokit,
    requests,
    pauses,
    head,
    intervene(next) {
      intervention = next;
    },
    store(options = {}) {
      const number = ++stores;
      let transactions = 0;
      const now = options.now ?? (() => new Date('2026-11-21T08:00:00Z'));
      return createApiStore({
        octokit,
        repo,
        branch: BRANCH,
        transactionId: () => `${number}-${++transactions}`,
        governor: keepsSilence(now),
        now,
        delay: async (milliseconds) => void pauses.push(milliseconds),
        random: () => 0.5,
        ...options,
      });
    },
    async messages() {
      const to = await head();
      return to === null ? [] : (await git.commits(fullName, { to })).map(({ message }) => message);
    },
    async file(path) {
      return (await git.readFile(fullName, ref, path))?.toString('utf8');
    },
    async force(commit) {
      const at = { ...repo, ref: `heads/${BRANCH}` };
      if (commit === null) await person.rest.git.deleteRef(at);
      else if ((await head()) === null) await person.rest.git.createRef({ ...repo, ref, sha: commit });
      else await person.rest.git.updateRef({ ...at, sha: commit, force: true });
    },
    async push(files, message = 'by somebody else') {
      const parent = await head();
      const tree = await Promise.all(
        Object.entries(files).map(async ([path, content]) => {
          const entry = { path, mode: '100644', type: 'blob' } as const;
          if (typeof content === 'string') return { ...entry, content };
          const encoded = Buffer.from(content).toString('base64');
          const { data } = await person.rest.git.createBlob({ ...repo, content: encoded, encoding: 'base64' });
          return { ...entry, sha: data.sha };
        }),
      );
      const base =
        parent === null
          ? {}
          : { base_tree: (await person.rest.git.getCommit({ ...repo, commit_sha: parent })).data.tree.sha };
      const made = await person.rest.git.createTree({ ...repo, tree, ...base });
      const parents = parent === null ? [] : [parent];
      const commit = await person.rest.git.createCommit({ ...repo, message, tree: made.data.sha, parents });
      const { sha } = commit.data;
      if (parent === null) await person.rest.git.createRef({ ...repo, ref, sha });
      else await person.rest.git.updateRef({ ...repo, ref: `heads/${BRANCH}`, sha });
      return sha;
    },
  };
}

function sentOf(url: string, init: RequestInit | undefined, name: string): Sent {
  const body = typeof init?.body === 'string' ? init.body : '';
  const operation = /(?:query|mutation) (\w+)/.exec(body)?.[1];
  const path = new URL(url).pathname.split(`/${name}/`)[1] ?? new URL(url).pathname;
  return { what: operation ?? `${init?.method ?? 'GET'} ${decodeURIComponent(path)}`, body };
}

/** An answer as GitHub's API gives it. */
export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}

/** A refusal in the shape of GraphQL. */
export const graphqlErrors = (type: string | undefined, message: string): Response =>
  answer(200, { data: { createCommitOnBranch: null }, errors: [{ ...(type ? { type } : {}), message }] });
