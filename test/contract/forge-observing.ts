/** The forge's contract: what an observation says of the repository, the issue, its comments, its labels and the people. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { updateComment } from '../../src/localhub/world/comments.ts';
import { closeIssue } from '../../src/localhub/world/issues.ts';
import { removeLabel } from '../../src/localhub/world/labels.ts';
import { refSha } from '../../src/localhub/world/lookups.ts';
import { completeWorkflowRun, findRun, setRunStatus } from '../../src/localhub/world/workflow-runs.ts';
import { dispatchOf } from './forge-acts.ts';
import { type ForgeStage, PEOPLE } from './forge-world.ts';

export function describeObserving(start: () => Promise<ForgeStage>): void {
  describe('observing', () => {
    let stage: ForgeStage;
    beforeEach(async () => {
      stage = await start();
    });
    afterEach(() => stage.end());

    const look = (issue: number, afterComment = 0, logins: string[] = []) =>
      stage.forge.observe({ issue, afterComment, logins });

    test('tells of the repository, of the state branch and of the configuration on the default branch', async () => {
      stage.opens('otto');
      const before = await look(1);
      expect(before.repository).toEqual({
        nodeId: expect.any(String),
        owner: 'acme',
        name: 'durations',
        defaultBranch: 'main',
        head: refSha(stage.world, stage.repository, 'refs/heads/main'),
      });
      expect(before).toMatchObject({ config: null, stateHead: null, branch: null, pullRequest: null, roles: {} });

      const head = await stage.push(stage.person('maria'), 'main', { '.orch/config.yaml': 'version: 1\n' });
      const state = await stage.push(stage.orch, 'orch/state', { 'project.yaml': 'version: 1\n' });
      const branch = await stage.push(stage.orch, 'story/1', { 'src/parse.js': 'export {};\n' });
      const after = await look(1);
      expect(after.repository.head).toBe(head);
      expect(after.config).toEqual({ oid: expect.stringMatching(/^[0-9a-f]{40}$/), text: 'version: 1\n' });
      expect(after.stateHead).toBe(state);
      expect(after.branch).toBe(branch);

      await stage.push(stage.person('maria'), 'main', { '.orch/config.yaml': 'version: 1 # new\n' });
      expect((await look(1)).config?.oid).not.toBe(after.config?.oid);
    });

    test('tells of the issue', async () => {
      const issue = stage.opens('otto', 'Parse "1h 30m"', 'It should be 5400 seconds.');
      stage.labels('tess', issue, 'orch:story');
      stage.labels('wes', issue, 'bug');
      expect((await look(1)).issue).toEqual({
        number: 1,
        nodeId: expect.any(String),
        title: 'Parse "1h 30m"',
        body: 'It should be 5400 seconds.',
        url: expect.stringMatching(/\/acme\/durations\/issues\/1$/),
        state: 'open',
        by: { id: stage.person('otto').account.id, login: 'otto', kind: 'user' },
        labels: ['orch:story', 'bug'],
      });
      stage.opens('rita', 'Without a body');
      expect((await look(2)).issue).toMatchObject({ body: '', labels: [] });
      closeIssue(stage.world, stage.person('wes'), { issue });
      expect((await look(1)).issue?.state).toBe('closed');
    });

    test('an issue that is not there, and one that is a pull request, are null', async () => {
      stage.opens('otto');
      await stage.push(stage.person('wes'), 'mine', { 'a.js': '1;\n' });
      const repository = (await look(1)).repository;
      const [answer] = await stage.forge.perform(repository, [
        { kind: 'open_pull_request', head: 'mine', base: 'main', title: 'Mine', body: '', look: false },
      ]);
      expect(answer?.kind).toBe('done');
      for (const number of [2, 99]) {
        expect(await look(number)).toMatchObject({
          issue: null,
          comments: [],
          labelings: { count: 0, newest: [] },
          repository: { name: 'durations' },
        });
      }
    });

    test('comments come after the cursor, oldest first, with who wrote them and whether they were edited', async () => {
      const issue = stage.opens('otto');
      const ids = [
        stage.says('wes', issue, '/orch start'),
        stage.says('orch', issue, '<!-- orch:story:1 -->\nWorking on it'),
        stage.says('bot', issue, 'A new version is out.'),
        stage.says('otto', issue, 'Thank you'),
      ];
      updateComment(stage.world, stage.person('otto'), { comment: stage.world.comments.get(ids[3]!)!, body: 'Thanks' });
      const { comments } = await look(1);
      expect(comments.map(({ id, by, body, edited }) => [id, by.login, by.kind, body, edited])).toEqual([
        [ids[0], 'wes', 'user', '/orch start', false],
        [ids[1], 'orch', 'orch', '<!-- orch:story:1 -->\nWorking on it', false],
        [ids[2], 'renovate', 'bot', 'A new version is out.', false],
        [ids[3], 'otto', 'user', 'Thanks', true],
      ]);
      expect(comments[0]).toMatchObject({
        nodeId: expect.any(String),
        url: expect.stringMatching(new RegExp(`/acme/durations/issues/1#issuecomment-${ids[0]}$`)),
        by: { id: stage.person('wes').account.id },
      });
      expect((await look(1, ids[1])).comments.map(({ id }) => id)).toEqual(ids.slice(2));
      expect((await look(1, ids[3])).comments).toEqual([]);
    });

    test('more than a page of comments is read back to the cursor', async () => {
      const issue = stage.opens('otto');
      const ids = Array.from({ length: 250 }, (_, index) => stage.says('wes', issue, `number ${index}`));
      expect((await look(1)).comments.map(({ id }) => id)).toEqual(ids);
      expect((await look(1, ids[9])).comments.map(({ id }) => id)).toEqual(ids.slice(10));
      expect((await look(1, ids[240])).comments.map(({ id }) => id)).toEqual(ids.slice(241));
    });

    test('labelings are counted, with the newest fifty and who did them', async () => {
      const issue = stage.opens('otto');
      stage.labels('tess', issue, 'orch:story');
      stage.labels('bot', issue, 'orch:run');
      expect((await look(1)).labelings).toEqual({
        count: 2,
        newest: [
          { label: 'orch:story', by: { id: stage.person('tess').account.id, login: 'tess', kind: 'user' } },
          { label: 'orch:run', by: { id: stage.bot.account.id, login: 'renovate', kind: 'bot' } },
        ],
      });
      for (let round = 0; round < 60; round += 1) {
        removeLabel(stage.world, stage.person('wes'), { issue, name: 'orch:run' });
        stage.labels('wes', issue, 'orch:run');
      }
      const { count, newest } = (await look(1)).labelings;
      expect(count).toBe(62);
      expect(newest).toHaveLength(50);
      expect(new Set(newest.map(({ by }) => by.login))).toEqual(new Set(['wes']));
    });

    test('roles of those who were hinted at come with it; of a stranger that there is none', async () => {
      const issue = stage.opens('otto');
      stage.says('wes', issue, '/orch start');
      stage.says('otto', issue, '/orch start');
      const id = (name: keyof typeof PEOPLE) => stage.person(name).account.id;
      expect((await look(1, 0, ['wes', 'otto'])).roles).toEqual({ [id('wes')]: 'write', [id('otto')]: 'none' });
      expect((await look(1, 0, ['maria', 'mona', 'tess'])).roles).toEqual({
        [id('maria')]: 'admin',
        [id('mona')]: 'maintain',
        [id('tess')]: 'triage',
      });
      // A login that nobody in this observation has is a hint that led nowhere.
      expect((await look(1, 0, ['nobody'])).roles).toEqual({});
    });

    test('a role is that of the number, not of the login', async () => {
      for (const [login, roleName] of Object.entries(PEOPLE)) {
        const { id } = stage.person(login as keyof typeof PEOPLE).account;
        // Everyone may read a public repository.
        expect([login, await stage.forge.role({ id, login })]).toEqual([login, roleName ?? 'read']);
      }
      expect(await stage.forge.role({ id: stage.person('rita').account.id, login: 'wes' })).toBe('none');
      expect(await stage.forge.role({ id: 4_711, login: 'nobody' })).toBe('none');
    });

    test('what Actions says of a run', async () => {
      const { world } = stage;
      const [answer] = await stage.forge.perform((await look(1)).repository, [dispatchOf('1-developer-1')]);
      const run = findRun(world, answer?.kind === 'done' ? answer.facts.actionsRun!.id : 0)!;
      expect(await stage.forge.actionsRun(run.id)).toEqual({ id: run.id, status: 'queued', conclusion: null });
      setRunStatus(world, stage.orch, { run, status: 'in_progress' });
      expect(await stage.forge.actionsRun(run.id)).toEqual({ id: run.id, status: 'in_progress', conclusion: null });
      completeWorkflowRun(world, stage.orch, { run, conclusion: 'timed_out' });
      expect(await stage.forge.actionsRun(run.id)).toEqual({
        id: run.id,
        status: 'completed',
        conclusion: 'timed_out',
      });
      expect(await stage.forge.actionsRun(4_711)).toBeNull();
    });

    test('labelled issues are open issues with one of Orch’s labels', async () => {
      const [one, two, three, four] = [1, 2, 3, 4].map((number) => stage.opens('otto', `Issue ${number}`));
      stage.labels('wes', one!, 'orch:run');
      stage.labels('tess', one!, 'orch:story');
      stage.labels('tess', two!, 'orch:story');
      stage.labels('tess', three!, 'bug');
      stage.labels('wes', four!, 'orch:run');
      closeIssue(stage.world, stage.person('wes'), { issue: four! });
      expect((await stage.forge.labelled()).toSorted()).toEqual([1, 2]);
    });
  });
}
