import { beforeEach, describe, expect, test } from 'vitest';
import type { Occasion } from '../../src/actions-only/occasion.ts';
import { PATIENCE, sweepOnce } from '../../src/actions-only/sweep-once.ts';
import type { WakeUp } from '../../src/core/wake-up.ts';
import type { Place } from '../../src/place.ts';
import { type Acme, startWorld } from '../scenarios/world.ts';

let acme: Acme;
let slept: number;
beforeEach(async () => {
  acme = await startWorld({ labels: true });
  slept = 0;
});

const sleep = async (milliseconds: number): Promise<void> => {
  slept += milliseconds;
  acme.waits(milliseconds / 60_000);
};
const sweep = (occasion: Occasion, place: Place = acme.orch.place, wait = sleep) =>
  sweepOnce(place, occasion, { poll: 2_000, sleep: wait, random: () => 0.5 });
const spoken = (issue: number): WakeUp => ({ issue, reasons: ['speech'], logins: ['wes'] });
const started = (title: string): number => {
  const issue = acme.opens('tess', { title });
  acme.says('wes', issue, '/orch start');
  return issue;
};

describe('one job', () => {
  test('looks at the story of the event, does what is due, and tells what it did', async () => {
    const issue = started('Read decimals');
    expect(await sweep({ wakes: [spoken(issue)], others: 0 })).toEqual({
      looks: [
        {
          issue,
          why: ['speech'],
          status: 'in_progress',
          done: ['untracked -> in_progress (start by wes)', expect.stringMatching(/^done: dispatch/)],
        },
      ],
    });
    expect(slept).toBe(0);
  });

  test('looks at others that are not at rest only when it is asked to, and at no more than that', async () => {
    const [one, two, three] = ['One', 'Two', 'Three'].map(started) as [number, number, number];
    const { looks } = await sweep({ wakes: [spoken(one)], others: 1 });
    expect(looks.map(({ why }) => why)).toEqual([['speech'], ['sweep']]);
    expect(looks[0]?.issue).toBe(one);
    expect([two, three].filter((issue) => acme.story(issue) === null)).toHaveLength(1);
    expect((await sweep({ wakes: [], others: 60 })).looks.map(({ issue }) => issue).sort()).toEqual([one, two, three]);
  });

  test('an event about nothing of Orch’s looks at nothing', async () => {
    const before = acme.requests();
    expect(await sweep({ wakes: [], others: 0 })).toEqual({ looks: [] });
    expect(acme.requests()).toBe(before);
  });
});

describe('what goes wrong', () => {
  test('with one story stops no other, and is told', async () => {
    const [one, two] = ['One', 'Two'].map(started) as [number, number];
    const { forge } = acme.orch.place;
    const place: Place = {
      ...acme.orch.place,
      forge: {
        ...forge,
        observe: (subject) => (subject.issue === one ? Promise.reject(new Error('no answer')) : forge.observe(subject)),
      },
    };
    const { looks } = await sweep({ wakes: [spoken(one)], others: 60 }, place);
    expect(looks.map(({ issue, status, problem }) => [issue, status, problem])).toEqual([
      [one, null, 'no answer'],
      [two, 'in_progress', undefined],
    ]);
    // Three tries, five seconds apart, and then it is the next schedule's.
    expect(slept).toBe(10_000);
  });

  test('with the look for others is told too', async () => {
    const one = started('One');
    const { forge } = acme.orch.place;
    const place = { ...acme.orch.place, forge: { ...forge, survey: () => Promise.reject(new Error('no survey')) } };
    expect(await sweep({ wakes: [spoken(one)], others: 60 }, place)).toMatchObject({
      looks: [{ issue: one, status: 'in_progress' }],
      problem: 'no survey',
    });
  });

  test('for a while is tried again in the same job', async () => {
    const one = started('One');
    const { forge } = acme.orch.place;
    let failures = 1;
    const place: Place = {
      ...acme.orch.place,
      forge: {
        ...forge,
        observe: (subject) => (failures-- > 0 ? Promise.reject(new Error('a moment')) : forge.observe(subject)),
      },
    };
    const { looks } = await sweep({ wakes: [spoken(one)], others: 0 }, place);
    expect(looks).toMatchObject([{ issue: one, status: 'in_progress' }]);
    expect(looks[0]).not.toHaveProperty('problem');
  });
});

describe('two jobs at once', () => {
  /** Job A has begun to do what the story owes, and waits inside its request. */
  const begun = async () => {
    const issue = started('Read decimals');
    const gate = acme.gate('dispatch');
    const first = sweep({ wakes: [spoken(issue)], others: 0 });
    await gate.reached;
    acme.says('wes', issue, '/orch pause later');
    return { issue, gate, first };
  };

  test('nothing is lost: the one that holds the lease does what the other made owed, and the other sees it done', async () => {
    const { issue, gate, first } = await begun();
    const other = acme.anotherServer('actions-2').place;
    const second = await sweep({ wakes: [spoken(issue)], others: 0 }, other, async (milliseconds) => {
      await sleep(milliseconds);
      gate.open();
      await first;
    });
    expect((await first).looks).toHaveLength(1);
    expect(second.looks).toMatchObject([{ issue, status: 'blocked' }]);
    expect(second.looks[0]).not.toHaveProperty('again');
    expect(slept).toBe(2_000);
    expect(acme.story(issue)).not.toHaveProperty('outbox');
    expect(acme.sticky(issue)).toContain('later');
  });

  test('nothing is left: what a job owed that died is done when its lease is over', async () => {
    const { issue } = await begun();
    const other = acme.anotherServer('actions-2').place;
    const { looks } = await sweep({ wakes: [spoken(issue)], others: 0 }, other);
    expect(looks).toMatchObject([{ issue, status: 'blocked' }]);
    expect(acme.story(issue)).not.toHaveProperty('outbox');
    expect(slept).toBeGreaterThanOrEqual(60_000);
    expect(slept).toBeLessThanOrEqual(PATIENCE);
  });
});
