/** Time, as an argument. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** A signal that is aborted when so many milliseconds have passed. */
  after(ms: number): AbortSignal;
}

/** The real one. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // Timers count milliseconds in 32 bits; longer would fire at once.
  after: (ms) => AbortSignal.timeout(Math.max(0, Math.min(Math.ceil(ms), 2 ** 31 - 1))),
};
