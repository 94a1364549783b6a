/** An epic from one label to its retrospective: documents as pull requests, stories as sub-issues, a sprint in the order of their dependencies. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accepts, opened, played, storiesDocument, THREE } from './epic.ts';
import type { Delivery } from './runner.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld({ labels: true });
});
afterEach(() => acme.finish());

const built = async (story: number): Promise<void> => {
  await acme.delivers(story, { changes: { [`src/${story}.js`]: 'done\n' } });
  await acme.settles();
};
const statuses = (): (string | undefined)[] => [5, 6, 7].map((number) => acme.story(number)?.status);

/** The sprint of the three stories is at work. */
const sprinting = async (): Promise<void> => {
  await opened(acme);
  acme.says('wes', 1, '/orch sprint plan reading durations');
  acme.says('wes', 1, '/orch sprint start');
  await acme.settles();
  acme.news();
};

test('from a label to the stories: each document follows the one that people accepted', async () => {
  acme.opens('otto', { title: 'Durations', body: 'We want to read and write durations.' });
  acme.labels('wes', 1, 'orch:epic');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-analyst-1 on refs/heads/main
    writes #1: Asking whether this is needed
    puts orch:in-progress on #1
    (observe, dispatch, comment + labels)"
  `);
  for (const workflow of ['why', 'research', 'prd'] as const) {
    await acme.delivers(1, played(1, workflow));
    await acme.settles();
  }
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-researcher-2 on refs/heads/main
    edits #1: Looking for ways to build it
    starts the run 1-product-manager-3 on refs/heads/main
    edits #1: Writing the requirements
    opens #2 from story/1 into main: The prd
    publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    edits #1: The requirements are ready for review in #2
    puts orch:review on #1
    takes orch:in-progress off #1
    (observe, dispatch, edit_comment, observe, dispatch, edit_comment, observe, open_pull_request + check, edit_comment + labels)"
  `);
  await accepts(acme, 1);
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #2
    starts the run 1-architect-4 on refs/heads/main
    edits #1: Writing the architecture
    puts orch:in-progress on #1
    takes orch:review off #1
    deletes story/1
    (observe, merge, dispatch, edit_comment + labels + delete_branch)"
  `);
  expect(acme.story(1)).toMatchObject({ status: 'in_progress', former_pull_request: 2, attempts: 1 });
  expect(acme.story(1)?.pull_request).toBeUndefined();
});

test('the stories become sub-issues that wait for each other, each once', async () => {
  await opened(acme);
  expect(acme.issue(1).state).toBe('open');
  expect(THREE.map((_, index) => acme.issue(5 + index).title)).toEqual(THREE.map(({ title }) => title));
  expect(acme.story(6)).toMatchObject({ status: 'pending', epic: 1, priority: 2, sessions: 1 });
  expect(acme.sticky(1)).toContain('| #6 Parse several units | in the backlog | 2 | #5 |');
  // Whatever is looked at once more opens nothing twice.
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.news()).not.toContain('opened');
});

test('a sprint starts what waits for nothing, and passes the turn on when it is merged', async () => {
  await sprinting();
  expect(statuses()).toEqual(['in_progress', 'pending', 'pending']);
  await built(5);
  expect(acme.news()).toMatchInlineSnapshot(`
    "opens #8 from story/5 into main: Parse one unit
    publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    edits #5: #8 is ready for review
    edits #1: Sprint 1 of epic 1: 0 of 3 merged
    puts orch:review on #5
    takes orch:in-progress off #5
    (observe, open_pull_request + check, edit_comment + edit_comment + labels)"
  `);
  await accepts(acme, 5);
  expect(acme.news()).toMatchInlineSnapshot(`
    "merges #8
    closed #5
    edits #5: #8 is merged
    edits #1: Sprint 1 of epic 1: 1 of 3 merged
    puts orch:merged on #5
    takes orch:review off #5
    deletes story/5
    starts the run 6-developer-1 on refs/heads/main
    writes #6: Working on it, tests first
    edits #1: Sprint 1 of epic 1: 1 of 3 merged
    puts orch:in-progress on #6
    takes orch:pending off #6
    starts the run 7-developer-1 on refs/heads/main
    writes #7: Working on it, tests first
    edits #1: Sprint 1 of epic 1: 1 of 3 merged
    puts orch:in-progress on #7
    takes orch:pending off #7
    (observe, merge, edit_comment + edit_comment + labels + close_issue + delete_branch, observe, dispatch, comment + edit_comment + labels, observe, dispatch, comment + edit_comment + labels)"
  `);
  expect(statuses()).toEqual(['merged', 'in_progress', 'in_progress']);
  await built(6);
  await built(7);
  await accepts(acme, 7);
  await accepts(acme, 6);
  acme.news();
  expect(acme.story(1)).toMatchObject({ status: 'in_progress' });
  await acme.delivers(1, played(1, 'retrospective'));
  await acme.settles();
  await accepts(acme, 1);
  expect(acme.news()).toMatchInlineSnapshot(`
    "opens #11 from story/1 into main: The retrospective
    publishes the check orch/tdd: success, Red before (1 failed, 11 passed), green after (12 passed)
    edits #1: The retrospective of sprint 1 is ready for review in #11
    puts orch:review on #1
    takes orch:in-progress off #1
    merges #11
    milestone.closed at 2026-11-23T09:20:00Z in durations
    edits #1: Epic 1 is done: 3 stories merged in 1 sprint
    puts orch:merged on #1
    takes orch:review off #1
    closed #1
    deletes story/1
    (observe, open_pull_request + check, edit_comment + labels, observe, merge, close_milestone, edit_comment + labels + close_issue + delete_branch)"
  `);
  expect(acme.story(1)?.status).toBe('merged');
  expect(acme.sticky(1)).toContain('Epic 1 is done: 3 stories merged in 1 sprint');
});

test('a planned story costs no request more than any other: its own comment and the board share one', async () => {
  await sprinting();
  await built(5);
  await accepts(acme, 5);
  const requests = [...acme.news().matchAll(/^\((.*)\)$/gm)].flatMap(([, names]) => names!.split(', '));
  // Of these, six are of story 5 (three of its start came before) and three each begin stories 6 and 7.
  expect(requests).toHaveLength(6 + 3 + 3);
});

describe('what stands in the way', () => {
  test('a story that failed holds up only what waits for it', async () => {
    await sprinting();
    await built(5);
    await accepts(acme, 5);
    await acme.delivers(6, { fails: 'It cannot be done.', stop: 'budget' });
    await acme.settles();
    await built(7);
    await accepts(acme, 7);
    acme.news();
    expect(statuses()).toEqual(['merged', 'failed', 'merged']);
    // The sprint is over; the failed story goes back to the backlog.
    await acme.delivers(1, played(1, 'retrospective'));
    await acme.settles();
    await accepts(acme, 1);
    acme.news();
    expect(acme.story(1)?.status).toBe('underway');
    expect(acme.sticky(1)).toContain('/orch sprint plan');
  });

  test('an issue that is blocked starts when its blocker is closed', async () => {
    await opened(acme);
    acme.says('wes', 6, '/orch start');
    await acme.settles();
    expect(acme.story(6)).toMatchObject({ status: 'pending', wanted: { by: { login: 'wes' } }, blocked_by: [5] });
    expect(acme.news()).toContain('reacts with 👍');
    acme.closes('wes', 5);
    await acme.settles();
    await acme.orch.sweep();
    await acme.settles();
    expect(acme.story(6)?.status).toBe('in_progress');
    acme.news();
  });

  test('at most so many agents are at work as the configuration allows', async () => {
    acme.configures('maria', 'version: 1\nsettings:\n  max_concurrent_agents: 1\n');
    await sprinting();
    await built(5);
    await accepts(acme, 5);
    acme.news();
    expect(statuses()).toEqual(['merged', 'in_progress', 'pending']);
    await built(6);
    expect(statuses()).toEqual(['merged', 'review', 'in_progress']);
    acme.news();
  });

  test('a document that cannot be read is told of with its lines, and read again when someone says so', async () => {
    await opened(acme, [{ key: 'S1', title: 'Parse one unit', after: ['S9'] }]).catch(() => undefined);
    expect(acme.story(1)?.status).toBe('underway');
    expect(acme.sticky(1)).toContain('Waiting for someone with write access to correct `docs/epics/1/stories.md`');
    acme.news();
  });

  test('a command in the wrong state is refused with what is possible', async () => {
    await opened(acme);
    acme.says('wes', 1, '/orch sprint start');
    acme.says('wes', 5, '/orch sprint plan');
    await acme.settles();
    expect(acme.news()).toMatchInlineSnapshot(`
      "answers on #1:
        A sprint cannot be started now: there is none planned (the cycle stands at BACKLOG_READY). Possible now: \`/orch sprint plan\`.
      answers on #5:
        \`/orch sprint\` is for epics, and this issue is none. Write it on the epic’s issue; \`/orch epic\` makes this one an epic.
      (observe, comment, observe, comment)"
    `);
  });
});

