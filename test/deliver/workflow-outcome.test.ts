/** What `deliver` believes of a run that played a workflow. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EPIC_WORKFLOWS } from '../../src/core/epic.ts';
import { NO_USAGE, type Report, resultSchema } from '../../src/core/run.ts';
import { conclude } from '../../src/deliver/outcome.ts';
import { OUTCOME_OF, workflowOutcome } from '../../src/deliver/workflow-outcome.ts';
import { type ApplyInput, applyIntents } from '../../src/patch/apply.ts';
import { applicationTo, type Contents, createSample, type Sample } from '../patch/sample.ts';

const VERDICT = { verdict: 'proceed', confidence: 0.9, reason: 'Thanks @octocat. Closes #12.' };

const reportOn = (changes: Partial<Report>): Report => ({
  version: 1,
  run: '12-analyst-1',
  story: 12,
  start: 'a'.repeat(40),
  stop: 'done',
  intents: [],
  usage: NO_USAGE,
  ...changes,
});

test.each(EPIC_WORKFLOWS)('the outcome of %s has the schema that its workflow names', (name) => {
  const yaml = readFileSync(join(import.meta.dirname, '../../src/workflow/builtin', name, 'workflow.yaml'), 'utf8');
  expect(yaml).toContain(`outcome_type: ${OUTCOME_OF[name]}\n`);
});

describe('what the report says of the workflow', () => {
  test('is kept when it fits, its texts harmless', () => {
    const played = workflowOutcome('why', reportOn({ workflow: { name: 'why', outcome: VERDICT } }), {});
    expect(played).toEqual({
      ok: true,
      workflow: {
        name: 'why',
        outcome: {
          verdict: 'proceed',
          confidence: 0.9,
          reason: 'Thanks @\u200doctocat. C\u200dloses #12.',
          prior_art: [],
          past_failures: [],
          questions: [],
        },
      },
    });
  });

  test.each<[string, Report['workflow'], string]>([
    ['another workflow', { name: 'prd', outcome: VERDICT }, 'played the workflow prd, and it was to play why'],
    ['none', undefined, 'says nothing of the workflow why'],
    [
      'an outcome that does not fit',
      { name: 'why', outcome: { verdict: 'maybe' } },
      'The outcome of the workflow why does not fit: verdict: ',
    ],
  ])('fails the run when it is %s', (_, workflow, reason) => {
    const played = workflowOutcome('why', reportOn({ ...(workflow && { workflow }) }), {});
    expect(played).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
  });

  test('may be nothing but the name, for a workflow of the repository', () => {
    const own = (outcome?: unknown) =>
      workflowOutcome(
        'notes',
        reportOn({ workflow: { name: 'notes', ...(outcome !== undefined && { outcome }) } }),
        {},
      );
    expect(own()).toEqual({ ok: true, workflow: { name: 'notes' } });
    expect(own(VERDICT)).toMatchObject({ ok: false, reason: expect.stringContaining('no outcome that Orch reads') });
  });

  test('has a state of a run that stopped on the way, and an outcome only of one that is done', () => {
    const workflow = { name: 'why', state: '{}', outcome: VERDICT };
    const kept = (stop: Report['stop']) => workflowOutcome('why', reportOn({ stop, workflow }), {});
    expect(kept('asked')).toEqual({ ok: true, workflow: { name: 'why', state: '{}' } });
    expect(kept('done')).toMatchObject({ workflow: { outcome: { verdict: 'proceed' } } });
    expect(kept('done')).not.toHaveProperty('workflow.state');
    expect(kept('budget')).toEqual({ ok: true, workflow: { name: 'why', state: '{}' } });
    const other = reportOn({ stop: 'time', workflow: { ...workflow, name: 'prd' } });
    expect(workflowOutcome('why', other, {})).toEqual({ ok: true, workflow: { name: 'why' } });
  });

  test('holds no secret of this job', () => {
    const secret = 'the-token-of-this-very-job';
    const outcome = { ...VERDICT, reason: `Use ${secret}.` };
    const options = { secrets: [secret] };
    const done = workflowOutcome('why', reportOn({ workflow: { name: 'why', outcome } }), options);
    const asked = workflowOutcome(
      'why',
      reportOn({ stop: 'asked', workflow: { name: 'why', state: secret } }),
      options,
    );
    expect(JSON.stringify([done, asked])).not.toContain(secret);
  });
});

describe('the result', () => {
  const facts = {
    branch: 'story/12',
    continues: true,
    asked: { principal: 'maria', story: 12 },
    verdict: { ok: true as const, value: { version: 1 as const, run: '12-analyst-1', ok: true, tests: [] } },
    applied: { head: 'b'.repeat(40), commits: [], refused: [] },
    pushed: { kind: 'pushed' as const },
  };
  const resultOf = (workflow: Report['workflow'], name?: string) =>
    resultSchema.parse(
      conclude({
        ...facts,
        report: { ok: true, value: reportOn({ ...(workflow && { workflow }) }) },
        ...(name !== undefined && { workflow: name }),
      }),
    );

  test('of a run whose outcome fits has succeeded, and has it', () => {
    expect(resultOf({ name: 'why', outcome: VERDICT }, 'why')).toMatchObject({
      outcome: 'succeeded',
      workflow: { name: 'why', outcome: { verdict: 'proceed' } },
    });
  });

  test('of one whose outcome does not fit has failed for that reason, and has none', () => {
    const result = resultOf({ name: 'why', outcome: {} }, 'why');
    expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('does not fit') });
    expect(result.workflow?.outcome).toBeUndefined();
  });

  test('of one that ended on the way has failed, and keeps where it stood', () => {
    const report = reportOn({ stop: 'time', reason: 'Its time was over.', workflow: { name: 'why', state: '{}' } });
    expect(conclude({ ...facts, report: { ok: true, value: report }, workflow: 'why' })).toMatchObject({
      outcome: 'failed',
      workflow: { name: 'why', state: '{}' },
    });
  });

  test('of a developer has none, whatever its report says', () => {
    expect(resultOf({ name: 'why', outcome: VERDICT })).not.toHaveProperty('workflow');
  });
});

describe('a run that plays a workflow', () => {
  let sample: Sample;
  let dir: string;
  beforeAll(() => {
    sample = createSample();
    dir = sample.checkout(sample.base, 1);
  });
  beforeEach(() => sample.restart());
  afterAll(() => sample.remove());

  const apply = (intents: unknown[], changes: Partial<ApplyInput> = {}) =>
    applyIntents({ ...applicationTo(sample, dir), run: '12-analyst-1', plans: true, intents, ...changes });
  const commit = (contents: Contents) => sample.commit('green', 'Write it\n\nCloses #12', contents);

  test.each<[string, Contents, string | undefined]>([
    ['a document', { 'docs/epics/12/prd.md': '# Requirements\n' }, undefined],
    ['code', { 'src/add.js': 'export const add = () => 0;\n' }, 'plans'],
    ['a document beside code', { 'docs/a.md': 'a\n', 'src/b.js': 'b\n' }, 'plans'],
    ['a document elsewhere', { 'README.md': 'Read me.\n' }, 'plans'],
    ['a folder that begins alike', { 'docs-of-mine/a.md': 'a\n' }, 'plans'],
    ['what is nobody’s to change', { '.github/workflows/x.yml': 'on: push\n' }, 'reserved-folder'],
    ['a file that is gone', { 'src/add.js': null }, 'plans'],
  ])('changes documents and nothing else: %s', async (_, contents, rule) => {
    const intents = [commit(contents)];
    expect((await apply(intents)).refused[0]?.rule).toBe(rule);
    if (rule === 'plans') expect((await apply(intents, { plans: false })).refused).toEqual([]);
  });

  test('closes no issue, by its commit or by its pull request', async () => {
    const words = { kind: 'pull_request', title: 'Fixes #12', body: 'Closes #12.' };
    const { head, pullRequest } = await apply([commit({ 'docs/a.md': 'a\n' }), words]);
    const message = sample.git(dir, 'log', '-1', '--format=%B', head);
    expect(`${message} ${pullRequest?.title} ${pullRequest?.body}`).not.toMatch(/\b(?:closes|fixes) #12/i);
  });
});
