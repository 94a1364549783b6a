import type { Governor } from '../../src/github/governor.ts';

/** Keeps silence and has no pace of its own, so that a test of something else need not wait for its turn. */
export function keepsSilence(clock: () => Date): Governor {
  let until = 0;
  const quiet = (): Date | undefined => (until > clock().getTime() ? new Date(until) : undefined);
  return {
    turn: async () => quiet(),
    quiet,
    silence: (wish) => {
      until = Math.max(until, wish.getTime());
    },
  };
}
