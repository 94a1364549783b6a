/** The forge's contract: what each act does, and what it answers. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Act } from '../../src/core/act.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Answer } from '../../src/github/forge.ts';
import { checkRunsFor } from '../../src/localhub/world/checks.ts';
import { commentsOf, deleteComment } from '../../src/localhub/world/comments.ts';
import { findIssue } from '../../src/localhub/world/issues.ts';
import { refSha } from '../../src/localhub/world/lookups.ts';
import { nodeId } from '../../src/localhub/world/node-ids.ts';
import { findPull } from '../../src/localhub/world/pulls.ts';
import { reactionsOf } from '../../src/localhub/world/reactions.ts';
import { protectBranch } from '../../src/localhub/world/repositories.ts';
import { completeWorkflowRun, findRun } from '../../src/localhub/world/workflow-runs.ts';
import { withPullRequest } from './forge-pull-requests.ts';
import type { ForgeStage } from './forge-world.ts';

/** A dispatch of the workflow as the loop would order it. */
export const dispatchOf = (run: string, look = false): Extract<Act, { kind: 'dispatch' }> => ({
  kind: 'dispatch',
  workflow: 'orch.yml',
  ref: 'main',
  title: `Orch story #1 (${run})`,
  inputs: { brief: '{}', story: '1', run },
  look,
});

