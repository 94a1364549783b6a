/**
 * What must hold after every step. The witness sees each commit of the state branch and each thing that happens on GitHub, and remembers what
 * it saw first: it never asks Orch.
 */
import { DEFAULT_CONFIG } from '../../src/core/config.ts';
import { type EventType, MACHINE } from '../../src/core/machine.ts';
import { mark } from '../../src/core/names.ts';
import type { Run } from '../../src/core/run.ts';
import type { Status, Story } from '../../src/core/story.ts';
import { waitOf } from '../../src/core/waits.ts';
import { commentsOf } from '../../src/localhub/world/comments.ts';
import { issuesOf } from '../../src/localhub/world/issues.ts';
import { isPull } from '../../src/localhub/world/lookups.ts';
import { reviewsOf } from '../../src/localhub/world/reviews.ts';
import type { WorldEvent } from '../../src/localhub/world/types.ts';
import { listen } from '../../src/localhub/world/world.ts';
import { decodeLedger, decodeRun, decodeStory } from '../../src/state/codec.ts';
import { LEDGER_PATH, parseStoryPath } from '../../src/state/layout.ts';
import type { MemoryCommit } from '../../src/state/memory-store.ts';
import { AT_ONCE, isOverdrawn, overdrawn } from './purses.ts';
import { SLUG, type Town } from './town.ts';

/** The five ways to break the promise, and the sixth: GitHub was not left alone when it asked for it. */
export type Kind = 'lost' | 'doubled' | 'illegal' | 'stuck' | 'overdrawn' | 'noisy';

export interface Violation {
  kind: Kind;
  /** Which rule, in a few words that do not change from seed to seed. */
  rule: string;
  details: string;
}

/** A role that was taken away so long ago (ms) may have been seen in force, by someone whose requests were under way. */
const IN_FORCE = 60_000;

export interface Witness {
  readonly violations: Violation[];
  /** `from event to` of every transition seen. */
  readonly transitions: Set<string>;
  commit(commit: MemoryCommit, before: MemoryCommit | undefined): void;
  /** A person took away what Orch had made (`comment 1 story:1`, `dispatch 1-developer-1`): it may come again. */
  forget(key: string): void;
  /** A person broke a file, or mended it: until then nobody else may touch it. */
  freeze(path: string, broken: boolean): void;
  report(kind: Kind, rule: string, details: string): void;
}

/** What is watched in a schedule. */
export interface Watched {
  /** Whether the purses are small, so that they can be overdrawn. */
  purses: boolean;
  /** By how many runs at the same time. */
  atOnce?: number;
  /** Whether the pull request from a branch needs nobody's approval. */
  mayMergeAlone?: (branch: string) => boolean;
}

