/** The label that shows where a story stands, and what becomes of it when people touch it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld({ labels: true });
});
afterEach(() => acme.finish());

const onIssue = () => {
  const ids = acme.issue(1).labelIds;
  return ids.map((id) => acme.world.labels.get(id)?.name ?? '').toSorted();
};

test('the label follows the status, in requests that were made anyway', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    writes #1: Working on it, tests first
    puts orch:in-progress on #1
    (observe, dispatch, comment + labels)"
  `);
  await acme.delivers(1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "opens #2 from story/1 into main: Accept "2 days"
    publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    edits #1: #2 is ready for review
    puts orch:review on #1
    takes orch:in-progress off #1
    (observe, open_pull_request + check, edit_comment + labels)"
  `);
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    edits #1: #2 is merged
    puts orch:merged on #1
    takes orch:review off #1
    deletes story/1
    (observe, merge, edit_comment + labels + close_issue + delete_branch)"
  `);
  expect(onIssue()).toEqual(['orch:merged', 'orch:run']);
});

test('a label that a person took off, or put on by hand, is put right at the next look', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  acme.news();
  acme.unlabels('wes', 1, 'orch:in-progress');
  acme.labels('wes', 1, 'orch:merged');
  await acme.settles();
  // It is a picture, not a command: nobody is woken for it.
  expect(acme.news()).toBe('');
  await acme.orch.sweep();
  expect(acme.news()).toMatchInlineSnapshot(`
    "puts orch:in-progress on #1
    takes orch:merged off #1
    (survey, recent_comments, observe, actions_run, labels)"
  `);
  expect(onIssue()).toEqual(['orch:in-progress', 'orch:run']);
  await acme.orch.sweep();
  expect(acme.news()).toBe('(survey, recent_comments, observe, actions_run)');
});

test('a story that was left out carries no status any more', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:story');
  await acme.settles();
  expect(onIssue()).toEqual(['orch:pending', 'orch:story']);
  acme.says('wes', 1, '/orch skip');
  await acme.settles();
  acme.news();
  expect(onIssue()).toEqual(['orch:story']);
});

test('labels that are missing are made by the sweep, all in one request, and only where Orch is wanted', async () => {
  acme = await startWorld();
  await acme.orch.sweep();
  expect(acme.news()).toMatchInlineSnapshot(`
    "creates the label orch:story
    creates the label orch:run
    creates the label orch:epic
    creates the label orch:pending
    creates the label orch:in-progress
    creates the label orch:review
    creates the label orch:underway
    creates the label orch:blocked
    creates the label orch:failed
    creates the label orch:merged
    (survey, create_label + create_label + create_label + create_label + create_label + create_label + create_label + create_label + create_label + create_label, recent_comments)"
  `);
  await acme.orch.sweep();
  expect(acme.news()).toBe('(survey, recent_comments)');
});
