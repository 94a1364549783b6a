/** Servers that die in the middle, and servers that live twice. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { atWork, inReview } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld({ labels: true });
});
afterEach(() => acme.finish());

/** The process dies at the first request that holds such an act. */
function diesAt(kind: string): void {
  acme.trouble((request) => {
    if (!request.acts.some((act) => act.kind === kind)) return undefined;
    acme.trouble(undefined);
    throw new Error('killed');
  });
}

/** The answer to the first request that holds such an act is lost. */
function losesAnswerTo(kind: string): void {
  acme.trouble((request) => {
    if (!request.acts.some((act) => act.kind === kind)) return undefined;
    acme.trouble(undefined);
    return { kind: 'answer_lost' };
  });
}

/** The answer to the first request that holds such an act is lost, and the process dies before it asks again. */
function losesAnswerAndDies(kind: string): void {
  acme.trouble((request) => {
    if (!request.acts.some((act) => act.kind === kind)) return undefined;
    acme.trouble(() => {
      throw new Error('killed');
    });
    return { kind: 'answer_lost' };
  });
}

test('a server that died between commit and effects goes on where it was', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  diesAt('dispatch');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "! server-1: killed
    (observe, dispatch)"
  `);
  acme.restarts();
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    writes #1: Working on it, tests first
    puts orch:in-progress on #1
    (survey, recent_comments, observe, look, dispatch, look, comment + labels)"
  `);
  expect(acme.story(1)?.outbox).toBeUndefined();
});

test('a server that died after its comment finds it again, and brings it up to date', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  losesAnswerTo('comment');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    writes #1: Working on it, tests first
    puts orch:in-progress on #1
    (observe, dispatch, comment + labels)"
  `);
  acme.restarts();
  await acme.delivers(1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "opens #2 from story/1 into main: Accept "2 days"
    publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    edits #1: #2 is ready for review
    puts orch:review on #1
    takes orch:in-progress off #1
    (observe, open_pull_request + check, look, edit_comment + labels)"
  `);
  expect(acme.sticky(1)).toContain('#2 is ready for review');
});

test('a dispatch whose answer was lost is found by its title and not repeated', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  losesAnswerTo('dispatch');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    (observe, dispatch)"
  `);
  acme.waits(1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "writes #1: Working on it, tests first
    puts orch:in-progress on #1
    (observe, look, look, comment + labels)"
  `);
  expect(acme.sticky(1)).toContain('/actions/runs/ID');
});

test('a merge whose answer was lost is noticed', async () => {
  await inReview(acme);
  acme.reviews('wes', 2, 'approve');
  losesAnswerTo('merge');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    closed #1
    (observe, merge)"
  `);
  acme.waits(1);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: #2 is merged
    puts orch:merged on #1
    takes orch:review off #1
    deletes story/1
    (observe, edit_comment + labels + delete_branch)"
  `);
  expect(acme.story(1)?.status).toBe('merged');
  expect(acme.story(1)?.outbox).toBeUndefined();
});

test('another server leaves what is owed alone until the lease is over, then takes it over', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  diesAt('comment');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    ! server-1: killed
    (observe, dispatch, comment + labels)"
  `);
  acme.restarts('server-2');
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`"(survey, recent_comments, observe)"`);
  acme.waits(3);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "writes #1: Working on it, tests first
    puts orch:in-progress on #1
    (observe, look, look, comment + labels)"
  `);
  expect(acme.history()).toMatchInlineSnapshot(`
    [
      "story 1: untracked -> in_progress (start by wes)",
      "story 1: take over what is owed",
      "story 1: done: dispatch, sticky, labels",
    ]
  `);
});

test('GitHub wants silence: Orch waits until then', async () => {
  await atWork(acme);
  await acme.delivers(1);
  const until = new Date(acme.world.now().getTime() + 5 * 60_000);
  acme.trouble(() => (acme.world.now() < until ? { kind: 'quiet', until } : undefined));
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "! server-1: GitHub could not be asked: the connection broke
    (observe)"
  `);
  acme.waits(6);
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "opens #2 from story/1 into main: Parse "1h 30m"
    publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    edits #1: #2 is ready for review
    puts orch:review on #1
    takes orch:in-progress off #1
    (observe, open_pull_request + check, edit_comment + labels)"
  `);
});

