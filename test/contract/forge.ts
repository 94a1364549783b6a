/** What every forge promises (src/github/forge.ts), as tests. Each adapter calls this with its own ground: `*-forge.test.ts`. */
import { describe } from 'vitest';
import { describeActs } from './forge-acts.ts';
import { describeFiles } from './forge-files.ts';
import { describeMishaps } from './forge-mishaps.ts';
import { describeObserving } from './forge-observing.ts';
import { describePlans } from './forge-plans.ts';
import { describePullRequests } from './forge-pull-requests.ts';
import type { ForgeStage } from './forge-world.ts';

/** The tests of the contract, under the adapter's name. `start` makes a new stage for each test. */
export function describeForge(name: string, start: () => Promise<ForgeStage>): void {
  describe(`the forge contract, kept by ${name}`, () => {
    describeObserving(start);
    describeFiles(start);
    describePullRequests(start);
    describeActs(start);
    describeMishaps(start);
    describePlans(start);
  });
}
