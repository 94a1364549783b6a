/**
 * The one loop. Everything that changes state goes through these four lines, whoever calls them: the server on a webhook, the sweep, the
 * command line, the tests.
 *
 *     observe   one query: what GitHub says now; beside it the subject's files from the state branch
 *     decide    pure: the difference between the two, and what it means
 *     commit    the next state together with what it owes, by compare-and-swap; on a conflict, observe again
 *     perform   what is owed, each found again by its mark; acknowledged in the next commit
 */

import { isAcceptedByItself } from './core/approvals-needed.ts';
import { CONFIG_VERSION, newerVersion, type Settings } from './core/config.ts';
import { decide, type Question, voices } from './core/decide/decide.ts';
import type { Ground } from './core/decide/draft.ts';
import { followers } from './core/followers.ts';
import { brokenState, newerFile, stateGone } from './core/messages/notices.ts';
import { mark, runTitle } from './core/names.ts';
import type { Observation } from './core/observation.ts';
import { readPlanFile } from './core/plan/plan-file.ts';
import type { Story } from './core/story.ts';
import { type WakeUp, worthALook } from './core/wake-up.ts';
import type { Forge } from './github/forge.ts';
import { sayConfigIsNewer, sayOnce } from './notices.ts';
import type { Place, Rest } from './place.ts';
import { LATER, after as later, settle } from './settle.ts';
import { BrokenFile } from './state/codec.ts';
import { type Held, load, STATE_VERSION, storiesIn } from './state/held.ts';
import { settingsOf } from './state/settings.ts';
import type { StateStore } from './state/store.ts';
import { commit, freshIn, leaseFor, MAX_LOOKS } from './transition.ts';
import { yamlLines } from './yaml/lines.ts';
import { readYaml } from './yaml/read.ts';

/** Brings one subject forward as far as it goes now. Throws ForgeUnavailable, StateUnavailable and StateBranchLost. */
export async function advance(place: Place, wake: WakeUp): Promise<Rest> {
  for (let look = 1; look <= MAX_LOOKS; look += 1) {
    const rest = await lookOnce(place, wake);
    if (rest !== 'again') return rest;
  }
  place.log('others keep changing this story; leaving it to them', { issue: wake.issue });
  return { story: null, wakeAt: later(place, LATER) };
}

/**
 * When a pull request that waits for nobody but its checks is looked at (ms), after it was opened and then again while one is at work: GitHub tells nobody that
 * there are none, and lists those that there are some seconds late.
 */
const CHECKS_LISTED = 60_000;

/** The time before which there is no use in looking again, where what made a look fail (ForgeUnavailable, StateUnavailable) named one. */
export const comesBackAt = (error: unknown): Date | undefined =>
  error instanceof Error && 'at' in error && error.at instanceof Date ? error.at : undefined;

async function lookOnce(place: Place, wake: WakeUp): Promise<Rest | 'again'> {
  const { forge, store } = place;
  let held = await loadOrBreak(store.snapshot(), wake.issue);
  if (!(held instanceof BrokenFile) && !worthALook(held.story, wake.reasons)) {
    // What this process knows may be old; a look at the state branch costs nothing of GitHub's quota.
    held = await loadOrBreak(store.refresh(), wake.issue);
    if (!(held instanceof BrokenFile) && !worthALook(held.story, wake.reasons)) return { story: held.story };
  }
  const cursor = held instanceof BrokenFile ? 0 : (held.story?.seen.comment ?? 0);
  const question = held instanceof BrokenFile ? undefined : held.story?.blocked?.comment?.node_id;
  const file = held instanceof BrokenFile ? undefined : sourceWanted(held.story);
  const before = held instanceof BrokenFile ? null : held.story;
  const observation = await forge.observe({
    issue: wake.issue,
    afterComment: cursor,
    logins: wake.logins,
    ...(question !== undefined && { question }),
    ...(file !== undefined && { file }),
  });
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

  // The epic came to want a file after it was decided what to ask GitHub for.
  if (sourceWanted(held.story) !== undefined && observation.file === undefined) return 'again';

  const settings = settingsOf(observation.config, held.project);
  if (settings.newer !== undefined) {
    const newer = { version: settings.newer, known: CONFIG_VERSION };
    if (isSpeech(wake)) await sayConfigIsNewer(place, observation, newer);
    return { story: held.story };
  }
  const now = place.clock();
  const ground: Ground = {
    observation: await withRoles(forge, held, onlyOpenQuestion(observation, held, question), settings),
    settings,
    now: now.toISOString(),
    reasons: wake.reasons,
    ...(await storiesBefore(store, observation)),
    ...(observation.file !== undefined && { source: sourceOf(observation.file) }),
  };
  const lease = leaseFor(place, held.story, now);
  const decided = await decideAndCommit(place, held, {
    ...ground,
    actionsRun: await runOf(forge, held, wake),
    lease,
  });
  if (decided === 'again') return 'again';
  const { starts, held: after, ...rest } = await settle(place, decided.held, ground, decided.fresh);
  const wakes = followers({
    before,
    after: after.story,
    parent: after.parent ?? null,
    team: after.team ?? [],
    observation,
    config: settings.config,
    starts: [...decided.starts, ...starts],
  });
  const { story } = after;
  const waits =
    story?.status === 'review' &&
    !story.hindrance &&
    isAcceptedByItself(story, settings.config) &&
    isMoving(story, observation);
  const wakeAt = rest.wakeAt ?? (waits && later(place, CHECKS_LISTED));
  return { ...rest, ...(wakeAt && { wakeAt }), ...(wakes.length > 0 && { wakes }) };
}

