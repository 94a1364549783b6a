/** An epic when answers are lost, and when people do at the same time what nobody expected: what the simulator found, each as a scene. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Trouble } from '../../src/localhub/forge/world-forge.ts';
import { commentsOf } from '../../src/localhub/world/comments.ts';
import { openIssue } from '../../src/localhub/world/issues.ts';
import { milestonesOf } from '../../src/localhub/world/milestones.ts';
import { addSubIssue } from '../../src/localhub/world/sub-issues.ts';
import { accepts, opened, played, storiesDocument, THREE } from './epic.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld({ labels: true });
});
afterEach(() => acme.finish());

/** The answer to the next request that holds such an act is lost. */
const losesAnswerTo = (kind: string): void =>
  acme.trouble((request) => {
    if (!request.acts.some((act) => act.kind === kind)) return undefined;
    acme.trouble(undefined);
    return { kind: 'answer_lost' };
  });
/** Everything that is due by itself has come. */
const aWhileLater = async (): Promise<void> => {
  acme.waits(5);
  await acme.settles();
  await acme.orch.sweep();
  await acme.settles();
};
const PLAN_PATH = 'docs/plans/durations.md';
const PLAN = '# Durations\n\n- [ ] 1.1 Parse one unit\n- [ ] 1.2 Parse several units (depends on 1.1)\n';
const epicFile = (): string => acme.remote.head()!.files.get('epics/0001.yaml')!;

test('stories whose opening was never answered are not taken for sub-issues that people added', async () => {
  acme.pushes('maria', 'main', { [PLAN_PATH]: PLAN });
  acme.opens('otto', { title: 'Durations' });
  acme.says('wes', 1, `/orch stories ${PLAN_PATH}`);
  losesAnswerTo('open_issue');
  await acme.settles();
  // Somebody says something, and the epic is looked at while its own stories are unknown to it.
  acme.says('wes', 1, '/orch sprint status');
  await acme.settles();
  await aWhileLater();
  expect([...epicFile().matchAll(/key: .*/g)].map(String)).toEqual(['key: S101', 'key: S102']);
  acme.says('wes', 1, '/orch sprint plan');
  acme.says('wes', 1, '/orch sprint start');
  await acme.settles();
  expect([2, 3].map((number) => acme.story(number)?.status)).toEqual(['in_progress', 'pending']);
  acme.news();
});

test('a sub-issue that people add is started by the sprint that it was chosen for', async () => {
  await opened(acme, THREE.slice(0, 1));
  const wes = { account: [...acme.world.accounts.all()].find(({ login }) => login === 'wes')!, via: 'user' as const };
  const issue = openIssue(acme.world, wes, {
    repository: acme.repository,
    title: 'By hand',
    body: '',
    labels: ['orch:story'],
  });
  addSubIssue(acme.world, wes, { parent: acme.issue(1), issue });
  await acme.settles();
  acme.says('wes', 1, '/orch sprint plan');
  acme.says('wes', 1, '/orch sprint start');
  await acme.settles();
  expect(acme.story(issue.number)).toMatchObject({ status: 'in_progress', epic: 1, sprint: '1.1' });
  acme.news();
});

test('the milestone of a sprint that was given up before it was known is closed', async () => {
  await opened(acme);
  acme.says('wes', 1, '/orch sprint plan');
  losesAnswerTo('create_milestone');
  await acme.settles();
  acme.says('wes', 1, '/orch sprint cancel');
  await acme.settles();
  await aWhileLater();
  expect(milestonesOf(acme.world, acme.repository).map(({ state }) => state)).toEqual(['closed']);
  acme.news();
});

test('the milestone of a sprint that was given up in the same breath is never made', async () => {
  await opened(acme);
  acme.says('wes', 1, '/orch sprint plan');
  acme.says('wes', 1, '/orch sprint cancel');
  await acme.settles();
  expect(milestonesOf(acme.world, acme.repository)).toEqual([]);
  acme.news();
});

