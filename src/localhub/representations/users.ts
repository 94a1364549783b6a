import { accountById } from '../world/lookups.ts';
import { nodeId } from '../world/node-ids.ts';
import type { Account, JsonObject, Urls } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** GitHub's `simple-user`, as it stands wherever someone is mentioned. */
export function simpleUser(urls: Urls, account: Account): JsonObject {
  // Logins of bots contain brackets, which are not allowed in a URI.
  const login = encodeURIComponent(account.login);
  const url = `${urls.api}/users/${login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type, account.id),
    avatar_url: `${urls.html}/avatars/u/${account.id}`,
    gravatar_id: '',
    url,
    html_url: userPage(urls, account),
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** The page of an account: of the App for a bot. */
export function userPage(urls: Urls, account: Account): string {
  return account.type === 'Bot'
    ? `${urls.html}/apps/${account.login.replace(/\[bot\]$/, '')}`
    : `${urls.html}/${account.login}`;
}

/** The simple user with this id, or null for null. */
export function userById(world: World, urls: Urls, id: number | null): JsonObject | null {
  return id === null ? null : simpleUser(urls, accountById(world, id));
}

/** GitHub's `public-user`, the answer of `GET /users/{username}` and of `GET /user`. */
export function publicUser(world: World, urls: Urls, account: Account): JsonObject {
  return {
    ...simpleUser(urls, account),
    name: account.name,
    company: null,
    blog: '',
    location: null,
    email: account.email,
    hireable: null,
    bio: null,
    public_repos: world.repositories.where('owner', account.id).filter((one) => !one.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: account.createdAt,
    updated_at: account.createdAt,
  };
}
