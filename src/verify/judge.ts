/** From three executions of the tests to a verdict. Pure. */
import type { Brief } from '../core/brief.ts';
import { MAX_WEAKENED, type Verdict, type Weakened } from '../core/run.ts';
import { PLANS } from '../patch/policy.ts';
import type { Execution } from './execution.ts';
import { quote, type Supply, whyRed } from './red.ts';
import { type Found, missingTests } from './weakened.ts';

/** What ran; absent where it made no sense to run it. */
export interface Runs {
  base?: Execution;
  red?: Execution;
  green?: Execution;
}

export interface Facts {
  brief: Pick<Brief, 'base'>;
  /** Files of tests that the change adds or edits. */
  tests: string[];
  /** What the change did to tests that were there, from their files. */
  weakened: readonly Found[];
  supply: Supply;
  /** Whether somebody lets the run take away tests of this file. */
  allowed?: (file: string) => boolean;
  /** The rules by which no proof is asked for; undefined when one is. */
  exempt: string | undefined;
  runs: Runs;
}

export type Judgement = Pick<Verdict, 'ok' | 'reason' | 'kind' | 'exempt' | 'why' | 'weakened' | 'tests'>;

/** What makes tests fewer. */
const GONE: ReadonlySet<Weakened['what']> = new Set(['deleted', 'skipped', 'emptied']);

/** Exit statuses of a shell that could not run the command at all: the tests said nothing. */
const NOT_RUN: readonly number[] = [126, 127];

/** The verdict without the runs: what had to be proved, whether it was, and the first thing that is wrong. */
export function judge(facts: Facts): Judgement {
  const { runs, tests } = facts;
  if (!runs.base || !runs.green) return { ok: false, reason: 'There is no commit to verify.', tests };
  const { base, green, red } = runs as Runs & { base: Execution; green: Execution };
  const fewer = (green.run.passed ?? 0) < (base.run.passed ?? 0) && green.run.passed !== undefined;
  const given = facts.weakened.map((each) => (facts.allowed?.(each.file) ? { ...each, fails: false } : each));
  // What was taken away with leave is missing among the names, and in the sum.
  const leave = given.some(({ what, file }) => facts.allowed?.(file) && GONE.has(what));
  const named = missingTests(base.reading?.tests ?? [], green.reading?.tests ?? [], given, fewer && !leave);
  // Without names on both sides nothing is missing by name.
  const weakened = [...settled(given, base, green), ...(base.reading?.tests && green.reading?.tests ? named : [])];
  const kind = kindOf(facts, base, green);
  const right = kind === 'tests_first' && red && red.run.exit_code !== 0 ? whyRed(red, facts.supply) : undefined;
  const why = kind === 'repair' ? repaired(facts, base) : right?.why;
  const reason =
    (kind === undefined ? baseFails(facts, base, green) : undefined) ??
    (kind === 'tests_first' ? whyNotFirst(facts, red) : undefined) ??
    (green.run.exit_code !== 0 ? `The tests do not pass with the change: ${outcome(green)}.` : undefined) ??
    (right && !right.right ? right.why : undefined) ??
    (kind === 'repair' ? stillThere(base, green) : undefined) ??
    taken(weakened) ??
    (fewer && !leave
      ? `Fewer tests pass with the change (${green.run.passed}) than without it (${base.run.passed}): tests were removed or skipped.`
      : undefined);
  return {
    ok: reason === undefined,
    ...(reason !== undefined && { reason: reason.slice(0, 2_000) }),
    ...(kind && { kind }),
    ...(kind === 'exempt' && facts.exempt !== undefined && { exempt: facts.exempt }),
    ...(why !== undefined && { why: why.slice(0, 500) }),
    ...(weakened.length > 0 && { weakened: worstFirst(weakened) }),
    tests,
  };
}

/**
 * The verdict on documents of a plan: the tests pass with them, or failed without them as well, which is none of their doing. A base that was not run counts as
 * one that passes.
 */
export function judgePlans(brief: Facts['brief'], { base, green }: Runs): Judgement {
  if (!green) return { ok: false, reason: 'There is no commit to verify.', tests: [] };
  const plans = { kind: 'exempt' as const, exempt: PLANS.name, tests: [] };
  if (green.run.exit_code === 0) return { ok: true, ...plans };
  if (base && base.run.exit_code !== 0) {
    const why = `The tests do not pass on ${at({ brief })} either: ${outcome(base)}.`;
    return { ok: true, why: why.slice(0, 500), ...plans };
  }
  const reason = `The tests do not pass with the change: ${outcome(green)}.`;
  return { ok: false, reason: reason.slice(0, 2_000), ...plans };
}

