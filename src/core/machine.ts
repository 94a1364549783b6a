/**
 * The story's machine.
 *
 * Rule 1: everything that moves a story from one status to another is in the table below, and nowhere else. Rule 2: the table knows neither
 * GitHub nor time nor who is asking. An event has passed its guards before it arrives here (`events.ts` and `commands.ts` say which
 * they are), so that one state and one event have exactly one next state.
 *
 * A cell that is not there is an ordinary outcome, not a fault: webhooks come late and people click twice. The event is then answered or
 * dropped, and the story stays as it was.
 *
 * How a story lives: it is adopted (`pending`), an agent works on it (`in_progress`), its pull request waits for people (`review`), and it is
 * merged. Changes asked for in review lead back to `in_progress`. `blocked` remembers where it came from and goes back there.
 * An epic goes the same way with each document of its plan: accepted by review and merged, it is followed by the next (`accepted`), and after the
 * last its stories are worked on (`underway`); it is `merged` with its retrospective.
 * `merged` is the only state that nothing leaves. `failed`, `skipped` and `abandoned` wait for a person to try again.
 *
 * The diagram in docs/design.md, the answer to `/orch why`, the list of allowed commands and the test that every cell is covered
 * read this table.
 */
import type { Status } from './story.ts';

/** Everything that can happen to a story, with the guard that it has passed. */
export const EVENTS = {
  adopt: 'a person with triage labels the issue `orch:story`',
  start: 'a person with write access says so, by label or command',
  'run.succeeded': 'the run delivered commits and the verifier agreed',
  'run.continued': 'the run wrote a document of an epic that nobody has to accept, and the next follows',
  'run.failed': 'the run ended without that, and attempts are left',
  'run.exhausted': 'the run ended without that, and no attempt is left or trying again cannot help',
  'run.asked': 'the run ended with a question that people have to answer',
  'budget.exhausted': 'a run is due, and a purse that it would draw from holds too little for one',
  changes: 'a reviewer with write access asks for changes, or a check fails, and rounds are left',
  'changes.exhausted': 'the same, and no round is left',
  approve: 'someone with write access approved this head commit, by review or comment',
  unapprove: 'an approval no longer counts: a push, an edit of the issue’s text, a lost right, a dismissal',
  merged: 'the pull request was merged, by whomever',
  accepted: 'the pull request with a document of an epic was merged, and another document follows',
  planned: 'the stories of an epic are in the default branch: its plan was accepted, or is there already',
  reviewed: 'the sprint of an epic has ended, and its retrospective is due',
  finished: 'every story of an epic has ended, and no retrospective is due',
  'merge.refused': 'GitHub would not merge it',
  'pull_request.closed': 'a person closed the pull request without merging it',
  'issue.closed': 'a person closed the issue',
  'issue.reopened': 'a person opened the issue again',
  pause: 'a person with write access says so',
  resume: 'a person with write access says so',
  answer: 'a person with write access answers the question that is open, or its time is over and its default is taken',
  override: 'a person with write access replaces an answer while a run works by it',
  retry: 'a person with write access says so',
  skip: 'a person with write access says so',
  abandon: 'a person with write access says so',
} as const;
export type EventType = keyof typeof EVENTS;

/** `back` is where a blocked story came from. */
export type Target = Status | 'back';

export const MACHINE: Record<Status, Partial<Record<EventType, Target>>> = {
  untracked: {
    adopt: 'pending',
    start: 'in_progress',
    planned: 'underway',
  },
  pending: {
    start: 'in_progress',
    pause: 'blocked',
    skip: 'skipped',
    abandon: 'abandoned',
    merged: 'merged',
    planned: 'underway',
    'issue.closed': 'abandoned',
  },
  in_progress: {
    'run.succeeded': 'review',
    'run.continued': 'in_progress',
    'run.failed': 'in_progress',
    'run.exhausted': 'failed',
    'run.asked': 'blocked',
    'budget.exhausted': 'blocked',
    override: 'in_progress',
    pause: 'blocked',
    skip: 'skipped',
    abandon: 'abandoned',
    merged: 'merged',
    accepted: 'in_progress',
    planned: 'underway',
    'pull_request.closed': 'abandoned',
    'issue.closed': 'abandoned',
  },
  review: {
    approve: 'review',
    unapprove: 'review',
    changes: 'in_progress',
    'changes.exhausted': 'failed',
    merged: 'merged',
    accepted: 'in_progress',
    planned: 'underway',
    'merge.refused': 'blocked',
    'pull_request.closed': 'abandoned',
    'issue.closed': 'abandoned',
    pause: 'blocked',
    skip: 'skipped',
    abandon: 'abandoned',
  },
  underway: {
    reviewed: 'in_progress',
    finished: 'merged',
    pause: 'blocked',
    skip: 'skipped',
    abandon: 'abandoned',
    'issue.closed': 'abandoned',
  },
  blocked: {
    resume: 'back',
    answer: 'back',
    merged: 'merged',
    accepted: 'in_progress',
    planned: 'underway',
    'pull_request.closed': 'abandoned',
    'issue.closed': 'abandoned',
    skip: 'skipped',
    abandon: 'abandoned',
  },
  failed: {
    retry: 'in_progress',
    start: 'in_progress',
    merged: 'merged',
    accepted: 'in_progress',
    planned: 'underway',
    'issue.closed': 'abandoned',
    skip: 'skipped',
    abandon: 'abandoned',
  },
  skipped: {
    retry: 'in_progress',
    start: 'in_progress',
    merged: 'merged',
    'issue.reopened': 'pending',
  },
  abandoned: {
    retry: 'in_progress',
    start: 'in_progress',
    merged: 'merged',
    'issue.reopened': 'pending',
  },
  merged: {},
};

/** The next status, or undefined when the event does not fit. `resumeTo` is the status that a blocked story remembers. */
export function next(from: Status, event: EventType, resumeTo?: Status): Status | undefined {
  const target = MACHINE[from][event];
  return target === 'back' ? resumeTo : target;
}

/** The events that fit, in the table's order. */
export function possible(from: Status): EventType[] {
  return Object.keys(MACHINE[from]) as EventType[];
}
