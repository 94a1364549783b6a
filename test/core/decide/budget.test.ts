/** What a decision may draw from the purses of an epic and its sprint, and who is told when they are nearly empty. */
import { describe, expect, test } from 'vitest';
import { type Config, configSchema } from '../../../src/core/config.ts';
import { grantOf, isBusy, postingOf, pursesOf, reserveFor, settleEnded } from '../../../src/core/decide/budget.ts';
import { type Draft, draftOf } from '../../../src/core/decide/draft.ts';
import { NEW_PLAN } from '../../../src/core/epic.ts';
import { EMPTY_LEDGER, type Ledger, post, reserve, settle } from '../../../src/core/ledger.ts';
import type { Run } from '../../../src/core/run.ts';
import type { Story } from '../../../src/core/story.ts';
import { ground, observation, run, story } from '../samples.ts';

const DAY = '2026-11-23';
const SPRINT = { day: DAY, epic: 7, sprint: '7.1' };

const under = (budget: Config['budget'] | object, run_usd = 2): Config =>
  configSchema.parse({ settings: { run_usd }, budget });
const planned = (over: Partial<Story> = {}): Story => story('pending', { id: 9, epic: 7, sprint: '7.1', ...over });

interface Given {
  budget?: object;
  ledger?: Ledger | undefined;
  of?: Story;
  current?: Run | null;
  slots?: number;
}
function draft({ budget = {}, ledger, of = planned(), current = null, slots }: Given): Draft {
  const made = draftOf(of, current, { ...ground(observation(), under(budget)), ...(ledger && { ledger }) });
  if (slots !== undefined) made.slots = slots;
  return made;
}

const spent = (usd: number): Ledger => settle(EMPTY_LEDGER, { run: 'x', ...SPRINT, usd });

/** So many runs of stories of the sprint are at work. */
function atWork(count: number): Ledger {
  let ledger = EMPTY_LEDGER;
  for (let n = 1; n <= count; n += 1) {
    const made = reserve(ledger, { run: `${n}-developer-1`, story: n, ...SPRINT, usd: 1 }, {});
    if (made.kind === 'reserved') ledger = made.ledger;
  }
  return ledger;
}

describe('a story of an epic', () => {
  test('may cost what the tightest of its purses holds', () => {
    expect(grantOf(draft({ budget: { epic_usd: 5, sprint_usd: 4 }, ledger: spent(3) }))).toEqual({
      kind: 'granted',
      usd: 1,
      short: 'sprint',
    });
    expect(grantOf(draft({ budget: { epic_usd: 4.5 }, ledger: spent(3) }))).toMatchObject({ usd: 1.5, short: 'epic' });
    expect(grantOf(draft({ budget: { epic_usd: 5 }, ledger: spent(3) }))).toEqual({ kind: 'granted', usd: 2 });
  });

  test('waits where the purse of its epic holds too little, and another epic’s story does not', () => {
    const given = { budget: { epic_usd: 3 }, ledger: spent(2.99) };
    expect(grantOf(draft(given))).toEqual({
      kind: 'empty',
      purse: { name: 'epic', cap: 3, spent: 2.99, reserved: 0 },
      least: 0.05,
    });
    expect(grantOf(draft({ ...given, of: planned({ epic: 8, sprint: '8.1' }) }))).toMatchObject({ kind: 'granted' });
    expect(grantOf(draft({ ...given, of: story('pending') }))).toMatchObject({ kind: 'granted' });
  });

  test('reserves in them and settles from them', () => {
    const starting = draft({ budget: { epic_usd: 5 } });
    expect(reserveFor(starting, '9-developer-1', { kind: 'granted', usd: 2 })).toEqual({ usd: 2, day: DAY });
    const posting = postingOf(starting, null)!;
    expect(posting).toMatchObject({ ...SPRINT, caps: { epic: 5 }, crossed: [] });
    const held = post(EMPTY_LEDGER, posting) as Ledger;
    expect(held.reserved).toEqual({ '9-developer-1': { story: 9, ...SPRINT, usd: 2 } });
    expect(starting.ledger).toEqual(held);

    const lost = run({ id: '9-developer-1', story: 9, status: 'lost' });
    const entry = { id: lost.id, record: 'runs/2026-11/9-developer-1.yaml', reserved: { usd: 2, day: DAY } };
    const ending = draft({ ledger: held, of: planned({ runs: [entry] }), current: lost });
    settleEnded(ending);
    expect(post(held, postingOf(ending, ending.story)!)).toEqual({
      version: 1,
      spent_usd: 2,
      days: { [DAY]: 2 },
      epics: { 7: 2 },
      sprints: { '7.1': 2 },
      reserved: {},
    });
  });

  test('whose reservation the ledger lost is settled from its purses all the same', () => {
    const lost = run({ id: '9-developer-1', story: 9, status: 'lost' });
    const entry = { id: lost.id, record: 'runs/2026-11/9-developer-1.yaml', reserved: { usd: 2, day: '2026-11-22' } };
    const ending = draft({ ledger: EMPTY_LEDGER, of: planned({ runs: [entry] }), current: lost });
    settleEnded(ending);
    expect(ending.ledger).toMatchObject({ days: { '2026-11-22': 2 }, epics: { 7: 2 }, sprints: { '7.1': 2 } });
  });

  test('tells of each purse that it brings near its end, by a key that names it', () => {
    const before = spent(3);
    const ending = draft({ budget: { epic_usd: 4, sprint_usd: 5 }, ledger: before });
    ending.ledger = settle(before, { run: 'y', ...SPRINT, usd: 1 });
    ending.entries.push({ kind: 'settle', run: 'y', ...SPRINT, usd: 1 });
    expect(postingOf(ending, ending.story)?.crossed).toEqual(['sprint', 'epic']);
    const said = ending.owed.flatMap((effect) => (effect.kind === 'reply' ? [effect] : []));
    expect(said.map(({ key }) => key)).toEqual(['alert:sprint:7.1:5', 'alert:epic:7:4']);
    expect(said.map(({ text }) => text.split('\n')[0])).toEqual([
      'wes, 80 % of a budget is spent. All stories of sprint 7.1 together may cost $5.00 (`budget.sprint_usd`), and $4.00 is spent.',
      'wes, 100 % of a budget is spent. Epic #7 with all its stories may cost $4.00 (`budget.epic_usd`), and $4.00 is spent.',
    ]);
    expect(said[0]?.text).toContain(
      '`budget.sprint_usd` in `.orch/config.yaml` says how much it holds; the next sprint has its own.',
    );
  });
});

