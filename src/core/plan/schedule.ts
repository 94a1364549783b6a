/**
 * What runs next. A pure function over the stories as they stand: whoever calls it again after a change gets the next answer, so that nothing
 * of a schedule is ever stored.
 *
 * Ready is what waits for nothing that is not merged. Ready stories are ordered by priority, then by the work that hangs on them (the
 * critical path), then by age. They are started in this order while slots are free; one that is likely to touch the same files as a story
 * whose work is not merged yet is passed over, and the next one is tried, so that no slot stays empty while something could run in it.
 *
 * A story that ended without being merged holds up only what depends on it, directly or through others, and the answer names it.
 */
import type { Status } from '../story.ts';
import { chainWeights, circles, ordered } from './graph.ts';
import { type Overlap, overlapOf } from './touches.ts';

/** Agents that work at the same time when nobody says otherwise (`max_concurrent_agents`). */
export const DEFAULT_SLOTS = 3;

/** A story as the schedule sees it. */
export interface Scheduled {
  /** Issue number. */
  id: number;
  status: Status;
  /** 1 first, 4 last. */
  priority: number;
  /** Estimated sessions: its weight in the critical path. */
  sessions: number;
  /** Issue numbers of the stories that must be merged before it starts. */
  dependencies: readonly number[];
  /** Paths and globs that it will likely change, declared or learned from earlier pull requests. */
  touches: readonly string[];
  /** ISO time; the older goes first. */
  created_at: string;
}

/** Why a ready story is not started: all slots are taken, or another story whose work is not merged touches the same files. */
export type Held = { id: number; why: 'slots' } | { id: number; why: 'touches'; other: number; overlap: Overlap };

/**
 * A story that cannot be started until a person does something. `ended`: `by` ended without being merged, or is not known here; `via` are
 * the stories between, from the nearest to `by`. `circle`: it stands in a circle of dependencies, or behind one.
 */
export type Stuck =
  | { id: number; why: 'ended'; by: number; status: Status | 'unknown'; via: readonly number[] }
  | { id: number; why: 'circle'; circle: readonly number[] };

/** Every story that is `pending` stands in exactly one of the first four lists. */
export interface Schedule {
  /** To be started now, the first one first. */
  start: readonly number[];
  held: readonly Held[];
  /** Stories that wait for others to be merged, with those they wait for directly. */
  waiting: readonly { id: number; on: readonly number[] }[];
  stuck: readonly Stuck[];
  /** All that is to be merged yet, in the order in which it may be: no story before what it depends on. */
  mergeOrder: readonly number[];
}

/** Ended, and not merged. */
const ENDED: ReadonlySet<Status> = new Set(['failed', 'skipped', 'abandoned']);
/** Work that is on a branch and not merged yet. A blocked story is not among them: it may stand still for weeks. */
const ON_A_BRANCH: ReadonlySet<Status> = new Set(['in_progress', 'review']);

/** The schedule of these stories. Each id stands there once; `slots` is the most stories that may be in progress at once. */
export function schedule(stories: readonly Scheduled[], { slots = DEFAULT_SLOTS }: { slots?: number } = {}): Schedule {
  const byId = new Map(stories.map((story) => [story.id, story]));
  const unmerged = stories.filter(({ status }) => status !== 'merged');
  const compare = byUrgency(unmerged);
  const stuck = findStuck(unmerged, byId);
  const pending = stories.filter(({ id, status }) => status === 'pending' && !stuck.has(id)).sort(compare);
  const on = (story: Scheduled) => story.dependencies.filter((id) => byId.get(id)?.status !== 'merged');
  const ready = pending.filter((story) => on(story).length === 0);

  const start: number[] = [];
  const held: Held[] = [];
  const busy = stories.filter(({ status }) => ON_A_BRANCH.has(status));
  let free = slots - stories.filter(({ status }) => status === 'in_progress').length;
  for (const story of ready) {
    const clash = free > 0 ? clashOf(story, busy) : undefined;
    if (free <= 0) held.push({ id: story.id, why: 'slots' });
    else if (clash) held.push({ id: story.id, why: 'touches', ...clash });
    else {
      start.push(story.id);
      busy.push(story);
      free -= 1;
    }
  }
  return {
    start,
    held,
    waiting: pending.flatMap((story) => (on(story).length > 0 ? [{ id: story.id, on: on(story) }] : [])),
    stuck: stories.flatMap(({ id, status }) => (status === 'pending' ? (stuck.get(id) ?? []) : [])),
    mergeOrder: ordered<number, Scheduled>(
      unmerged.filter(({ id, status }) => !ENDED.has(status) && !stuck.has(id)),
      compare,
    ).map(({ id }) => id),
  };
}

