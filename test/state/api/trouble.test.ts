/** What goes wrong between the API store and GitHub, with the hub on the other side and the connection in the test's hands. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { StateUnavailable } from '../../../src/state/errors.ts';
import type { Change, StateStore } from '../../../src/state/store.ts';
import { answer, BRANCH, graphqlErrors, type HubRemote, startHubOfRemotes } from './hub-remote.ts';

let hub: Awaited<ReturnType<typeof startHubOfRemotes>>;
let remote: HubRemote;
let store: StateStore;
beforeAll(async () => {
  hub = await startHubOfRemotes();
});
beforeEach(async () => {
  remote = await hub.remote();
  store = remote.store();
});
afterEach(() => store.close());
afterAll(() => hub.close());

const create = (path: string): Change => ({
  reads: { [path]: null },
  writes: { [path]: 'x\n' },
  message: `${path} created`,
});
const failure = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'no failure',
    (error: unknown) => error,
  );

/** Does something else with the first request of that name. */
function once(what: string, instead: (pass: () => Promise<Response>) => Promise<Response>): void {
  let done = false;
  remote.intervene(async (sent, pass) => {
    if (done || sent.what !== what) return pass();
    done = true;
    return instead(pass);
  });
}
const always = (what: string, instead: () => Response): void =>
  remote.intervene(async (sent, pass) => (sent.what === what ? instead() : pass()));

/** Answers like this once the hub has done what was asked. */
const afterDoing = (response: () => Response) => (pass: () => Promise<Response>) => pass().then(response);

const gone = (): never => {
  throw new TypeError('fetch failed', { cause: new Error('socket hang up') });
};

