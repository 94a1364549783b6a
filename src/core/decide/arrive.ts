/** What belongs to an event besides the new status: fields that are set, runs that are queued or cancelled, effects that become owed. */
import { isOwnDocument, sprintName } from '../epic.ts';
import { fileFault } from '../messages/money.ts';
import { settleEnded } from './budget.ts';
import { type Draft, type Happening, move, owe, putRun } from './draft.ts';
import { accept, endEpic, endPlanning, FOLLOWING, mergedAs } from './epic.ts';
import { resultOf } from './learned.ts';
import { queueRun } from './queue-run.ts';

/** Lets something happen to the story: moves it along the table and does what belongs to it. False when it does not fit. */
export function happen(draft: Draft, wish: Happening): boolean {
  const happening = wish.type === 'merged' ? { ...wish, type: mergedAs(draft) } : wish;
  const before = draft.story.status;
  if (!move(draft, happening)) return false;
  const { story, now } = draft;
  switch (happening.type) {
    case 'adopt':
      break;
    case 'start':
    case 'retry':
      if (happening.by) story.requested_by = happening.by;
      joinSprint(draft);
      story.attempts = 0;
      story.rounds = 0;
      delete story.completed_at;
      delete story.ended;
      delete story.approvals;
      // A pull request that was closed is not opened again: the work that comes now gets its own.
      if (draft.observation.pullRequest?.state === 'closed') {
        story.former_pull_request = draft.observation.pullRequest.number;
        delete story.pull_request;
      }
      if (happening.reason) story.feedback = happening.reason;
      delete story.last_failure;
      begin(draft, happening);
      break;
    case 'run.succeeded':
      learnTouches(draft);
      knowOwnDocuments(draft);
      delete story.feedback;
      delete story.last_failure;
      if (story.pull_request) {
        story.pull_request.head = draft.run?.result?.head ?? story.pull_request.head;
      } else {
        owe(draft, { kind: 'open_pull_request', run: story.runs.at(-1)?.id ?? '' });
      }
      owe(draft, { kind: 'prove', run: story.runs.at(-1)?.id ?? '' });
      break;
    case 'run.continued':
      delete story.feedback;
      delete story.last_failure;
      begin(draft, happening);
      break;
    case 'accepted':
      if (before === 'in_progress') cancelRun(draft);
      accept(draft, happening.reason);
      if (story.plan) story.plan.workflow = FOLLOWING[story.plan.workflow] ?? 'stories';
      begin(draft, happening);
      break;
    case 'planned':
      if (before === 'in_progress') cancelRun(draft);
      accept(draft, happening.reason);
      endPlanning(draft);
      break;
    case 'reviewed':
      story.attempts = 0;
      story.rounds = 0;
      begin(draft, happening);
      break;
    case 'run.failed':
      story.feedback = happening.reason ?? '';
      begin(draft, happening);
      break;
    case 'changes':
      story.rounds += 1;
      story.attempts = 0;
      delete story.last_failure;
      delete story.approvals;
      story.feedback = happening.reason ?? '';
      begin(draft, happening);
      break;
    case 'run.exhausted':
    case 'changes.exhausted':
      story.failure = happening.reason ?? 'no reason was given';
      if (happening.reason) story.feedback = happening.reason;
      break;
    case 'approve':
    case 'unapprove':
      break;
    case 'finished':
    case 'merged':
      story.completed_at = now;
      delete story.blocked;
      delete story.ended;
      delete story.wanted;
      if (before === 'in_progress') cancelRun(draft);
      story.merge_commit = happening.reason ?? story.merge_commit;
      owe(draft, { kind: 'close_issue' });
      owe(draft, { kind: 'delete_branch' });
      if (story.plan) endEpic(draft, story.plan);
      else keepResult(draft);
      story.seen.issue = 'closed';
      break;
    case 'merge.refused':
    case 'pause':
      story.blocked = {
        kind: happening.type === 'pause' ? 'pause' : 'merge',
        by: happening.by?.login ?? 'GitHub',
        reason: happening.reason ?? '',
        at: now,
        resume_to: before === 'pending' || before === 'in_progress' || before === 'underway' ? before : 'review',
      };
      // What was approved stays so: it is weighed again before anything is merged.
      if (before === 'in_progress') cancelRun(draft);
      break;
    case 'budget.exhausted':
      story.blocked = {
        kind: 'budget',
        by: 'Orch',
        reason: happening.reason ?? '',
        at: now,
        resume_to: 'in_progress',
        ...(happening.purse && { purse: purseThen(happening.purse) }),
        ...(happening.file !== undefined && { file: happening.file }),
      };
      break;
    case 'run.asked':
      story.blocked = {
        kind: 'question',
        by: 'Orch',
        reason: happening.reason ?? '',
        at: now,
        resume_to: 'in_progress',
        ...(happening.until !== undefined && { until: happening.until }),
      };
      break;
    case 'answer':
      delete story.blocked;
      delete story.last_failure;
      // A person has helped, so the attempts count anew; what a deadline answers does not help for ever.
      if (happening.by) story.attempts = 0;
      begin(draft, happening);
      break;
    case 'override':
      cancelRun(draft);
      // As with an answer: what people change does not use up the attempts, and how the old one failed says nothing about the new one.
      delete story.last_failure;
      story.attempts = 0;
      begin(draft, happening);
      break;
    case 'resume': {
      // For want of money nothing was begun, and the last result had led to that.
      const isTakenUp = story.blocked?.kind === 'budget';
      delete story.blocked;
      // A result that came in just before the pause is taken up; only without one is the work begun again.
      if (story.status === 'in_progress' && (isTakenUp || !draft.run?.result)) begin(draft, happening);
      // What GitHub would not open while the story was on hold is tried again: nothing else would, and nobody can review it without.
      if (story.status === 'review' && !story.pull_request)
        owe(draft, { kind: 'open_pull_request', run: story.runs.at(-1)?.id ?? '' });
      break;
    }
    case 'issue.reopened':
      delete story.completed_at;
      delete story.ended;
      break;
    case 'pull_request.closed':
    case 'issue.closed':
    case 'skip':
    case 'abandon':
      story.completed_at = now;
      story.ended = { how: happening.type, by: happening.by?.login ?? '', reason: happening.reason ?? '' };
      delete story.blocked;
      if (before === 'in_progress') cancelRun(draft);
      if (happening.type === 'abandon' && story.pull_request) owe(draft, { kind: 'close_pull_request' });
      break;
  }
  return true;
}

