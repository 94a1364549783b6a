/** The fourth line of the loop: what is owed is performed, each thing found again by its mark, and acknowledged in the next commit. */
import type { Settings } from './core/config.ts';
import { acknowledge, type Performed } from './core/decide/acknowledge.ts';
import type { Ground } from './core/decide/draft.ts';
import { runTitle } from './core/names.ts';
import { render } from './core/render.ts';
import type { Effect, Outbox, Story } from './core/story.ts';
import type { Place, Rest } from './place.ts';
import { type Held, load } from './state/held.ts';
import { commit, freshIn, LEASE, leaseFor, MAX_LOOKS, mine } from './transition.ts';

/** Pause before something that failed for a passing reason is tried again (ms), where GitHub did not name one. */
export const LATER = 30_000;

/**
 * What was begun can be found so much later (ms), wherever one looks: 10 s until a request is given up, 15 s until it works after all, 30 s until
 * every copy of GitHub's data shows it.
 */
const FINDABLE = 60_000;

/** How things stand then; `starts` are issues that were opened on the way and want to be looked at. */
export type Settled = Rest & { held: Held; starts: readonly number[] };

/** Does what is owed until nothing is, or until it cannot be done now. */
export async function settle(
  place: Place,
  start: Held,
  ground: Ground,
  freshAtStart: ReadonlySet<string>,
): Promise<Settled> {
  let held = start;
  let fresh = freshAtStart;
  let wakeAt: Date | undefined;
  const starts: number[] = [];
  for (;;) {
    const outbox = held.story?.outbox;
    if (!held.story || !outbox) return { held, story: held.story, starts, ...(wakeAt && { wakeAt }) };
    const now = place.clock();
    if (outbox.holder !== place.holder && new Date(outbox.until) > now)
      return { held, story: held.story, starts, wakeAt: new Date(outbox.until) };
    if (!holdsOn(place, outbox)) {
      const claimed = await claim(place, held, ground.settings);
      if (typeof claimed === 'string') return { held, story: held.story, starts, wakeAt: now };
      held = claimed;
      // Whoever held it meanwhile may have begun anything, also of what this process made owed before it stood still.
      fresh = new Set();
      continue;
    }
    const { performed, later, again } = await performOwed(place, held, ground, fresh);
    wakeAt = again ?? wakeAt;
    if (performed.length > 0) {
      const known = await acknowledgeAll(place, held, performed, ground);
      ({ held, fresh } = known);
      starts.push(...known.starts);
    }
    if (later) return { held, story: held.story, starts, wakeAt: later };
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
        ...(held.parent && { parent: held.parent }),
        ...(held.team && { team: withNow(held.team, story as Story) }),
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

/** The stories of an epic, this one as it is by now: the board links the pull request that was opened a moment ago. */
const withNow = (team: readonly Story[], story: Story): Story[] =>
  team.map((one) => (one.id === story.id ? story : one));

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
): Promise<{ held: Held; fresh: ReadonlySet<string>; starts: readonly number[] }> {
  let current = held;
  for (let attempt = 1; attempt <= MAX_LOOKS; attempt += 1) {
    if (!current.story) return { held: current, fresh: new Set(), starts: [] };
    const lease = leaseFor(place, current.story, place.clock());
    const decision = acknowledge(
      current.story,
      current.run,
      stillOurs(place, current.story, performed),
      {
        ...ground,
        now: place.clock().toISOString(),
        ...(current.ledger && { ledger: current.ledger }),
        ...(current.parent && { parent: current.parent }),
        ...(current.team && { team: current.team }),
      },
      lease,
      current.story.transition !== held.story?.transition,
    );
    // Whoever took it over has written it down already.
    if (decision.message === '') return { held: current, fresh: new Set(), starts: [] };
    const committed = await commit(place, current, decision, ground.settings);
    if (typeof committed !== 'string')
      return { held: committed, fresh: freshIn(decision, current.story), starts: decision.starts ?? [] };
    current = await load(await place.store.refresh(), held.issue);
  }
  throw new Error(
    `story ${held.issue}: what was done could not be written down, because others keep changing the story`,
  );
}

/**
 * Without the refusals of what others have taken over. That GitHub would not do it for this process says nothing of what it did for them: what they
 * do not live to tell is looked for by whoever comes next, and only while it is owed.
 */
function stillOurs({ holder }: Place, { outbox }: Story, performed: readonly Performed[]): readonly Performed[] {
  if (!outbox || outbox.holder === holder) return performed;
  return performed.filter(({ outcome }) => outcome.kind !== 'refused');
}

/** Takes over what another process owed and did not do in time, or keeps what is ours a while longer. */
async function claim(place: Place, held: Held, settings: Settings): Promise<Held | 'conflict' | 'refused'> {
  const story = structuredClone(held.story!);
  story.outbox = { ...story.outbox!, ...mine(place, place.clock()) };
  return commit(place, held, { story, runs: [], message: `story ${story.id}: take over what is owed` }, settings);
}

const latest = (one: Date | undefined, other: Date): Date => (one && one > other ? one : other);

export const after = (place: Place, ms: number): Date => new Date(place.clock().getTime() + ms);
