/** What the scenarios about money look at in the named world, and how several stories draw from a purse at the same moment. */
import { expect } from 'vitest';
import type { Ledger } from '../../src/core/ledger.ts';
import { decodeRun } from '../../src/state/codec.ts';
import { memoryHistory } from '../../src/state/memory-store.ts';
import { ledgerIn, moneyFaults } from './money.ts';
import type { Acme } from './world.ts';

/** The day on which the world begins, in UTC. */
export const TODAY = '2026-11-23';

/** A day, in minutes. */
export const DAY = 24 * 60;

/** The ledger as it stands on the state branch now. */
export const ledgerOf = (acme: Acme): Ledger => ledgerIn(acme.remote.head()?.files ?? new Map());

/** Expects that the books were right at every commit of the state branch, which holds unless a person had their hands in them. */
export function expectRightBooks(acme: Acme): void {
  for (const { files } of memoryHistory(acme.remote)) expect(moneyFaults(files)).toEqual([]);
}

/** The runs that the news since the last look say were started, in alphabetical order. */
export const startedRuns = (acme: Acme): string[] => (acme.news().match(/(?<=starts the run )\S+/g) ?? []).toSorted();

/** US dollars that the newest run of a story may cost. */
export function capOfRun(acme: Acme, issue: number): number {
  const { record } = acme.story(issue)!.runs.at(-1)!;
  return decodeRun(acme.remote.head()!.files.get(record)!, record).brief.limits.usd;
}

/** Opens so many issues, and answers their numbers. */
export const opensStories = (acme: Acme, count: number): number[] =>
  Array.from({ length: count }, (_, n) => acme.opens('otto', { title: `Story ${n + 1}` }));

/** Issues are labelled all at once, and Orch hears of all of them at the same moment; each server of its own share. */
export async function startsTogether(
  acme: Acme,
  issues: readonly number[],
  servers: readonly Acme['orch'][] = [acme.orch],
): Promise<void> {
  acme.atOnce(() => {
    for (const issue of issues) acme.labels('wes', issue, 'orch:run');
  });
  await Promise.all(
    issues.map((issue, n) => servers[n % servers.length]!.wake({ issue, reasons: ['speech'], logins: ['wes'] })),
  );
  await acme.settles();
}
