/**
 * The one loop. Everything that changes state goes through these four lines, whoever calls them: the server on a webhook, the sweep, the
 * command line, the tests.
 *
 *     observe   one query: what GitHub says now; beside it the subject's files from the state branch
 *     decide    pure: the difference between the two, and what it means
 *     commit    the next state together with what it owes, by compare-and-swap; on a conflict, observe again
 *     perform   what is owed, each found again by its mark; acknowledged in the next commit
 */

import { CONFIG_VERSION, newerVersion, type Settings } from './core/config.ts';
import { acknowledge, type Performed } from './core/decide/acknowledge.ts';
import { type Decision, decide, type Lease, type Question, voices } from './core/decide/decide.ts';
import type { Ground } from './core/decide/draft.ts';
import { brokenState, newerFile, stateGone } from './core/messages/notices.ts';
import { mark, runTitle } from './core/names.ts';
import type { Observation } from './core/observation.ts';
import { render } from './core/render.ts';
import type { Effect, Outbox, Story } from './core/story.ts';
import { type WakeUp, worthALook } from './core/wake-up.ts';
import type { Forge } from './github/forge.ts';
import { sayConfigIsNewer, sayOnce } from './notices.ts';
import type { Place } from './place.ts';
import { BrokenFile } from './state/codec.ts';
import { type Held, load, STATE_VERSION, writesOf } from './state/held.ts';
import { settingsOf } from './state/settings.ts';
import type { StateStore } from './state/store.ts';

export type { Place } from './place.ts';

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

/**
 * What was begun can be found so much later (ms), wherever one looks: 10 s until a request is given up, 15 s until it works after all, 30 s until
 * every copy of GitHub's data shows it.
 */
const FINDABLE = 60_000;

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
  // GitHub may have told of an older head than the branch has; only the branch itself can tell that a story is gone.
  if (!(held instanceof BrokenFile) && isForgotten(held, observation))
    held = await loadOrBreak(store.refresh(), wake.issue);
  if (held instanceof BrokenFile) return freeze(place, held, observation, wake);
  if (isForgotten(held, observation)) {
    place.log('the state says nothing of a story that was worked on', { issue: wake.issue });
    await sayOnce(place, observation, `gone:${wake.issue}`, stateGone(wake.issue));
    return { story: null };
  }

  const settings = settingsOf(observation.config, held.project);
  if (settings.newer !== undefined) {
    const newer = { version: settings.newer, known: CONFIG_VERSION };
    if (isSpeech(wake)) await sayConfigIsNewer(place, observation, newer);
    return { story: held.story };
  }
  const now = place.clock();
  const ground: Ground = {
    observation: await withRoles(forge, held.story, observation),
    settings,
    now: now.toISOString(),
  };
  const lease = leaseFor(place, held.story, now);
  const decided = await decideAndCommit(place, held, {
    ...ground,
    actionsRun: await runOf(forge, held, wake),
    lease,
  });
  return decided === 'again' ? 'again' : settle(place, decided.held, ground, decided.fresh);
}

/**
 * The second and the third line. A decision that draws from a purse which others have drawn from meanwhile is made anew on what is left there; nothing
 * has to be observed again for that, as long as the story is the same.
 */