test('an epic can be asked for anywhere, and starts at once', async () => {
  acme.opens('otto', { title: 'A question' });
  acme.says('wes', 1, '/orch epic "Search in the archive"');
  await acme.settles();
  expect(acme.issue(2).title).toBe('Search in the archive');
  expect(acme.story(2)).toMatchObject({ status: 'in_progress', requested_by: { login: 'wes' } });
  acme.news();
});

test('an epic without a title is not opened', async () => {
  acme.opens('otto', { title: 'A question' });
  acme.says('wes', 1, '/orch epic ""');
  await acme.settles();
  expect(acme.news()).toContain('An epic needs a title of 1 to 200 characters');
});

test('with a sprint mode of continuous nobody has to plan or start one', async () => {
  acme.configures('maria', 'version: 1\nsprint:\n  mode: continuous\n');
  await opened(acme);
  expect(statuses()).toEqual(['in_progress', 'pending', 'pending']);
});

/** The requirements of an epic are proposed in mode autonomous, with these changes. */
const proposed = async (more: Delivery): Promise<void> => {
  acme.configures('maria', 'version: 1\nsprint:\n  mode: autonomous\n');
  acme.opens('otto', { title: 'Durations' });
  acme.labels('wes', 1, 'orch:epic');
  await acme.settles();
  for (const workflow of ['why', 'research'] as const) {
    await acme.delivers(1, played(1, workflow));
    await acme.settles();
  }
  await acme.delivers(1, { ...played(1, 'prd'), ...more });
  await acme.settles();
};

