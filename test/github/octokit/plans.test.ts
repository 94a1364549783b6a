/** What the Octokit adapter asks of GitHub when a plan becomes issues, and what it makes of the answers. */
import { Octokit } from '@octokit/rest';
import { describe, expect, test } from 'vitest';
import type { Act } from '../../../src/core/act.ts';
import type { Observation } from '../../../src/core/observation.ts';
import { createOctokitForge } from '../../../src/github/octokit/forge.ts';
import { keepsSilence } from '../keeps-silence.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const clock = () => NOW;
const silent = () => {};
const repository = { nodeId: 'R_1', owner: 'acme', name: 'durations' } as Observation['repository'];
const issue = (number: number) => ({ number, nodeId: `I_${number}` });
const below = (child: number): Act => ({ kind: 'add_sub_issue', parent: issue(1), child: issue(child) });
const waits = (number: number, blocker: number): Act => ({
  kind: 'add_blocked_by',
  issue: issue(number),
  blocker: issue(blocker),
});
const story = (key: string): Act => ({
  kind: 'open_issue',
  title: key,
  body: `<!-- orch:plan:1/${key} -->`,
  mark: `plan:1/${key}`,
  look: true,
  parent: issue(1),
});

type Reply = { status?: number; data?: unknown; errors?: object[] };

/** A forge whose requests are answered one after the other; what was asked, by the operation's name. */
function forgeThatHears(...replies: Reply[]) {
  const asked: string[] = [];
  const fetch = async (_url: unknown, init?: { body?: string }) => {
    const { query = '' } = JSON.parse(init?.body ?? '{}') as { query?: string };
    asked.push(query);
    const { status = 200, ...body } = replies.shift() ?? { status: 500 };
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  };
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const octokit = new Octokit({ request: { fetch }, log });
  const repo = { owner: 'acme', repo: 'durations' };
  const forge = createOctokitForge({ octokit, repo, appSlug: 'orch', governor: keepsSilence(clock), clock });
  return { forge, asked, names: () => asked.map((query) => /^\w+ (\w+)/.exec(query)?.[1]) };
}

const refusal = (alias: string, message: string, type = 'UNPROCESSABLE') => ({ type, path: [alias], message });

describe('what GitHub refuses', () => {
  test('is done when it turns out to be so already, whatever GitHub called it', async () => {
    const { forge, names } = forgeThatHears(
      {
        data: { m0: null, m1: null, m2: { issue: { number: 4 } }, m3: null },
        errors: [
          refusal('m0', 'Sub issue may only have one parent'),
          refusal('m1', 'Sub issue may only have one parent', 'VALIDATION'),
          refusal('m3', 'Target issue has already been taken'),
        ],
      },
      {
        data: {
          nodes: [
            { id: 'I_2', isPinned: false, parent: { id: 'I_1' }, blockedBy: { nodes: [] } },
            { id: 'I_3', isPinned: false, parent: { id: 'I_9' }, blockedBy: { nodes: [null, { id: 'I_2' }] } },
          ],
        },
      },
    );
    expect(await forge.perform(repository, [below(2), below(3), waits(4, 2), waits(3, 2)])).toEqual([
      { kind: 'done', facts: {} },
      { kind: 'refused', reason: 'Sub issue may only have one parent' },
      { kind: 'done', facts: {} },
      { kind: 'done', facts: {} },
    ]);
    expect(names()).toEqual(['Perform', 'Standing']);
  });

  test('is looked at although one of the issues is gone', async () => {
    const { forge } = forgeThatHears(
      { data: { m0: null, m1: null }, errors: [refusal('m0', 'Taken'), refusal('m1', 'Not there', 'NOT_FOUND')] },
      {
        data: { nodes: [{ id: 'I_2', parent: { id: 'I_1' } }, null] },
        errors: [{ type: 'NOT_FOUND', path: ['nodes', 1], message: 'Could not resolve' }],
      },
    );
    expect(await forge.perform(repository, [below(2), below(3)])).toMatchObject([
      { kind: 'done' },
      { kind: 'refused', reason: 'Not there' },
    ]);
  });

  test('is for later where it cannot be looked at', async () => {
    const { forge } = forgeThatHears(
      { data: { m0: null, m1: { issue: {} } }, errors: [refusal('m0', 'Taken')] },
      { status: 502 },
    );
    expect(await forge.perform(repository, [below(2), waits(3, 2)])).toMatchObject([
      { kind: 'later' },
      { kind: 'done' },
    ]);
  });

  test('for want of a moment is for later', async () => {
    const message = 'An error occured while adding the sub-issue to the parent issue. Priority has already been taken';
    const { forge, names } = forgeThatHears({ data: { m0: null }, errors: [refusal('m0', message)] });
    expect(await forge.perform(repository, [below(2)])).toEqual([{ kind: 'later', reason: message }]);
    expect(names()).toEqual(['Perform']);
  });
});