describe('a commit whose answer is lost', () => {
  const ways: [string, (pass: () => Promise<Response>) => Promise<Response>][] = [
    ['by a bad gateway', afterDoing(() => answer(502, { message: 'Server Error' }))],
    ['by a connection that dies', afterDoing(() => gone())],
    [
      'by a body that ends early',
      async (pass) =>
        new Response((await (await pass()).text()).slice(0, 20), { headers: { 'content-type': 'application/json' } }),
    ],
    [
      'in an error that GitHub does not explain',
      afterDoing(() => graphqlErrors(undefined, 'Something went wrong while executing your query.')),
    ],
    ['in data without the commit', afterDoing(() => answer(200, { data: { createCommitOnBranch: null } }))],
  ];
  test.each(ways)('%s is found by its transaction, and nothing is committed twice', async (_, instead) => {
    await store.commit(create('a.yaml'));
    once('StateCommit', instead);
    const before = remote.requests.length;
    expect(await store.commit(create('b.yaml'))).toEqual({ kind: 'committed', commit: await remote.head() });
    expect(remote.requests.slice(before)).toEqual(['StateCommit', 'StateHead']);
    expect(await remote.messages()).toHaveLength(2);
  });

  test('is found behind more commits of others than one look shows', async () => {
    await store.commit(create('a.yaml'));
    const other = remote.store();
    once('StateCommit', async (pass) => {
      await pass();
      for (let n = 0; n < 21; n += 1)
        await other.commit({ reads: {}, writes: { 'n.yaml': `${n}` }, message: `n ${n}` });
      return gone();
    });
    const before = remote.requests.length;
    const committed = await store.commit(create('b.yaml'));
    expect(committed).toMatchObject({ kind: 'committed' });
    const own = remote.requests.slice(before).filter((what) => what !== 'StateCommit');
    expect(own.slice(-3)).toEqual(['StateHead', expect.stringMatching(/^GET compare\//), 'StateHistory']);
    expect((await remote.messages()).filter((message) => message.startsWith('b.yaml'))).toHaveLength(1);
    await other.close();
  });

  test('is found when it is the first of the branch', async () => {
    once(
      'POST git/refs',
      afterDoing(() => gone()),
    );
    expect(await store.commit(create('a.yaml'))).toEqual({ kind: 'committed', commit: await remote.head() });
    expect(await remote.messages()).toHaveLength(1);
  });

  test('is told as unknown when GitHub cannot be asked again, and the next decision finds out', async () => {
    await store.commit(create('a.yaml'));
    let cut = false;
    remote.intervene(async (_, pass) => {
      if (cut) return gone();
      cut = true;
      await pass();
      return gone();
    });
    expect(await failure(store.commit(create('b.yaml')))).toMatchObject({
      name: 'StateUnavailable',
      reason: 'unreachable',
      applied: 'unknown',
      message: expect.stringContaining(`Could not commit to ${BRANCH}: socket hang up. `),
    });
    remote.intervene(undefined);
    expect(await store.commit(create('b.yaml'))).toEqual({ kind: 'conflict', path: 'b.yaml' });
    expect(await remote.messages()).toHaveLength(2);
  });
});

test.each(['StateCommit', 'POST git/trees', 'POST git/refs'])(
  'a request %s that fails before it is done is tried again',
  async (what) => {
    if (what === 'StateCommit') await store.commit(create('a.yaml'));
    once(what, async () => answer(503, { message: 'Service Unavailable' }));
    expect(await store.commit(create('b.yaml'))).toMatchObject({ kind: 'committed' });
    expect((await remote.messages()).filter((message) => message.startsWith('b.yaml'))).toHaveLength(1);
  },
);

describe('a refusal is told in GitHub’s words, with the next step, and is not tried again', () => {
  const pullRequest = 'Changes must be made through a pull request.';
  const cases: [string, string, Response, string, RegExp][] = [
    [
      'branch protection',
      'StateCommit',
      graphqlErrors('BRANCH_PROTECTION_RULE_VIOLATION', pullRequest),
      'refused',
      /through a pull request\. Let the App push to this branch/,
    ],
    [
      'a ruleset, whatever its type',
      'StateCommit',
      graphqlErrors('REPOSITORY_RULE', `Repository rule violations found\n\n${pullRequest}`),
      'refused',
      /Repository rule violations found Changes must/,
    ],
    [
      'an App without the permission',
      'StateCommit',
      graphqlErrors('FORBIDDEN', 'Resource not accessible by integration'),
      'denied',
      /not accessible by integration\. Check that the repository exists and that the App is installed/,
    ],
    [
      'a token that has ended',
      'StateCommit',
      answer(401, { message: 'Bad credentials' }),
      'denied',
      /Bad credentials\. Check/,
    ],
    [
      'a ruleset for new branches',
      'POST git/refs',
      answer(422, { message: 'Repository rule violations found', errors: [] }),
      'refused',
      /Could not create orch\/state: Repository rule violations found/,
    ],
    [
      'an App that may not write',
      'POST git/trees',
      answer(403, { message: 'Resource not accessible by integration' }),
      'denied',
      /Check that/,
    ],
    [
      'a repository that is gone',
      'POST git/trees',
      answer(404, { message: 'Not Found' }),
      'denied',
      /Could not create orch\/state: Not Found\. Check/,
    ],
    [
      'a repository without any commit',
      'POST git/trees',
      answer(409, { message: 'Git Repository is empty.' }),
      'refused',
      /Commit a first file to the default branch/,
    ],
    [
      'a look without the right',
      'StateHead',
      answer(403, { message: 'Resource not accessible by integration' }),
      'denied',
      /Could not look at orch\/state/,
    ],
  ];
  test.each(cases)('%s', async (_, what, response, reason, words) => {
    if (what === 'StateCommit') await store.commit(create('a.yaml'));
    always(what, () => response.clone());
    const before = remote.requests.filter((request) => request === what).length;
    const error = await failure(store.commit(create('b.yaml')));
    expect(error).toBeInstanceOf(StateUnavailable);
    expect(error).toMatchObject({ reason, applied: 'no', message: expect.stringMatching(words) });
    expect(remote.requests.filter((request) => request === what)).toHaveLength(before + 1);
    remote.intervene(undefined);
    expect(await store.commit(create('b.yaml'))).toMatchObject({ kind: 'committed' });
  });

  test('a repository that the App lost meanwhile', async () => {
    await store.commit(create('a.yaml'));
    const missing = () => graphqlErrors('NOT_FOUND', "Could not resolve to a Repository with the name 'mona/x'.");
    remote.intervene(async () => missing());
    expect(await failure(store.commit(create('b.yaml')))).toMatchObject({
      reason: 'denied',
      message: expect.stringMatching(/^Could not look at orch\/state: Could not resolve to a Repository/),
    });
  });
});

describe('a rate limit', () => {
  test.each<[string, Response, string]>([
    [
      'with Retry-After',
      answer(403, { message: 'You have exceeded a secondary rate limit.' }, { 'retry-after': '30' }),
      '2026-11-21T08:00:30.000Z',
    ],
    ['without a time', answer(429, { message: 'Too many requests' }), '2026-11-21T08:01:00.000Z'],
    [
      'of GraphQL, with status 200',
      answer(
        200,
        { data: null, errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded for installation.' }] },
        { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795249000' },
      ),
      '2026-11-21T08:16:40.000Z',
    ],
  ])('%s silences the store until then', async (_, response, at) => {
    let now = new Date('2026-11-21T08:00:00Z');
    const quiet = remote.store({ now: () => now });
    await quiet.commit(create('a.yaml'));
    always('StateCommit', () => response.clone());
    const error = await failure(quiet.commit(create('b.yaml')));
    expect(error).toMatchObject({ reason: 'unreachable', applied: 'no', at: new Date(at) });
    remote.intervene(undefined);
    const before = remote.requests.length;
    expect(await failure(quiet.refresh())).toMatchObject({ at: new Date(at) });
    expect(remote.requests).toHaveLength(before);
    now = new Date(new Date(at).getTime() + 1);
    expect(await quiet.commit(create('b.yaml'))).toMatchObject({ kind: 'committed' });
    await quiet.close();
  });
});

describe('a replica that is behind', () => {
  /** What the hub answered to a request of that name, to be answered again. */
  async function recorded(what: string, work: () => Promise<unknown>): Promise<string> {
    let body = '';
    remote.intervene(async (sent, pass) => {
      const response = await pass();
      if (sent.what === what) body = await response.clone().text();
      return response;
    });
    await work();
    remote.intervene(undefined);
    return body;
  }

  test('and shows an older head for a while is no lost branch', async () => {
    await store.commit(create('a.yaml'));
    const old = await recorded('StateHead', () => store.refresh());
    await store.commit(create('b.yaml'));
    let behind = 3;
    remote.intervene(async (sent, pass) => (sent.what === 'StateHead' && behind-- > 0 ? answer(200, old) : pass()));
    expect((await store.refresh()).head).toBe(await remote.head());
    expect(remote.pauses).toEqual([500, 1_500, 4_000]);
  });

  test('and shows no branch for a while is no deleted branch', async () => {
    const none = await recorded('StateHead', () => store.snapshot());
    await store.commit(create('a.yaml'));
    once('StateHead', async () => answer(200, none));
    expect((await store.refresh()).head).toBe(await remote.head());
  });

  test('a loss that was made sure of is told at once the next time', async () => {
    await store.commit(create('a.yaml'));
    await remote.force(null);
    const first = await failure(store.refresh());
    const before = remote.requests.length;
    expect(await failure(store.refresh())).toBe(first);
    expect(remote.requests.slice(before)).toEqual(['StateHead']);
    expect(remote.pauses.reduce((sum, pause) => sum + pause)).toBe(30_000);
  });

  test('and does not have the commit yet never makes a file absent', async () => {
    await remote.push({ 'a.yaml': 'a\n' });
    const snapshot = await store.snapshot();
    once('StateFiles', async () => answer(200, { data: { repository: { at: null, o0: null, o1: null } } }));
    expect(await snapshot.read('a.yaml')).toBe('a\n');
    always('StateFiles', () => answer(200, { data: { repository: { at: null } } }));
    expect(await failure(snapshot.read('b.yaml'))).toMatchObject({
      reason: 'unreachable',
      message: expect.stringContaining(`GitHub does not show the commit ${snapshot.head}`),
    });
  });
});

test('a file that is no valid UTF-8, or is shown cut short, is read by its bytes and recognised again', async () => {
  await remote.push({ 'odd.yaml': Buffer.from([0x61, 0xff, 0x62]), 'long.yaml': 'long text\n' });
  const snapshot = await store.snapshot();
  remote.intervene(async (sent, pass) => {
    const response = await pass();
    return sent.what === 'StateFiles' ? answer(200, (await response.text()).replace('long text', 'lon')) : response;
  });
  expect(await snapshot.read('long.yaml')).toBe('long text\n');
  const odd = await snapshot.read('odd.yaml');
  expect(odd).toBe('a\ufffdb');
  const change = { reads: { 'odd.yaml': odd, 'long.yaml': 'long text\n' }, writes: {}, message: 'rests on both' };
  expect(await store.commit(change)).toMatchObject({ kind: 'committed' });
  expect(remote.requests.filter((what) => what.startsWith('GET git/blobs'))).toHaveLength(2);
});

test('a first change without a file is refused as what it is', async () => {
  const error = await failure(store.commit({ reads: {}, writes: { 'a.yaml': null }, message: 'nothing' }));
  expect(error).toMatchObject({
    reason: 'refused',
    message: expect.stringContaining('Write a file with the first change'),
  });
});

test('the author of the first commit is the App, or who was named', async () => {
  await store.commit(create('a.yaml'));
  const at = async () =>
    (await hub.world.hub.git.readCommit(`mona/${remote.name}`, (await remote.head()) ?? ''))?.author;
  expect(await at()).toMatchObject({ name: 'orch[bot]' });
  remote = await hub.remote();
  const named = remote.store({ author: { name: 'Orch', email: 'orch@example.com' } });
  await named.commit(create('a.yaml'));
  expect(await at()).toMatchObject({ name: 'Orch', email: 'orch@example.com' });
  await named.close();
});

test('a name that git would refuse is a mistake of ours', () => {
  expect(() => remote.store({ branch: 'a..b' })).toThrow(TypeError);
});