test('a question of an epic is answered, and not passed over by going on with the sprint', async () => {
  acme.opens('otto', { title: 'Durations' });
  acme.labels('wes', 1, 'orch:epic');
  await acme.settles();
  const asks = {
    question: 'For whom?',
    options: ['All', 'Some'],
    confidence: 0.3,
    reasoning: '',
    severity: 'critical',
  };
  await acme.delivers(1, { asks: asks as never, changes: null });
  await acme.settles();
  acme.news();
  acme.says('wes', 1, '/orch sprint resume');
  await acme.settles();
  expect(acme.story(1)).toMatchObject({ status: 'blocked', blocked: { kind: 'question' } });
  const told = acme.news();
  expect(told).toContain('/orch answer');
  const questions = commentsOf(acme.world, acme.issue(1)).filter(({ body }) => body.includes('orch:question:'));
  expect(questions).toHaveLength(1);
});

test('who asks for a plan to be read again is told again what is wrong with it', async () => {
  acme.pushes('maria', 'main', { [PLAN_PATH]: PLAN.replace('depends on 1.1', 'depends on 7.7') });
  acme.opens('otto', { title: 'Durations' });
  acme.says('wes', 1, `/orch stories ${PLAN_PATH}`);
  await acme.settles();
  acme.says('wes', 1, '/orch stories');
  // The request does not get through at first, so that what may have been said is looked for.
  acme.trouble((request) => {
    if (!request.acts.some((act) => act.kind === 'comment')) return undefined;
    acme.trouble(undefined);
    return { kind: 'unreachable' };
  });
  await acme.settles();
  await aWhileLater();
  const told = commentsOf(acme.world, acme.issue(1)).filter(({ body }) => body.includes('7.7'));
  expect(told).toHaveLength(2);
  acme.news();
});

test('the comment of a story says what it waits for by now', async () => {
  await opened(acme);
  acme.says('wes', 6, '/orch start');
  await acme.settles();
  expect(acme.sticky(6)).toContain('Waiting for #5 to be closed');
  acme.blocks('wes', 6, 7);
  await acme.settles();
  expect(acme.sticky(6)).toContain('Waiting for #5 and #7 to be closed');
  acme.news();
});

test('the board names the pull request of a story as soon as it is open', async () => {
  await opened(acme);
  acme.says('wes', 1, '/orch sprint plan');
  acme.says('wes', 1, '/orch sprint start');
  await acme.settles();
  await acme.delivers(5, { changes: { 'src/5.js': 'done\n' } });
  await acme.settles();
  const pull = acme.story(5)!.pull_request!.number;
  expect(acme.sticky(1)).toContain(`Story 5 waits for someone with write access to approve #${pull}`);
  await accepts(acme, 5);
  acme.news();
});

test('a story that waits for a merged one which people opened again leaves its place to others', async () => {
  acme.configures('maria', 'version: 1\nsettings:\n  max_concurrent_agents: 1\n');
  await opened(acme);
  acme.says('wes', 1, '/orch sprint plan');
  acme.says('wes', 1, '/orch sprint start');
  await acme.settles();
  await acme.delivers(5, { changes: { 'src/5.js': 'done\n' } });
  await acme.settles();
  acme.says('wes', 1, '/orch sprint pause');
  await acme.settles();
  await accepts(acme, 5);
  acme.reopens('wes', 5);
  acme.frees('wes', 7, 5);
  acme.says('wes', 1, '/orch sprint resume');
  await acme.settles();
  await aWhileLater();
  expect([6, 7].map((number) => acme.story(number)?.status)).toEqual(['pending', 'in_progress']);
  await acme.delivers(7, { changes: { 'src/7.js': 'done\n' } });
  acme.closes('wes', 5);
  await acme.settles();
  await aWhileLater();
  expect(acme.story(6)?.status).toBe('in_progress');
  acme.news();
});

test('a pull request that GitHub would not open while its story was on hold is opened when that goes on', async () => {
  await opened(acme);
  acme.says('wes', 5, '/orch start');
  await acme.settles();
  await acme.delivers(5, { changes: { 'src/5.js': 'done\n' } });
  const onOpening = (trouble: Trouble) =>
    acme.trouble(({ kind, acts }) =>
      kind === 'perform' && acts.some((act) => act.kind === 'open_pull_request') ? trouble : undefined,
    );
  onOpening({ kind: 'unreachable' });
  await acme.settles();
  acme.says('wes', 5, '/orch pause');
  onOpening({ kind: 'refused', reason: 'Not today' });
  await acme.settles();
  await aWhileLater();
  expect(acme.story(5)).toMatchObject({ status: 'blocked', blocked: { resume_to: 'review' } });
  acme.trouble(undefined);
  acme.says('wes', 5, '/orch resume');
  await acme.settles();
  expect(acme.story(5)).toMatchObject({ status: 'review', pull_request: { number: 8 } });
  acme.news();
});