/** Whoever starts a story of the sprint at work, it is paid from that sprint's purse. */
function joinSprint({ story, parent }: Draft): void {
  const { cycle, sprint } = parent?.plan ?? {};
  if (parent && cycle === 'sprint_active' && sprint?.stories.includes(story.id))
    story.sprint = sprintName(parent.id, sprint.number);
}

/** The most paths that a story keeps of what it touches. */
const MAX_TOUCHES = 60;

/** What a story of an epic has changed, it touches: until it is merged no other that touches the same is started, whatever the plan expected. */
function learnTouches({ story, run }: Draft): void {
  const { files = [] } = run?.result ?? {};
  if (story.epic === undefined || files.length === 0) return;
  story.touches = [...new Set([...files, ...(story.touches ?? [])])].slice(0, MAX_TOUCHES);
}

/** Keeps whether the pull request of an epic has nothing in it but the epic's own documents. */
function knowOwnDocuments({ story, run }: Draft): void {
  const { plan } = story;
  if (!plan) return;
  const files = run?.result?.files ?? [];
  if (files.length > 0 && files.every((path) => isOwnDocument(story.id, plan, path))) plan.own_documents = true;
  else delete plan.own_documents;
}

/** Keeps what a story came to, for those that build on it. */
function keepResult({ story, run, observation: { issue } }: Draft): void {
  const isAwaited = story.epic !== undefined || (issue?.blocking.length ?? 0) > 0;
  const result = isAwaited ? resultOf(run?.result) : undefined;
  if (result !== undefined) story.result = result;
}

/** Queues the next run, or lets the story wait for the money that it needs. */
function begin(draft: Draft, { said }: Happening): void {
  const missing = queueRun(draft, said ?? false);
  // Whoever starts by the schedule has looked whether an agent is free; what goes on after a run does not ask.
  if (missing?.kind === 'busy') return;
  if (missing?.kind === 'empty')
    happen(draft, { type: 'budget.exhausted', purse: { ...missing.purse, least: missing.least } });
  else if (missing)
    happen(draft, { type: 'budget.exhausted', reason: fileFault(missing.problem), file: missing.problem.file });
}

const purseThen = ({ name, cap = 0, spent, reserved, least }: NonNullable<Happening['purse']>) => ({
  name,
  cap,
  spent,
  reserved,
  least,
});

/** A run that nobody waits for any more. Its result is refused by `deliver` from now on, whatever Actions makes of it. */
function cancelRun(draft: Draft): void {
  const { run, now } = draft;
  if (run?.status !== 'queued') return;
  putRun(draft, { ...run, status: 'cancelled', completed_at: now });
  if (run.actions_run) owe(draft, { kind: 'cancel_run', actions_run: run.actions_run.id });
  // A dispatch that is still owed is not done any more; but it stays owed, because whoever began it may have started the run.
  settleEnded(draft);
}
