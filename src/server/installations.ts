/** What the App may reach: its installations, their tokens, their repositories. One token an hour serves the API and git alike. */
import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';
import { createClient } from '../github/octokit/client.ts';

export interface Installations {
  /** The App's slug; what `<slug>[bot]` wrote is Orch's own. */
  slug: string;
  /** A token of the installation, good for five minutes at least. */
  token(installation: number): Promise<string>;
  /** A client of the installation that never repeats a request by itself. */
  client(installation: number): Octokit;
  /** Every repository of every installation. */
  repositories(): Promise<{ installation: number; owner: string; repo: string }[]>;
}

/** The part of an App-authenticated (JWT) client that is used. */
export interface AppClient {
  request(
    route: string,
    parameters?: Record<string, unknown>,
  ): Promise<{ data: unknown; headers?: Record<string, unknown> }>;
}

/** A token that ends within this time (ms) is replaced before it is used. */
const SPARE = 5 * 60_000;

/** Asks GitHub who the App is; a wrong key or number shows itself here, before the first webhook. */
export async function openInstallations(app: AppClient, baseUrl: string, clock: () => Date): Promise<Installations> {
  const { data } = await app.request('GET /app');
  const { slug } = data as { slug: string };
  const tokens = new Map<number, Promise<{ token: string; expires: number }>>();

  const mint = async (installation: number) => {
    const answer = await app.request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: installation,
    });
    const { token, expires_at } = answer.data as { token: string; expires_at: string };
    return { token, expires: Date.parse(expires_at) };
  };
  const token = async (installation: number): Promise<string> => {
    const known = tokens.get(installation);
    const spare = known ? await known.then(({ expires }) => expires - clock().getTime()).catch(() => 0) : 0;
    if (known && spare > SPARE) return (await known).token;
    // Whoever comes while one is being made waits for the same one; between this look and the note of it nobody comes.
    const made = tokens.get(installation);
    if (made && made !== known) return (await made).token;
    const fresh = mint(installation);
    tokens.set(installation, fresh);
    fresh.catch(() => tokens.delete(installation));
    return (await fresh).token;
  };
  /** Several requests may learn of the same token's end; the one that was made since stays. */
  const forget = async (installation: number, authorization: string | undefined): Promise<void> => {
    const known = await tokens.get(installation)?.catch(() => undefined);
    if (known && authorization === `token ${known.token}`) tokens.delete(installation);
  };
  const clients = new Map<number, Octokit>();
  const client = (installation: number): Octokit => {
    const known = clients.get(installation);
    if (known) return known;
    const fresh = createClient(baseUrl);
    fresh.hook.before('request', async (options) => {
      options.headers.authorization = `token ${await token(installation)}`;
    });
    fresh.hook.error('request', async (error, options) => {
      // Revoked, or ended by GitHub's clock: nothing was done, and whoever tries again gets another one.
      if (error instanceof RequestError && error.status === 401)
        await forget(installation, options.headers.authorization);
      throw error;
    });
    clients.set(installation, fresh);
    return fresh;
  };
  const repositories = async () => {
    const { data: list } = await app.request('GET /app/installations', { per_page: 100 });
    const found = await Promise.all(
      (list as { id: number; suspended_at?: string | null }[])
        .filter((installation) => !installation.suspended_at)
        .map(async ({ id }) => {
          const octokit = client(id);
          const repos = await octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, { per_page: 100 });
          return repos.map((repo) => ({ installation: id, owner: repo.owner.login, repo: repo.name }));
        }),
    );
    return found.flat();
  };
  return { slug, token, client, repositories };
}

/** The client's own messages would repeat what the loop logs with more sense. */
