/**
 * `npm run simulate`: plays fault schedules on the production loop and says whether the promises of docs/reliability.md held. Exit status 1
 * when one was broken; with a planted bug, when it was not found.
 */

import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import type { Kind } from '../test/simulation/invariants.ts';
import type { Outcome, Plan } from '../test/simulation/plan.ts';
import { PLANTED } from '../test/simulation/planted.ts';
import { play } from '../test/simulation/schedule.ts';
import { parseFeatures, replayCommand, shrink } from '../test/simulation/simulate.ts';
import type { Report } from '../test/simulation/tally.ts';
import { checkMatrix, simulateOn } from '../test/simulation/threads.ts';
import { type Found, matrixLine, plantedTable, writeReliability } from './docs/reliability-page.ts';

const whole = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('A whole number is expected, for example 1000.');
  return Number(text);
};
const numbers = (text: string): number[] => text.split(',').map(whole);
const features = (text: string) => {
  try {
    return parseFeatures(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
};
const bug = (text: string): string => {
  if (text in PLANTED || text === 'all') return text;
  throw new InvalidArgumentError(`There are ${Object.keys(PLANTED).join(', ')}, and all.`);
};

const options = new Command('simulate')
  .description('Play seeded fault schedules on the production loop.')
  .option('--schedules <n>', 'how many schedules, one seed each', whole, 1_000)
  .option('--seed <s>', 'the first seed', whole, 1)
  .option('--workers <n>', 'how many threads; the report is the same', whole, availableParallelism())
  .option('--json', 'print one JSON object and nothing else')
  .option('--trace', 'play the one schedule of --seed and print everything that happens in it')
  .option('--planted <bug>', 'put a bug in (or each of them in turn), and stop when it is found', bug)
  .option('--matrix', 'play every cell of the matrix of crash points instead')
  .option(
    '--write-docs',
    'play the schedules, all planted bugs and the matrix, and write the figures into docs/reliability.md',
  )
  .option('--with <features>', 'switch features on, separated by commas', features)
  .option('--without <features>', 'switch features off, separated by commas (with --trace)', features)
  .option('--without-actions <numbers>', 'leave actions out, by number (with --trace)', numbers)
  .option('--without-faults <numbers>', 'leave faults out, by number (with --trace)', numbers)
  .parse()
  .opts<{
    schedules: number;
    seed: number;
    workers: number;
    json?: true;
    trace?: true;
    matrix?: true;
    writeDocs?: true;
    planted?: string;
    with?: ReturnType<typeof parseFeatures>;
    without?: ReturnType<typeof parseFeatures>;
    withoutActions?: number[];
    withoutFaults?: number[];
  }>();

const plan: Plan = {
  seed: options.seed,
  planted: options.planted,
  with: options.with,
  without: {
    features: options.without ?? [],
    actions: options.withoutActions ?? [],
    faults: options.withoutFaults ?? [],
  },
};

const summary = (report: Report): string => {
  const { schedules, seconds, lost, doubled, illegal, stuck, overdrawn, noisy, coverage } = report;
  const { transitions, pairs } = coverage;
  return [
    `${schedules} schedules in ${seconds.toFixed(1)} s (${(schedules / seconds).toFixed(0)} a second): ${lost} lost, ${doubled} doubled, ${illegal} illegal, ${stuck} stuck, ${overdrawn} overdrawn, ${noisy} noisy.`,
    `${coverage.actions} actions in ${coverage.steps} steps; ${transitions.seen} of ${transitions.of} transitions, ${pairs.seen} of ${pairs.of} pairs of features.`,
    ...(transitions.missing.length > 0 ? [`Transitions never seen: ${transitions.missing.join(', ')}.`] : []),
    ...Object.entries(coverage.faults).map(
      ([fault, { times, on }]) => `  ${fault}: ${times} times on ${on} different things`,
    ),
  ].join('\n');
};

const telling = (outcome: Outcome): string => [outcome.features.join(' '), ...outcome.trace, outcome.hash].join('\n');

const { workers, schedules, seed, planted } = options;
const stopwatch = (): number => performance.now();

/** Schedules after which a long run says how far it has come. */
const STRIDE = 10_000;

/** Says on the error output how far it has come, and at once which seed failed. */
function heard(done: number, failed: number | null): void {
  if (failed !== null) console.error(`seed ${failed} failed`);
  if (done % STRIDE === 0 && done < schedules) console.error(`${done} of ${schedules} schedules`);
}

/** Schedules within which every planted bug has to be found. */
const WITHIN = 10_000;

async function plantAll(): Promise<Found[]> {
  const found: Found[] = [];
  for (const [name, { what, harmless }] of Object.entries(PLANTED)) {
    const report = await simulateOn(workers, {
      schedules: WITHIN,
      seed: 1,
      planted: name,
      stopAtFirst: true,
      stopwatch,
    });
    found.push({ name, what, harmless, firstFailingSeed: report.firstFailingSeed, kind: kindOf(report) });
  }
  return found;
}

const kindOf = (report: Report): Kind | null =>
  (['lost', 'doubled', 'illegal', 'stuck', 'overdrawn', 'noisy'] as const).find((kind) => report[kind] > 0) ?? null;
const asPlanned = ({ harmless, firstFailingSeed }: Found): boolean =>
  harmless !== undefined || firstFailingSeed !== null;

async function simulateAndTell(): Promise<void> {
  const stopAtFirst = planted !== undefined;
  const told = stopAtFirst ? {} : { heard };
  const order = { schedules, seed, planted, with: options.with, stopAtFirst, stopwatch };
  const report = await simulateOn(workers, { ...order, ...told });
  const { firstFailingSeed } = report;
  if (options.json) console.log(JSON.stringify(report));
  else {
    console.log(summary(report));
    if (firstFailingSeed !== null) {
      const shrunk = await shrink({ ...plan, seed: firstFailingSeed });
      console.log(
        `\nThe first that failed, made as short as it gets:\n${telling(shrunk.outcome)}\n\n${replayCommand(shrunk.plan)}`,
      );
    }
  }
  process.exitCode = (firstFailingSeed !== null) === (planted !== undefined) ? 0 : 1;
}

async function plantAllAndTell(): Promise<void> {
  const found = await plantAll();
  console.log(options.json ? JSON.stringify(found) : plantedTable(found));
  process.exitCode = found.every(asPlanned) ? 0 : 1;
}

async function checkMatrixAndTell(): Promise<void> {
  const checked = await checkMatrix(workers);
  console.log(options.json ? JSON.stringify(checked) : matrixLine(checked));
  if (!options.json) for (const line of checked.wrong) console.log(line);
  process.exitCode = checked.wrong.length === 0 ? 0 : 1;
}

async function writeAll(): Promise<void> {
  const report = await simulateOn(workers, { schedules, seed, stopwatch, heard });
  const found = await plantAll();
  const checked = await checkMatrix(workers);
  await writeReliability({ report, seed, workers, found, checked });
  console.log(summary(report));
  console.log(matrixLine(checked));
  process.exitCode = report.firstFailingSeed === null && found.every(asPlanned) && checked.wrong.length === 0 ? 0 : 1;
}

if (options.trace) {
  const outcome = await play(plan);
  console.log(telling(outcome));
  process.exitCode = outcome.violations.length > 0 ? 1 : 0;
} else if (options.writeDocs) await writeAll();
else if (options.matrix) await checkMatrixAndTell();
else if (planted === 'all') await plantAllAndTell();
else await simulateAndTell();
