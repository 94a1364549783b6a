/** What has to be closed before a story can be started, as GitHub says it: its issue is blocked by others. */

import type { Plan } from '../epic.ts';
import { textEdited } from '../messages/replies.ts';
import type { Blocker, Observation } from '../observation.ts';
import { refOf } from '../story.ts';
import { happen } from './arrive.ts';
import { isBusy } from './budget.ts';
import { type Draft, type Happening, owe } from './draft.ts';
import { foreignEdit } from './text-guard.ts';

/** Blockers that are open. GitHub counts a closed one no more, whyever it was closed. */
export const openBlockers = ({ issue }: Observation): Blocker[] =>
  (issue?.blockedBy ?? []).filter(({ state }) => state === 'open');

/** Keeps in the story's file what it waits for, for the schedule of its epic and for people. */
export function hearOfBlockers(draft: Draft): void {
  const { story, observation } = draft;
  if (!observation.issue || story.status === 'untracked') return;
  hearOfFreedom(draft, observation.issue.blockedBy);
  const open = openBlockers(observation).flatMap(({ number, repository }) => (repository === undefined ? number : []));
  const before = story.blocked_by ?? [];
  if (open.length > 0) story.blocked_by = open;
  else delete story.blocked_by;
  const again = open.filter((number) => draft.team?.some(({ id, status }) => id === number && status === 'merged'));
  if (again.length > 0) story.held_by = again;
  else delete story.held_by;
  // A story that was opened for an epic has no comment of its own yet: the board says what it waits for.
  const isSaid = story.status === 'pending' && story.sticky !== undefined;
  if (isSaid && before.join() !== open.join()) draft.visible = true;
}

/**
 * What was listed once and is not any more was taken out by people: an issue that is only closed stays in the list. What the plan says of it counts for listed
 * only where somebody has just said that they took something out, because GitHub may show late what it was told.
 */
function hearOfFreedom({ story, parent, reasons }: Draft, blockers: readonly Blocker[]): void {
  const listed = new Set(blockers.flatMap(({ number, repository }) => (repository === undefined ? number : [])));
  const told = reasons?.includes('unblocked') && parent?.plan ? linkedTo(story.id, parent.plan) : [];
  const before = new Set([...(story.freed_of ?? []), ...(story.blocked_by ?? []), ...told]);
  const freed = [...before].filter((number) => !listed.has(number));
  if (freed.length > 0) story.freed_of = freed;
  else delete story.freed_of;
}

/** Issues of which Orch told GitHub that the story waits for them. */
function linkedTo(story: number, { stories }: Plan): number[] {
  const { linked = [] } = stories.find(({ issue }) => issue?.number === story) ?? {};
  return stories.flatMap(({ key, issue }) => (issue && linked.includes(key) ? issue.number : []));
}

/**
 * Starts a story, or remembers the wish while something stands in the way. Answers false, with nothing changed, where it cannot be started at all.
 */
export function startOrWait(draft: Draft, happening: Happening & { type: 'start' }): boolean {
  const { story, observation, now } = draft;
  const waits = openBlockers(observation).length > 0 && (story.status === 'untracked' || story.status === 'pending');
  if (!waits) {
    const started = happen(draft, happening);
    if (started) delete story.wanted;
    return started;
  }
  if (story.status === 'untracked') happen(draft, { ...happening, type: 'adopt' });
  story.wanted = { by: happening.by ?? story.requested_by, at: now };
  draft.visible = true;
  draft.notes.push(`wanted by ${story.wanted.by.login}, as soon as it is not blocked`);
  hearOfBlockers(draft);
  return true;
}

/** Starts what somebody wanted and what nothing stands in the way of any more. */
export function startWanted(draft: Draft): void {
  const { story, observation } = draft;
  const { wanted } = story;
  if (!wanted || story.status !== 'pending' || openBlockers(observation).length > 0) return;
  if (!isMeant(draft, wanted)) return;
  delete story.wanted;
  happen(draft, { type: 'start', by: wanted.by, said: true });
}

/** Starts what the schedule of its epic has a place for. */
export function startScheduled(draft: Draft): void {
  const { story, parent, observation, reasons } = draft;
  const { sprint, cycle } = parent?.plan ?? {};
  if (!parent || story.status !== 'pending' || !reasons?.includes('schedule')) return;
  if (parent.status !== 'underway' || cycle !== 'sprint_active' || !sprint?.stories.includes(story.id)) return;
  if (openBlockers(observation).length > 0 || draft.settings.problems.length > 0) return;
  const by = sprint.started_by ?? parent.requested_by;
  if (!isMeant(draft, { by, at: sprint.started_at ?? sprint.planned_at })) return;
  draft.slots = draft.settings.config.settings.max_concurrent_agents;
  if (!isBusy(draft)) happen(draft, { type: 'start', by, said: true });
}

/** Whether the text of the issue is still the one that was meant: nobody without the right to start anything has changed it since. */
function isMeant(draft: Draft, { by, at }: { by: { id: number; login: string }; at: string }): boolean {
  const { story, observation } = draft;
  const edit = foreignEdit(observation, { by: { ...refOf(by), kind: 'user' }, at });
  if (!edit) return true;
  if (story.edit_told === edit.at) return false;
  story.edit_told = edit.at;
  const text = textEdited(by.login, edit, 'read it, and say `/orch start` if it is what you want');
  owe(draft, { kind: 'reply', key: `edited:${story.id}:${edit.at}`, text });
  draft.notes.push('the text was edited by someone who may not start it');
  return false;
}