test('the board says that a story waits for money, also where it waited for an answer before', async () => {
  await opened(acme);
  acme.configures('maria', 'version: 1\nbudget:\n  story_usd: 0.5\nsettings:\n  run_usd: 0.5\n');
  acme.says('wes', 1, '/orch sprint plan');
  acme.says('wes', 1, '/orch sprint start');
  await acme.settles();
  const asks = {
    question: 'For whom?',
    options: ['All', 'Some'],
    confidence: 0.3,
    reasoning: '',
    severity: 'critical',
  };
  await acme.delivers(5, { asks: asks as never, changes: null, cost: 0.5 });
  await acme.settles();
  expect(acme.sticky(1)).toContain('**asks something**');
  acme.says('wes', 5, '/orch answer 1');
  await acme.settles();
  expect(acme.story(5)).toMatchObject({ status: 'blocked', blocked: { kind: 'budget' } });
  expect(acme.sticky(1)).toContain('waits for money');
  acme.news();
});

test('a document that was accepted is not taken for the next one when GitHub still shows its pull request as open', async () => {
  acme.opens('otto', { title: 'Durations' });
  acme.labels('wes', 1, 'orch:epic');
  await acme.settles();
  for (const workflow of ['why', 'research', 'prd'] as const) {
    await acme.delivers(1, played(1, workflow));
    await acme.settles();
  }
  await accepts(acme, 1);
  const pull = acme.issue(2);
  const { state, pullRequest } = pull;
  acme.world.issues.update(pull, { state: 'open', pullRequest: { ...pullRequest!, merged: false } });
  acme.says('wes', 1, '/orch status');
  await acme.settles();
  expect(acme.story(1)?.pull_request).toBeUndefined();
  acme.world.issues.update(pull, { state, pullRequest });
  await acme.delivers(1, played(1, 'architecture'));
  await acme.settles();
  expect(acme.story(1)).toMatchObject({ status: 'review', pull_request: { number: 3 } });
  acme.news();
});

test('stories that people accept go before a plan that was named earlier', async () => {
  acme.opens('otto', { title: 'Durations' });
  acme.says('wes', 1, '/orch stories docs/plans/none.md');
  await acme.settles();
  acme.says('wes', 1, '/orch skip');
  acme.says('wes', 1, '/orch start');
  await acme.settles();
  await acme.delivers(1, played(1, 'stories', storiesDocument(THREE)));
  await acme.settles();
  await accepts(acme, 1);
  await aWhileLater();
  expect([...epicFile().matchAll(/key: .*/g)].map(String)).toEqual(['key: S1', 'key: S2', 'key: S3']);
  acme.news();
});

test('what is said on the pull request of an accepted document is heard by the sweep, also while the epic is at rest', async () => {
  acme.opens('otto', { title: 'Durations' });
  acme.labels('wes', 1, 'orch:epic');
  await acme.settles();
  for (const workflow of ['why', 'research', 'prd'] as const) {
    await acme.delivers(1, played(1, workflow));
    await acme.settles();
  }
  await accepts(acme, 1);
  acme.says('wes', 1, '/orch skip');
  await acme.settles();
  acme.news();
  acme.says('otto', 2, '/orch status');
  await acme.settles({ drops: () => true });
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.news()).toContain('answers on #2');
});

test('a document that nobody has to accept and that may not be merged by itself is not asked after every minute', async () => {
  acme.configures('maria', 'version: 1\nsprint:\n  mode: autonomous\nsettings:\n  auto_merge: false\n');
  acme.opens('otto', { title: 'Durations' });
  acme.labels('wes', 1, 'orch:epic');
  await acme.settles();
  for (const workflow of ['why', 'research', 'prd'] as const) {
    await acme.delivers(1, played(1, workflow));
    await acme.settles();
  }
  acme.waits(1);
  await acme.settles();
  acme.news();
  for (let minute = 0; minute < 3; minute += 1) {
    acme.waits(1);
    await acme.settles();
  }
  expect(acme.news()).toBe('');
});
