/** Plays a schedule through without doing it: how long it takes, against one story at a time. */
import { chainWeights } from './graph.ts';
import { DEFAULT_SLOTS, type Scheduled, type Stuck, schedule } from './schedule.ts';

/** One story at work, in sessions since the beginning. */
export interface Turn {
  id: number;
  from: number;
  to: number;
  outcome: 'merged' | 'failed';
}

/** Times are in sessions. */
export interface Rehearsal {
  turns: readonly Turn[];
  /** Until the last story is done. */
  makespan: number;
  /** The same stories one after the other. */
  oneAtATime: number;
  /** No schedule is shorter: the longest chain of dependencies, or all work spread evenly over the slots. */
  atLeast: number;
  /** What could not be started. */
  stuck: readonly Stuck[];
}

export interface RehearsalOptions {
  slots?: number;
  /** Stories that fail when they run. */
  fails?: ReadonlySet<number>;
}

/** Each story takes as long as it is estimated at and is merged at once. Stories in progress begin anew; those in review or on hold are left as they are. */
export function rehearse(
  stories: readonly Scheduled[],
  { slots = DEFAULT_SLOTS, fails = new Set() }: RehearsalOptions = {},
): Rehearsal {
  let now: Scheduled[] = stories.map((each) => (each.status === 'in_progress' ? { ...each, status: 'pending' } : each));
  const sessions = new Map(stories.map((each) => [each.id, each.sessions]));
  const turns: Turn[] = [];
  let running: Turn[] = [];
  let time = 0;
  const become = (status: (id: number) => Scheduled['status'] | undefined) => {
    now = now.map((each) => ({ ...each, status: status(each.id) ?? each.status }));
  };
  for (;;) {
    const { start } = schedule(now, { slots });
    const begun = start.map((id): Turn => {
      const outcome = fails.has(id) ? 'failed' : 'merged';
      return { id, from: time, to: time + sessions.get(id)!, outcome };
    });
    running.push(...begun);
    turns.push(...begun);
    if (running.length === 0) break;
    time = Math.min(...running.map(({ to }) => to));
    const ended = new Map(running.filter(({ to }) => to === time).map(({ id, outcome }) => [id, outcome]));
    running = running.filter(({ to }) => to > time);
    become((id) => ended.get(id) ?? (start.includes(id) ? 'in_progress' : undefined));
  }
  const played = new Set(turns.map(({ id }) => id));
  const done = stories.filter(({ id }) => played.has(id));
  const oneAtATime = done.reduce((sum, each) => sum + each.sessions, 0);
  const chains = chainWeights<number, Scheduled>(done, (each) => each.sessions);
  return {
    turns,
    makespan: time,
    oneAtATime,
    atLeast: Math.max(0, oneAtATime / slots, ...chains.values()),
    stuck: schedule(now, { slots }).stuck,
  };
}