export function createWitness(town: Town, { purses, atOnce = AT_ONCE, mayMergeAlone }: Watched): Witness {
  const violations: Violation[] = [];
  const transitions = new Set<string>();
  const stories = new Map<number, Story>();
  const runs = new Map<string, Run>();
  const seen = new Map<string, number>();
  const frozen = new Set<string>();
  const forgotten = new Set<string>();
  const report = (kind: Kind, rule: string, details: string): void => {
    violations.push({ kind, rule, details });
  };
  const once = (key: string, rule: string): void => {
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    if (count > 1 && !forgotten.has(key)) report('doubled', rule, `${key} happened ${count} times`);
  };

  /** How often people have pushed to the default branch, where the configuration is. */
  let configs = 0;
  listen(town.world, (event) => {
    if (event.name === 'push' && event.subject.push?.ref === 'refs/heads/main') configs += 1;
    if (event.actor.appSlug !== SLUG) return;
    if (event.name === 'issue_comment' && event.action === 'created') {
      const body = event.subject.comment!.body;
      const key = mark.parse(body) ?? body;
      // That a file is broken cannot be noted in that file: two processes may both say it (docs/reliability.md).
      // A process that stood still may tell once more of a mistake that is older than what others have told of since.
      const old = key.startsWith('config:') && configs > 1;
      if (!key.startsWith('broken:') && !old)
        once(`comment ${event.subject.issue!.number} ${key}`, 'a comment was written twice');
    }
    if (event.name === 'workflow_dispatch')
      once(`dispatch ${event.subject.dispatch!.inputs.run}`, 'a run was started twice');
    if (event.name === 'check_run' && event.action === 'completed')
      once(`proof ${event.subject.checkRun!.externalId}`, 'a proof was published twice');
    if (event.name === 'pull_request') heedPull(event);
  });

  const heedPull = (event: WorldEvent): void => {
    const issue = event.subject.issue;
    if (!issue || !isPull(issue)) return;
    const { headRef, headSha, merged } = issue.pullRequest;
    if (event.action === 'opened') {
      const open = issuesOf(town.world, town.repository).filter(
        (one) => isPull(one) && one.state === 'open' && one.pullRequest.headRef === headRef,
      );
      if (open.length > 1) report('doubled', 'a second pull request was opened', headRef);
    }
    if (event.action !== 'closed' || !merged) return;
    const now = town.world.now().getTime();
    const approved = reviewsOf(town.world, issue).some(
      (review) =>
        review.commitSha === headSha &&
        (review.state === 'APPROVED' || review.state === 'DISMISSED') &&
        town.couldWrite(review.authorId, now - IN_FORCE, now),
    );
    if (!approved && !mayMergeAlone?.(headRef))
      report('illegal', 'a commit was merged that nobody approved', `#${issue.number} at ${headSha}`);
  };

  const heedStory = (id: number, text: string, path: string, message: string): void => {
    const before = stories.get(id);
    const story = decodeStory(text, path);
    stories.set(id, story);
    follow(id, before?.status ?? beginningOf(story), story.status, message);
    if (purses && isOverdrawn(story)) report('overdrawn', 'a story was overdrawn', `story ${id}: ${story.cost_usd}`);
    if (before) {
      // Only a change of who performs what is owed leaves the number as it is.
      if (story.transition <= before.transition && !sameButOutbox(adopted(before, story), story))
        report('lost', 'a transition was overwritten', `story ${id}: ${before.transition} then ${story.transition}`);
      for (const cursor of ['comment', 'review', 'labelings'] as const)
        if (story.seen[cursor] < before.seen[cursor])
          report(
            'illegal',
            'a cursor went back',
            `story ${id}: ${cursor} ${before.seen[cursor]} then ${story.seen[cursor]}`,
          );
      if (before.runs.some((run, index) => story.runs[index]?.id !== run.id))
        report(
          'lost',
          'a run was forgotten',
          `story ${id}: ${before.runs.map((run) => run.id)} then ${story.runs.map((run) => run.id)}`,
        );
    }
    const final = story.status === 'merged' || story.status === 'skipped' || story.status === 'abandoned';
    // What an epic waits for stands in its plan, in a file of its own (`epics/watch.ts`).
    if (!final && story.epic_file === undefined && !waitOf(story, DEFAULT_CONFIG))
      report('stuck', 'a story waits without saying for what', `story ${id}: ${story.status}`);
  };

  /** The message tells each step; the steps must be in the table and lead from where the story was to where it is. */
  const follow = (id: number, from: Status, to: Status, message: string): void => {
    let at = from;
    for (const line of message.split('\n').filter((one) => /^(?:story|epic) (\d+): /.exec(one)?.[1] === `${id}`))
      for (const [, a, b, event] of line.matchAll(/\b(\w+) -> (\w+) \(([\w.]+)/g)) {
        const cell = MACHINE[a as Status]?.[event as EventType];
        if (a !== at) report('illegal', 'a step began elsewhere', `story ${id}: ${at}, but ${line}`);
        if (cell !== b && cell !== 'back') report('illegal', 'a step is not in the table', `story ${id}: ${line}`);
        transitions.add(`${a} ${event} ${b}`);
        at = b as Status;
      }
    if (at !== to)
      report('illegal', 'a story moved without a step', `story ${id}: ${from} to ${to} by ${JSON.stringify(message)}`);
  };

  const heedPurses = (text: string): void => {
    for (const fault of overdrawn(decodeLedger(text, LEDGER_PATH), atOnce))
      report('overdrawn', 'a purse was overdrawn', fault);
  };

  const heedRun = (text: string, path: string): void => {
    const run = decodeRun(text, path);
    const before = runs.get(run.id);
    runs.set(run.id, run);
    if (!before) return;
    if (before.status !== 'queued' && run.status !== before.status)
      report('illegal', 'a run that had ended ended again', `${run.id}: ${before.status} then ${run.status}`);
    if (before.status !== 'queued' && !before.result && run.result)
      report('illegal', 'the result of a run was taken that nobody waited for', `${run.id} was ${before.status}`);
    if (before.actions_run && run.actions_run?.id !== before.actions_run.id)
      report('lost', 'the Actions run of a run was forgotten', run.id);
  };

  return {
    violations,
    transitions,
    report,
    forget: (key) => void forgotten.add(key),
    freeze: (path, broken) => void (broken ? frozen.add(path) : frozen.delete(path)),
    commit(commit, before) {
      for (const [path, text] of commit.files) {
        if (before?.files.get(path) === text) continue;
        if (frozen.has(path)) report('illegal', 'a file that a person broke was overwritten', path);
        try {
          const issue = parseStoryPath(path);
          if (issue !== undefined) heedStory(issue, text, path, commit.message);
          else if (path.startsWith('runs/')) heedRun(text, path);
          else if (path === LEDGER_PATH && purses) heedPurses(text);
        } catch (error) {
          report('illegal', 'a file was committed that cannot be read', String(error));
        }
      }
    },
  };
}

/** Where a story is that was not there before: one that was opened for an epic waits for its turn from the beginning. */
const beginningOf = ({ epic, transition }: Story): Status =>
  epic !== undefined && transition === 0 ? 'pending' : 'untracked';

/** A story that people began before its epic knew of it: what the plan says is written into its file, and that is no step of its own. */
const adopted = (before: Story, { epic, priority, sessions, touches }: Story): Story =>
  before.epic === undefined && epic !== undefined ? { ...before, epic, priority, sessions, touches } : before;

function sameButOutbox(one: Story, other: Story): boolean {
  const { outbox: _, ...rest } = one;
  const { outbox: __, ...others } = other;
  const sorted = (story: object): string =>
    JSON.stringify(
      Object.entries(story)
        .filter(([, value]) => value !== undefined)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  return sorted(rest) === sorted(others);
}

/** Orch's own comments on an issue or pull request with a mark. */
export function marked(town: Town, number: number, key: string) {
  return commentsOf(town.world, town.issue(number)).filter(
    (comment) =>
      town.world.accounts.get(comment.authorId)?.login === `${SLUG}[bot]` && mark.parse(comment.body) === key,
  );
}
