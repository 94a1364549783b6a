/** Labels by which people talk to Orch. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

test('orch:story by someone who triages puts the issue into the backlog, orch:run starts it', async () => {
  acme.opens('rita', { title: 'Accept "2 days"' });
  acme.labels('tess', 1, 'orch:story');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "writes #1: This story is in the backlog
    (observe, comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story is in the backlog

    **▸ adopted** · building · review · merged

    Waiting for someone with write access to write \`/orch start\` or put the label \`orch:run\` on.

    <sub>\`/orch start\` · \`/orch skip\` · \`/orch help\`</sub>"
  `);
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    edits #1: Working on it, tests first
    (observe, dispatch, edit_comment)"
  `);
});

test('orch:run by someone who may only triage is taken back with one explanation', async () => {
  acme.opens('rita', { title: 'Accept "2 days"' });
  acme.labels('tess', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "takes orch:run off #1
    answers on #1:
      The label \`orch:run\` needs the write role in this repository. It was put on by tess, whose role is triage, so I took it off again and did nothing. Someone with write access can put it on.
    (observe, labels + comment)"
  `);
  expect(acme.story(1)?.status).toBe('untracked');

  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    writes #1: Working on it, tests first
    (observe, dispatch, comment)"
  `);
  expect(acme.story(1)?.status).toBe('in_progress');
});

test('a label that a bot puts on is no one’s wish', async () => {
  acme.opens('rita', { title: 'Accept "2 days"' });
  acme.labels('renovate[bot]', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`""`);
  expect(acme.story(1)).toBeNull();
});

test('other labels are none of Orch’s business', async () => {
  acme.opens('rita', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'bug');
  await acme.settles();
  expect(acme.news()).toBe('');
});

test('orch:run on a closed issue starts nothing', async () => {
  acme.opens('rita', { title: 'Accept "2 days"' });
  acme.closes('wes', 1);
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      This issue is closed, wes, so nothing was started. Open it again first.
    (observe, comment)"
  `);
});

test('the label a second time on a story that is on its way changes nothing', async () => {
  acme.opens('rita', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  acme.news();
  acme.unlabels('wes', 1, 'orch:run');
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`"(observe)"`);
});

test('a label that was refused and then put on by someone who may stays on', async () => {
  acme.opens('rita', { title: 'Accept "2 days"' });
  acme.labels('tess', 1, 'orch:run');
  acme.unlabels('wes', 1, 'orch:run');
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    writes #1: Working on it, tests first
    answers on #1:
      The label \`orch:run\` needs the write role in this repository. It was put on by tess, whose role is triage, so I took it off again and did nothing. Someone with write access can put it on.
    (observe, role, dispatch, comment + comment, observe)"
  `);
  expect(acme.story(1)?.status).toBe('in_progress');
});

test('a label refused on a story that is on its way is taken off, and the story goes on', async () => {
  acme.opens('rita', { title: 'Accept "2 days"' });
  acme.says('wes', 1, '/orch start');
  await acme.settles();
  acme.news();
  acme.labels('tess', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "takes orch:run off #1
    answers on #1:
      The label \`orch:run\` needs the write role in this repository. It was put on by tess, whose role is triage, so I took it off again and did nothing. Someone with write access can put it on.
    (observe, labels + comment)"
  `);
  expect(acme.story(1)?.status).toBe('in_progress');
});
