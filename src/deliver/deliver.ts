/**
 * The whole `deliver` job: it checks what the agent asked for, pushes what may pass, and writes the result into the run's record, which is
 * the only thing that the loop believes about a run. It has the right to write and therefore executes nothing from the repository.
 *
 * Order matters. The branch is pushed before the record is written, so that a record never names a commit that is not there; a crash between
 * the two is repaired by running the job again, because the same intents make the same commits.
 */
import type { Brief } from '../core/brief.ts';
import type { Report, RunResult, Verdict } from '../core/run.ts';
import { type Applied, applyIntents } from '../patch/apply.ts';
import type { Artifact } from '../patch/artifact.ts';
import type { StateStore } from '../state/store.ts';
import { changedFiles } from './changed.ts';
import { conclude } from './outcome.ts';
import { type Pushed, pushBranch } from './push.ts';
import { standing, writeResult } from './record.ts';

export interface DeliverInput {
  brief: Brief;
  report: Artifact<Report>;
  verdict: Artifact<Verdict>;
  /** A checkout that has `brief.start`. Its files are never read. */
  checkout: string;
  /** Values of secrets that this job holds; nothing that holds one of them is delivered. */
  secrets?: readonly string[];
  /** Hosts that generated texts may link to, beside those that always may. */
  hosts?: readonly string[];
  /** The repository to push to, and the environment that lets git in. */
  remote: { url: string; auth: Record<string, string> };
  store: StateStore;
  now: () => Date;
  log: (line: string) => void;
  wait?: (milliseconds: number) => Promise<unknown>;
}

export type Delivery =
  | { kind: 'delivered'; result: RunResult }
  /** Nothing was written; `pushed` tells whether the branch was moved before that became clear. */
  | { kind: 'superseded'; reason: string; pushed: boolean };

/** Throws GitFailed when the checkout lacks `brief.start`, BrokenFile for a broken record, and what the state store throws. */
export async function deliver(input: DeliverInput): Promise<Delivery> {
  const { brief, report, verdict, store, log } = input;
  const place = await standing(await store.refresh(), brief);
  if (place.kind === 'superseded') return { ...place, pushed: false };

  const continues = brief.start !== brief.base.sha;
  let applied: Applied | undefined;
  let pushed: Pushed | undefined;
  if (report.ok) {
    // The time when the run was queued: running this job again makes the same commits.
    applied = await apply(input, report.value, place.run.queued_at);
    for (const commit of applied.commits) log(`commit ${commit.sha.slice(0, 7)} ${commit.stage}: ${commit.subject}`);
    for (const { intent, kind, rule, reason } of applied.refused)
      log(`refused intent ${intent + 1} (${kind}, ${rule}): ${reason}`);
    // A run that continues on an earlier one's commits may find that nothing is left to write; what it stands on is then delivered.
    if (applied.commits.length > 0 || continues) pushed = await push(input, applied);
  } else log(report.problem);

  const files = pushed?.kind === 'pushed' && applied ? await changedFiles({ ...input, head: applied.head }) : undefined;
  const result = conclude({
    branch: brief.branch,
    continues,
    report,
    verdict,
    ...(applied && { applied }),
    ...(pushed && { pushed }),
    ...(files && { files }),
    asked: { principal: place.run.requested_by, story: brief.story },
    ...(brief.workflow && { workflow: brief.workflow.name }),
    ...(input.secrets && { secrets: input.secrets }),
    ...(input.hosts && { hosts: input.hosts }),
  });
  for (const { effect, rule, principal, story, target, commit } of result.effects ?? [])
    log(
      `${effect} ${commit.slice(0, 7)} on ${target}, by the rule ${rule}, for story ${story}, asked for by ${principal}`,
    );
  const written = await writeResult(store, brief, result, input.now);
  if (written.kind === 'superseded') return { ...written, pushed: pushed?.kind === 'pushed' };
  return { kind: 'delivered', result };
}

function apply(input: DeliverInput, report: Report, date: string): Promise<Applied> {
  const { brief, checkout, secrets, hosts } = input;
  return applyIntents({
    dir: checkout,
    start: brief.start,
    intents: report.intents,
    protected: brief.protected,
    commands: brief.commands,
    tests: brief.tests,
    run: brief.run,
    story: brief.story,
    plans: brief.workflow !== undefined,
    ...(secrets && { secrets }),
    ...(hosts && { hosts }),
    date,
  });
}

async function push({ brief, checkout, remote, log, wait }: DeliverInput, applied: Applied): Promise<Pushed> {
  const pushed = await pushBranch({
    dir: checkout,
    ...remote,
    branch: brief.branch,
    start: brief.start,
    head: applied.head,
    ...(wait && { wait }),
  });
  log(`${brief.branch}: ${pushed.kind}${pushed.kind === 'pushed' ? ` to ${applied.head.slice(0, 7)}` : ''}`);
  return pushed;
}
