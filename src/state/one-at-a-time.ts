/** Runs what it is given one after another, in the order of the calls. A failure is its caller's alone; the next one runs all the same. */
export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>;

/** A new queue, empty. */
export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
