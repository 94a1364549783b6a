/**
 * From a webhook delivery to wake-ups. Everything that is read here is a hint: what happened is read from GitHub afterwards. So nothing in a
 * payload is believed, and most payloads wake nobody.
 */
import { parseCommands, type Said } from '../core/command-line.ts';
import type { EventType } from '../core/machine.ts';
import { LABELS, runId, runTitle, storyBranch } from '../core/names.ts';
import type { Reason, WakeUp } from '../core/wake-up.ts';
import { relativesIn } from './relatives.ts';

/** The few places of a payload that are looked at. Anything may be missing: a payload is input from outside. */
interface Payload {
  action?: unknown;
  changes?: { title?: unknown; body?: unknown };
  sender?: { login?: unknown; type?: unknown };
  issue?: { number?: unknown; pull_request?: unknown; body?: unknown };
  comment?: { body?: unknown; user?: { login?: unknown } };
  label?: { name?: unknown };
  pull_request?: { head?: { ref?: unknown } };
  review?: { state?: unknown };
  check_suite?: { head_branch?: unknown; conclusion?: unknown; app?: { slug?: unknown } };
  workflow_run?: { display_title?: unknown; path?: unknown };
  ref?: unknown;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The ends of runs and checks come in the name of whoever started them, which is Orch itself; they are news all the same. */
const NEWS_OF_MACHINES: ReadonlySet<string> = new Set(['workflow_run', 'check_suite']);

/**
 * The wake-ups in a delivery: that of its subject first, then those of the issues beside it. `appSlug` is Orch's own App: what Orch did itself is
 * already written in the state, and waking on it would be a loop.
 */
export function wakeUpsOf(event: string, body: unknown, appSlug: string): WakeUp[] {
  const payload = (typeof body === 'object' && body !== null ? body : {}) as Payload;
  const sender = text(payload.sender?.login);
  if (sender === `${appSlug}[bot]` && !NEWS_OF_MACHINES.has(event)) return [];
  const action = text(payload.action);
  const found = subjectOf(event, action, payload, appSlug);
  // Only people can start anything, so only their roles are worth asking for; and nobody says anything to an issue beside the one they change.
  const logins = byPerson(payload) && sender ? [sender] : [];
  return [
    ...(found ? [{ issue: found.issue, reasons: [found.reason], logins }] : []),
    ...relativesIn(event, action, payload).map((relative): WakeUp => ({ ...relative, logins: [] })),
  ];
}

/** The first of them, for whoever follows one subject alone. */
export const wakeUpOf = (event: string, body: unknown, appSlug: string): WakeUp | undefined =>
  wakeUpsOf(event, body, appSlug)[0];

/** Whether a person did it: what other machines say or label starts nothing, so it is not worth a look. */
const byPerson = (payload: Payload): boolean => payload.sender?.type === 'User';

function subjectOf(
  event: string,
  action: string,
  payload: Payload,
  appSlug: string,
): { issue: number; reason: Reason } | undefined {
  switch (event) {
    case 'issues':
      return issueEvent(action, payload);
    case 'issue_comment':
      return commentEvent(action, payload, appSlug);
    case 'pull_request':
      return action === 'closed' || action === 'reopened' || action === 'synchronize'
        ? onBranch(text(payload.pull_request?.head?.ref), 'pull_request')
        : undefined;
    case 'pull_request_review':
      return action === 'submitted' || action === 'dismissed'
        ? onBranch(text(payload.pull_request?.head?.ref), 'review')
        : undefined;
    case 'check_suite':
      return action === 'completed' ? checksEvent(payload) : undefined;
    case 'workflow_run':
      return action === 'completed' ? runEvent(payload) : undefined;
    case 'push':
      // The `deliver` job pushes the story branch too; what it did is heard of when its run ends.
      return payload.sender?.type === 'User' ? onBranch(text(payload.ref), 'pull_request') : undefined;
    default:
      return undefined;
  }
}

function issueEvent(action: string, payload: Payload): { issue: number; reason: Reason } | undefined {
  const issue = numberOf(payload);
  if (issue === undefined) return undefined;
  if (action === 'labeled') {
    if (!byPerson(payload)) return undefined;
    const ours: string[] = Object.values(LABELS);
    return ours.includes(text(payload.label?.name)) ? { issue, reason: 'speech' } : undefined;
  }
  if (action === 'edited' && (payload.changes?.title !== undefined || payload.changes?.body !== undefined))
    return { issue, reason: 'text_edited' };
  if (action === 'closed' || action === 'deleted' || action === 'transferred') return { issue, reason: 'issue_closed' };
  return action === 'reopened' ? { issue, reason: 'issue_reopened' } : undefined;
}

/**
 * Only a new comment that holds a command wakes; an edited one runs nothing, unless it is Orch's own and asks something, because a person ticks an option so. On a pull request it counts for the story that the pull request closes, which
 * Orch writes at its head.
 */
function commentEvent(
  action: string,
  payload: Payload,
  appSlug: string,
): { issue: number; reason: Reason } | undefined {
  const issue = payload.issue?.pull_request === undefined ? numberOf(payload) : closedBy(text(payload.issue.body));
  if (issue === undefined || !byPerson(payload)) return undefined;
  if (action === 'edited')
    return text(payload.comment?.user?.login) === `${appSlug}[bot]` ? { issue, reason: 'ticked' } : undefined;
  if (action !== 'created') return undefined;
  const said = parseCommands(text(payload.comment?.body));
  if (said.length === 0) return undefined;
  return { issue, reason: said.some(stops) ? 'stop' : 'speech' };
}

/** Events that end or hold work; what they stop costs money meanwhile. */
const STOPPING: ReadonlySet<string> = new Set<EventType>(['pause', 'skip', 'abandon']);
const stops = (said: Said): boolean =>
  said.kind === 'command' && said.spec.event !== undefined && STOPPING.has(said.spec.event);

function checksEvent(payload: Payload): { issue: number; reason: Reason } | undefined {
  const conclusion = text(payload.check_suite?.conclusion);
  const passed = conclusion === 'success' || conclusion === 'neutral' || conclusion === 'skipped';
  return onBranch(text(payload.check_suite?.head_branch), passed ? 'checks_passed' : 'checks_failed');
}

/** The end of one of Orch's own runs, told by its title. Other workflows are heard of through their check suites. */
function runEvent(payload: Payload): { issue: number; reason: Reason } | undefined {
  const run = runTitle.parse(text(payload.workflow_run?.display_title));
  const story = run === undefined ? undefined : runId.parse(run)?.story;
  return story === undefined ? undefined : { issue: story, reason: 'run_ended' };
}

function onBranch(branch: string, reason: Reason): { issue: number; reason: Reason } | undefined {
  const issue = storyBranch.parse(branch);
  return issue === undefined ? undefined : { issue, reason };
}

/** The issue in the first line that Orch gives its pull requests. A hint like everything here. */
function closedBy(body: string): number | undefined {
  const match = /^Closes #([1-9]\d{0,9})$/m.exec(body);
  return match ? Number(match[1]) : undefined;
}

function numberOf(payload: Payload): number | undefined {
  const value = payload.issue?.number;
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
