/** The governor on virtual time: bursts, silence, urgency, and that everybody's turn comes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGovernor, type Governor, type Write } from '../../src/github/governor.ts';

/** A clock that jumps to whatever is due next, as often as it takes. */
function virtualTime() {
  let time = 0;
  let timers: { at: number; go: () => void }[] = [];
  const at = (when: number): Promise<void> => new Promise((go) => timers.push({ at: when, go }));
  return {
    now: () => time,
    clock: () => new Date(time),
    at,
    delay: (ms: number) => at(time + ms),
    async run(): Promise<void> {
      for (;;) {
        // Everything that can settle by itself does so before time moves on.
        for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
        if (timers.length === 0) return;
        const next = Math.min(...timers.map((timer) => timer.at));
        time = Math.max(time, next);
        const due = timers.filter((timer) => timer.at <= time);
        timers = timers.filter((timer) => timer.at > time);
        for (const { go } of due) go();
      }
    },
  };
}
type Time = ReturnType<typeof virtualTime>;

interface Sent extends Write {
  at: number;
}

/** Sends a write as the loop does: asks, comes back when told to, and goes on until it was sent. */
async function send(time: Time, governor: Governor, write: Write, sent: Sent[]): Promise<void> {
  for (;;) {
    const later = await governor.turn(write);
    if (!later) break;
    expect(later.getTime()).toBeGreaterThan(time.now());
    await time.at(later.getTime());
  }
  sent.push({ ...write, at: time.now() });
}

/** The most that was created within any span of that length. */
const densest = (sent: readonly Sent[], span: number): number =>
  Math.max(
    0,
    ...sent.map(({ at }) =>
      sent.filter((one) => one.at > at - span && one.at <= at).reduce((sum, { creates }) => sum + creates, 0),
    ),
  );
const closest = (sent: readonly Sent[]): number =>
  Math.min(...sent.slice(1).map(({ at }, index) => at - sent[index]!.at));

test('two hundred stories in one minute: never too much, never too close, and all of them get through in the order they came', async () => {
  const time = virtualTime();
  const governor = createGovernor(time);
  const sent: Sent[] = [];
  const stories = Array.from({ length: 200 }, async (_, index) => {
    await time.at(index * 300);
    await send(time, governor, { key: `story ${index}`, creates: 1, urgent: false }, sent);
  });
  const all = Promise.all(stories);
  await time.run();
  await all;
  expect(sent).toHaveLength(200);
  expect(densest(sent, 60_000)).toBeLessThanOrEqual(60);
  expect(densest(sent, 3_600_000)).toBeLessThanOrEqual(400);
  expect(closest(sent)).toBeGreaterThanOrEqual(1_000);
  // 55 a minute is what is left beside the share of the urgent.
  expect(sent.at(-1)!.at).toBeLessThan(4 * 60_000);
  const order = sent.map(({ key }) => Number(key.slice(6)));
  expect(Math.max(...order.map((number, place) => Math.abs(number - place)))).toBeLessThanOrEqual(3);
});

test('the hour is kept too', async () => {
  const time = virtualTime();
  const governor = createGovernor(time);
  const sent: Sent[] = [];
  const all = Promise.all(
    Array.from({ length: 900 }, (_, index) =>
      send(time, governor, { key: `${index}`, creates: 1, urgent: false }, sent),
    ),
  );
  await time.run();
  await all;
  expect(sent).toHaveLength(900);
  expect(densest(sent, 60_000)).toBeLessThanOrEqual(60);
  expect(densest(sent, 3_600_000)).toBeLessThanOrEqual(400);
});

test('what is urgent goes before what waits', async () => {
  const time = virtualTime();
  const governor = createGovernor(time);
  const sent: Sent[] = [];
  const crowd = Array.from({ length: 200 }, (_, index) =>
    send(time, governor, { key: `${index}`, creates: 1, urgent: false }, sent),
  );
  const stop = time.at(30_000).then(() => send(time, governor, { key: 'stop', creates: 1, urgent: true }, sent));
  const all = Promise.all([...crowd, stop]);
  await time.run();
  await all;
  expect(sent.find(({ key }) => key === 'stop')!.at).toBeLessThanOrEqual(31_000);
  expect(densest(sent, 60_000)).toBeLessThanOrEqual(60);
});

test('nothing is sent during a silence, whatever it is', async () => {
  const time = virtualTime();
  const governor = createGovernor(time);
  const sent: Sent[] = [];
  governor.silence(new Date(60_000));
  // A shorter wish does not shorten a longer one.
  governor.silence(new Date(10_000));
  expect(governor.quiet()).toEqual(new Date(60_000));
  const all = Promise.all([
    send(time, governor, { key: 'a', creates: 1, urgent: false }, sent),
    send(time, governor, { key: 'b', creates: 0, urgent: true }, sent),
  ]);
  await time.run();
  await all;
  expect(sent.every(({ at }) => at >= 60_000)).toBe(true);
  expect(governor.quiet()).toBeUndefined();
});

test('a silence that begins while one waits in line is kept', async () => {
  const time = virtualTime();
  const governor = createGovernor(time);
  const sent: Sent[] = [];
  const all = Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      send(time, governor, { key: `${index}`, creates: 0, urgent: false }, sent),
    ),
  );
  void time.at(4_500).then(() => governor.silence(new Date(90_000)));
  await time.run();
  await all;
  expect(sent).toHaveLength(10);
  expect(sent.filter(({ at }) => at > 4_500 && at < 90_000)).toEqual([]);
});

test('a time that nobody came back for is given to others', async () => {
  const time = virtualTime();
  const governor = createGovernor(time);
  const promised = Array.from({ length: 300 }, (_, index) =>
    governor.turn({ key: `gone ${index}`, creates: 1, urgent: false }),
  );
  void Promise.all(promised);
  const sent: Sent[] = [];
  const all = time.at(10 * 60_000).then(() => send(time, governor, { key: 'here', creates: 1, urgent: false }, sent));
  await time.run();
  await all;
  expect(sent[0]!.at).toBeLessThan(11 * 60_000);
});

test('any crowd of writes stays within the limits, and every one is sent', async () => {
  const write = fc.record({
    after: fc.integer({ min: 0, max: 120_000 }),
    creates: fc.integer({ min: 0, max: 4 }),
    urgent: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(write, { maxLength: 120 }),
      fc.option(fc.integer({ min: 0, max: 90_000 })),
      async (writes, hush) => {
        const time = virtualTime();
        const governor = createGovernor(time);
        const sent: Sent[] = [];
        const all = Promise.all(
          writes.map(async ({ after, ...rest }, index) => {
            await time.at(after);
            await send(time, governor, { key: `${index}`, ...rest }, sent);
          }),
        );
        if (hush !== null) void time.at(hush).then(() => governor.silence(new Date(hush + 60_000)));
        await time.run();
        await all;
        expect(sent).toHaveLength(writes.length);
        expect(densest(sent, 60_000)).toBeLessThanOrEqual(60);
        if (sent.length > 1) expect(closest(sent)).toBeGreaterThanOrEqual(1_000);
        if (hush !== null) expect(sent.filter(({ at }) => at > hush && at < hush + 60_000)).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});
