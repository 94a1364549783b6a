/** What GitHub answered to an effect, written back into the state. The answer can itself be news: a merge that worked is a merge. */
import type { Made } from '../act.ts';
import { ended } from '../messages/words.ts';
import type { Run } from '../run.ts';
import type { Effect, Story } from '../story.ts';
import { happen } from './arrive.ts';
import { settleEnded, settleStopped } from './budget.ts';
import { type Decision, finish, type Lease, showStatus } from './decide.ts';
import { type Draft, draftOf, type Ground, owe, putRun } from './draft.ts';
import { learnOfPlan } from './plan-facts.ts';
import { questionKey } from './questions.ts';

/** What came of performing an effect. */
export type Outcome =
  | { kind: 'done'; facts: Facts }
  /** GitHub said no, and would say no again. `reason` is the end of a sentence. `facts`: what was found that had been made before. */
  | { kind: 'refused'; reason: string; facts?: Facts }
  /**
   * What the effect rested on is no longer so (the head moved, say). It is dropped; the next look decides again. `started`: it is a run that nobody
   * waits for any more, and it was at work nevertheless.
   */
  | { kind: 'stale'; reason: string; started?: true };

/** What is worth knowing of what was made. */
export interface Facts extends Made {
  comment?: { id: number; nodeId: string; url: string };
  pullRequest?: { number: number; url: string };
  actionsRun?: { id: number; url: string };
  mergeCommit?: string;
}

export interface Performed {
  effect: Effect;
  outcome: Outcome;
}

/**
 * Takes performed effects out of the outbox, with what became known. May owe new ones. `overtaken`: the story was changed by someone else while
 * they were performed, so that what they said may be old already.
 */
export function acknowledge(
  story: Story,
  run: Run | null,
  performed: readonly Performed[],
  ground: Ground,
  lease: Lease,
  overtaken = false,
): Decision {
  const draft = draftOf(story, run, ground);
  const done = new Set(performed.map(({ effect }) => effect.id));
  const left = (story.outbox?.effects ?? []).filter((effect) => !done.has(effect.id));
  if (draft.story.outbox && left.length > 0) draft.story.outbox.effects = left;
  else delete draft.story.outbox;
  for (const { effect, outcome } of performed) {
    const owed = story.outbox?.effects.some(({ id }) => id === effect.id) ?? false;
    note(draft, effect, outcome, owed);
    // The comment shows what came before it; what comes after it, or from elsewhere, makes it owed once more.
    if (effect.kind === 'sticky' && outcome.kind === 'done') draft.visible = overtaken;
  }
  // Whoever took the rest over has brought the comment up to date without these links.
  if (overtaken && performed.some(isLinked)) draft.visible = true;
  // The labels that were observed are older than what was just done; only a new status says that another one is due.
  if (draft.story.status !== story.status) showStatus(draft);
  if (draft.notes.length === 0) draft.notes.push(`done: ${performed.map(({ effect }) => effect.kind).join(', ')}`);
  return finish(draft, story, lease);
}

const isLinked = ({ effect, outcome }: Performed): boolean =>
  outcome.kind === 'done' && (effect.kind === 'dispatch' || effect.kind === 'open_pull_request');

function note(draft: Draft, effect: Effect, outcome: Outcome, owed: boolean): void {
  if (outcome.kind === 'done') learn(draft, effect, outcome.facts, owed);
  else if (outcome.kind === 'refused') {
    if (outcome.facts) learn(draft, effect, outcome.facts, owed);
    suffer(draft, effect, outcome.reason);
  } else {
    draft.notes.push(`${effect.kind} was out of date: ${outcome.reason}`);
    if (effect.kind === 'dispatch' && !isWaitedFor(draft, effect.run))
      settleStopped(draft, effect.run, outcome.started ?? false);
  }
}

const isWaitedFor = ({ run }: Draft, id: string): boolean => run?.id === id && run.status === 'queued';

/**
 * Writes down what was made. `owed`: the state still waits for it. Otherwise whoever took it over has written down what they made or found, and
 * an answer that comes later than that must not take its place.
 */
function learn(draft: Draft, effect: Effect, facts: Facts, owed: boolean): void {
  const { story, run } = draft;
  switch (effect.kind) {
    case 'sticky':
      if (facts.comment && (owed || !story.sticky))
        story.sticky = { id: facts.comment.id, node_id: facts.comment.nodeId, url: facts.comment.url };
      break;
    case 'dispatch':
      // Someone who took it over may have found, or started, a newer one.
      if (facts.actionsRun && run?.id === effect.run && !run.actions_run)
        putRun(draft, { ...run, actions_run: facts.actionsRun });
      if (isWaitedFor(draft, effect.run)) break;
      // Someone stopped it while it was being started.
      if (facts.actionsRun) owe(draft, { kind: 'cancel_run', actions_run: facts.actionsRun.id });
      settleStopped(draft, effect.run, true);
      break;
    case 'open_pull_request':
      if (facts.pullRequest && (owed || !story.pull_request)) {
        story.pull_request = { ...facts.pullRequest, head: run?.result?.head ?? '' };
        draft.notes.push(`pull request ${facts.pullRequest.number} opened`);
      }
      break;
    case 'reply':
      if (facts.comment && effect.key === questionKey(story))
        story.blocked = {
          ...story.blocked!,
          comment: { id: facts.comment.id, node_id: facts.comment.nodeId, url: facts.comment.url },
        };
      break;
    case 'open_story':
    case 'open_epic':
    case 'open_milestone':
    case 'link_story':
      learnOfPlan(draft, effect, facts);
      break;
    case 'merge':
      happen(draft, { type: 'merged', ...(facts.mergeCommit ? { reason: facts.mergeCommit } : {}) });
      break;
    default:
      break;
  }
}

/** A refusal of something the story cannot go on without becomes news; anything else is left out and noted in the history. */
function suffer(draft: Draft, effect: Effect, reason: string): void {
  switch (effect.kind) {
    case 'dispatch':
      // Another run has taken its place, or nobody waits for this one any more.
      if (!draft.run || !isWaitedFor(draft, effect.run)) {
        settleStopped(draft, effect.run, false);
        break;
      }
      putRun(draft, { ...draft.run, status: 'lost', completed_at: draft.now });
      settleEnded(draft);
      happen(draft, { type: 'run.exhausted', reason: `GitHub would not start the run: ${ended(reason)}` });
      break;
    case 'open_pull_request':
      happen(draft, { type: 'changes.exhausted', reason: `GitHub would not open the pull request: ${ended(reason)}` });
      break;
    case 'open_story':
      // The rest would be refused as well; a person has to make room for it.
      happen(draft, { type: 'pause', reason: `GitHub would not open story ${effect.key}: ${ended(reason)}` });
      break;
    case 'merge':
      happen(draft, { type: 'merge.refused', reason });
      break;
    default:
      draft.notes.push(`${effect.kind} was refused: ${reason}`);
  }
}
