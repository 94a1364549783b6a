/**
 * The one loop. Everything that changes state goes through these four lines, whoever calls them: the server on a webhook, the sweep, the
 * command line, the tests.
 *
 *     observe   one query: what GitHub says now; beside it the subject's files from the state branch
 *     decide    pure: the difference between the two, and what it means
 *     commit    the next state together with what it owes, by compare-and-swap; on a conflict, observe again
 *     perform   what is owed, each found again by its mark; acknowledged in the next commit
 */

import type { Settings } from './core/config.ts';
import { acknowledge, type Performed } from './core/decide/acknowledge.ts';
import { type Decision, decide, type Lease, voices } from './core/decide/decide.ts';
import type { Ground } from './core/decide/draft.ts';
import { brokenState } from './core/messages/replies.ts';
import { mark, STATE_BRANCH } from './core/names.ts';
import type { Observation } from './core/observation.ts';
import { render } from './core/render.ts';
import type { Effect, Outbox, Story } from './core/story.ts';
import { type WakeUp, worthALook } from './core/wake-up.ts';
import type { Forge } from './github/forge.ts';
import { BrokenFile } from './state/codec.ts';
import { type Held, load, writesOf } from './state/held.ts';
import { settingsOf } from './state/settings.ts';
import type { StateStore } from './state/store.ts';

/** One repository, and who is looking after it. */
export interface Place {
  forge: Forge;
  store: StateStore;
  /** Names this process in the outbox; survives a restart of the same process, differs between two that live at once. */
  holder: string;
  clock: () => Date;
  log: (message: string, details?: Record<string, unknown>) => void;
}

/** How things stand after a look. */
export interface Rest {
  story: Story | null;
  /** When to look again although nobody calls: something is owed that could not be done yet. */
  wakeAt?: Date;
}

/** Nobody else touches what is owed for so long (ms). Longer than the slowest series of requests: 11 effects, 10 s each at the most. */
export const LEASE = 120_000;
/** Looks at one subject before giving up for now; each lost race costs one. */
const MAX_LOOKS = 8;
/** Pause before something that failed for a passing reason is tried again (ms), where GitHub did not name one. */
const LATER = 30_000;

/** Brings one subject forward as far as it goes now. Throws ForgeUnavailable, StateUnavailable and StateBranchLost. */
export async function advance(place: Place, wake: WakeUp): Promise<Rest> {
  for (let look = 1; look <= MAX_LOOKS; look += 1) {
    const rest = await lookOnce(place, wake);
    if (rest !== 'again') return rest;
  }
  place.log('others keep changing this story; leaving it to them', { issue: wake.issue });
  return { story: null, wakeAt: after(place, LATER) };
}

async function lookOnce(place: Place, wake: WakeUp): Promise<Rest | 'again'> {
  const { forge, store } = place;
  let held = await loadOrBreak(store.snapshot(), wake.issue);
  if (!(held instanceof BrokenFile) && !worthALook(held.story, wake.reasons)) {
    // What this process knows may be old; a look at the state branch costs nothing of GitHub's quota.
    held = await loadOrBreak(store.refresh(), wake.issue);
    if (!(held instanceof BrokenFile) && !worthALook(held.story, wake.reasons)) return { story: held.story };
  }
  const cursor = held instanceof BrokenFile ? 0 : (held.story?.seen.comment ?? 0);
  const observation = await forge.observe({ issue: wake.issue, afterComment: cursor, logins: wake.logins });
  held = await loadOrBreak(store.refresh(observation.stateHead), wake.issue);
  if (held instanceof BrokenFile) return freeze(place, held, observation, wake.issue);

  const settings = settingsOf(observation.config, held.project);
  const now = place.clock();
  const ground: Ground = {
    observation: await withRoles(forge, held.story, observation),
    settings,
    now: now.toISOString(),
  };
  const lease = leaseFor(place, held.story, now);
  const decision = decide({
    ...ground,
    story: held.story,
    run: held.run,
    actionsRun: await runOf(forge, held, wake),
    lease,
  });
  const fresh = freshIn(decision, held.story);
  if (decision.message !== '') {
    const committed = await commit(place, held, decision, settings);
    if (committed === 'conflict') return 'again';
    held = committed;
  }
  return settle(place, held, ground, fresh);
}