describe('what may have been opened', () => {
  test('is looked for once for all stories of an epic', async () => {
    const node = (number: number, key: string, login: string, __typename = 'Bot') => ({
      number,
      id: `I_${number}`,
      url: `https://github.test/${number}`,
      body: `<!-- orch:plan:1/${key} -->`,
      author: { login, __typename },
    });
    const { forge, names } = forgeThatHears(
      {
        data: {
          node: {
            subIssues: {
              nodes: [node(2, 'a', 'orch'), null, node(3, 'b', 'orch', 'User'), node(4, 'b', 'renovate')],
            },
          },
        },
      },
      {
        data: { m0: { issue: { number: 5, id: 'I_5', url: 'u' } }, m1: { issue: { number: 6, id: 'I_6', url: 'u' } } },
      },
    );
    expect(await forge.perform(repository, ['a', 'b', 'c'].map(story))).toEqual([
      { kind: 'done', facts: { issue: { number: 2, nodeId: 'I_2', url: 'https://github.test/2' } } },
      { kind: 'done', facts: { issue: { number: 5, nodeId: 'I_5', url: 'u' } } },
      { kind: 'done', facts: { issue: { number: 6, nodeId: 'I_6', url: 'u' } } },
    ]);
    expect(names()).toEqual(['SubIssues', 'Perform']);
  });

  test('is not opened blindly where the epic cannot be looked at', async () => {
    const { forge, names } = forgeThatHears({ status: 502 });
    expect(await forge.perform(repository, ['a', 'b'].map(story))).toMatchObject([
      { kind: 'later' },
      { kind: 'later' },
    ]);
    expect(names()).toEqual(['SubIssues']);
  });
});

test('a server from before issue dependencies is looked at without them, and asked for them once', async () => {
  const unknown = (fieldName: string) => ({
    path: ['query Observe', 'repository', 'issue', fieldName],
    extensions: { code: 'undefinedField', typeName: 'Issue', fieldName },
    message: `Field '${fieldName}' doesn't exist on type 'Issue'`,
  });
  const list = { nodes: [] };
  const seen = {
    data: {
      repository: {
        id: 'R_1',
        name: 'durations',
        owner: { login: 'acme' },
        defaultBranchRef: null,
        ours: null,
        config: null,
        state: null,
        branch: null,
        issue: {
          id: 'I_1',
          number: 1,
          title: 'One',
          body: '',
          url: 'u',
          state: 'OPEN',
          lastEditedAt: null,
          editor: null,
          author: null,
          labels: list,
          comments: { ...list, pageInfo: { hasPreviousPage: false, startCursor: null } },
          timelineItems: { ...list, filteredCount: 0 },
          renames: list,
        },
        pullRequests: list,
      },
    },
  };
  const { forge, asked } = forgeThatHears(
    { errors: [unknown('blockedBy'), unknown('blocking')] },
    structuredClone(seen),
    structuredClone(seen),
  );
  const subject = { issue: 1, afterComment: 0, logins: [] };
  const alone = { blockedBy: [], blocking: [], parent: null, subIssues: [] };
  expect((await forge.observe(subject)).issue).toMatchObject(alone);
  expect((await forge.observe(subject)).issue).toMatchObject(alone);
  expect(asked.map((query) => query.includes('blockedBy'))).toEqual([true, false, false]);
});

test('a query that fails for another reason is not asked again', async () => {
  const { forge, asked } = forgeThatHears({ errors: [{ type: 'INTERNAL', message: 'Something went wrong' }] });
  await expect(forge.observe({ issue: 1, afterComment: 0, logins: [] })).rejects.toThrow('Something went wrong');
  expect(asked).toHaveLength(1);
});
