/** Hard cases with runs. The numbers are those of the list of faults and attacks that every release is held against. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runTitle } from '../../src/core/names.ts';
import type { RunResult } from '../../src/core/run.ts';
import { standing, writeResult } from '../../src/deliver/record.ts';
import { findAccount, userActor } from '../../src/localhub/world/accounts.ts';
import { commentsOf } from '../../src/localhub/world/comments.ts';
import { announce, setLocked } from '../../src/localhub/world/issues.ts';
import type { CheckConclusion } from '../../src/localhub/world/types.ts';
import {
  completeWorkflowRun,
  requestCancel,
  rerunWorkflow,
  runsOf,
  setRunStatus,
} from '../../src/localhub/world/workflow-runs.ts';
import { decodeRun } from '../../src/state/codec.ts';
import { createMemoryStore } from '../../src/state/memory-store.ts';
import { atWork, inReview } from '../scenarios/stages.ts';
import { type Acme, startWorld } from '../scenarios/world.ts';
import { said, started, watchRequests } from './ground.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld({ labels: true });
});
afterEach(() => acme.finish());

const RUN_1 = 'Orch story #1 (1-developer-1)';
const RUN_2 = 'Orch story #1 (1-developer-2)';
/** Many sweeps, ten minutes apart, and no post at all. */
const sweeps = async (count: number) => {
  for (let round = 0; round < count; round += 1) {
    acme.waits(10);
    await acme.orch.sweep();
    await acme.settles({ drops: () => true });
  }
};
const asks = () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
};
const actionsRun = (title: string) => runsOf(acme.world, acme.repository).find((run) => run.displayTitle === title)!;
const ends = (title: string, conclusion: CheckConclusion) => {
  const run = actionsRun(title);
  completeWorkflowRun(
    acme.world,
    { account: acme.world.accounts.get(run.actorId)!, via: 'system' },
    { run, conclusion },
  );
};

describe('E19 the issue goes away while a run is at work: a defined end, and no loop of errors', () => {
  /** After the end a sweep asks for the repository and nothing else, however often it comes. */
  const isQuiet = async () => {
    const before = { runs: started(acme).length, requests: acme.requests() };
    acme.news();
    await sweeps(6);
    expect(started(acme)).toHaveLength(before.runs);
    // The survey and the comments of the repository: two requests a sweep, and none for the story.
    expect(acme.requests() - before.requests).toBe(12);
    expect(acme.news()).not.toContain('!');
  };

  test('closed', async () => {
    await atWork(acme);
    acme.closes('rita', 1);
    await acme.settles();
    const news = acme.news();
    expect(news).toContain('cancels the Actions run');
    expect(news).toContain('edits #1: This story was abandoned');
    expect(news).not.toContain('!');
    expect(acme.story(1)).toMatchObject({ status: 'abandoned', ended: { how: 'issue.closed' } });
    expect(acme.story(1)?.outbox).toBeUndefined();
    expect(actionsRun(RUN_1).conclusion).toBe('cancelled');
    await isQuiet();
    expect(said(acme, 1)).toEqual(['story:1']);
  });

  test.each([
    ['deleted', true],
    ['transferred', true],
    ['deleted', false],
  ])('%s, heard of: %s', async (how, heard) => {
    await atWork(acme);
    const issue = acme.issue(1);
    announce(acme.world, userActor(findAccount(acme.world, 'maria')!), issue, how);
    for (const comment of [...commentsOf(acme.world, issue)]) acme.world.comments.remove(comment);
    acme.world.issues.remove(issue);
    if (!heard) {
      await acme.settles({ drops: () => true });
      await acme.orch.sweep();
    }
    await acme.settles();
    const news = acme.news();
    expect(news).toContain('cancels the Actions run');
    expect(news).not.toMatch(/!|writes|answers|opens|starts/);
    expect(acme.story(1)).toMatchObject({ status: 'abandoned', ended: { reason: 'the issue is gone' } });
    expect(acme.story(1)?.outbox).toBeUndefined();
    await isQuiet();
  });

  test('locked: Orch still writes, and those who may write are still heard', async () => {
    await atWork(acme);
    setLocked(acme.world, acme.bot, { issue: acme.issue(1), locked: true });
    expect(() => acme.says('otto', 1, '/orch why')).toThrow('locked');
    await acme.delivers(1);
    await acme.settles();
    expect(acme.news()).toContain('edits #1: #2 is ready for review');
    acme.says('wes', 1, '/orch status');
    await acme.settles();
    expect(acme.news()).toContain('answers on #1:');
  });

  test('locked, or full, so that GitHub refuses what Orch wants to say there: the work goes on without', async () => {
    asks();
    const watch = { comments: 0 };
    acme.trouble(({ acts }) => {
      if (!acts.some((act) => act.kind === 'comment')) return undefined;
      watch.comments += 1;
      return { kind: 'refused', reason: 'Unable to create comment because issue is locked.' };
    });
    await acme.settles();
    expect(started(acme)).toEqual([RUN_1]);
    expect(said(acme, 1)).toEqual([]);
    expect(acme.story(1)?.outbox).toBeUndefined();
    await sweeps(6);
    // Tried once for the one thing that there was to say, and not at every look.
    expect(watch.comments).toBe(1);
    await acme.delivers(1);
    await acme.settles();
    expect(acme.news()).toContain('opens #2 from story/1');
    expect(watch.comments).toBe(2);
    expect(acme.history().join('\n')).toContain(
      'sticky was refused: Unable to create comment because issue is locked.',
    );
    acme.reviews('wes', 2, 'approve');
    await acme.settles();
    expect(acme.story(1)?.status).toBe('merged');
    acme.trouble(undefined);
    acme.news();
  });
});