test('two servers on one story do everything once', async () => {
  const to = [acme.anotherServer('server-a'), acme.anotherServer('server-b')];
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles({ to });
  await acme.delivers(1);
  await acme.settles({ to });
  acme.reviews('wes', 2, 'approve');
  await acme.settles({ to });
  const news = acme
    .news()
    .split('\n')
    .filter((line) => !line.startsWith('('));
  expect(news).toMatchInlineSnapshot(`
    [
      "starts the run 1-developer-1 on refs/heads/main",
      "writes #1: Working on it, tests first",
      "puts orch:in-progress on #1",
      "opens #2 from story/1 into main: Accept "2 days"",
      "publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)",
      "edits #1: #2 is ready for review",
      "puts orch:review on #1",
      "takes orch:in-progress off #1",
      "merges #2",
      "closed #1",
      "edits #1: #2 is merged",
      "puts orch:merged on #1",
      "takes orch:review off #1",
      "deletes story/1",
    ]
  `);
  expect(acme.story(1)).toMatchObject({ status: 'merged' });
});

test('what changes while another server writes the comment is in the comment at the end', async () => {
  const other = acme.anotherServer('server-2');
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  const gate = acme.gate('comment');
  const first = acme.settles();
  await gate.reached;
  acme.says('wes', 1, '/orch pause');
  await other.wake({ issue: 1, reasons: ['speech'], logins: ['wes'] });
  expect(acme.story(1)?.status).toBe('blocked');
  gate.open();
  await first;
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    writes #1: Working on it, tests first
    puts orch:in-progress on #1
    cancels the Actions run
    reacts with 👍
    edits #1: This story is on hold
    puts orch:blocked on #1
    takes orch:in-progress off #1
    (observe, dispatch, observe, comment + labels, cancel_run, edit_comment + react, observe, labels)"
  `);
  expect(acme.sticky(1)).toContain('This story is on hold');
  expect(acme.story(1)?.outbox).toBeUndefined();
});

test('a refusal that a server hears of late does not undo what others have taken over', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  acme.trouble((request) => {
    if (!request.acts.some((act) => act.kind === 'comment')) return undefined;
    acme.trouble(undefined);
    return { kind: 'refused', reason: 'GitHub will not do it' };
  });
  const gate = acme.gate('comment', { after: true });
  const first = acme.settles();
  await gate.reached;
  acme.waits(4);
  losesAnswerAndDies('comment');
  await acme.anotherServer('server-2').sweep();
  acme.trouble(undefined);
  gate.open();
  await first;
  acme.waits(4);
  await acme.orch.sweep();
  await acme.settles();
  acme.news();
  expect(acme.sticky(1)).toContain('Working on it');
  expect(acme.story(1)?.sticky).toBeDefined();
  expect(acme.story(1)?.outbox).toBeUndefined();
});

test('a pull request whose opening was never confirmed is known when a person merges it, and not opened again', async () => {
  await atWork(acme);
  await acme.delivers(1);
  losesAnswerAndDies('open_pull_request');
  await acme.settles();
  acme.news();
  expect(acme.story(1)?.pull_request).toBeUndefined();
  acme.trouble(undefined);
  acme.merges('maria', 2);
  acme.restarts();
  await acme.settles();
  expect(acme.story(1)).toMatchObject({ status: 'merged', pull_request: { number: 2 } });
  acme.waits(3);
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.news()).not.toContain('opens');
  acme.says('wes', 2, '/orch status');
  await acme.settles();
  expect(acme.news()).toContain('answers on #2:\n  **Story 1 is merged (#2).**');
});

test('nor is one that a person closes; tried again, the story gets a new one', async () => {
  await atWork(acme);
  await acme.delivers(1);
  losesAnswerAndDies('open_pull_request');
  await acme.settles();
  acme.news();
  acme.trouble(undefined);
  acme.closes('maria', 2);
  acme.restarts();
  await acme.settles();
  expect(acme.story(1)).toMatchObject({ status: 'abandoned', pull_request: { number: 2 } });
  acme.waits(3);
  await acme.orch.sweep();
  await acme.settles();
  acme.says('wes', 1, '/orch retry');
  await acme.settles();
  acme.news();
  await acme.delivers(1, { changes: null });
  await acme.settles();
  expect(acme.news()).toContain('opens #3 from story/1');
  expect(acme.story(1)).toMatchObject({ status: 'review', pull_request: { number: 3 } });
});

test('nor is one that a person closes while it is being opened once more', async () => {
  await atWork(acme);
  await acme.delivers(1);
  losesAnswerAndDies('open_pull_request');
  await acme.settles();
  acme.news();
  acme.restarts();
  // Whoever takes over has looked at the story before it is closed, and opens after it.
  acme.trouble((request) => {
    if (!request.acts.some((act) => act.kind === 'open_pull_request')) return undefined;
    acme.trouble(undefined);
    acme.closes('maria', 2);
    return undefined;
  });
  acme.waits(3);
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.news()).not.toContain('opens');
  await acme.orch.sweep();
  await acme.settles();
  acme.news();
  expect(acme.story(1)).toMatchObject({ status: 'abandoned', pull_request: { number: 2 } });
});