export function describeActs(start: () => Promise<ForgeStage>): void {
  describe('performing', () => {
    let stage: ForgeStage;
    let repository: Observation['repository'];
    beforeEach(async () => {
      stage = await start();
      ({ repository } = await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] }));
    });
    afterEach(() => stage.end());

    const perform = (...acts: Act[]): Promise<Answer[]> => stage.forge.perform(repository, acts);
    const issueRef = (number: number) => ({
      number,
      nodeId: nodeId('Issue', findIssue(stage.world, stage.repository, number)!.id),
    });
    const comment = (mark: string, body: string, look = false): Act => ({
      kind: 'comment',
      issue: issueRef(1),
      mark,
      body: `<!-- orch:${mark} -->\n${body}`,
      look,
    });
    const bodies = () =>
      commentsOf(stage.world, findIssue(stage.world, stage.repository, 1)!).map((one) => one.body.split('\n')[1]);

    test('a comment is written by Orch, and answered with where it is', async () => {
      stage.opens('otto');
      const [answer] = await perform(comment('story:1', 'Working on it'));
      const [made] = commentsOf(stage.world, findIssue(stage.world, stage.repository, 1)!);
      expect(answer).toEqual({
        kind: 'done',
        facts: {
          comment: {
            id: made!.id,
            nodeId: expect.any(String),
            url: expect.stringMatching(new RegExp(`/acme/durations/issues/1#issuecomment-${made!.id}$`)),
          },
        },
      });
      expect(made).toMatchObject({ body: '<!-- orch:story:1 -->\nWorking on it', authorId: stage.orch.account.id });
    });

    test('labels are put on and taken off together, and nobody else’s are touched', async () => {
      const issue = stage.opens('otto');
      await perform(
        { kind: 'create_label', name: 'orch:review', color: '1d76db', description: 'Orch: in review' },
        { kind: 'create_label', name: 'orch:in-progress', color: 'fbca04', description: 'Orch: at work' },
      );
      stage.labels('wes', issue, 'bug');
      stage.labels('wes', issue, 'orch:in-progress');
      const seen = await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] });
      const known = (name: string) => ({ name, nodeId: seen.repository.labels[name]! });
      const act: Act = {
        kind: 'labels',
        issue: issueRef(1),
        add: [known('orch:review')],
        remove: [known('orch:in-progress')],
      };
      // A second time it changes nothing, and is not refused.
      expect(await perform(act, act)).toEqual([
        { kind: 'done', facts: {} },
        { kind: 'done', facts: {} },
      ]);
      const after = await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] });
      expect(after.issue?.labels.toSorted()).toEqual(['bug', 'orch:review']);
    });

    test('a label that is there already is refused once more', async () => {
      const act: Act = { kind: 'create_label', name: 'orch:review', color: '1d76db', description: '' };
      expect((await perform(act))[0]?.kind).toBe('done');
      expect((await perform(act))[0]?.kind).toBe('refused');
    });

    test('a comment of Orch’s own is taken away', async () => {
      stage.opens('otto');
      const [made] = await perform(comment('story:1', 'Twice'));
      const { id, nodeId: node } = made?.kind === 'done' ? made.facts.comment! : { id: 0, nodeId: '' };
      const act: Act = { kind: 'delete_comment', comment: { id, nodeId: node } };
      expect(await perform(act)).toEqual([{ kind: 'done', facts: {} }]);
      expect(bodies()).toEqual([]);
      expect((await perform(act))[0]?.kind).toBe('refused');
    });

    test('a comment that may be there already is found by its mark, if Orch wrote it, and brought up to date', async () => {
      const issue = stage.opens('otto');
      stage.says('otto', issue, '<!-- orch:story:1 -->\nI can type that too.');
      for (let index = 0; index < 110; index += 1) stage.says('wes', issue, `<!-- -->\nnumber ${index}`);
      const [first] = await perform(comment('story:1', 'Working on it', true));
      const [second] = await perform(comment('story:1', 'Working on it', true));
      expect(second).toEqual(first);
      expect(bodies().filter((body) => body === 'Working on it')).toHaveLength(1);
      const [third] = await perform(comment('story:1', 'Ready for review', true));
      expect(third).toEqual(first);
      expect(bodies().at(-1)).toBe('Ready for review');
      // Without the doubt nothing is looked for: the caller knows that it was not said.
      await perform(comment('answer:7.0', 'Hello'), comment('answer:8.0', 'Hello'));
      expect(bodies().slice(-2)).toEqual(['Hello', 'Hello']);
    });

    test('a comment is edited, and one that a person deleted is written again', async () => {
      stage.opens('otto');
      const [made] = await perform(comment('story:1', 'one'));
      const { id, nodeId: node } = made?.kind === 'done' ? made.facts.comment! : { id: 0, nodeId: '' };
      const edit = (body: string): Act => ({
        kind: 'edit_comment',
        comment: { id, nodeId: node },
        issue: issueRef(1),
        mark: 'story:1',
        body: `<!-- orch:story:1 -->\n${body}`,
      });
      expect(await perform(edit('two'))).toEqual([{ kind: 'done', facts: {} }]);
      expect(bodies()).toEqual(['two']);
      deleteComment(stage.world, stage.person('maria'), { comment: stage.world.comments.get(id)! });
      const [again] = await perform(edit('three'));
      expect(again).toMatchObject({ kind: 'done', facts: { comment: { id: expect.any(Number) } } });
      expect(bodies()).toEqual(['three']);
      // The next one still names the old comment: the new one is found and kept up to date.
      const [last] = await perform(edit('four'));
      expect(last).toEqual(again);
      expect(bodies()).toEqual(['four']);
    });

    test('a reaction is there once, however often it is asked for', async () => {
      const issue = stage.opens('otto');
      const id = stage.says('wes', issue, '/orch start');
      const react: Act = { kind: 'react', comment: nodeId('IssueComment', id) };
      expect(await perform(react)).toEqual([{ kind: 'done', facts: {} }]);
      expect(await perform(react)).toEqual([{ kind: 'done', facts: {} }]);
      const found = reactionsOf(stage.world, { comment: stage.world.comments.get(id)! });
      expect(found.map((one) => [one.content, one.accountId])).toEqual([['+1', stage.orch.account.id]]);
    });

    test('a dispatch starts a run with the title by which it is found again', async () => {
      const [answer] = await perform(dispatchOf('1-developer-1'));
      expect(answer).toMatchObject({
        kind: 'done',
        facts: {
          actionsRun: { id: expect.any(Number), url: expect.stringMatching(/\/acme\/durations\/actions\/runs\/\d+$/) },
        },
      });
      const { id } = answer?.kind === 'done' ? answer.facts.actionsRun! : { id: 0 };
      expect(findRun(stage.world, id)).toMatchObject({
        displayTitle: 'Orch story #1 (1-developer-1)',
        event: 'workflow_dispatch',
        headBranch: 'main',
        inputs: { brief: '{}', story: '1', run: '1-developer-1' },
      });
      expect(await perform(dispatchOf('1-developer-1', true))).toEqual([answer]);
      expect(await perform(dispatchOf('1-developer-2', true))).not.toEqual([answer]);
    });

    test('a dispatch without the workflow, or on a branch that is not there, is refused', async () => {
      expect(await perform({ ...dispatchOf('1-developer-1'), workflow: 'missing.yml' })).toEqual([
        { kind: 'refused', reason: 'there is no .github/workflows/missing.yml on main' },
      ]);
      expect(await perform({ ...dispatchOf('1-developer-1'), ref: 'nowhere' })).toEqual([
        { kind: 'refused', reason: expect.stringContaining('No ref found for: nowhere') },
      ]);
    });

    test('a run is asked to stop; one that has ended is out of date', async () => {
      const [answer] = await perform(dispatchOf('1-developer-1'));
      const { id } = answer?.kind === 'done' ? answer.facts.actionsRun! : { id: 0 };
      const cancel: Act = { kind: 'cancel_run', actionsRun: id };
      expect(await perform(cancel)).toEqual([{ kind: 'done', facts: {} }]);
      const run = findRun(stage.world, id)!;
      expect(run.cancelRequestedAt ?? run.conclusion).not.toBeNull();
      completeWorkflowRun(stage.world, stage.orch, { run, conclusion: 'cancelled' });
      expect(await perform(cancel)).toMatchObject([{ kind: 'stale' }]);
      expect(await perform({ ...cancel, actionsRun: 4_711 })).toMatchObject([{ kind: 'refused' }]);
    });

    test('a pull request is opened once, and refused without commits or without its branch', async () => {
      await withPullRequest(stage);
      const open = (head: string, look: boolean): Act => ({
        kind: 'open_pull_request',
        head,
        base: 'main',
        title: 'Parse it',
        body: 'Closes #1',
        look,
      });
      expect(findPull(stage.world, stage.repository, 2)).toMatchObject({ title: 'Parse it', body: 'Closes #1' });
      expect(await perform(open('story/1', true))).toMatchObject([
        { kind: 'done', facts: { pullRequest: { number: 2 } } },
      ]);
      expect(await perform(open('story/1', false))).toEqual([
        { kind: 'refused', reason: 'A pull request already exists for acme:story/1.' },
      ]);
      expect(await perform(open('story/9', false))).toMatchObject([{ kind: 'refused' }]);
    });

    test('a pull request is closed', async () => {
      const { pull } = await withPullRequest(stage);
      const pullRequest = { number: 2, nodeId: nodeId('PullRequest', pull.pullRequest.id) };
      expect(await perform({ kind: 'close_pull_request', pullRequest })).toEqual([{ kind: 'done', facts: {} }]);
      expect(pull.state).toBe('closed');
    });

    test('the proof is published once, as Orch’s own check', async () => {
      const { head } = await withPullRequest(stage);
      const check = (externalId: string, look: boolean): Act => ({
        kind: 'check',
        commit: head,
        name: 'orch/tdd',
        conclusion: 'success',
        title: 'Red before, green after',
        summary: 'All is well.',
        externalId,
        look,
      });
      expect(await perform(check('1-developer-1', false))).toEqual([{ kind: 'done', facts: {} }]);
      expect(await perform(check('1-developer-1', true))).toEqual([{ kind: 'done', facts: {} }]);
      const made = () => checkRunsFor(stage.world, stage.repository, head);
      expect(made()).toMatchObject([
        {
          name: 'orch/tdd',
          conclusion: 'success',
          externalId: '1-developer-1',
          output: { title: 'Red before, green after', summary: 'All is well.' },
        },
      ]);
      await perform(check('1-developer-2', true));
      expect(made()).toHaveLength(2);
      const { pullRequest } = await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] });
      expect(pullRequest?.checks).toMatchObject([{ name: 'orch/tdd', own: true, state: 'passed' }]);
    });

    test('a merge is of the commit that was looked at, and of no other', async () => {
      const { head, pull } = await withPullRequest(stage);
      const merge = (commit: string): Act => ({ kind: 'merge', pullRequest: 2, head: commit, method: 'merge' });
      await stage.push(stage.person('wes'), 'story/1', { 'src/more.js': '1;\n' });
      await stage.settled();
      expect(await perform(merge(head))).toEqual([
        { kind: 'stale', reason: 'Head branch was modified. Review and try the merge again.' },
      ]);
      const [answer] = await perform(merge(pull.pullRequest.headSha));
      expect(answer).toEqual({
        kind: 'done',
        facts: { mergeCommit: refSha(stage.world, stage.repository, 'refs/heads/main') },
      });
      const { pullRequest, issue, branch } = await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] });
      expect(pullRequest).toMatchObject({
        state: 'merged',
        mergeCommit: answer?.kind === 'done' ? answer.facts.mergeCommit : '',
        mergeable: 'unknown',
      });
      expect(issue?.state).toBe('closed');
      expect(branch).toBe(pull.pullRequest.headSha);
      expect(await perform(merge(head))).toMatchObject([{ kind: 'refused', reason: 'Pull Request is not mergeable' }]);
    });

    test('a merge that protection or a conflict forbids is refused in GitHub’s words', async () => {
      const { head, pull } = await withPullRequest(stage);
      const merge: Act = { kind: 'merge', pullRequest: 2, head, method: 'squash' };
      const protection = { requiredApprovingReviewCount: 2, requiredStatusChecks: [] };
      protectBranch(stage.world, { repository: stage.repository, branch: 'main', ...protection });
      expect(await perform(merge)).toEqual([
        { kind: 'refused', reason: 'At least 2 approving reviews are required by reviewers with write access.' },
      ]);
      protectBranch(stage.world, {
        repository: stage.repository,
        branch: 'main',
        ...protection,
        requiredApprovingReviewCount: 0,
      });
      await stage.push(stage.person('maria'), 'main', { 'src/parse.js': 'something else\n' });
      await stage.settled();
      expect(await perform(merge)).toEqual([{ kind: 'refused', reason: 'Pull Request is not mergeable' }]);
      expect(pull.pullRequest.merged).toBe(false);
      expect(await perform({ ...merge, pullRequest: 99 })).toMatchObject([{ kind: 'refused' }]);
    });

    test('an issue is closed as completed, and its branch deleted', async () => {
      await withPullRequest(stage);
      const { pullRequest } = await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] });
      const refId = pullRequest!.headRefId!;
      const remove: Act = { kind: 'delete_branch', branch: 'story/1', refId };
      expect(await perform({ kind: 'close_issue', issue: issueRef(1) }, remove)).toEqual([
        { kind: 'done', facts: {} },
        { kind: 'done', facts: {} },
      ]);
      expect(findIssue(stage.world, stage.repository, 1)).toMatchObject({ state: 'closed', stateReason: 'completed' });
      expect(refSha(stage.world, stage.repository, 'refs/heads/story/1')).toBeNull();
      expect(await perform(remove)).toMatchObject([{ kind: 'refused' }]);
    });

    test('nothing to do is nothing done', async () => {
      expect(await perform()).toEqual([]);
    });
  });
}