describe('E20 the answer to a dispatch is lost: the run is found by its title, and one attempt never has two runs', () => {
  test.each(['the same process goes on', 'another one looks after it'])('%s', async (who) => {
    asks();
    acme.trouble(({ acts }) => {
      if (!acts.some((act) => act.kind === 'dispatch')) return undefined;
      acme.trouble(undefined);
      return { kind: 'answer_lost' };
    });
    await acme.settles();
    expect(started(acme)).toEqual([RUN_1]);
    if (who.startsWith('another')) acme.restarts('server-2');
    await sweeps(4);
    expect(started(acme)).toEqual([RUN_1]);
    expect(acme.sticky(1)).toContain('/actions/runs/ID');
    await acme.delivers(1);
    await acme.settles();
    expect(acme.story(1)).toMatchObject({ status: 'review', runs: [{ id: '1-developer-1' }] });
    acme.news();
  });

  test('GitHub answers without a number, as older servers do: the run is met when the sweep comes by', async () => {
    asks();
    acme.trouble(({ acts }) => (acts.some((act) => act.kind === 'dispatch') ? { kind: 'facts_lost' } : undefined));
    await acme.settles();
    expect(started(acme)).toEqual([RUN_1]);
    expect(acme.sticky(1)).not.toContain('/actions/runs/');
    await sweeps(1);
    expect(acme.sticky(1)).toContain('/actions/runs/ID');
    await sweeps(4);
    expect(started(acme)).toEqual([RUN_1]);
    // That it has a number now is enough to stop it.
    acme.says('wes', 1, '/orch pause');
    await acme.settles();
    expect(actionsRun(RUN_1).conclusion).toBe('cancelled');
    acme.news();
  });

  test('the answer is lost, and the list of runs does not show it yet: nothing is started while that is not sure', async () => {
    asks();
    const shown = acme.world.now().getTime() + 40_000;
    let lost = true;
    acme.trouble(({ kind, acts }) => {
      if (kind === 'look') return acme.world.now().getTime() < shown ? { kind: 'unseen' } : undefined;
      if (!lost || !acts.some((act) => act.kind === 'dispatch')) return undefined;
      lost = false;
      return { kind: 'answer_lost' };
    });
    // A process that lives on knows when it began what it does not know the end of.
    acme.orch.place.begun = new Map();
    await acme.settles();
    for (let round = 0; round < 12; round += 1) {
      acme.waits(0.25);
      await acme.orch.sweep();
      await acme.settles();
    }
    expect(started(acme)).toEqual([RUN_1]);
    expect(acme.story(1)?.outbox).toBeUndefined();
    acme.trouble(undefined);
    acme.news();
  });
});

describe('E21 a run ends without a result: the attempt is marked, and what comes next is the policy', () => {
  test('cancelled by hand: it is not started again behind the back of whoever did it', async () => {
    await atWork(acme);
    ends(RUN_1, 'cancelled');
    await acme.settles();
    await sweeps(6);
    expect(started(acme)).toEqual([RUN_1]);
    expect(acme.story(1)).toMatchObject({
      status: 'failed',
      failure: 'Its Actions run ended without a result (cancelled).',
    });
    expect(run(0).status).toBe('lost');
    expect(acme.sticky(1)).toContain('to write `/orch retry`');
    expect(said(acme, 1)).toEqual(['story:1']);
    acme.news();
  });

  test.each(['timed_out', 'failure', 'startup_failure'] as const)(
    '%s: the next attempt, up to the last one that is allowed',
    async (conclusion) => {
      acme.configures('maria', 'settings: { max_attempts: 2 }\n');
      await atWork(acme);
      ends(RUN_1, conclusion);
      await acme.settles();
      expect(started(acme)).toEqual([RUN_1, RUN_2]);
      expect([run(0).status, run(1).status]).toEqual(['lost', 'queued']);
      expect(acme.sticky(1)).toContain(`(${conclusion.replaceAll('_', ' ')})`);
      ends(RUN_2, conclusion);
      await acme.settles();
      await sweeps(6);
      expect(started(acme)).toEqual([RUN_1, RUN_2]);
      expect(acme.story(1)).toMatchObject({ status: 'failed', attempts: 2 });
      acme.news();
    },
  );

  test('a startup failure, of which GitHub tells nobody: the sweep finds it, and starts one run for it', async () => {
    await atWork(acme);
    ends(RUN_1, 'startup_failure');
    await acme.settles({ drops: () => true });
    expect(acme.news()).toBe('');
    await sweeps(5);
    expect(started(acme)).toEqual([RUN_1, RUN_2]);
    expect(acme.story(1)).toMatchObject({ status: 'in_progress', attempts: 2 });
    acme.news();
  });

  const run = (index: number) => {
    const { record } = acme.story(1)!.runs[index]!;
    return decodeRun(acme.remote.head()!.files.get(record)!, record);
  };
});

