/** The alphabet of faults that the simulator draws from, sent over the wire: what it says that the port answers is what the Octokit adapter answers. */
import { Octokit } from '@octokit/rest';
import { describe, expect, test } from 'vitest';
import type { Act } from '../../src/core/act.ts';
import type { Observation } from '../../src/core/observation.ts';
import { ForgeUnavailable, REST_ACTS } from '../../src/github/forge.ts';
import { createOctokitForge } from '../../src/github/octokit/forge.ts';
import { keepsSilence } from '../github/keeps-silence.ts';
import { canMeet, FAULT_NAMES, type Fault, faultOf, type Wire } from '../simulation/alphabet.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const clock = () => NOW;
const silent = () => {};

const comment = (body: string): Act => ({
  kind: 'comment',
  issue: { number: 1, nodeId: 'I_1' },
  mark: 'story:1',
  body,
  look: false,
});
const dispatch: Act = {
  kind: 'dispatch',
  workflow: 'orch.yml',
  ref: 'main',
  title: 'Orch story #1 (1-developer-1)',
  inputs: { brief: '{}', story: '1', run: '1-developer-1' },
  look: false,
};
const merge: Act = { kind: 'merge', pullRequest: 2, head: 'c0de'.padEnd(40, '0'), method: 'merge' };
const issue = (number: number) => ({ number, nodeId: `I_${number}` });
const story = (key: string): Act => ({
  kind: 'open_issue',
  title: key,
  body: `<!-- orch:plan:1/${key} -->`,
  mark: `plan:1/${key}`,
  parent: issue(1),
  look: false,
});
const wait = (number: number): Act => ({ kind: 'add_blocked_by', issue: issue(number), blocker: issue(1) });
const REQUESTS: Record<string, Act[]> = {
  'three comments': ['a', 'b', 'c'].map(comment),
  'three stories below an epic': ['a', 'b', 'c'].map(story),
  'three dependencies': [2, 3, 4].map(wait),
  'a milestone': [{ kind: 'create_milestone', title: 'Sprint 1', description: '' }],
  'the end of a milestone': [{ kind: 'close_milestone', milestone: { number: 1 } }],
  dispatch: [dispatch],
  merge: [merge],
};

const json = (body: unknown, status: number, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** What each mutation of those requests answers. */
const node = (alias: number) => ({
  commentEdge: { node: { id: `IC_${alias}`, fullDatabaseId: String(alias + 1), url: 'https://github.test/c' } },
  issue: { number: alias + 1, id: `I_${alias + 1}`, url: 'https://github.test/i' },
});

/** Whether GitHub answers the request as GraphQL: only then can it be answered in part, or refused with status 200. */
const isGraphql = ([first]: Act[]): boolean => first !== undefined && !REST_ACTS.has(first.kind);

/** What comes back when the fault strikes. */
function answer(wire: Wire, silence: number | undefined): Response {
  const reset = String(Math.floor((NOW.getTime() + (silence ?? 0)) / 1_000));
  const headers = Object.fromEntries(
    Object.entries('headers' in wire ? (wire.headers ?? {}) : {}).map(([name, value]) => [
      name,
      value.replace('RESET', reset),
    ]),
  );
  switch (wire.kind) {
    case 'status':
      return json({ message: wire.message }, wire.status, headers);
    case 'errors':
      return json({ data: null, errors: [{ type: wire.type, message: wire.message }] }, 200, headers);
    case 'broken':
      throw new TypeError('fetch failed');
    case 'truncated':
      return new Response('{"data":{"m0":{"commentEdge":{"node":{"id":"IC_', {
        status: 200,
        headers: { 'content-type': 'application/json' },
      });
    case 'partial':
      // The first is done, the second may have been, of the third nothing is said.
      return json(
        {
          data: { m0: node(0), m1: null, m2: null },
          errors: [{ type: 'INTERNAL', path: ['m1'], message: 'Something went wrong while executing your query.' }],
        },
        200,
      );
  }
}

function forgeThatMeets({ wire, silence }: Fault) {
  const requests: string[] = [];
  const request = {
    fetch: async (input: string | URL | Request) => {
      requests.push(String(input instanceof Request ? input.url : input));
      return answer(wire, silence);
    },
  };
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const octokit = new Octokit({ request, log });
  const repo = { owner: 'acme', repo: 'durations' };
  const forge = createOctokitForge({ octokit, repo, appSlug: 'orch', governor: keepsSilence(clock), clock });
  return { forge, requests };
}

const repository = {
  nodeId: 'R_1',
  owner: 'acme',
  name: 'durations',
  defaultBranch: 'main',
  head: '',
} as Observation['repository'];

describe.each(FAULT_NAMES)('%s', (name) => {
  const fault = faultOf(name);
  const expected = {
    kind: fault.answer,
    ...(fault.silence !== undefined && { at: new Date(NOW.getTime() + fault.silence) }),
  };

  const meeting = Object.keys(REQUESTS).filter(
    (title) => canMeet(fault, REQUESTS[title]!) && (fault.meets !== 'batches' || isGraphql(REQUESTS[title]!)),
  );
  test.each(meeting)('%s', async (title) => {
    const { forge, requests } = forgeThatMeets(fault);
    const answers = await forge.perform(repository, REQUESTS[title]!);
    if (fault.works === 'partly')
      expect(answers).toMatchObject([{ kind: 'done' }, { kind: 'later' }, { kind: 'later' }]);
    // A REST request that was answered with 200 is done, however little of the answer came; but which milestone it made has to be known.
    else if (fault.wire.kind === 'truncated' && !isGraphql(REQUESTS[title]!) && title !== 'a milestone')
      expect(answers).toMatchObject([{ kind: 'done' }]);
    else expect(answers).toMatchObject(REQUESTS[title]!.map(() => expected));
    // Whatever it was, it is not sent a second time by anybody but the loop.
    expect(requests).toHaveLength(1);
  });

  test.skipIf(fault.meets !== 'any')('an observation', async () => {
    const { forge } = forgeThatMeets(fault);
    const failure = await forge.observe({ issue: 1, afterComment: 0, logins: [] }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ForgeUnavailable);
    expect((failure as ForgeUnavailable).at).toEqual('at' in expected ? expected.at : undefined);
  });
});

test('an observation of which only half has come is none', async () => {
  const { forge } = forgeThatMeets(faultOf('truncatedAnswer'));
  await expect(forge.observe({ issue: 1, afterComment: 0, logins: [] })).rejects.toBeInstanceOf(ForgeUnavailable);
});