/** Does what is owed until nothing is, or until it cannot be done now. */
async function settle(place: Place, start: Held, ground: Ground, freshAtStart: ReadonlySet<string>): Promise<Rest> {
  let held = start;
  let fresh = freshAtStart;
  let wakeAt: Date | undefined;
  for (;;) {
    const outbox = held.story?.outbox;
    if (!held.story || !outbox) return { story: held.story, ...(wakeAt && { wakeAt }) };
    const now = place.clock();
    if (outbox.holder !== place.holder && new Date(outbox.until) > now)
      return { story: held.story, wakeAt: new Date(outbox.until) };
    if (!holdsOn(place, outbox)) {
      const claimed = await claim(place, held, ground.settings);
      if (claimed === 'conflict') return { story: held.story, wakeAt: now };
      held = claimed;
      continue;
    }
    const { performed, later, again } = await performOwed(place, held, ground, fresh);
    wakeAt = again ?? wakeAt;
    if (performed.length > 0) {
      ({ held, fresh } = await acknowledgeAll(place, held, performed, ground));
    }
    if (later) return { story: held.story, wakeAt: later };
  }
}

/** Whether what is owed is ours, and for long enough that a request which begins now has ended before anybody else begins. */
const holdsOn = (place: Place, outbox: Outbox | undefined): boolean =>
  outbox?.holder === place.holder && new Date(outbox.until).getTime() - place.clock().getTime() >= LEASE / 2;

/**
 * Performs the outbox in its order, in as few requests as possible. What is rendered sees the outcomes of what came before it: the
 * sticky comment links the run that was started and the pull request that was opened a moment ago.
 */
async function performOwed(place: Place, held: Held, ground: Ground, fresh: ReadonlySet<string>) {
  const performed: Performed[] = [];
  let later: Date | undefined;
  let again: Date | undefined;
  let { story, run } = held;
  let left: readonly Effect[] = story?.outbox?.effects ?? [];
  while (story && left.length > 0) {
    // This process may have stood still meanwhile, longer than its lease: then what is left may be somebody else's by now.
    if (performed.length > 0 && !holdsOn(place, held.story?.outbox)) break;
    const batch = batchOf(left);
    left = left.slice(batch.length);
    const acts = batch.map((effect) => {
      const stage = {
        story: story as Story,
        run,
        ...ground,
        config: ground.settings.config,
        look: !fresh.has(effect.id),
      };
      return { effect, act: render(effect, stage) };
    });
    const wanted = acts.flatMap(({ effect, act }) => (act ? [{ effect, act }] : []));
    // What has become pointless (the run was cancelled, the branch is gone) counts as done.
    const done: Performed[] = acts
      .filter(({ act }) => !act)
      .map(({ effect }) => ({ effect, outcome: { kind: 'stale', reason: 'nothing was left to do' } }));
    const answers =
      wanted.length > 0
        ? await place.forge.perform(
            ground.observation.repository,
            wanted.map(({ act }) => act),
          )
        : [];
    for (const [index, { effect }] of wanted.entries()) {
      const answer = answers[index] ?? { kind: 'later' as const, reason: 'there was no answer' };
      place.log(`${effect.kind}: ${answer.kind}`, {
        story: story.id,
        ...('reason' in answer ? { reason: answer.reason } : {}),
      });
      if (answer.kind !== 'later') done.push({ effect, outcome: answer });
      else later = latest(later, answer.at ?? after(place, LATER));
      // What it rested on has changed: nobody may tell of that again, so the next look is due by itself.
      if (answer.kind === 'stale' && effect.kind === 'merge') again = after(place, LATER);
    }
    performed.push(...done);
    if (later || done.length === 0) break;
    const seen = acknowledge(story, run, done, ground, story.outbox ?? leaseFor(place, story, place.clock()));
    story = seen.story;
    run = seen.runs.at(-1)?.run ?? run;
    // A merge that worked owes more; that must be committed before anything else is said.
    if (done.some(({ effect, outcome }) => effect.kind === 'merge' && outcome.kind === 'done')) break;
  }
  return { performed, later, again };
}

/** The next effects that can share a request: the sticky comment waits for what it tells of. */
function batchOf(effects: readonly Effect[]): readonly Effect[] {
  const sticky = effects.findIndex((effect) => effect.kind === 'sticky');
  return sticky > 0 ? effects.slice(0, sticky) : effects;
}

/**
 * Writes down what was done. Others may have changed the story meanwhile; what was done stays done, so this does not give up easily.
 * `fresh` is what this very commit made owed: whatever else is owed, others may have begun.
 */