async function decideAndCommit(place: Place, start: Held, question: Omit<Question, 'story' | 'run' | 'ledger'>) {
  let held = start;
  for (let tries = 1; tries <= MAX_LOOKS; tries += 1) {
    const { story, run, ledger } = held;
    const decision = decide({ ...question, story, run, ...(ledger && { ledger }) });
    const fresh = freshIn(decision, story);
    if (decision.message === '') return { held, fresh };
    const committed = await commit(place, held, decision, question.settings);
    if (committed === 'conflict') return 'again';
    if (committed !== 'refused') return { held: committed, fresh };
    const now = await loadOrBreak(place.store.snapshot(), held.issue);
    if (now instanceof BrokenFile || JSON.stringify(now.reads) !== JSON.stringify(held.reads)) return 'again';
    held = now;
  }
  return 'again';
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
      if (typeof claimed === 'string') return { story: held.story, wakeAt: now };
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

/** A request that begins later than this may not have ended, or may not be found yet, when somebody else begins. */
const lastBeginning = (outbox: Outbox | undefined): Date =>
  new Date(outbox ? new Date(outbox.until).getTime() - LEASE / 2 : 0);

/** Whether what is owed is ours, and for long enough that something can be begun now. */
const holdsOn = (place: Place, outbox: Outbox | undefined): boolean =>
  outbox?.holder === place.holder && lastBeginning(outbox) >= place.clock();

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
    const wait = findableAt(place, batch);
    if (wait) {
      later = latest(later, wait);
      break;
    }
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
    const done: Performed[] = [];
    for (const { effect, act } of acts)
      if (!act) done.push({ effect, outcome: await pointless(place, effect, fresh.has(effect.id)) });
    for (const { effect } of wanted) place.begun?.set(effect.id, place.clock());
    const answers =
      wanted.length > 0
        ? await place.forge.perform(
            ground.observation.repository,
            wanted.map(({ act }) => act),
            lastBeginning(held.story?.outbox),
          )
        : [];
    for (const [index, { effect }] of wanted.entries()) {
      const answer = answers[index] ?? { kind: 'later' as const, reason: 'there was no answer' };
      place.log(`${effect.kind}: ${answer.kind}`, {
        story: story.id,
        ...('reason' in answer ? { reason: answer.reason } : {}),
      });
      place.begun?.set(effect.id, place.clock());
      // Whoever asks for silence has done nothing.
      if (answer.kind === 'later' && answer.at) place.begun?.delete(effect.id);
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

/** What came of an effect that nobody needs any more. A run that was started before that was known has to be stopped, so it is looked for. */
async function pointless({ forge }: Place, effect: Effect, fresh: boolean): Promise<Performed['outcome']> {
  const found =
    effect.kind === 'dispatch' && !fresh ? await forge.actionsRun({ title: runTitle.format(effect.run) }) : null;
  if (found?.status === 'completed') return { kind: 'stale', reason: 'the run has ended already', started: true };
  if (!found) return { kind: 'stale', reason: 'nothing was left to do' };
  return { kind: 'done', facts: { actionsRun: { id: found.id, url: found.url } } };
}

/** Until when effects must wait that this process began and does not know the end of; undefined when none must. */
function findableAt({ begun, clock }: Place, effects: readonly Effect[]): Date | undefined {
  const now = clock().getTime();
  for (const [id, at] of begun ?? []) if (at.getTime() + FINDABLE <= now) begun?.delete(id);
  const last = Math.max(0, ...effects.map(({ id }) => begun?.get(id)?.getTime() ?? 0));
  return last > 0 ? new Date(last + FINDABLE) : undefined;
}

/** Effects in one request, a third of what may be created in a minute: a whole flood of answers at once would be more than GitHub takes. */
const MOST_TOGETHER = 20;

/** The next effects that can share a request: the sticky comment waits for what it tells of. */
function batchOf(effects: readonly Effect[]): readonly Effect[] {
  const sticky = effects.findIndex((effect) => effect.kind === 'sticky');
  return effects.slice(0, Math.min(sticky > 0 ? sticky : effects.length, MOST_TOGETHER));
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
      { ...ground, now: place.clock().toISOString(), ...(current.ledger && { ledger: current.ledger }) },
      lease,
      current.story.transition !== held.story?.transition,
    );
    // Whoever took it over has written it down already.
    if (decision.message === '') return { held: current, fresh: new Set() };
    const committed = await commit(place, current, decision, ground.settings);
    if (typeof committed !== 'string') return { held: committed, fresh: freshIn(decision, current.story) };
    current = await load(await place.store.refresh(), held.issue);
  }
  throw new Error(
    `story ${held.issue}: what was done could not be written down, because others keep changing the story`,
  );
}

async function commit(
  place: Place,
  held: Held,
  decision: Decision,
  settings: Settings,
): Promise<Held | 'conflict' | 'refused'> {
  const change = writesOf(held, decision, settings);
  const committed = await place.store.commit(change);
  if (committed.kind !== 'committed') return committed.kind;
  place.log(decision.message, { commit: committed.commit });
  return load(await place.store.snapshot(), held.issue);
}

/** Takes over what another process owed and did not do in time, or keeps what is ours a while longer. */
async function claim(place: Place, held: Held, settings: Settings): Promise<Held | 'conflict' | 'refused'> {
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
  const { story, run } = held;
  const waiting = story?.status === 'in_progress' && run?.status === 'queued' && !run.result;
  if (!waiting || !wake.reasons.some((reason) => reason === 'run_ended' || reason === 'sweep')) return null;
  const { actions_run: known, id } = run;
  // What is still to be started cannot have been lost.
  const owed = story.outbox?.effects.some((effect) => effect.kind === 'dispatch' && effect.run === id);
  if (owed) return null;
  return (await forge.actionsRun(known ? { id: known.id } : { title: runTitle.format(id) })) ?? 'nowhere';
}

async function loadOrBreak(snapshot: ReturnType<StateStore['snapshot']>, issue: number): Promise<Held | BrokenFile> {
  try {
    return await load(await snapshot, issue);
  } catch (error) {
    if (error instanceof BrokenFile) return error;
    throw error;
  }
}

/** A story whose file cannot be read stands still, and its issue says why. The mark names the text's fault, so it is said once. */
async function freeze(place: Place, { problem }: BrokenFile, observation: Observation, wake: WakeUp): Promise<Rest> {
  place.log('a state file cannot be read', { file: problem.file, line: problem.line });
  const newer = newerVersion([problem], STATE_VERSION);
  const key = `broken:${wake.issue}:${problem.line}:${problem.key || 'file'}`;
  // After a step back to an older Orch every story is like that; only whoever asks is told.
  if (newer === undefined) await sayOnce(place, observation, key, brokenState(problem));
  else if (isSpeech(wake)) await sayOnce(place, observation, key, newerFile(problem.file, newer, STATE_VERSION));
  return { story: null };
}

const isSpeech = ({ reasons }: WakeUp): boolean => reasons.some((reason) => reason === 'speech' || reason === 'stop');

/** Whether Orch has written where a story stands of which the state knows nothing: then the state was lost, and not the comment. */
const isForgotten = (held: Held, observation: Observation): boolean =>
  held.story === null &&
  observation.comments.some(({ by, body }) => by.kind === 'orch' && mark.parse(body) === `story:${held.issue}`);

const latest = (one: Date | undefined, other: Date): Date => (one && one > other ? one : other);

const after = (place: Place, ms: number): Date => new Date(place.clock().getTime() + ms);
