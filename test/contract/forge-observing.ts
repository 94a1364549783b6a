/** The forge's contract: what an observation says of the repository, the issue, its comments, its labels and the people. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textHash } from '../../src/github/issue-text.ts';
import { systemActor } from '../../src/localhub/world/accounts.ts';
import { createComment, deleteComment, updateComment } from '../../src/localhub/world/comments.ts';
import { closeIssue, editIssue } from '../../src/localhub/world/issues.ts';
import { removeLabel } from '../../src/localhub/world/labels.ts';
import { refSha } from '../../src/localhub/world/lookups.ts';
import { nodeId } from '../../src/localhub/world/node-ids.ts';
import { addReaction } from '../../src/localhub/world/reactions.ts';
import { completeWorkflowRun, findRun, setRunStatus } from '../../src/localhub/world/workflow-runs.ts';
import { dispatchOf } from './forge-acts.ts';
import { type ForgeStage, PEOPLE } from './forge-world.ts';

/** A time as GitHub writes it. */
const seconds = (time: Date): string => time.toISOString().replace(/\.\d{3}Z$/, 'Z');

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
        labels: {},
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

    test('tells what people did to the comment that asks something', async () => {
      const issue = stage.opens('otto');
      const asks = createComment(stage.world, stage.orch, { issue, body: '- [ ] 1. Yes\n- [ ] 2. No' });
      const question = nodeId('IssueComment', asks.id);
      const see = async () => (await stage.forge.observe({ issue: 1, afterComment: 0, logins: [], question })).question;
      expect((await look(1)).question).toBeUndefined();
      expect(await see()).toEqual({ body: '- [ ] 1. Yes\n- [ ] 2. No', editor: null, reactions: [] });
      const [wes, tess] = [stage.person('wes'), stage.person('tess')];
      addReaction(stage.world, tess, { comment: asks, content: 'rocket' });
      addReaction(stage.world, wes, { comment: asks, content: '+1' });
      updateComment(stage.world, wes, { comment: asks, body: '- [x] 1. Yes\n- [ ] 2. No' });
      const by = ({ account: { id, login } }: typeof wes) => ({ id, login, kind: 'user' });
      const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
      expect(await see()).toEqual({
        body: '- [x] 1. Yes\n- [ ] 2. No',
        editor: by(wes),
        reactions: [
          { content: 'rocket', by: by(tess), at },
          { content: 'thumbs_up', by: by(wes), at },
        ],
      });
      deleteComment(stage.world, wes, { comment: asks });
      expect(await see()).toBeNull();
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
        text: textHash('Parse "1h 30m"', 'It should be 5400 seconds.'),
        edited: null,
        by: { id: stage.person('otto').account.id, login: 'otto', kind: 'user' },
        labels: ['orch:story', 'bug'],
        blockedBy: [],
        blocking: [],
        parent: null,
        subIssues: [],
      });
      stage.opens('rita', 'Without a body');
      expect((await look(2)).issue).toMatchObject({ body: '', labels: [] });
      closeIssue(stage.world, stage.person('wes'), { issue });
      expect((await look(1)).issue?.state).toBe('closed');
    });

    test('tells who changed the text of the issue last, and when: body or title, whichever was later', async () => {
      const issue = stage.opens('otto', 'Parse "1h 30m"', 'It should be 5400 seconds.');
      const before = (await look(1)).issue!;
      const at = seconds(stage.now);
      const by = (name: keyof typeof PEOPLE) => ({ id: stage.person(name).account.id, login: name, kind: 'user' });
      editIssue(stage.world, stage.person('tess'), { issue, title: 'Parse "1h 45m"' });
      const renamed = (await look(1)).issue!;
      expect(renamed.edited).toEqual({ at, by: by('tess') });
      expect(renamed.text).toBe(textHash('Parse "1h 45m"', 'It should be 5400 seconds.'));
      editIssue(stage.world, stage.person('wes'), { issue, body: 'It should be 6300 seconds.' });
      const edited = (await look(1)).issue!;
      // Both within one second: the body is what an agent is told most of.
      expect(edited.edited).toEqual({ at, by: by('wes') });
      expect(new Set([before.text, renamed.text, edited.text]).size).toBe(3);
      editIssue(stage.world, stage.bot, { issue, body: null });
      expect((await look(1)).issue).toMatchObject({ body: '', edited: { by: { login: 'renovate', kind: 'bot' } } });
      editIssue(stage.world, systemActor(stage.world), { issue, title: 'Parse "1h 30m"', body: '…' });
      // Whoever it was has deleted their account since.
      expect((await look(1)).issue?.edited).toEqual({ at, by: null });
    });

    test('what a deleted account wrote is a ghost’s', async () => {
      const issue = stage.opens('otto');
      createComment(stage.world, systemActor(stage.world), { issue, body: '/orch start' });
      expect((await look(1)).comments[0]?.by).toEqual({ id: 0, login: 'ghost', kind: 'ghost' });
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
        at: seconds(stage.now),
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
          {
            label: 'orch:story',
            by: { id: stage.person('tess').account.id, login: 'tess', kind: 'user' },
            at: seconds(stage.now),
          },
          {
            label: 'orch:run',
            by: { id: stage.bot.account.id, login: 'renovate', kind: 'bot' },
            at: seconds(stage.now),
          },
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
      const made = answer?.kind === 'done' ? answer.facts.actionsRun! : { id: 0, url: '' };
      const run = findRun(world, made.id)!;
      const about = { id: made.id, url: made.url, title: 'Orch story #1 (1-developer-1)' };
      expect(await stage.forge.actionsRun(run)).toEqual({ ...about, status: 'queued', conclusion: null });
      setRunStatus(world, stage.orch, { run, status: 'in_progress' });
      expect(await stage.forge.actionsRun(run)).toEqual({ ...about, status: 'in_progress', conclusion: null });
      completeWorkflowRun(world, stage.orch, { run, conclusion: 'timed_out' });
      const ended = { ...about, status: 'completed', conclusion: 'timed_out' };
      expect(await stage.forge.actionsRun(run)).toEqual(ended);
      expect(await stage.forge.actionsRun({ title: about.title })).toEqual(ended);
      expect(await stage.forge.actionsRun({ id: 4_711 })).toBeNull();
      expect(await stage.forge.actionsRun({ title: 'Orch story #1 (1-developer-2)' })).toBeNull();
    });

    test('labelled issues are open issues with one of Orch’s labels', async () => {
      const [one, two, three, four, five] = [1, 2, 3, 4, 5].map((number) => stage.opens('otto', `Issue ${number}`));
      stage.labels('wes', one!, 'orch:run');
      stage.labels('tess', one!, 'orch:story');
      stage.labels('tess', two!, 'orch:story');
      stage.labels('tess', three!, 'bug');
      stage.labels('wes', four!, 'orch:run');
      stage.labels('wes', five!, 'orch:epic');
      closeIssue(stage.world, stage.person('wes'), { issue: four! });
      const survey = await stage.forge.survey();
      expect(survey.labelled.toSorted((a, b) => a.issue - b.issue)).toEqual([
        { issue: 1, labelings: 2 },
        { issue: 2, labelings: 1 },
        { issue: 5, labelings: 1 },
      ]);
      expect(survey.installed).toBe(true);
      expect(survey.repository).toEqual((await look(1)).repository);
      expect(Object.keys(survey.repository.labels).toSorted()).toEqual(['orch:epic', 'orch:run', 'orch:story']);
    });

    test('more than a hundred labelled issues are read page by page', async () => {
      for (let number = 1; number <= 103; number += 1)
        stage.labels('wes', stage.opens('otto', 'One of many'), 'orch:run');
      const { labelled } = await stage.forge.survey();
      expect(labelled.map(({ issue }) => issue).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 103 }, (_, index) => index + 1),
      );
    });

    test('recent comments are those of the whole repository since a time, newest first', async () => {
      const [one, two] = [stage.opens('otto'), stage.opens('otto')];
      const early = stage.says('wes', two, '/orch start');
      const late = stage.says('rita', one, '/orch status');
      const by = (name: 'wes' | 'rita') => ({ id: stage.person(name).account.id, login: name, kind: 'user' });
      const found = await stage.forge.recentComments(new Date('2000-01-01T00:00:00Z'));
      expect(found.toSorted((a, b) => b.id - a.id)).toEqual([
        { id: late, on: one.number, by: by('rita'), body: '/orch status' },
        { id: early, on: two.number, by: by('wes'), body: '/orch start' },
      ]);
      expect(await stage.forge.recentComments(new Date('2100-01-01T00:00:00Z'))).toEqual([]);
    });
  });
}
