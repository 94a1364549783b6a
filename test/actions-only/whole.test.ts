/** Orch without a server, whole: a real hub, a real runner, the two workflow files, the bundled Action. */
import { afterEach, describe, expect, test } from 'vitest';
import { openTown, type Town } from './town.ts';

/** A story takes some ten seconds alone on a machine, and more beside other tests. */
const LONG = 120_000;

let town: Town;
afterEach(() => town.close());

describe('without a server', { timeout: LONG }, () => {
  test('events that come at once are all heard, and each is answered once', async () => {
    town = await openTown();
    const [one, two] = [await town.opens('One'), await town.opens('Two')];
    await Promise.all([
      town.says(one, '/orch status'),
      town.says(one, '/orch why'),
      town.says(two, '/orch help'),
      town.labels(two, 'orch:story'),
      town.says(one, 'What do you think?'),
      town.labels(one, 'bug'),
    ]);
    await town.runner.idle();
    expect([town.heard(one), town.heard(two)].map((said) => said.length)).toEqual([2, 2]);
    expect((await town.story(two)).story?.status).toBe('pending');
    // What was no command and what was not Orch's began no job, and what Orch said itself began nothing at all.
    expect(town.runs().sort()).toEqual([
      'Orch events: issue_comment skipped',
      ...Array(3).fill('Orch events: issue_comment success'),
      'Orch events: issues skipped',
      'Orch events: issues success',
    ]);
  });

  test('where Actions may not open pull requests, the story says which setting allows it', async () => {
    town = await openTown({ mayOpen: false });
    const issue = await town.opens('Read decimals');
    await town.labels(issue, 'orch:run');
    await town.runner.idle();
    const { story } = await town.story(issue);
    expect([story?.status, await town.pull(issue)]).toEqual(['failed', undefined]);
    expect(town.heard(issue).join('\n')).toContain(
      'Settings → Actions → General → "Allow GitHub Actions to create and approve pull requests"',
    );
  });

  test('nothing is merged that waits to be checked; the schedule merges what nobody told of', async () => {
    town = await openTown();
    const issue = await town.opens('Read decimals');
    await town.labels(issue, 'orch:run');
    await town.runner.idle();
    expect((await town.story(issue)).story?.status).toBe('review');
    expect((await town.pull(issue))?.by).toBe('github-actions[bot]');
    await town.approves(issue);
    await town.runner.idle();
    expect((await town.story(issue)).story).toMatchObject({
      status: 'review',
      hindrance: { kind: 'check', name: 'CI' },
    });
    expect(town.heard(issue).join('\n')).toContain('perhaps its run waits for approval in the Actions tab');
    expect(await town.allowsRuns()).toBe(1);
    await town.runner.idle();
    expect(town.runs()).toContain('CI: pull_request success');
    // GitHub tells no workflow of the end of a run that a person had to let start.
    expect(town.runs().filter((run) => run.includes('workflow_run'))).toEqual([]);
    expect((await town.story(issue)).story?.status).toBe('review');
    await town.runner.fireSchedule(town.repository.id);
    await town.runner.idle();
    expect((await town.story(issue)).story).toMatchObject({ status: 'merged', pull_request: { number: 2 } });
  });

  test('with ORCH_TOKEN the checks start by themselves, and what that account does wakes nothing for ever', async () => {
    town = await openTown({ mayOpen: false, machine: 'acme-machine' });
    const issue = await town.opens('Read decimals');
    await town.labels(issue, 'orch:run');
    await town.runner.idle();
    expect(await town.pull(issue)).toMatchObject({ number: 2, by: 'acme-machine' });
    expect(await town.allowsRuns()).toBe(0);
    await town.approves(issue);
    await town.runner.idle();
    expect((await town.story(issue)).story?.status).toBe('merged');
    expect(town.runs().sort()).toEqual([
      'CI: pull_request success',
      // The machine's merge closed the issue: heard, and nothing was to be done.
      'Orch events: issues success',
      'Orch events: issues success',
      'Orch events: pull_request_review success',
      'Orch events: workflow_run success',
      'Orch: workflow_dispatch success',
    ]);
    expect(town.heard(issue)).toHaveLength(1);
  });
});
