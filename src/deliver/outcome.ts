/** What became of a run, in one word and one sentence. Pure. */
import type { Asked, Report, RunResult, Stop, TestRun, Verdict } from '../core/run.ts';
import { MAX_FILES_LISTED, NO_USAGE } from '../core/run.ts';
import type { Applied } from '../patch/apply.ts';
import type { Artifact } from '../patch/artifact.ts';
import { harmless, harmlessLine } from '../patch/harmless.ts';
import { redacted } from '../patch/secrets.ts';
import { redactedDeep } from '../patch/withhold.ts';
import { effectsOf } from './effects.ts';
import type { Pushed } from './push.ts';
import { workflowOutcome } from './workflow-outcome.ts';

/** Longest sentence in characters. It stands in a comment between other things. */
const MAX_REASON = 500;

/** Most test files that the record lists, and most refusals. */
const MAX_LISTED = 200;

export interface Facts {
  branch: string;
  /** True when the run started on commits that an earlier one left on the branch. */
  continues: boolean;
  report: Artifact<Report>;
  verdict: Artifact<Verdict>;
  /** Undefined when there was no report to apply. */
  applied?: Applied;
  /** Undefined when there was nothing to push. */
  pushed?: Pushed;
  /** What the branch changes against its base, by path; undefined where that could not be told. */
  files?: string[];
  /** Who asked for the run, and for which story. */
  asked: { principal: string; story: number };
  /** The workflow that the run was to play; undefined for one that develops. */
  workflow?: string;
  /** Values of secrets that this job holds. */
  secrets?: readonly string[];
  /** Hosts that texts may link to. */
  hosts?: readonly string[];
}

/** The result that goes into the run's record. Everything in it that an agent wrote is harmless text. */
export function conclude(facts: Facts): RunResult {
  const asked = askedBy(facts);
  const played =
    facts.workflow !== undefined && facts.report.ok
      ? workflowOutcome(facts.workflow, facts.report.value, facts)
      : undefined;
  const reason = asked ? undefined : (whyNot(facts) ?? (played?.ok === false ? played.reason : undefined));
  const delivered = facts.pushed?.kind === 'pushed' ? facts.applied : undefined;
  const wish = facts.applied?.pullRequest;
  return {
    outcome: asked ? 'asked' : reason === undefined ? 'succeeded' : 'failed',
    ...(reason !== undefined && { reason: harmlessLine(redacted(reason, facts.secrets), MAX_REASON) }),
    stop: facts.report.ok ? facts.report.value.stop : 'crashed',
    head: delivered?.head ?? null,
    commits: delivered?.commits ?? [],
    ...(delivered && facts.files && facts.files.length <= MAX_FILES_LISTED && { files: facts.files }),
    refused: facts.applied?.refused.slice(0, MAX_LISTED) ?? [],
    effects: effectsOf(facts.applied, { ...facts, pushed: delivered !== undefined, question: asked !== undefined }),
    ...(facts.verdict.ok &&
      !asked && { verdict: harmlessVerdict(redactedDeep(facts.verdict.value, facts.secrets ?? [])) }),
    usage: facts.report.ok ? facts.report.value.usage : NO_USAGE,
    ...(!facts.report.ok && { usage_unknown: true as const }),
    ...(wish && wish.title !== '' && { pull_request: wish }),
    ...(played?.ok && { workflow: reason === undefined ? played.workflow : withoutOutcome(played.workflow) }),
    ...(asked && { question: asked }),
    ...(facts.applied?.decisions && { decisions: facts.applied.decisions }),
  };
}

/** Of a run that did not succeed no outcome counts; where it stopped, the next one goes on. */
const withoutOutcome = ({ outcome: _, ...rest }: NonNullable<RunResult['workflow']>): RunResult['workflow'] => rest;

/** The question that the run ended with. What it had written so far was pushed before, or there was nothing; otherwise an answer would come too late. */
const askedBy = ({ report, applied, pushed }: Facts): Asked | undefined =>
  report.ok && report.value.stop === 'asked' && pushed?.kind !== 'moved' && pushed?.kind !== 'refused'
    ? applied?.question
    : undefined;

/** The first thing that keeps the run from having succeeded, most telling first; undefined when there is none. */
function whyNot({ branch, continues, report, verdict, applied, pushed }: Facts): string | undefined {
  if (!report.ok) return report.problem;
  if (pushed?.kind === 'moved')
    return `Someone moved the branch ${branch} to ${pushed.found.slice(0, 7)} while the run was working, so its work was not pushed.`;
  if (pushed?.kind === 'refused') return `The branch ${branch} could not be pushed: ${pushed.reason}`;
  if (report.value.stop !== 'done') return report.value.reason || STOPPED[report.value.stop];
  const refused = applied?.refused.find((refusal) => refusal.kind === 'commit');
  if (refused) return `A commit was refused. ${refused.reason}`;
  if (!applied || (applied.commits.length === 0 && !continues))
    return 'The agent said that it was done but changed nothing.';
  if (!verdict.ok) return verdict.problem;
  if (!verdict.value.ok) return verdict.value.reason || 'The verify job did not accept the work and gave no reason.';
  return undefined;
}

/** For a report that gives no reason of its own. */
const STOPPED: Record<Exclude<Stop, 'done'>, string> = {
  asked: 'The agent stopped to ask something, and its question could not be read.',
  turns: 'The agent used all the model calls that it may make in one run.',
  budget: 'The agent used all the money that it may spend in one run.',
  time: 'The agent used all the time that it has for one run.',
  model_silent: 'The model stopped answering with anything that could be used.',
  model_failed: 'The model could not be reached or refused to work.',
  cancelled: 'The run was cancelled.',
  crashed: 'The agent crashed; the log of the agent job says where.',
};

/** An execution of the tests, in which everything but the numbers was written by the tests themselves. */
const harmlessRun = (run: TestRun): TestRun => ({
  ...run,
  ...(run.runner !== undefined && { runner: harmlessLine(run.runner, 200) }),
  ...(run.failures && {
    failures: run.failures.map(({ name, file, kind, message }) => ({
      name: harmlessLine(name, 300),
      ...(file !== undefined && { file: harmlessLine(file, 300) }),
      kind,
      message: harmlessLine(message, 300),
    })),
  }),
  tail: harmlessTail(run.tail),
});

function harmlessVerdict(verdict: Verdict): Verdict {
  const { reason, why, exempt, weakened, base, red, green } = verdict;
  return {
    ...verdict,
    tests: verdict.tests.slice(0, MAX_LISTED).map((path) => harmlessLine(path, MAX_REASON)),
    ...(reason !== undefined && { reason: harmlessLine(reason, MAX_REASON) }),
    ...(why !== undefined && { why: harmlessLine(why, MAX_REASON) }),
    ...(exempt !== undefined && { exempt: harmlessLine(exempt, MAX_REASON) }),
    ...(weakened && {
      weakened: weakened.map((one) => ({
        ...one,
        file: harmlessLine(one.file, 500),
        ...(one.test !== undefined && { test: harmlessLine(one.test, 300) }),
      })),
    }),
    ...(base && { base: harmlessRun(base) }),
    ...(red && { red: harmlessRun(red) }),
    ...(green && { green: harmlessRun(green) }),
  };
}

/** Joiners make text longer; the end of a log says more than its beginning. */
const harmlessTail = (tail: string): string => harmless(tail).slice(-4_000);