test('in mode autonomous documents are accepted by themselves, and neither the stories nor code', async () => {
  acme.configures('maria', 'version: 1\nsprint:\n  mode: autonomous\n');
  acme.opens('otto', { title: 'Durations' });
  acme.labels('wes', 1, 'orch:epic');
  await acme.settles();
  for (const workflow of ['why', 'research', 'prd', 'architecture'] as const) {
    await acme.delivers(1, played(1, workflow));
    await acme.settles();
    // A minute later checks would be listed.
    acme.waits(1);
    await acme.settles();
  }
  const told = acme.news();
  expect(told).toContain('edits #1: The requirements are merged in #2 when its checks pass');
  expect(told).toContain('merges #2');
  expect(told).toContain('merges #3');
  await acme.delivers(1, played(1, 'stories', storiesDocument(THREE)));
  await acme.settles();
  expect(acme.story(1)).toMatchObject({ status: 'review' });
  expect(acme.sticky(1)).toContain('The stories are ready for review in #4');
  await accepts(acme, 1);
  await built(5);
  expect(acme.story(5)).toMatchObject({ status: 'review' });
  acme.news();
});

test.each([
  ['a document elsewhere', () => ({ changes: { 'docs/epics/1/prd.md': '# prd\n', 'docs/index.md': 'Trust me.\n' } })],
  ['code', () => ({ changes: { 'docs/epics/1/prd.md': '# prd\n', 'src/parse.js': 'evil\n' } })],
])(
  'in mode autonomous people are waited for when a pull request holds more than the epic’s documents: %s',
  async (_, more) => {
    await proposed(more());
    acme.waits(1);
    await acme.settles();
    expect(acme.story(1)?.status).toBe('review');
    expect(acme.sticky(1)).toContain('Waiting for someone with write access to approve #2');
    acme.news();
  },
);

