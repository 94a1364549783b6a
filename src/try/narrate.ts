/** Tells what happens in the hub, in the runner and in Orch, in the order in which it happens. */
import { type Logger, pino } from 'pino';
import { ACTIONS_SLUG } from '../actions-only/occasion.ts';
import { PROOF_CHECK } from '../core/names.ts';
import type { RunnerEvent } from '../localhub/actions/runner-event.ts';
import type { Hub } from '../localhub/hub.ts';
import type { WorldEvent } from '../localhub/world/types.ts';
import { listen } from '../localhub/world/world.ts';
import { APP_SLUG } from './stage.ts';
import type { Timeline } from './timeline.ts';

export interface Narration {
  /** Orch's log: what the loop committed is told, and everything goes to the given level on standard error when LOG_LEVEL asks for it. */
  log: Logger;
  runnerEvent: (event: RunnerEvent) => void;
  stop(): void;
}

/** `actionsOnly`: what is done with a GITHUB_TOKEN is done by Orch. */
export function narrate(
  hub: Hub,
  timeline: Timeline,
  { level, actionsOnly }: { level: string | undefined; actionsOnly: boolean },
): Narration {
  const orch = actionsOnly ? ACTIONS_SLUG : APP_SLUG;
  const stop = listen(hub.world, (event) => {
    const line = ofWorld(event, orch);
    if (line) timeline.tell(line.who, line.what);
  });
  // With LOG_LEVEL=debug every request is told as it is answered.
  const stopRequests = hub.requests.listen(({ route, status, principal }) => {
    if (level === 'debug') timeline.tell('hub', `${route} -> ${status} (${principal.name})`);
  });
  const jobs = new Map<number, string>();
  return {
    stop: () => {
      stop();
      stopRequests();
    },
    log: orchLog(timeline, level),
    runnerEvent: (event) => {
      if (event.kind === 'job') jobs.set(event.jobId, event.key);
      const line = ofRunner(event, jobs);
      if (line) timeline.tell(line.who, line.what);
    },
  };
}

interface Line {
  who: string;
  what: string;
}

/** What people and Orch did on GitHub. Orch's commits to the state branch are told by its own log, in better words. */
function ofWorld(event: WorldEvent, orch: string): Line | undefined {
  const login = event.actor.account.login;
  const who = login === `${orch}[bot]` ? 'orch' : login === 'github-actions[bot]' ? 'actions' : `@${login}`;
  const { issue, review, comment, checkRun, label } = event.subject;
  const number = `#${issue?.number ?? ''}`;
  switch (`${event.name}.${event.action ?? ''}`) {
    case 'issues.opened':
      return { who, what: `opens issue ${number}: ${issue?.title}` };
    case 'issues.labeled':
      return { who, what: `puts the label ${label?.name} on ${number}` };
    case 'issues.closed':
      return { who, what: `closes issue ${number}` };
    case 'issue_comment.created':
      return { who, what: `comments on ${number}: ${firstLine(comment?.body)}` };
    case 'issue_comment.edited':
      return { who, what: `edits its comment on ${number}: ${firstLine(comment?.body)}` };
    case 'pull_request.opened':
      return { who, what: `opens pull request ${number}: ${issue?.title}` };
    case 'pull_request.closed':
      return { who, what: issue?.pullRequest?.merged ? `merges ${number}` : `closes ${number}` };
    case 'pull_request_review.submitted':
      return { who, what: `reviews ${number}: ${review?.state.toLowerCase().replaceAll('_', ' ')}` };
    case 'workflow_dispatch.':
      return who.startsWith('@')
        ? { who, what: `runs the workflow ${event.subject.workflow?.name} by hand` }
        : undefined;
    case 'workflow_run.requested':
      // The first time is the start of it; the second is a person who lets it run.
      return who.startsWith('@') && event.via === 'user'
        ? {
            who,
            what: `lets the workflow ${event.subject.workflowRun?.name} run on ${event.subject.workflowRun?.headBranch}`,
          }
        : undefined;
    case 'check_run.completed':
      return checkRun?.name === PROOF_CHECK
        ? { who, what: `publishes the check ${PROOF_CHECK}: ${checkRun.output.title}` }
        : undefined;
    default:
      return undefined;
  }
}

const firstLine = (body: string | undefined): string =>
  (body ?? '')
    .split('\n')
    .filter((line) => !line.startsWith('<!--'))
    .map((line) => line.replace(/^#+\s*/, '').trim())
    .find((line) => line !== '') ?? '';

/** Runs and jobs, and of the agent's log where it worked, what it committed and why it stopped. */
function ofRunner(event: RunnerEvent, jobs: ReadonlyMap<number, string>): Line | undefined {
  switch (event.kind) {
    case 'run':
      if (event.status === 'in_progress') return undefined;
      return {
        who: 'actions',
        what: `${event.title}: ${event.conclusion ?? event.status}${event.reason ? ` (${event.reason})` : ''}`,
      };
    case 'job':
      if (event.status !== 'completed' && event.status !== 'in_progress') return undefined;
      return { who: 'actions', what: `  job ${event.name}: ${event.conclusion ?? 'started'}` };
    case 'log': {
      const key = jobs.get(event.jobId) ?? '';
      const line = event.line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z\s/, '');
      if (key === 'sweep' && /^story \d+: /.test(line))
        return { who: 'orch', what: `state: ${line.replace(/ \(commit: [0-9a-f]+\)$/, '')}` };
      return key === 'agent' && /^(Commit (red|green|refactor|wip)|Stopped|Jail)\b/.test(line)
        ? { who: 'agent', what: `  ${line}` }
        : undefined;
    }
    case 'problem':
      return { who: 'actions', what: event.message };
    case 'step':
      return undefined;
  }
}

/** Pino writes lines of JSON; what the loop says of a story is told, the rest only at the level that was asked for. */
function orchLog(timeline: Timeline, level: string | undefined): Logger {
  const loud = level ? pino({ level }, pino.destination(2)) : undefined;
  const threshold = loud ? (pino.levels.values[level ?? 'info'] ?? 30) : Number.POSITIVE_INFINITY;
  return pino(
    { level: 'info', base: null },
    {
      write: (text: string) => {
        const { msg, level: at, ...details } = JSON.parse(text) as { msg?: string; level: number };
        if (msg?.startsWith('story ')) timeline.tell('orch', `state: ${msg}`);
        if (at >= 50)
          timeline.tell('orch', `error: ${msg ?? ''} ${'err' in details ? JSON.stringify(details.err) : ''}`);
        if (loud && at >= threshold) loud.info(details, msg ?? '');
      },
    },
  );
}
