import { describe, expect, it } from 'vitest';
import { conclusionOf } from '../../../src/localhub/world/check-conclusions.ts';
import {
  checkRunsFor,
  checkSuitesFor,
  createCheckRun,
  rollupOf,
  updateCheckRun,
} from '../../../src/localhub/world/checks.ts';
import { setStatus, statusHistory } from '../../../src/localhub/world/statuses.ts';
import type { CheckConclusion, CheckRun } from '../../../src/localhub/world/types.ts';
import { push, refusal, type SmallWorld, sha, smallWorld } from './small-world.ts';

const made = (small: SmallWorld, name: string, change: Partial<Parameters<typeof createCheckRun>[2]> = {}): CheckRun =>
  createCheckRun(small.world, small.helper, {
    repository: small.repository,
    app: small.app,
    name,
    headSha: sha('a'),
    ...change,
  });
const suite = ({ world, repository }: SmallWorld) => checkSuitesFor(world, repository, sha('a'))[0];

describe('check suites', () => {
  it('are there after every push for each App that may write checks, and are told to that App alone', () => {
    const small = smallWorld();
    push(small, small.wes, 'main', sha('a'), sha('b'));
    expect(checkSuitesFor(small.world, small.repository, sha('b'))).toMatchObject([
      { appId: small.app.id, headBranch: 'main', beforeSha: sha('a'), status: 'queued', conclusion: null },
    ]);
    expect(small.events.at(-1)).toMatchObject({ name: 'check_suite', action: 'requested', onlyAppId: small.app.id });
  });

  it('follow their runs, and complete once for each time all are completed', () => {
    const small = smallWorld();
    const { world, helper } = small;
    const one = made(small, 'one');
    expect(suite(small)).toMatchObject({ status: 'queued' });
    const two = made(small, 'two', { status: 'in_progress' });
    expect(suite(small)).toMatchObject({ status: 'in_progress', conclusion: null });
    updateCheckRun(world, helper, { checkRun: one, conclusion: 'success' });
    expect(suite(small)).toMatchObject({ status: 'in_progress', conclusion: null });
    updateCheckRun(world, helper, { checkRun: two, conclusion: 'failure' });
    expect(suite(small)).toMatchObject({ status: 'completed', conclusion: 'failure' });
    made(small, 'two', { conclusion: 'success' });
    expect(suite(small)).toMatchObject({ status: 'completed', conclusion: 'success' });
    expect(checkRunsFor(world, small.repository, sha('a'))).toHaveLength(3);
    expect(checkSuitesFor(world, small.repository, sha('a'))).toHaveLength(1);
    expect(small.happened().filter((name) => name === 'check_suite.completed')).toHaveLength(1);
  });

  it.each<[CheckConclusion[], CheckConclusion | null]>([
    [[], null],
    [['success', 'skipped', 'neutral'], 'success'],
    [['skipped', 'skipped'], 'skipped'],
    [['success', 'cancelled', 'failure'], 'failure'],
    [['success', 'timed_out', 'cancelled'], 'timed_out'],
    [['success', 'action_required'], 'action_required'],
  ])('with %j conclude %s', (conclusions, expected) => {
    expect(conclusionOf(conclusions)).toBe(expected);
  });
});

describe('check runs', () => {
  it('are completed by their conclusion, and can be reopened', () => {
    const small = smallWorld();
    const checkRun = made(small, 'tdd', { conclusion: 'neutral' });
    expect(checkRun).toMatchObject({ status: 'completed', conclusion: 'neutral' });
    expect(checkRun.completedAt).not.toBeNull();
    updateCheckRun(small.world, small.helper, { checkRun, status: 'in_progress' });
    expect(checkRun).toMatchObject({ status: 'in_progress', conclusion: null, completedAt: null });
  });

  it('cannot be completed without a conclusion', () => {
    const small = smallWorld();
    expect(refusal(() => made(small, 'tdd', { status: 'completed' }))).toMatch(
      '422 Validation Failed: CheckRun missing_field',
    );
  });

  it('keep what an update does not name, and add annotations', () => {
    const small = smallWorld();
    const note = {
      path: 'a.ts',
      startLine: 1,
      endLine: 1,
      level: 'notice',
      message: 'm',
      title: null,
      rawDetails: null,
    } as const;
    const checkRun = made(small, 'tdd', {
      externalId: 'run-1',
      output: { title: 'T', summary: 'S' },
      annotations: [note],
    });
    updateCheckRun(small.world, small.helper, { checkRun, output: { summary: 'S2' }, annotations: [note] });
    expect(checkRun).toMatchObject({ externalId: 'run-1', output: { title: 'T', summary: 'S2', text: null } });
    expect(checkRun.annotations).toHaveLength(2);
  });
});

describe('the rollup of a commit', () => {
  it.each<[string, (small: SmallWorld) => unknown, string | undefined]>([
    ['nothing', () => {}, undefined],
    ['a green run', (s) => made(s, 'a', { conclusion: 'success' }), 'SUCCESS'],
    ['a skipped run', (s) => made(s, 'a', { conclusion: 'skipped' }), 'SUCCESS'],
    ['a run that is not done', (s) => [made(s, 'a', { conclusion: 'success' }), made(s, 'b')], 'PENDING'],
    ['a red run', (s) => [made(s, 'a', { conclusion: 'timed_out' }), made(s, 'b')], 'FAILURE'],
    [
      'a red run made green again',
      (s) => [made(s, 'a', { conclusion: 'failure' }), made(s, 'a', { conclusion: 'success' })],
      'SUCCESS',
    ],
    ['a red status', (s) => [made(s, 'a', { conclusion: 'success' }), status(s, 'error')], 'ERROR'],
    ['a status made green again', (s) => [status(s, 'failure'), status(s, 'success')], 'SUCCESS'],
  ])('with %s', (_what, act, expected) => {
    const small = smallWorld();
    act(small);
    expect(rollupOf(small.world, small.repository, sha('a'))?.state).toBe(expected);
  });

  it('keeps the history of statuses', () => {
    const small = smallWorld();
    status(small, 'pending');
    status(small, 'success');
    expect(statusHistory(small.world, small.repository, sha('a')).map((one) => one.state)).toEqual([
      'pending',
      'success',
    ]);
  });
});

function status({ world, repository, ada }: SmallWorld, state: 'error' | 'failure' | 'pending' | 'success'): void {
  setStatus(world, ada, { repository, sha: sha('a'), state });
}