/** Whether a story may be merged as far as the order goes: everything it depends on is merged. */
export function mayMerge(id: number, stories: readonly Scheduled[]): boolean {
  const story = stories.find((each) => each.id === id);
  const merged = new Set(stories.filter(({ status }) => status === 'merged').map((each) => each.id));
  return story?.dependencies.every((dependency) => merged.has(dependency)) ?? false;
}

/** Priority, then the work that hangs on a story with its own, then age. Numbers of issues make the order total. */
function byUrgency(stories: readonly Scheduled[]): (a: Scheduled, b: Scheduled) => number {
  const weights = chainWeights<number, Scheduled>(stories, ({ sessions }) => sessions);
  return (a, b) =>
    a.priority - b.priority ||
    (weights.get(b.id) ?? 0) - (weights.get(a.id) ?? 0) ||
    (a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0) ||
    a.id - b.id;
}

function clashOf(story: Scheduled, busy: readonly Scheduled[]): { other: number; overlap: Overlap } | undefined {
  for (const { id, touches } of busy) {
    const overlap = overlapOf(story.touches, touches);
    if (overlap) return { other: id, overlap };
  }
  return undefined;
}

/** Stories that nothing but a person can set free, by id. */
function findStuck(unmerged: readonly Scheduled[], byId: ReadonlyMap<number, Scheduled>): Map<number, Stuck> {
  const stuck = new Map<number, Stuck>();
  const alive = unmerged.filter(({ status }) => !ENDED.has(status));
  const sound = ordered<number, Scheduled>(alive, (a, b) => a.id - b.id);
  for (const story of sound) {
    const cause = endedBefore(story, byId, stuck);
    if (cause) stuck.set(story.id, cause);
  }
  if (sound.length === alive.length) return stuck;
  const order = new Set(sound);
  const rest = alive.filter((story) => !order.has(story));
  const found = new Map(circles<number>(rest).flatMap((circle) => circle.map((id) => [id, circle])));
  for (const { id } of rest) stuck.set(id, { id, why: 'circle', circle: circleAhead(id, found, byId, new Set(rest)) });
  return stuck;
}

/** The circle that a story stands in or behind. Every circle of the rest has a story in common with one that was found. */
function circleAhead(
  id: number,
  found: ReadonlyMap<number, readonly number[]>,
  byId: ReadonlyMap<number, Scheduled>,
  rest: ReadonlySet<Scheduled>,
): readonly number[] {
  let at = id;
  while (!found.has(at)) at = byId.get(at)!.dependencies.find((next) => rest.has(byId.get(next)!))!;
  return found.get(at)!;
}

/** The first dependency that will not be merged by itself, or that is stuck. */
function endedBefore(
  { id, dependencies }: Scheduled,
  byId: ReadonlyMap<number, Scheduled>,
  stuck: ReadonlyMap<number, Stuck>,
): Stuck | undefined {
  for (const by of dependencies) {
    const status = byId.get(by)?.status ?? 'unknown';
    if (status === 'unknown' || ENDED.has(status)) return { id, why: 'ended', by, status, via: [] };
    const before = stuck.get(by);
    if (before?.why === 'ended') return { ...before, id, via: [by, ...before.via] };
  }
  return undefined;
}