test('in mode autonomous people are waited for when somebody has pushed to it', async () => {
  await proposed({});
  acme.pushes('tess', 'story/1', { 'src/parse.js': 'evil\n' });
  acme.waits(1);
  await acme.settles();
  expect(acme.story(1)?.status).toBe('review');
  expect(acme.sticky(1)).toContain('Waiting for someone with write access to approve #2');
  acme.news();
});

test('in mode autonomous who asks for changes is heard', async () => {
  await proposed({});
  acme.reviews('wes', 2, 'request changes', 'Leave sums out.');
  acme.waits(1);
  await acme.settles();
  expect(acme.story(1)).toMatchObject({ status: 'in_progress', rounds: 1, feedback: 'wes: Leave sums out.' });
  await acme.delivers(1, played(1, 'prd', '# Without sums\n'));
  await acme.settles();
  // The objection stands until whoever made it takes it back.
  acme.waits(1);
  await acme.settles();
  expect(acme.sticky(1)).toContain('Waiting for wes to approve #2');
  acme.reviews('wes', 2, 'approve');
  await acme.settles();
  expect(acme.news()).toContain('merges #2');
});

test('a dependency that people take out holds nothing up any more', async () => {
  await sprinting();
  acme.frees('wes', 6, 5);
  await acme.settles();
  expect(acme.story(6)).toMatchObject({ freed_of: [5] });
  await acme.orch.sweep();
  await acme.settles();
  expect(statuses()).toEqual(['in_progress', 'in_progress', 'pending']);
  acme.news();
});

test('a sprint that was cancelled keeps its number to itself', async () => {
  await opened(acme);
  acme.says('wes', 1, '/orch sprint plan');
  acme.says('wes', 1, '/orch sprint cancel');
  acme.says('wes', 1, '/orch sprint plan');
  await acme.settles();
  expect(acme.sticky(1)).toContain('Sprint 2 of epic 1 is planned');
  acme.news();
});

test('a story of the sprint that a person starts is paid from the purse of the sprint', async () => {
  acme.configures('maria', 'version: 1\nsettings:\n  max_concurrent_agents: 1\n');
  await opened(
    acme,
    THREE.map(({ after: _, ...rest }) => rest),
  );
  acme.says('wes', 1, '/orch sprint plan');
  acme.says('wes', 1, '/orch sprint start');
  await acme.settles();
  const waiting = [5, 6, 7].find((issue) => acme.story(issue)?.status === 'pending')!;
  acme.says('wes', waiting, '/orch start');
  await acme.settles();
  expect(acme.story(waiting)).toMatchObject({ status: 'in_progress', sprint: '1.1' });
  acme.news();
});

test('what a story has changed keeps another from starting that touches the same, whatever the plan expected', async () => {
  acme.configures('maria', 'version: 1\nsettings:\n  max_concurrent_agents: 1\n');
  await opened(
    acme,
    THREE.map(({ after: _, ...rest }) => rest),
  );
  acme.says('wes', 1, '/orch sprint plan');
  acme.says('wes', 1, '/orch sprint start');
  await acme.settles();
  expect(statuses()).toEqual(['in_progress', 'pending', 'pending']);
  await acme.delivers(5, { changes: { 'src/several.js': 'done\n' } });
  await acme.settles();
  // Story 6 was next, and is passed over: story 5 has changed its file, and is not merged.
  expect(acme.story(5)?.touches).toEqual(['src/several.js', 'src/parse.js']);
  expect(statuses()).toEqual(['review', 'pending', 'in_progress']);
  expect(acme.sticky(1)).toContain('Story 6');
  acme.news();
});