describe('an epic', () => {
  const epic = story('in_progress', { id: 7, plan: NEW_PLAN });

  test('draws from its own purse, and shows what its sprints took', () => {
    const purses = pursesOf(draft({ budget: { epic_usd: 9, sprint_usd: 1 }, ledger: spent(4), of: epic }));
    expect(purses).toEqual([
      { name: 'story', spent: 0, reserved: 0 },
      { name: 'epic', cap: 9, spent: 4, reserved: 0, sprints: [{ sprint: '7.1', spent: 4, reserved: 0 }] },
      { name: 'day', spent: 4, reserved: 0 },
      { name: 'project', spent: 4, reserved: 0 },
    ]);
  });

  test('plans no more when its stories have taken all of it', () => {
    expect(grantOf(draft({ budget: { epic_usd: 4 }, ledger: spent(4), of: epic }))).toMatchObject({ kind: 'empty' });
  });

  test('takes no place of a sprint’s story', () => {
    const starting = draft({ of: epic });
    reserveFor(starting, '7-analyst-1', { kind: 'granted', usd: 2 });
    expect(starting.ledger).toMatchObject({ reserved: { '7-analyst-1': { epic: 7 } } });
    expect(isBusy({ ...starting, slots: 1 })).toBe(false);
  });
});

describe('places', () => {
  test('that are all taken: nothing is granted, whatever the purses hold', () => {
    expect(grantOf(draft({ ledger: atWork(3), slots: 3 }))).toEqual({ kind: 'busy' });
    expect(grantOf(draft({ budget: { epic_usd: 3 }, ledger: atWork(3), slots: 3 }))).toEqual({ kind: 'busy' });
    expect(isBusy(draft({ slots: 0 }))).toBe(true);
  });

  test('that are free, or that nobody counts', () => {
    expect(grantOf(draft({ ledger: atWork(2), slots: 3 }))).toMatchObject({ kind: 'granted' });
    expect(grantOf(draft({ ledger: atWork(9) }))).toMatchObject({ kind: 'granted' });
    expect(grantOf(draft({ slots: 1 }))).toMatchObject({ kind: 'granted' });
  });

  test('are counted once more when it is written down: of two stories that saw the last one free, one gets it', () => {
    const ledger = atWork(2);
    const [first, second] = [9, 10].map((id) => {
      const starting = draft({ ledger, of: planned({ id }), slots: 3 });
      expect(isBusy(starting)).toBe(false);
      reserveFor(starting, `${id}-developer-1`, { kind: 'granted', usd: 2 });
      return postingOf(starting, null)!;
    });
    const after = post(ledger, first!) as Ledger;
    expect(Object.keys(after.reserved)).toContain('9-developer-1');
    expect(post(after, second!)).toMatch(/^as many stories of sprints are worked on/);
    expect(grantOf(draft({ ledger: after, of: planned({ id: 10 }), slots: 3 }))).toEqual({ kind: 'busy' });
  });

  test('are no matter where the ledger cannot be read', () => {
    const problem = { file: 'budget.yaml', line: 2, key: 'spent_usd', value: '"none"', expected: 'expected number' };
    const given = draft({ slots: 0 });
    given.ledger = problem;
    expect(isBusy(given)).toBe(false);
    expect(grantOf(given)).toEqual({ kind: 'unreadable', problem });
  });
});