/** Whether the pull request of a story was opened just now, or has a check that has not ended. Whatever else keeps it from being merged is a person's to change. */
const isMoving = ({ pull_request: own }: Story, { pullRequest: seen }: Observation): boolean =>
  own?.number !== seen?.number || (seen?.checks ?? []).some(({ state }) => state === 'pending');

/** The stories that GitHub lists as closed blockers of the issue: what they came to is told to whoever builds on them. */
async function storiesBefore(store: StateStore, { issue }: Observation): Promise<Pick<Ground, 'before'>> {
  const closed = (issue?.blockedBy ?? []).filter(({ state, repository }) => state === 'closed' && !repository);
  if (closed.length === 0) return {};
  const numbers = closed.map(({ number }) => number);
  return { before: await storiesIn(await store.snapshot(), numbers) };
}

/** The file that an epic takes its stories from, while it has not taken all of them. */
const sourceWanted = (story: Story | null): string | undefined =>
  story?.status === 'underway' ? story.plan?.source : undefined;

/** That file, read. */
function sourceOf(file: NonNullable<Observation['file']> | null): NonNullable<Ground['source']> | null {
  return (
    file && {
      oid: file.oid,
      path: file.path,
      read: readPlanFile(file.text, file.path, { read: readYaml, lines: yamlLines }),
    }
  );
}

/**
 * The second and the third line. A decision that draws from a purse which others have drawn from meanwhile is made anew on what is left there; nothing
 * has to be observed again for that, as long as the story is the same.
 */
async function decideAndCommit(
  place: Place,
  start: Held,
  question: Omit<Question, 'story' | 'run' | 'ledger' | 'team' | 'parent'>,
) {
  let held = start;
  for (let tries = 1; tries <= MAX_LOOKS; tries += 1) {
    const { story, run, ledger, team, parent } = held;
    const decision = decide({
      ...question,
      story,
      run,
      ...(ledger && { ledger }),
      ...(team && { team }),
      ...(parent && { parent }),
    });
    const fresh = freshIn(decision, story);
    const starts = decision.starts ?? [];
    if (decision.message === '') return { held, fresh, starts };
    const committed = await commit(place, held, decision, question.settings);
    if (committed === 'conflict') return 'again';
    if (committed !== 'refused') return { held: committed, fresh, starts };
    const now = await loadOrBreak(place.store.snapshot(), held.issue);
    if (now instanceof BrokenFile || JSON.stringify(now.reads) !== JSON.stringify(held.reads)) return 'again';
    held = now;
  }
  return 'again';
}

/** Without a question that is not the open one: what was known when GitHub was asked may have been old, and a tick on an earlier question answers no later one. */
function onlyOpenQuestion(observation: Observation, { story }: Held, asked: string | undefined): Observation {
  if (asked === undefined || asked === story?.blocked?.comment?.node_id) return observation;
  const { question: _, ...rest } = observation;
  return rest;
}

async function withRoles(
  forge: Forge,
  { story, run }: Held,
  observation: Observation,
  { config }: Settings,
): Promise<Observation> {
  const roles = { ...observation.roles };
  for (const person of voices(story, observation, { run, ask: config.decisions.ask })) {
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