/** A test that is skipped on a condition fails the verdict unless the runner counts no more skipped tests than before. */
const settled = (found: readonly Found[], base: Execution, green: Execution): Weakened[] => {
  const before = base.run.skipped;
  const now = green.run.skipped;
  const held = before === undefined || now === undefined || now > before;
  return found.map(({ sometimes, ...each }) => (sometimes && !held ? { ...each, fails: false } : each));
};

/** What has to be proved; undefined when the base fails and the change does not repair it. */
function kindOf({ exempt }: Facts, base: Execution, green: Execution): Verdict['kind'] {
  if (base.run.exit_code === 0) return exempt === undefined ? 'tests_first' : 'exempt';
  // A base that does not end, or cannot be run, may be the machine's fault: its red proves nothing.
  const says = !base.late && !NOT_RUN.includes(base.run.exit_code);
  return says && green.run.exit_code === 0 ? 'repair' : undefined;
}

function whyNotFirst({ tests }: Facts, red: Execution | undefined): string | undefined {
  if (tests.length === 0) return 'The change adds or edits no test, so nothing shows that it does what it should.';
  if (!red || red.run.exit_code === 0)
    return 'The tests of the change also pass without it, so they do not show that it does anything.';
  return undefined;
}

const at = ({ brief: { base } }: Pick<Facts, 'brief'>): string => `${base.ref} (${base.sha.slice(0, 7)})`;

function baseFails(facts: Facts, base: Execution, green: Execution): string {
  const again = green.run.exit_code === 0 ? '' : ` With the change: ${outcome(green)}.`;
  return `The project's own tests do not pass on ${at(facts)}, before any change: ${outcome(base)}${namesOf(base)}.${again} Make them pass first.`;
}

const repaired = (facts: Facts, base: Execution): string =>
  `On ${at(facts)} the tests do not pass: ${outcome(base)}${namesOf(base)}. With the change they do.`;

/** A test that failed on the base has to pass now: a repair that takes it away is none. */
function stillThere(base: Execution, green: Execution): string | undefined {
  if (!base.reading?.tests || !green.reading?.tests) return undefined;
  const passing = new Set(green.reading.tests.filter(({ status }) => status === 'passed').map(({ name }) => name));
  const skipped = new Set(green.reading.tests.filter(({ status }) => status === 'skipped').map(({ name }) => name));
  const gone = base.reading.tests.find(
    ({ name, status }) => status === 'failed' && !passing.has(name) && skipped.has(name),
  );
  return (
    gone && `The test ${quote(gone.name)} fails on the base and is skipped with the change, so nothing was repaired.`
  );
}

/** Up to five names of what fails. */
function namesOf({ reading }: Execution): string {
  const names = [...new Set(reading?.failures.map(({ name }) => name))];
  if (names.length === 0) return '';
  const more = (reading?.failed ?? names.length) - 5;
  return `: ${names.slice(0, 5).map(quote).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function outcome({ run, late }: Execution): string {
  if (late) return `they did not end within ${Math.round(run.seconds)} seconds`;
  if (run.failed)
    return run.passed === undefined ? `${run.failed} fail` : `${run.failed} of ${run.failed + run.passed} fail`;
  return `exit status ${run.exit_code}`;
}

const DONE: Partial<Record<Weakened['what'], string>> = {
  deleted: 'deleted',
  skipped: 'skipped',
  only: 'marked so that others do not run',
  emptied: 'emptied',
  missing: 'taken away',
};

/** Tests that were there and do not run any more, up to three by name. */
function taken(weakened: readonly Weakened[]): string | undefined {
  const bad = weakened.filter(({ fails }) => fails);
  if (bad.length === 0) return undefined;
  const said = bad.slice(0, 3).map(({ file, line, test, what }) => {
    const place = file === '' ? '' : `${file}${line === undefined ? '' : `:${line}`}`;
    return `${[place, test && quote(test)].filter(Boolean).join(' ')} was ${DONE[what] ?? 'weakened'}`;
  });
  const more = bad.length > 3 ? `; and ${bad.length - 3} more` : '';
  return `Tests that were there before the change were taken away: ${said.join('; ')}${more}. Put them back; where they should go, someone with write access says so by the command allow with their paths, and then retry.`;
}

const worstFirst = (weakened: readonly Weakened[]): Weakened[] =>
  [...weakened].sort((one, other) => Number(other.fails) - Number(one.fails)).slice(0, MAX_WEAKENED);
