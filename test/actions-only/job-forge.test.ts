import { describe, expect, test } from 'vitest';
import { createJobForge } from '../../src/actions-only/job-forge.ts';
import type { Act } from '../../src/core/act.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Answer, Forge } from '../../src/github/forge.ts';

const REFUSAL = 'GitHub Actions is not permitted to create or approve pull requests.';
const open: Act = { kind: 'open_pull_request', head: 'story/1', base: 'main', title: 'T', body: '', look: false };
const merge: Act = { kind: 'merge', pullRequest: 2, head: 'abc', method: 'squash' };
const react = (comment: string): Act => ({ kind: 'react', comment });
const repository = {} as Observation['repository'];

/** A forge that notes which acts it was given together. */
function hand(name: string, log: string[], answer: Answer = { kind: 'done', facts: {} }): Forge {
  const unasked = () => Promise.reject(new Error('nobody asks that here'));
  return {
    observe: unasked,
    role: unasked,
    survey: unasked,
    recentComments: unasked,
    actionsRun: async (run) =>
      'id' in run ? { ...run, title: 't', url: 'u', status: 'in_progress', conclusion: null } : null,
    perform: async (_repository, acts) => {
      log.push(`${name}: ${acts.map(({ kind }) => kind).join(', ')}`);
      return acts.map(() => answer);
    },
  };
}

describe('two hands', () => {
  test('the other token opens and merges pull requests and does nothing else, all in their order', async () => {
    const log: string[] = [];
    const forge = createJobForge({ forge: hand('job', log), pullRequests: hand('other', log), ownRun: undefined });
    const answers = await forge.perform(repository, [react('a'), react('b'), open, merge, react('c')]);
    expect(log).toEqual(['job: react, react', 'other: open_pull_request, merge', 'job: react']);
    expect(answers).toHaveLength(5);
  });

  test('without another token everything goes together, as without a job', async () => {
    const log: string[] = [];
    const forge = createJobForge({ forge: hand('job', log), pullRequests: undefined, ownRun: undefined });
    await forge.perform(repository, [react('a'), open, react('c')]);
    expect(log).toEqual(['job: react, open_pull_request, react']);
  });
});

test('that Actions may not open pull requests is told with the setting that allows it', async () => {
  const refused: Answer = { kind: 'refused', reason: REFUSAL };
  const forge = createJobForge({ forge: hand('job', [], refused), pullRequests: undefined, ownRun: undefined });
  const [answer, other] = await forge.perform(repository, [open, react('a')]);
  expect(answer).toMatchObject({ kind: 'refused', reason: expect.stringContaining('Settings → Actions → General') });
  expect(answer).toMatchObject({ reason: expect.stringContaining('ORCH_TOKEN') });
  expect(other).toEqual(refused);
});

test('the run whose last job looks has ended as far as anyone has to know; another has not', async () => {
  const forge = createJobForge({
    forge: hand('job', []),
    pullRequests: undefined,
    ownRun: { id: 7, conclusion: 'failure' },
  });
  expect(await forge.actionsRun({ id: 7 })).toMatchObject({ status: 'completed', conclusion: 'failure' });
  expect(await forge.actionsRun({ id: 8 })).toMatchObject({ status: 'in_progress', conclusion: null });
  expect(await forge.actionsRun({ title: 'x' })).toBeNull();
});