async function acknowledgeAll(
  place: Place,
  held: Held,
  performed: readonly Performed[],
  ground: Ground,
): Promise<{ held: Held; fresh: ReadonlySet<string> }> {
  let current = held;
  for (let attempt = 1; attempt <= MAX_LOOKS; attempt += 1) {
    if (!current.story) return { held: current, fresh: new Set() };
    const lease = leaseFor(place, current.story, place.clock());
    const decision = acknowledge(
      current.story,
      current.run,
      performed,
      { ...ground, now: place.clock().toISOString() },
      lease,
      current.story.transition !== held.story?.transition,
    );
    // Whoever took it over has written it down already.
    if (decision.message === '') return { held: current, fresh: new Set() };
    const committed = await commit(place, current, decision, ground.settings);
    if (committed !== 'conflict') return { held: committed, fresh: freshIn(decision, current.story) };
    current = await load(await place.store.refresh(), held.issue);
  }
  throw new Error(
    `story ${held.issue}: what was done could not be written down, because others keep changing the story`,
  );
}

async function commit(place: Place, held: Held, decision: Decision, settings: Settings): Promise<Held | 'conflict'> {
  const change = writesOf(held, decision, settings);
  const committed = await place.store.commit(change);
  if (committed.kind === 'conflict') return 'conflict';
  place.log(decision.message, { commit: committed.commit });
  return load(await place.store.snapshot(), held.issue);
}

/** Takes over what another process owed and did not do in time, or keeps what is ours a while longer. */
async function claim(place: Place, held: Held, settings: Settings): Promise<Held | 'conflict'> {
  const story = structuredClone(held.story!);
  story.outbox = { ...story.outbox!, ...mine(place, place.clock()) };
  return commit(place, held, { story, runs: [], message: `story ${story.id}: take over what is owed` }, settings);
}

const mine = (place: Place, now: Date): Lease => ({
  holder: place.holder,
  until: new Date(now.getTime() + LEASE).toISOString(),
});

/** What becomes owed joins what is owed already: two processes never perform for one story at once. */
function leaseFor(place: Place, story: Story | null, now: Date): Lease {
  const outbox = story?.outbox;
  const theirs = outbox && outbox.holder !== place.holder && new Date(outbox.until) > now;
  return theirs ? { holder: outbox.holder, until: outbox.until } : mine(place, now);
}

const freshIn = (decision: Decision, before: Story | null): ReadonlySet<string> => {
  const known = new Set((before?.outbox?.effects ?? []).map((effect) => effect.id));
  return new Set((decision.story?.outbox?.effects ?? []).map((effect) => effect.id).filter((id) => !known.has(id)));
};

async function withRoles(forge: Forge, story: Story | null, observation: Observation): Promise<Observation> {
  const roles = { ...observation.roles };
  for (const person of voices(story, observation)) {
    // Someone whose role the first query did not tell: rare enough for a request of its own.
    roles[person.id] ??= await forge.role(person);
  }
  return { ...observation, roles };
}

/** Asks Actions about a run only when it should have left a result and did not. */
async function runOf(forge: Forge, held: Held, wake: WakeUp) {
  const waiting = held.story?.status === 'in_progress' && held.run?.status === 'queued' && !held.run.result;
  if (
    !waiting ||
    !held.run?.actions_run ||
    !wake.reasons.some((reason) => reason === 'run_ended' || reason === 'sweep')
  )
    return null;
  return forge.actionsRun(held.run.actions_run.id);
}

async function loadOrBreak(snapshot: ReturnType<StateStore['snapshot']>, issue: number): Promise<Held | BrokenFile> {
  try {
    return await load(await snapshot, issue);
  } catch (error) {
    if (error instanceof BrokenFile) return error;
    throw error;
  }
}

/** A story whose file cannot be read stands still, and its issue says why. The comment's mark names the text's fault, so it is said once. */
async function freeze(place: Place, broken: BrokenFile, observation: Observation, issue: number): Promise<Rest> {
  place.log('a state file cannot be read', { file: broken.problem.file, line: broken.problem.line });
  if (!observation.issue) return { story: null };
  const { problem } = broken;
  const key = `broken:${issue}:${problem.line}:${problem.key || 'file'}`;
  const body = `${mark.format(key)}\n${brokenState(problem, STATE_BRANCH)}`;
  const target = { number: issue, nodeId: observation.issue.nodeId };
  const said = observation.comments.some((comment) => comment.by.kind === 'orch' && mark.parse(comment.body) === key);
  if (!said)
    await place.forge.perform(observation.repository, [
      { kind: 'comment', issue: target, mark: key, body, look: true },
    ]);
  return { story: null };
}

const latest = (one: Date | undefined, other: Date): Date => (one && one > other ? one : other);

const after = (place: Place, ms: number): Date => new Date(place.clock().getTime() + ms);
