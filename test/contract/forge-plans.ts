/** The forge's contract: how a plan becomes issues, below an epic, one waiting for another, in a milestone. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Act } from '../../src/core/act.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Answer } from '../../src/github/forge.ts';
import { addBlockedBy, blockersOf } from '../../src/localhub/world/dependencies.ts';
import { closeIssue, issuesOf, openIssue } from '../../src/localhub/world/issues.ts';
import { createLabel } from '../../src/localhub/world/labels.ts';
import { accountById, labelsOf } from '../../src/localhub/world/lookups.ts';
import { createMilestone, milestonesOf, updateMilestone } from '../../src/localhub/world/milestones.ts';
import { nodeId } from '../../src/localhub/world/node-ids.ts';
import { pinIssue } from '../../src/localhub/world/pins.ts';
import { createRepository } from '../../src/localhub/world/repositories.ts';
import { addSubIssue, MAX_SUB_ISSUES, moveSubIssue, subIssuesOf } from '../../src/localhub/world/sub-issues.ts';
import type { Issue } from '../../src/localhub/world/types.ts';
import { withPullRequest } from './forge-pull-requests.ts';
import type { ForgeStage } from './forge-world.ts';

const DONE = { kind: 'done', facts: {} } as const;

export function describePlans(start: () => Promise<ForgeStage>): void {
  describe('a plan', () => {
    let stage: ForgeStage;
    let repository: Observation['repository'];
    let epic: Issue;
    beforeEach(async () => {
      stage = await start();
      epic = stage.opens('otto', 'Durations');
      ({ repository } = await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] }));
    });
    afterEach(() => stage.end());

    /** The same on a stage where there was a pull request before the epic. */
    const afterPullRequest = async () => {
      await stage.end();
      stage = await start();
      const { pull } = await withPullRequest(stage);
      epic = stage.opens('otto', 'Durations');
      return { number: pull.number, nodeId: nodeId('PullRequest', pull.pullRequest.id) };
    };
    const perform = (...acts: Act[]): Promise<Answer[]> => stage.forge.perform(repository, acts);
    const seen = async (issue: Issue) =>
      (await stage.forge.observe({ issue: issue.number, afterComment: 0, logins: [] })).issue!;
    const ref = ({ number, id }: Issue) => ({ number, nodeId: nodeId('Issue', id) });
    const story = (key: string, look = false): Extract<Act, { kind: 'open_issue' }> => ({
      kind: 'open_issue',
      title: `Story ${key}`,
      body: `<!-- orch:plan:1/${key} -->\nAs a caller…`,
      mark: `plan:1/${key}`,
      look,
      parent: ref(epic),
    });
    const titles = () => subIssuesOf(stage.world, epic).map(({ title }) => title);
    const madeBy = (answer: Answer | undefined) => (answer?.kind === 'done' ? answer.facts : undefined);

    describe('opens an issue', () => {
      test('below its epic, with labels and in a milestone, in one request', async () => {
        const { world } = stage;
        const label = createLabel(world, stage.orch, { repository: stage.repository, name: 'orch:story' });
        const [milestone] = await perform({ kind: 'create_milestone', title: 'Sprint 1', description: 'Durations.' });
        const sprint = madeBy(milestone)!.milestone!;
        const answers = await perform({
          ...story('a'),
          labels: [{ name: 'orch:story', nodeId: nodeId('Label', label.id) }],
          milestone: sprint.nodeId,
        });
        const [made] = subIssuesOf(world, epic);
        expect(answers).toEqual([
          {
            kind: 'done',
            facts: {
              issue: { ...ref(made!), url: expect.stringMatching(/\/acme\/durations\/issues\/2$/) },
            },
          },
        ]);
        expect(made).toMatchObject({ title: 'Story a', authorId: stage.orch.account.id, parentId: epic.id });
        expect(labelsOf(world, made!).map(({ name }) => name)).toEqual(['orch:story']);
        expect(world.milestones.get(made!.milestoneId!)).toMatchObject({ title: 'Sprint 1', number: sprint.number });
      });

      test('and finds it again by its mark, below its epic alone, whatever has become of it', async () => {
        const [first] = await perform(story('a'));
        const made = subIssuesOf(stage.world, epic)[0]!;
        closeIssue(stage.world, stage.person('maria'), { issue: made, reason: 'not_planned' });
        stage.opens('otto', 'Mine', story('b').body);
        addSubIssue(stage.world, stage.person('maria'), {
          parent: epic,
          issue: stage.opens('maria', 'Typed by hand', story('b').body),
        });
        expect(await perform(story('a', true))).toEqual([first]);
        // What people wrote under that mark is not what Orch opened.
        expect(await perform(story('b', true), story('a', true))).toMatchObject([{ kind: 'done' }, first]);
        expect(titles()).toEqual(['Story a', 'Typed by hand', 'Story b']);
      });

      test('without an epic among those that are open', async () => {
        const { parent: _, ...alone } = story('a');
        const [first] = await perform(alone);
        expect(madeBy(first)?.issue?.number).toBe(2);
        expect(await perform({ ...alone, look: true })).toEqual([first]);
        expect(issuesOf(stage.world, stage.repository)).toHaveLength(2);
      });

      test('more of them than one request carries, and each once when answers are lost', async () => {
        const keys = Array.from({ length: 23 }, (_, index) => `s${index}`);
        stage.mishap('answer lost');
        const lost = await perform(...keys.map((key) => story(key)));
        stage.mishap(undefined);
        expect(lost.every(({ kind }) => kind === 'later')).toBe(true);
        const again = await perform(...keys.map((key) => story(key, true)));
        expect(again.every(({ kind }) => kind === 'done')).toBe(true);
        expect(titles()).toEqual(keys.map((key) => `Story ${key}`));
        expect(again.map((answer) => madeBy(answer)?.issue?.number)).toEqual(keys.map((_, index) => index + 2));
      });

      test('that cannot stand where it should, and the others stand', async () => {
        const pull = await afterPullRequest();
        const gone = { number: 99, nodeId: nodeId('Issue', 4_711) };
        const answers = await perform(
          story('a'),
          { ...story('b', true), parent: gone },
          { ...story('c'), milestone: nodeId('Milestone', 4_711) },
          { ...story('d'), parent: pull },
          story('e'),
        );
        expect(answers.map(({ kind }) => kind)).toEqual(['done', 'refused', 'refused', 'refused', 'done']);
        expect(titles()).toEqual(['Story a', 'Story e']);
      });

      test('not where the epic has as many as GitHub lets it have, and no half of it', async () => {
        const { world } = stage;
        for (let count = 0; count < MAX_SUB_ISSUES; count += 1)
          openIssue(world, stage.orch, { repository: stage.repository, title: `Old ${count}`, parent: epic });
        expect(await perform(story('a'))).toEqual([
          { kind: 'refused', reason: expect.stringContaining('cannot have more than 100 sub-issues') },
        ]);
        expect(issuesOf(world, stage.repository)).toHaveLength(MAX_SUB_ISSUES + 1);
      });
    });

    describe('ties issues together', () => {
      test('an issue that is there is put below an epic once, and stays with another parent', async () => {
        const [one, other] = [stage.opens('otto'), stage.opens('otto')];
        const add = (parent: Issue, child: Issue): Act => ({
          kind: 'add_sub_issue',
          parent: ref(parent),
          child: ref(child),
        });
        expect(await perform(add(epic, one))).toEqual([DONE]);
        expect(await perform(add(epic, one), add(other, one), add(epic, other), add(one, epic))).toEqual([
          DONE,
          { kind: 'refused', reason: expect.stringContaining('may only have one parent') },
          DONE,
          { kind: 'refused', reason: expect.any(String) },
        ]);
        expect(subIssuesOf(stage.world, epic)).toEqual([one, other]);
      });

      test('an issue waits for another one once, however often it is said', async () => {
        const [one, other] = [stage.opens('otto'), stage.opens('otto')];
        const wait: Act = { kind: 'add_blocked_by', issue: ref(one), blocker: ref(other) };
        stage.mishap('answer lost');
        expect(await perform(wait)).toMatchObject([{ kind: 'later' }]);
        stage.mishap(undefined);
        expect(await perform(wait, wait)).toEqual([DONE, DONE]);
        expect(blockersOf(stage.world, one)).toEqual([other]);
      });

      test('one that waits for what is gone, for itself, or for a pull request is refused, and the others wait', async () => {
        const pull = await afterPullRequest();
        const one = stage.opens('otto');
        const wait = (blocker: { number: number; nodeId: string }): Act => ({
          kind: 'add_blocked_by',
          issue: ref(one),
          blocker,
        });
        const answers = await perform(
          wait({ number: 99, nodeId: nodeId('Issue', 4_711) }),
          wait(ref(epic)),
          wait(ref(one)),
          wait(pull),
          wait(ref(epic)),
        );
        expect(answers.map(({ kind }) => kind)).toEqual(['refused', 'done', 'refused', 'refused', 'done']);
        expect(blockersOf(stage.world, one)).toEqual([epic]);
      });
    });

    test('an issue is pinned once; a fourth one is refused', async () => {
      const pin = (issue: Issue): Act => ({ kind: 'pin_issue', issue: ref(issue) });
      expect(await perform(pin(epic))).toEqual([DONE]);
      expect(await perform(pin(epic))).toEqual([DONE]);
      for (let count = 0; count < 2; count += 1)
        pinIssue(stage.world, stage.person('maria'), { repository: stage.repository, issue: stage.opens('maria') });
      expect(await perform(pin(stage.opens('otto')))).toMatchObject([{ kind: 'refused' }]);
    });

    test('a text is put in place of another one', async () => {
      const edit = (body: string): Act => ({ kind: 'edit_issue_body', issue: ref(epic), body });
      expect(await perform(edit('The board'), edit('The new board'))).toEqual([DONE, DONE]);
      expect(epic).toMatchObject({ body: 'The new board', lastEditorId: stage.orch.account.id, title: 'Durations' });
    });

    describe('has milestones', () => {
      const create = (title = 'Sprint 1'): Act => ({ kind: 'create_milestone', title, description: 'Durations.' });

      test('one of a title, whoever made it, and closed ones too', async () => {
        const { world } = stage;
        const [first] = await perform(create());
        const [made] = milestonesOf(world, stage.repository);
        expect(made).toMatchObject({ title: 'Sprint 1', description: 'Durations.', creatorId: stage.orch.account.id });
        expect(first).toEqual({
          kind: 'done',
          facts: { milestone: { number: made!.number, nodeId: nodeId('Milestone', made!.id) } },
        });
        updateMilestone(world, stage.orch, { milestone: made!, state: 'closed' });
        expect(await perform(create())).toEqual([first]);
        const theirs = createMilestone(world, stage.person('maria'), { repository: stage.repository, title: 'v2' });
        expect(madeBy((await perform(create('v2')))[0])?.milestone?.number).toBe(theirs.number);
        expect(await perform(create(' '))).toMatchObject([{ kind: 'refused' }]);
      });

      test('which are found after an answer that was lost', async () => {
        stage.mishap('answer lost');
        expect(await perform(create())).toMatchObject([{ kind: 'later' }]);
        stage.mishap(undefined);
        expect(await perform(create())).toMatchObject([{ kind: 'done', facts: { milestone: { number: 1 } } }]);
        expect(milestonesOf(stage.world, stage.repository)).toHaveLength(1);
      });

      test('into which issues come and out of which they go, and which are closed', async () => {
        const sprint = madeBy((await perform(create()))[0])!.milestone!;
        const put = (milestone: string | null): Act => ({ kind: 'set_milestone', issue: ref(epic), milestone });
        const close: Act = { kind: 'close_milestone', milestone: { number: sprint.number } };
        expect(await perform(put(sprint.nodeId), put(sprint.nodeId), close, close)).toEqual([DONE, DONE, DONE, DONE]);
        expect(stage.world.milestones.get(epic.milestoneId!)).toMatchObject({ title: 'Sprint 1', state: 'closed' });
        expect(await perform(put(null), put(nodeId('Milestone', 4_711)))).toEqual([
          DONE,
          { kind: 'refused', reason: expect.any(String) },
        ]);
        expect(epic.milestoneId).toBeNull();
        expect(await perform({ ...close, milestone: { number: 99 } })).toMatchObject([{ kind: 'refused' }]);
      });
    });

    describe('is seen', () => {
      test('from the epic: its stories in the order of people, with state, reason and labels', async () => {
        const { world } = stage;
        await perform(story('a'), story('b'), story('c'));
        const [a, b, c] = subIssuesOf(world, epic) as [Issue, Issue, Issue];
        stage.labels('wes', b, 'orch:story');
        closeIssue(world, stage.person('wes'), { issue: a, reason: 'completed' });
        closeIssue(world, stage.person('wes'), { issue: c, reason: 'duplicate' });
        moveSubIssue(world, { parent: epic, issue: c, before: a });
        const one = (issue: Issue, state: string, reason: string | null, labels: string[]) => ({
          ...ref(issue),
          title: issue.title,
          state,
          reason,
          labels,
        });
        expect((await seen(epic)).subIssues).toEqual([
          one(c, 'closed', 'duplicate', []),
          one(a, 'closed', 'completed', []),
          one(b, 'open', null, ['orch:story']),
        ]);
        expect(await seen(b)).toMatchObject({ parent: 1, subIssues: [], blockedBy: [], blocking: [] });
        expect((await seen(epic)).parent).toBeNull();
      });

      test('from a story: what it waits for, open or closed, and what waits for it', async () => {
        const { world } = stage;
        await perform(story('a'), story('b'), story('c'));
        const [a, b, c] = subIssuesOf(world, epic) as [Issue, Issue, Issue];
        const wait = (issue: Issue, blocker: Issue): Act => ({
          kind: 'add_blocked_by',
          issue: ref(issue),
          blocker: ref(blocker),
        });
        await perform(wait(c, b), wait(c, a), wait(b, a));
        closeIssue(world, stage.person('wes'), { issue: a, reason: 'not_planned' });
        expect((await seen(c)).blockedBy).toEqual([
          { ...ref(a), state: 'closed', reason: 'not_planned' },
          { ...ref(b), state: 'open', reason: null },
        ]);
        expect((await seen(a)).blocking).toEqual([b.number, c.number]);
        expect(await seen(b)).toMatchObject({ blocking: [c.number], blockedBy: [{ number: a.number }] });
      });

      test('without taking issues of other repositories for its own', async () => {
        const { world } = stage;
        const owner = accountById(world, stage.repository.ownerId);
        const other = createRepository(world, stage.person('maria'), { owner, name: 'clock' });
        const far = openIssue(world, stage.person('maria'), { repository: other, title: 'Elsewhere' });
        const near = stage.opens('otto');
        addBlockedBy(world, stage.orch, { issue: epic, blocker: far });
        addBlockedBy(world, stage.orch, { issue: epic, blocker: near });
        addBlockedBy(world, stage.orch, { issue: far, blocker: epic });
        addSubIssue(world, stage.orch, { parent: epic, issue: far });
        const look = await seen(epic);
        expect(look.blockedBy).toEqual([
          { ...ref(near), state: 'open', reason: null },
          { ...ref(far), state: 'open', reason: null, repository: 'acme/clock' },
        ]);
        expect(look).toMatchObject({ blocking: [], subIssues: [], parent: null });
      });
    });
  });
}
