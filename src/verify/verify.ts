/**
 * The whole `verify` job: proves that the tests came first. The project's tests run on the base as it is (they must pass), on the base with
 * only the change's tests (red: they must fail), and on the whole change (green: they must pass). It runs code that nobody has looked at, so
 * it has no secret, no model and no right to write.
 */
import { join } from 'node:path';
import picomatch from 'picomatch';
import type { Brief } from '../core/brief.ts';
import type { Report, Verdict } from '../core/run.ts';
import { applyIntents } from '../patch/apply.ts';
import type { Artifact } from '../patch/artifact.ts';
import { gitIn } from '../patch/git.ts';
import { PLANS } from '../patch/policy.ts';
import { readChange } from './change.ts';
import type { Execution } from './execution.ts';
import { exemptBy, isPlan } from './exempt.ts';
import { judge, judgePlans, type Runs } from './judge.ts';
import { runTests } from './test-command.ts';
import { takeTests } from './test-files.ts';

export interface VerifyInput {
  brief: Brief;
  report: Artifact<Report>;
  /** A clean checkout at the base commit. */
  base: string;
  /** A clean checkout at `brief.start`, with the history down to the base commit. */
  head: string;
  /** Folder for `base.log`, `red.log` and `green.log`; it exists. */
  logs: string;
  /** Milliseconds that one execution of the test command may take. */
  timeout: number;
  log: (line: string) => void;
}

/**
 * Answers a verdict whatever the tests do. Throws GitFailed when the checkouts are not what they should be.
 */
export async function verify({ brief, report, base, head, logs, timeout, log }: VerifyInput): Promise<Verdict> {
  const nothing = (reason: string): Verdict => ({ version: 1, run: brief.run, ok: false, reason, tests: [] });
  if (!report.ok) return nothing(report.problem);
  if (report.value.stop === 'asked') return nothing('The run ended with a question, so there is nothing to prove yet.');
  const applied = await applyIntents({
    dir: head,
    start: brief.start,
    intents: report.value.intents,
    protected: brief.protected,
    commands: brief.commands,
    tests: brief.tests,
    run: brief.run,
    story: brief.story,
    plans: brief.workflow !== undefined,
    // These commits are thrown away; only their trees are looked at.
    date: '2000-01-01T00:00:00Z',
  });
  for (const commit of applied.commits) log(`commit ${commit.stage}: ${commit.subject}`);
  for (const { intent, rule, reason } of applied.refused) log(`left out intent ${intent + 1} (${rule}): ${reason}`);

  // Everything that rests on git is done before the first line of the change is executed.
  const { tests, paths, supply, weakened } = await readChange(head, brief.base.sha, applied.head, brief.tests);
  const plans = brief.workflow !== undefined && isPlan(paths, tests);
  const exempt = plans ? PLANS.name : exemptBy(paths, brief.proof?.exempt ?? []);
  await gitIn(head)(['reset', '--quiet', '--hard', applied.head]);
  if (exempt !== undefined) log(`no proof is asked for: ${exempt}`);
  log(tests.changed.length > 0 ? `tests of the change: ${tests.changed.join(', ')}` : 'the change has no tests');

  const run = async (name: 'base' | 'red' | 'green', dir: string): Promise<Execution> => {
    log(`${name}: ${brief.commands.test}`);
    const { test: command, reports } = brief.commands;
    const result = await runTests({
      command,
      dir,
      log: join(logs, `${name}.log`),
      timeout,
      ...(reports && { reports }),
      tell: (line) => log(`${name}: ${line}`),
    });
    const { exit_code, seconds, runner } = result.run;
    log(`${name}: exit status ${exit_code} after ${seconds} s${runner === undefined ? '' : `, as ${runner} tells it`}`);
    return result;
  };
  const runs: Runs = {};
  // Nothing to prove, nothing to run: the answer is known and costs no minutes.
  const something = applied.head !== brief.base.sha;
  if (something && plans) {
    runs.green = await run('green', head);
    // Documents break no test. Only where some fail, the base tells whether they did before.
    if (runs.green.run.exit_code !== 0) runs.base = await run('base', base);
  } else if (something) {
    runs.base = await run('base', base);
    if (runs.base.run.exit_code === 0 && tests.changed.length > 0 && exempt === undefined) {
      await takeTests(base, head, applied.head, tests);
      runs.red = await run('red', base);
    }
    runs.green = await run('green', head);
  }
  const judgement = plans
    ? judgePlans(brief, runs)
    : judge({ brief, tests: tests.changed, weakened, supply, exempt, runs, allowed: matcherOf(brief.allowed) });
  const { base: before, red, green } = runs;
  return {
    version: 1,
    run: brief.run,
    ...judgement,
    ...(before && { base: before.run }),
    ...(red && { red: red.run }),
    ...(green && { green: green.run }),
  };
}

/** Whether a file matches one of these paths and globs. */
function matcherOf(globs: readonly string[] = []): (file: string) => boolean {
  return globs.length === 0 ? () => false : picomatch([...globs], { dot: true });
}
