/**
 * `npm run simulate`: plays fault schedules on the production loop and says whether the promises of docs/reliability.md held. Exit status 1
 * when one was broken; with a planted bug, when it was not found.
 */
import { Command, InvalidArgumentError } from 'commander';
import { PLANTED } from '../test/simulation/planted.ts';
import type { Outcome, Plan } from '../test/simulation/schedule.ts';
import { play } from '../test/simulation/schedule.ts';
import { parseFeatures, type Report, replayCommand, shrink, simulate } from '../test/simulation/simulate.ts';

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
  if (text in PLANTED) return text;
  throw new InvalidArgumentError(`There are ${Object.keys(PLANTED).join(', ')}.`);
};

const options = new Command('simulate')
  .description('Play seeded fault schedules on the production loop.')
  .option('--schedules <n>', 'how many schedules, one seed each', whole, 1_000)
  .option('--seed <s>', 'the first seed', whole, 1)
  .option('--json', 'print one JSON object and nothing else')
  .option('--trace', 'play the one schedule of --seed and print everything that happens in it')
  .option('--planted <bug>', 'put a bug in, and stop when it is found', bug)
  .option('--with <features>', 'switch features on, separated by commas', features)
  .option('--without <features>', 'switch features off, separated by commas (with --trace)', features)
  .option('--without-actions <numbers>', 'leave actions out, by number (with --trace)', numbers)
  .option('--without-faults <numbers>', 'leave faults out, by number (with --trace)', numbers)
  .parse()
  .opts<{
    schedules: number;
    seed: number;
    json?: true;
    trace?: true;
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
  const { schedules, seconds, lost, doubled, illegal, stuck, noisy, coverage } = report;
  const { transitions, pairs } = coverage;
  return [
    `${schedules} schedules in ${seconds.toFixed(1)} s (${(schedules / seconds).toFixed(0)} a second): ${lost} lost, ${doubled} doubled, ${illegal} illegal, ${stuck} stuck, ${noisy} noisy.`,
    `${coverage.actions} actions in ${coverage.steps} steps; ${transitions.seen} of ${transitions.of} transitions, ${pairs.seen} of ${pairs.of} pairs of features; ${coverage.unheard} commands whose delivery was lost where the sweep does not look.`,
    ...(transitions.missing.length > 0 ? [`Transitions never seen: ${transitions.missing.join(', ')}.`] : []),
    ...Object.entries(coverage.faults).map(
      ([fault, { times, on }]) => `  ${fault}: ${times} times on ${on} different things`,
    ),
  ].join('\n');
};

const telling = (outcome: Outcome): string => [outcome.features.join(' '), ...outcome.trace, outcome.hash].join('\n');

if (options.trace) {
  const outcome = await play(plan);
  console.log(telling(outcome));
  process.exitCode = outcome.violations.length > 0 ? 1 : 0;
} else {
  const report = await simulate({
    ...options,
    stopAtFirst: options.planted !== undefined,
    stopwatch: () => performance.now(),
  });
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
  process.exitCode = (firstFailingSeed !== null) === (options.planted !== undefined) ? 0 : 1;
}
