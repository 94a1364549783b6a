import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Many tests start git, node and jails. A process that is forked from one with all the threads' memory costs twice the system time.
    pool: 'forks',
    // Vitest leaves one processor free, which on two is half the machine; many tests wait for git and for processes of their own.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
