/** The forge's contract, kept by the Octokit adapter against a real local hub over HTTP; and that both adapters see the same world. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Governor } from '../../src/github/governor.ts';
import { createOctokitForge } from '../../src/github/octokit/forge.ts';
import { createWorldForge } from '../../src/localhub/forge/world-forge.ts';
import { announcePush } from '../../src/localhub/git/announce-push.ts';
import { type Hub, startHub } from '../../src/localhub/hub.ts';
import { refSha, ZERO_SHA } from '../../src/localhub/world/lookups.ts';
import { submitReview } from '../../src/localhub/world/reviews.ts';
import { createInstallationToken } from '../../src/localhub/world/tokens.ts';
import type { Actor, Repository } from '../../src/localhub/world/types.ts';
import { describeForge } from './forge.ts';
import { withPullRequest } from './forge-pull-requests.ts';
import { appoint, FILES, type ForgeStage, type Mishap, populate, SLUG, stageOf } from './forge-world.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const IDENTITY = { name: 'someone', email: 'someone@users.noreply.local', date: '2026-11-23T09:00:00Z' };

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'octokit-forge-'));
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(join(root, 'files', dirname(path)), { recursive: true });
    await writeFile(join(root, 'files', path), text);
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function start(): Promise<ForgeStage & { hub: Hub }> {
  const hub = await startHub({ dir: await mkdtemp(join(root, 'hub-')), now: () => NOW });
  const { world } = hub;
  const { orch, bot, installation } = populate(world);
  const repository = await hub.seed.repository({ owner: 'acme', name: 'durations', from: join(root, 'files') });
  appoint(world, repository);
  const auth = createInstallationToken(world, { installation, value: 'ghs_contract' }).value;
  let mishap: Mishap | undefined;
  const request = { fetch: fetchWith(() => mishap) };
  const octokit = new Octokit({ auth, baseUrl: hub.urls.api, request, log: SILENT });
  const repo = { owner: 'acme', repo: 'durations' };
  const ground = {
    world,
    forge: createOctokitForge({ octokit, repo, appSlug: SLUG, governor: LIBERAL, clock: () => NOW }),
    repository,
    installation,
    push: (who: Actor, branch: string, changes: Record<string, string | null>, onto?: string) =>
      push(hub, repository, who, branch, changes, onto),
    deleteBranch: async (who: Actor, branch: string) => {
      const ref = `refs/heads/${branch}`;
      const move = { ref, before: refSha(world, repository, ref)!, after: ZERO_SHA };
      await hub.git.moveRef('acme/durations', move);
      await announcePush(hub, who, repository, move);
    },
    settled: () => hub.settled(),
    mishap: (kind: Mishap | undefined) => {
      mishap = kind;
    },
    now: NOW,
    end: () => hub.close(),
  };
  return { ...stageOf(ground, orch, bot), hub };
}

/** Puts a real commit into the hub's repository and tells the world. */
async function push(
  hub: Hub,
  repository: Repository,
  who: Actor,
  branch: string,
  changes: Record<string, string | null>,
  onto?: string,
): Promise<string> {
  const ref = `refs/heads/${branch}`;
  const before = refSha(hub.world, repository, ref);
  const parent = onto ?? before ?? refSha(hub.world, repository, 'refs/heads/main')!;
  const entries = Object.entries(changes);
  const after = await hub.git.commitChanges('acme/durations', {
    parent,
    changes: {
      additions: entries.flatMap(([path, text]) => (text === null ? [] : [{ path, contents: Buffer.from(text) }])),
      deletions: entries.flatMap(([path, text]) => (text === null ? [{ path }] : [])),
    },
    message: `Change ${Object.keys(changes).join(', ')}`,
    author: IDENTITY,
    committer: IDENTITY,
  });
  const move = { ref, before: before ?? ZERO_SHA, after };
  if (!(await hub.git.moveRef('acme/durations', move))) throw new Error(`${branch} was moved by someone else`);
  await announcePush(hub, who, repository, move);
  return after;
}

/** A connection that breaks in the way that is wanted now. */
function fetchWith(mishap: () => Mishap | undefined): typeof fetch {
  return async (input, init) => {
    const kind = mishap();
    if (kind === 'unreachable') throw new TypeError('fetch failed');
    if (kind === 'quiet') {
      const headers = { 'content-type': 'application/json', 'retry-after': '60' };
      return new Response('{"message":"You have exceeded a secondary rate limit."}', { status: 403, headers });
    }
    const response = await fetch(input, init);
    if (kind !== 'answer lost') return response;
    await response.arrayBuffer();
    throw new TypeError('fetch failed');
  };
}