describe('E22 an old attempt that is run again and ends late: its result is refused', () => {
  const RESULT: RunResult = {
    outcome: 'succeeded',
    stop: 'done',
    head: 'e'.repeat(40),
    commits: [{ sha: 'e'.repeat(40), stage: 'green', subject: 'Too late' }],
    refused: [],
    usage: {
      model_calls: 1,
      input_tokens: 1,
      output_tokens: 1,
      cache_read_tokens: 0,
      cache_write_tokens: 0,
      cost_usd: 9,
    },
  };
  /** What the deliver job of the first attempt meets. */
  const deliversLate = async () => {
    const { record } = acme.story(1)!.runs[0]!;
    const { brief } = decodeRun(acme.remote.head()!.files.get(record)!, record);
    const options = { transactionId: () => 'late', delay: async () => {}, random: () => 0.5 };
    const store = createMemoryStore(acme.remote, options);
    const head = acme.remote.head()?.id;
    // It is asked before anything is pushed, and once more when the result is written.
    const place = await standing(await store.refresh(), brief);
    const written = await writeResult(store, brief, RESULT, acme.world.now);
    await store.close();
    expect(place.kind).toBe('superseded');
    expect(written).toEqual(place);
    expect(acme.remote.head()?.id).toBe(head);
    return 'reason' in place ? place.reason : '';
  };
  /** GitHub tells of the end of that run, as it does of any other. */
  const isToldOf = async (title: string) => {
    rerunWorkflow(acme.world, acme.bot, { run: actionsRun(title) });
    ends(title, 'success');
    await acme.settles();
  };

  test('while its successor is at work', async () => {
    await atWork(acme);
    acme.loses(1, 'timed_out');
    await acme.settles();
    acme.news();
    expect(await deliversLate()).toBe('Run 1-developer-1 is no longer waited for: its record says lost.');
    await isToldOf(RUN_1);
    // One look at the run that is waited for, and nothing that anyone sees.
    expect(acme.news()).toMatch(/^\((observe|actions_run|, )+\)$/);
    expect(acme.story(1)).toMatchObject({ status: 'in_progress', cost_usd: 0 });
    await acme.delivers(1);
    await acme.settles();
    expect(acme.story(1)).toMatchObject({ status: 'review', cost_usd: 0.42 });
    expect(started(acme)).toEqual([RUN_1, RUN_2]);
    acme.news();
  });

  test('after the story went on to review, and after a person stopped it', async () => {
    await inReview(acme);
    expect(await deliversLate()).toBe('Run 1-developer-1 is no longer waited for: its record says succeeded.');
    await isToldOf(RUN_1);
    expect(acme.news()).toBe('');
    acme.says('wes', 2, '/orch changes another name');
    await acme.settles();
    acme.says('wes', 1, '/orch skip');
    await acme.settles();
    acme.news();
    await isToldOf(RUN_2);
    expect(acme.news()).toBe('');
    expect(acme.story(1)).toMatchObject({ status: 'skipped', cost_usd: 0.42 });
  });
});

describe('E23 a run that was thrown out of the line before it began', () => {
  test('is started again by the sweep, once and not twice', async () => {
    await atWork(acme);
    const run = actionsRun(RUN_1);
    ends(RUN_1, 'cancelled');
    acme.world.workflowRuns.remove(run);
    await acme.settles({ drops: () => true });
    await sweeps(10);
    expect(started(acme)).toEqual([RUN_2]);
    expect(acme.story(1)).toMatchObject({ status: 'in_progress', attempts: 2 });
    expect(acme.sticky(1)).toContain('Its Actions run never started, or was deleted.');
    acme.news();
  });

  test('and one that still stands in line is not', async () => {
    await atWork(acme);
    setRunStatus(acme.world, acme.bot, { run: actionsRun(RUN_1), status: 'pending' });
    const watch = watchRequests(acme);
    await sweeps(10);
    expect(started(acme)).toEqual([RUN_1]);
    expect(watch.of('actions_run')).toBe(10);
    acme.trouble(undefined);
    acme.news();
  });

  test('two processes that sweep at the same time start one run', async () => {
    await atWork(acme);
    const run = actionsRun(RUN_1);
    requestCancel(acme.world, { run });
    acme.world.workflowRuns.remove(run);
    const servers = [acme.anotherServer('server-a'), acme.anotherServer('server-b')];
    for (let round = 0; round < 5; round += 1) {
      acme.waits(10);
      await Promise.all(servers.map((server) => server.sweep()));
      for (const server of servers) await server.wakeDue();
    }
    expect(started(acme)).toEqual([RUN_2]);
    expect(runTitle.parse(RUN_2)).toBe(acme.story(1)?.runs.at(-1)?.id);
    acme.news();
  });
});
