/** What the sweep finds by itself: everything here happens without a single delivery. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createComment } from '../../src/localhub/world/comments.ts';
import { completeWorkflowRun, runsOf } from '../../src/localhub/world/workflow-runs.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld({ labels: true });
});
afterEach(() => acme.finish());

const lost = { drops: () => true };
/** Everything that happened is lost, and the sweep comes by. */
const unheard = async () => {
  await acme.settles(lost);
  await acme.orch.sweep();
  await acme.settles(lost);
};
const begin = async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  await unheard();
  acme.news();
};

test('a command on an issue that nobody ever spoke to Orch on', async () => {
  acme.opens('otto', { title: 'Accept "2 days"' });
  acme.says('wes', 1, '/orch start');
  await unheard();
  expect(acme.story(1)?.status).toBe('in_progress');
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    reacts with 👍
    writes #1: Working on it, tests first
    puts orch:in-progress on #1
    (survey, recent_comments, observe, dispatch, comment + labels + react)"
  `);
});

test('a command on a story that is at rest', async () => {
  await begin();
  acme.says('wes', 1, '/orch skip');
  await unheard();
  expect(acme.story(1)?.status).toBe('skipped');
  acme.says('wes', 1, '/orch retry once more');
  await unheard();
  expect(acme.story(1)?.status).toBe('in_progress');
  acme.news();
});

test('a label put on a story that failed, and an issue that was opened again', async () => {
  await begin();
  acme.loses(1, 'cancelled');
  await unheard();
  expect(acme.story(1)?.status).toBe('failed');
  acme.unlabels('wes', 1, 'orch:run');
  acme.labels('wes', 1, 'orch:run');
  await unheard();
  expect(acme.story(1)?.status).toBe('in_progress');
  acme.closes('wes', 1);
  await unheard();
  expect(acme.story(1)?.status).toBe('abandoned');
  acme.reopens('wes', 1);
  await unheard();
  expect(acme.story(1)?.status).toBe('pending');
  acme.news();
});

test('a command on the pull request of a story', async () => {
  await begin();
  await acme.delivers(1);
  await unheard();
  acme.says('wes', 2, '/orch changes another name');
  await unheard();
  expect(acme.story(1)).toMatchObject({ status: 'in_progress', rounds: 1 });
  acme.news();
});

test('what was heard is not looked at again', async () => {
  acme.opens('otto', { title: 'Accept "2 days"' });
  acme.says('otto', 1, '/orch help');
  await unheard();
  acme.news();
  await acme.orch.sweep();
  expect(acme.news()).toBe('(survey, recent_comments)');
});

test('a run that was evicted, or never started, is started again under a new number', async () => {
  await begin();
  const [run] = runsOf(acme.world, acme.repository);
  completeWorkflowRun(acme.world, acme.bot, { run: run!, conclusion: 'cancelled' });
  acme.world.workflowRuns.remove(run!);
  await unheard();
  // Once may be too early: a run takes some seconds to be listed.
  expect(acme.story(1)?.runs).toHaveLength(1);
  expect(acme.news()).toMatchInlineSnapshot(`"(survey, recent_comments, observe, actions_run)"`);
  await unheard();
  expect(acme.story(1)?.runs).toHaveLength(2);
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    edits #1: Working on it, attempt 2
    (survey, recent_comments, observe, actions_run, dispatch, edit_comment)"
  `);
});

test('a sticky comment that stands there twice is taken away; the older one stays', async () => {
  await begin();
  const sticky = acme.story(1)?.sticky;
  createComment(acme.world, acme.bot, {
    issue: acme.issue(1),
    body: '<!-- orch:story:1 -->\n### Working on it, tests first',
  });
  await unheard();
  expect(acme.news()).toMatchInlineSnapshot(`
    "writes #1: Working on it, tests first
    deletes a comment on #1: Working on it, tests first
    (survey, recent_comments, observe, actions_run, delete_comment)"
  `);
  expect(acme.story(1)?.sticky).toEqual(sticky);
  expect(acme.sticky(1)).toContain('Working on it');
});

test('twins on a story that has ended are found too', async () => {
  await begin();
  acme.says('wes', 1, '/orch skip');
  await unheard();
  acme.news();
  createComment(acme.world, acme.bot, {
    issue: acme.issue(1),
    body: '<!-- orch:story:1 -->\n### This story was skipped',
  });
  await unheard();
  expect(acme.news()).toMatchInlineSnapshot(`
    "writes #1: This story was skipped
    deletes a comment on #1: This story was skipped
    (survey, recent_comments, observe, delete_comment)"
  `);
});