const silent = () => {};
/** The contract is about what each request comes to; when it may be sent is the governor's own test. */
const LIBERAL: Governor = { turn: async () => undefined, quiet: () => undefined, silence: () => {} };
const SILENT = { debug: silent, info: silent, warn: silent, error: silent };

describeForge('the Octokit adapter, over HTTP', start);

test('both adapters see the same world in the same way', async () => {
  const stage = await start();
  const { hub, world, repository, orch } = stage;
  try {
    const config = 'settings: { auto_merge: false }\n';
    await stage.push(stage.person('maria'), 'main', { '.orch/config.yaml': config });
    const { head, pull } = await withPullRequest(stage);
    const issue = world.issues.where('number', `${repository.id}/1`)[0]!;
    stage.labels('wes', issue, 'orch:run');
    for (const who of ['wes', 'orch', 'bot', 'otto'] as const) stage.says(who, issue, `/orch status, says ${who}`);
    submitReview(world, stage.person('wes'), { issue: pull, event: 'APPROVE' });
    submitReview(world, stage.person('rita'), { issue: pull, event: 'REQUEST_CHANGES', body: 'No.' });
    const { repository: about } = await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] });
    const output = { title: 'Red before, green after', summary: '' };
    await stage.forge.perform(about, [
      { kind: 'check', commit: head, name: 'orch/tdd', conclusion: 'success', externalId: 'r', look: false, ...output },
    ]);
    await stage.settled();
    const tip = refSha(world, repository, 'refs/heads/main')!;
    const { oid } = (await hub.git.resolve('acme/durations', `${tip}:.orch/config.yaml`))!;
    const nobody = () => {
      throw new Error('looking needs no merge');
    };
    const file = (_commit: string, path: string) => (path === '.orch/config.yaml' ? { oid, text: config } : null);
    const git = { file, compare: nobody, merge: nobody };
    const direct = createWorldForge({ world, repository, actor: orch, appSlug: SLUG, git, urls: hub.urls });
    for (const logins of [[], ['wes'], ['otto', 'rita', 'maria'], ['nobody']]) {
      for (const number of [1, 2, 99]) {
        const subject = { issue: number, afterComment: 0, logins };
        expect(await direct.observe(subject)).toEqual(await stage.forge.observe(subject));
        for (const path of ['.orch/config.yaml', 'nothing.md']) {
          const wanted = { ...subject, file: path };
          expect(await direct.observe(wanted)).toEqual(await stage.forge.observe(wanted));
        }
      }
    }
  } finally {
    await stage.end();
  }
});

test('a file comes in the request of the look, and a look without one asks for nothing of it', async () => {
  const stage = await start();
  const sent: { query: string; variables: Record<string, unknown> }[] = [];
  const fetchAndNote: typeof fetch = async (input, init) => {
    sent.push(JSON.parse(String(init?.body)));
    return fetch(input, init);
  };
  try {
    stage.opens('otto');
    const auth = createInstallationToken(stage.world, { installation: stage.installation, value: 'ghs_noted' }).value;
    const octokit = new Octokit({ auth, baseUrl: stage.hub.urls.api, request: { fetch: fetchAndNote }, log: SILENT });
    const repo = { owner: 'acme', repo: 'durations' };
    const forge = createOctokitForge({ octokit, repo, appSlug: SLUG, governor: LIBERAL, clock: () => NOW });
    const subject = { issue: 1, afterComment: 0, logins: ['wes'] };
    await forge.observe(subject);
    await forge.observe({ ...subject, file: 'docs/"plan".md' });
    await forge.observe({ ...subject, file: '../plan.md' });
    expect(sent).toHaveLength(3);
    const [plain, wanted, refused] = sent as [(typeof sent)[0], (typeof sent)[0], (typeof sent)[0]];
    expect(refused).toEqual(plain);
    expect(JSON.stringify(plain)).not.toMatch(/file/i);
    // The path is a variable; it never gets into the text of the query.
    expect(wanted.variables).toEqual({ ...plain.variables, file: 'HEAD:docs/"plan".md' });
    expect(wanted.query).not.toContain('plan');
    const added = [', $file: String!', '\n    file: object(expression: $file) { ... on Blob { oid text byteSize } }'];
    expect(added.reduce((query, part) => query.replace(part, ''), wanted.query)).toBe(plain.query);
  } finally {
    await stage.end();
  }
});
