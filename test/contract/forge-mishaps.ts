/** The forge's contract: acts of which some fail, requests that go wrong, and how a second try finds what the first one did. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Act } from '../../src/core/act.ts';
import type { Observation } from '../../src/core/observation.ts';
import { ForgeUnavailable } from '../../src/github/forge.ts';
import { commentsOf } from '../../src/localhub/world/comments.ts';
import { findIssue } from '../../src/localhub/world/issues.ts';
import { nodeId } from '../../src/localhub/world/node-ids.ts';
import { runsOf } from '../../src/localhub/world/workflow-runs.ts';
import { dispatchOf } from './forge-acts.ts';
import { withPullRequest } from './forge-pull-requests.ts';
import type { ForgeStage } from './forge-world.ts';

export function describeMishaps(start: () => Promise<ForgeStage>): void {
  describe('when not everything works', () => {
    let stage: ForgeStage;
    let repository: Observation['repository'];
    beforeEach(async () => {
      stage = await start();
      ({ repository } = await stage.forge.observe({ issue: 1, afterComment: 0, logins: [] }));
    });
    afterEach(() => stage.end());

    const comments = () => commentsOf(stage.world, findIssue(stage.world, stage.repository, 1)!).map((one) => one.body);
    const comment = (body: string, look = false): Act => {
      const issue = findIssue(stage.world, stage.repository, 1)!;
      const ref = { number: 1, nodeId: nodeId('Issue', issue.id) };
      return { kind: 'comment', issue: ref, mark: 'story:1', body: `<!-- orch:story:1 -->\n${body}`, look };
    };

    test('one act that fails does not stop the others, and each is answered in its place', async () => {
      const { head } = await withPullRequest(stage);
      const answers = await stage.forge.perform(repository, [
        comment('before'),
        { kind: 'react', comment: nodeId('IssueComment', 4_711) },
        dispatchOf('1-developer-1'),
        { kind: 'delete_branch', branch: 'story/7', refId: nodeId('Ref', `${stage.repository.id}:refs/heads/story/7`) },
        comment('after'),
        { kind: 'merge', pullRequest: 2, head: head.replace(/.$/, 'e'), method: 'merge' },
      ]);
      expect(answers.map(({ kind }) => kind)).toEqual(['done', 'refused', 'done', 'refused', 'done', 'stale']);
      expect(answers[1]).toEqual({
        kind: 'refused',
        reason: `Could not resolve to a node with the global id of '${nodeId('IssueComment', 4_711)}'.`,
      });
      expect(comments()).toEqual(['<!-- orch:story:1 -->\nbefore', '<!-- orch:story:1 -->\nafter']);
    });

    test('GitHub that is not there: later, and nothing was done', async () => {
      stage.opens('otto');
      stage.mishap('unreachable');
      const answers = await stage.forge.perform(repository, [comment('one'), dispatchOf('1-developer-1')]);
      expect(answers).toMatchObject([{ kind: 'later' }, { kind: 'later' }]);
      expect(answers.every((answer) => !('at' in answer) || answer.at === undefined)).toBe(true);
      expect(comments()).toEqual([]);
      stage.mishap(undefined);
      expect(await stage.forge.perform(repository, [comment('one', true)])).toMatchObject([{ kind: 'done' }]);
      expect(comments()).toHaveLength(1);
    });

    test('an answer that is lost: later, and the next try finds what was done', async () => {
      await withPullRequest(stage);
      stage.mishap('answer lost');
      const acts = (look: boolean): Act[] => [comment('one', look), dispatchOf('1-developer-1', look)];
      expect(await stage.forge.perform(repository, acts(false))).toMatchObject([{ kind: 'later' }, { kind: 'later' }]);
      stage.mishap(undefined);
      expect(comments()).toHaveLength(1);
      const runs = () => runsOf(stage.world, stage.repository).filter((run) => run.event === 'workflow_dispatch');
      expect(runs()).toHaveLength(1);
      expect(await stage.forge.perform(repository, acts(true))).toMatchObject([
        { kind: 'done', facts: { comment: { id: expect.any(Number) } } },
        { kind: 'done', facts: { actionsRun: { id: runs()[0]!.id } } },
      ]);
      expect(comments()).toHaveLength(1);
      expect(runs()).toHaveLength(1);
    });

    test('GitHub that wants silence: later, with the time', async () => {
      stage.opens('otto');
      stage.mishap('quiet');
      const at = new Date(stage.now.getTime() + 60_000);
      expect(await stage.forge.perform(repository, [comment('one'), dispatchOf('1-developer-1')])).toMatchObject([
        { kind: 'later', at },
        { kind: 'later', at },
      ]);
      expect(comments()).toEqual([]);
      stage.mishap(undefined);
    });

    test('an observation that cannot be made is unavailable, not empty', async () => {
      stage.opens('otto');
      const look = () => stage.forge.observe({ issue: 1, afterComment: 0, logins: ['wes'] });
      stage.mishap('unreachable');
      await expect(look()).rejects.toBeInstanceOf(ForgeUnavailable);
      await expect(stage.forge.role({ id: 1, login: 'wes' })).rejects.toBeInstanceOf(ForgeUnavailable);
      await expect(stage.forge.actionsRun({ id: 1 })).rejects.toBeInstanceOf(ForgeUnavailable);
      await expect(stage.forge.survey()).rejects.toBeInstanceOf(ForgeUnavailable);
      stage.mishap('quiet');
      await expect(look()).rejects.toMatchObject({ at: new Date(stage.now.getTime() + 60_000) });
      stage.mishap(undefined);
      expect((await look()).issue?.number).toBe(1);
    });
  });
}
