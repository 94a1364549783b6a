import { describe, expect, it } from 'vitest';
import { type CallFailure, RETRY_DELAYS, tryCall } from '../../../src/agent/models/retry.ts';

class Failed extends Error {
  readonly failure: CallFailure;
  constructor(failure: Partial<CallFailure>) {
    super('failed');
    this.failure = { message: 'failed', lost: false, ...failure };
  }
}

/** Makes a call that always fails so, on a clock that does not pass; tells how long it would have waited. */
async function always(failure: Partial<CallFailure> | undefined, delays?: readonly number[]) {
  const waits: number[] = [];
  const result = await tryCall(() => Promise.reject(failure ? new Failed(failure) : new TypeError('bug')), {
    signal: new AbortController().signal,
    delays,
    wait: (ms) => Promise.resolve(waits.push(ms)),
    judge: (error) => (error instanceof Failed ? error.failure : undefined),
  });
  return { tries: result.ok ? 0 : result.tries, waits };
}

describe('tryCall', () => {
  it('tries three times more, after one, two and four seconds', async () => {
    expect(await always({ status: 529 })).toEqual({ tries: 4, waits: [1_000, 2_000, 4_000] });
    expect(RETRY_DELAYS).toEqual([1_000, 2_000, 4_000]);
  });

  it.each<[Partial<CallFailure>, number]>([
    [{ status: 408 }, 4],
    [{ status: 409 }, 4],
    [{ status: 429 }, 4],
    [{ status: 500 }, 4],
    [{ lost: true }, 4],
    [{}, 4],
    [{ status: 400 }, 1],
    [{ status: 401 }, 1],
    [{ status: 404 }, 1],
    [{ status: 429, code: 'insufficient_quota' }, 1],
    [{ status: 500, headers: new Headers({ 'x-should-retry': 'false' }) }, 1],
    [{ status: 400, headers: new Headers({ 'x-should-retry': 'true' }) }, 4],
  ])('%j is tried %d times', async (failure, tries) => {
    expect((await always(failure)).tries).toBe(tries);
  });

  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    [{ 'retry-after': '3600' }, 1_000],
    [{ 'retry-after': 'soon' }, 1_000],
    [{ 'retry-after': '-3' }, 1_000],
  ])('asked with %j it waits %d ms', async (headers, ms) => {
    expect((await always({ status: 429, headers: new Headers(headers) }, [1_000])).waits).toEqual([ms]);
  });

  it('waits until a date', async () => {
    const date = new Date(Date.now() + 30_000).toUTCString();
    const [wait] = (await always({ status: 429, headers: new Headers({ 'retry-after': date }) }, [1])).waits;
    expect(wait).toBeGreaterThan(25_000);
    expect(wait).toBeLessThanOrEqual(30_000);
  });

  it('does not try a mistake again', async () => {
    expect(await always(undefined)).toEqual({ tries: 1, waits: [] });
  });

  it('ends a wait when it is aborted', async () => {
    const cancel = new AbortController();
    const call = () => {
      queueMicrotask(() => cancel.abort());
      return Promise.reject(new Failed({ status: 500 }));
    };
    const options = { signal: cancel.signal, delays: [60_000], judge: (error: unknown) => (error as Failed).failure };
    await expect(tryCall(call, options)).rejects.toThrow();
  });
});
