import { afterEach, describe, expect, test, vi } from 'vitest';
import type { WakeUp } from '../../src/core/wake-up.ts';
import { type Address, createQueue } from '../../src/server/queue.ts';
import { StateBranchLost } from '../../src/state/errors.ts';

const HERE: Address = { installation: 1, owner: 'acme', repo: 'durations' };
const wake = (issue: number, reason: WakeUp['reasons'][number] = 'speech', login = 'maria'): WakeUp => ({
  issue,
  reasons: [reason],
  logins: [login],
});

/** A queue whose work is done by hand: each call waits until the test lets it end. */
function byHand(concurrency = 2) {
  const calls: { wake: WakeUp; end: (at?: Date) => void; fail: (error: Error) => void }[] = [];
  const queue = createQueue({
    concurrency,
    clock: () => new Date(Date.now()),
    log: () => {},
    work: (_address, wanted) =>
      new Promise((resolve, reject) => {
        calls.push({ wake: wanted, end: resolve, fail: reject });
      }),
  });
  return { queue, calls };
}

afterEach(() => vi.useRealTimers());

describe('wake-ups', () => {
  test('of one subject are worked on one after the other, and joined while they wait', async () => {
    const { queue, calls } = byHand();
    queue.push(HERE, wake(1));
    queue.push(HERE, wake(1, 'review', 'wes'));
    queue.push(HERE, wake(1, 'run_ended', 'maria'));
    expect(calls).toHaveLength(1);
    calls[0]!.end();
    await vi.waitFor(() => expect(calls).toHaveLength(2));
    expect(calls[1]!.wake).toEqual({ issue: 1, reasons: ['review', 'run_ended'], logins: ['wes', 'maria'] });
    calls[1]!.end();
    await queue.idle();
  });

  test('of different subjects are worked on at once, up to the limit', async () => {
    const { queue, calls } = byHand(2);
    for (const issue of [1, 2, 3]) queue.push(HERE, wake(issue));
    queue.push({ ...HERE, repo: 'other' }, wake(1));
    expect(calls.map((call) => call.wake.issue)).toEqual([1, 2]);
    calls[0]!.end();
    await vi.waitFor(() => expect(calls).toHaveLength(3));
    calls[1]!.end();
    calls[2]!.end();
    await vi.waitFor(() => expect(calls).toHaveLength(4));
    calls[3]!.end();
    await queue.idle();
  });

  test('what stops something goes before what waits, but not for ever', async () => {
    const { queue, calls } = byHand(1);
    queue.push(HERE, wake(1));
    for (const issue of [2, 3]) queue.push(HERE, wake(issue));
    for (const issue of [11, 12, 13, 14]) queue.push(HERE, wake(issue, 'stop'));
    for (let done = 0; done < 7; done += 1) {
      calls[done]!.end();
      if (done < 6) await vi.waitFor(() => expect(calls).toHaveLength(done + 2));
    }
    await queue.idle();
    expect(calls.map((call) => call.wake.issue)).toEqual([1, 11, 12, 13, 2, 14, 3]);
  });

  test('a lost state branch is not tried again and again: a person has to bring it back', async () => {
    vi.useFakeTimers();
    const { queue, calls } = byHand();
    queue.push(HERE, wake(1));
    calls[0]!.fail(
      new StateBranchLost({ branch: 'orch/state', known: 'a'.repeat(40), happened: 'deleted', accept: 'delete it' }),
    );
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(calls).toHaveLength(1);
    // The next wake-up looks once more.
    queue.push(HERE, wake(1, 'sweep'));
    expect(calls).toHaveLength(2);
    calls[1]!.end();
    await queue.idle();
  });

  test('a subject that fails does not hold up another, and is tried again, later each time', async () => {
    vi.useFakeTimers();
    const { queue, calls } = byHand();
    queue.push(HERE, wake(1));
    queue.push(HERE, wake(2));
    calls[0]!.fail(new Error('GitHub is away'));
    calls[1]!.end();
    await vi.advanceTimersByTimeAsync(999);
    expect(calls).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls[2]!.wake).toEqual(wake(1));
    calls[2]!.fail(new Error('still away'));
    await vi.advanceTimersByTimeAsync(1_999);
    expect(calls).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(1);
    calls[3]!.end();
    await queue.idle();
  });

  test('GitHub’s own wish for silence is honoured', async () => {
    vi.useFakeTimers();
    const { queue, calls } = byHand();
    queue.push(HERE, wake(1));
    calls[0]!.fail(Object.assign(new Error('rate limit'), { at: new Date(Date.now() + 60_000) }));
    await vi.advanceTimersByTimeAsync(59_999);
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toHaveLength(2);
    calls[1]!.end();
  });

  test('what is owed is looked at again at its time, as a sweep would', async () => {
    vi.useFakeTimers();
    const { queue, calls } = byHand();
    queue.push(HERE, wake(1));
    calls[0]!.end(new Date(Date.now() + 5_000));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(calls[1]!.wake.reasons).toEqual(['sweep']);
    calls[1]!.end();
  });

  test('closing waits for the work under way, and begins nothing new', async () => {
    const { queue, calls } = byHand(1);
    queue.push(HERE, wake(1));
    queue.push(HERE, wake(2));
    let closed = false;
    const closing = queue.close().then(() => {
      closed = true;
    });
    queue.push(HERE, wake(3));
    await Promise.resolve();
    expect(closed).toBe(false);
    calls[0]!.end();
    await closing;
    expect(calls).toHaveLength(1);
  });
});
