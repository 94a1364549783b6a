/** What people said since the last look: labels they put on the issue and commands they wrote. */
import { parseCommands, type Said } from '../command-line.ts';
import type { CommandSpec } from '../commands.ts';
import { next } from '../machine.ts';
import * as say from '../messages/replies.ts';
import { LABELS } from '../names.ts';
import type { Comment, Labeling, Observation, Person } from '../observation.ts';
import { type Role, reaches } from '../permissions.ts';
import type { Story } from '../story.ts';
import { happen } from './arrive.ts';
import { type Draft, owe } from './draft.ts';

/** The labels by which a person triggers something, what they cause, and what they need. */
const TRIGGERS: Record<string, { event: 'adopt' | 'start'; needs: Role }> = {
  [LABELS.story]: { event: 'adopt', needs: 'triage' },
  [LABELS.run]: { event: 'start', needs: 'write' },
};

/** Acts of labelling since the story's cursor. When more happened than GitHub shows at once, those that are shown. */
export function newLabelings(observation: Observation, story: Story): Labeling[] {
  const { count, newest } = observation.labelings;
  const fresh = Math.min(count - story.seen.labelings, newest.length);
  return fresh > 0 ? newest.slice(-fresh).filter((act) => act.label in TRIGGERS) : [];
}

/** Comments since the cursor that a person wrote and nobody edited: only these can hold commands. */
export function spokenComments(observation: Observation, story: Story): Comment[] {
  return observation.comments.filter(
    (comment) => comment.id > story.seen.comment && comment.by.kind === 'user' && !comment.edited,
  );
}

/** Everyone whose role must be known before these words count. */
export function speakers(observation: Observation, story: Story): Person[] {
  const labellers = newLabelings(observation, story).map((act) => act.by);
  const writers = spokenComments(observation, story)
    .filter((comment) =>
      parseCommands(comment.body).some((said) => said.kind === 'command' && said.spec.needs !== 'none'),
    )
    .map((comment) => comment.by);
  return [...labellers, ...writers].filter((person) => person.kind === 'user');
}

export function listen(draft: Draft): void {
  for (const [index, act] of newLabelings(draft.observation, draft.story).entries()) {
    heedLabel(draft, act, draft.story.seen.labelings + index);
  }
  for (const comment of spokenComments(draft.observation, draft.story)) {
    for (const [index, said] of parseCommands(comment.body).entries()) heedCommand(draft, comment, said, index);
  }
  const { seen } = draft.story;
  seen.labelings = Math.max(seen.labelings, draft.observation.labelings.count);
  seen.comment = Math.max(seen.comment, ...draft.observation.comments.map((comment) => comment.id));
}

function heedLabel(draft: Draft, act: Labeling, index: number): void {
  const trigger = TRIGGERS[act.label];
  // Orch does not obey itself or other machines; a label that a bot puts on is no one's wish.
  if (!trigger || act.by.kind !== 'user') return;
  const role = draft.observation.roles[act.by.id] ?? 'none';
  if (!reaches(role, trigger.needs)) {
    reply(draft, `refused-label:${draft.story.id}:${index}`, say.labelRefused(act, trigger.needs, role));
    return;
  }
  if (draft.observation.issue?.state === 'closed') {
    reply(draft, `label:${draft.story.id}:${index}`, say.issueIsClosed(act.by.login));
    return;
  }
  // A label on a story that is already on its way changes nothing and needs no answer: the sticky comment shows where it is.
  happen(draft, { type: trigger.event, by: ref(act.by) });
}

function heedCommand(draft: Draft, comment: Comment, said: Said, index: number): void {
  const key = `answer:${comment.id}.${index}`;
  if (said.kind === 'command' && !said.spec.event) {
    draft.questions.push({ spec: said.spec, key, comment });
    return;
  }
  const refusal = said.kind === 'command' ? obey(draft, comment, said.spec, said.argument) : misunderstood(said);
  if (refusal !== undefined) reply(draft, key, refusal, comment);
}

/** Answers what was asked, from how things stand when everything else that is new has been taken in. */
export function answerQuestions(draft: Draft): void {
  for (const { spec, key, comment } of draft.questions) reply(draft, key, answer(draft, spec), comment);
}

function misunderstood(said: Exclude<Said, { kind: 'command' }>): string {
  return said.kind === 'unknown' ? say.unknownCommand(said.word, said.nearest) : say.argumentMissing(said.spec);
}

/** Does what a command asks for. Answers what must be said in a comment, or undefined when a reaction says enough. */
function obey(draft: Draft, comment: Comment, spec: CommandSpec, argument: string): string | undefined {
  const { story, observation, settings } = draft;
  const role = observation.roles[comment.by.id] ?? 'none';
  if (!reaches(role, spec.needs)) return say.commandRefused(spec, comment.by.login, role);
  if (!spec.event) return undefined;
  if (next(story.status, spec.event, story.blocked?.resume_to) === undefined) return say.commandDoesNotFit(spec, story);
  const ends = spec.event === 'skip' || spec.event === 'abandon';
  if (observation.issue?.state === 'closed' && !ends) return say.issueIsClosed(comment.by.login);
  const most = settings.config.settings.max_review_rounds;
  if (spec.event === 'changes' && story.status === 'review' && story.rounds >= most) return say.noRoundsLeft(most);
  const reason = argument ? { reason: argument } : {};
  happen(draft, { type: spec.event, by: ref(comment.by), ...reason });
  owe(draft, { kind: 'react', comment: comment.nodeId });
  return undefined;
}

function answer(draft: Draft, spec: CommandSpec): string {
  if (spec.name === 'status') return say.status(draft.story, draft.run, draft.settings.config);
  if (spec.name === 'why') return say.why(draft.story, draft.settings.config);
  return say.help();
}

/** Answers where it was asked: on the issue, or on the story's pull request. */
function reply(draft: Draft, key: string, text: string, to?: Comment): void {
  const elsewhere = to !== undefined && to.on.number !== draft.story.id;
  owe(draft, { kind: 'reply', key, text, ...(elsewhere && { on: { number: to.on.number, node_id: to.on.nodeId } }) });
  draft.notes.push(`answer ${key.split(':')[0]}`);
}

const ref = (person: Person) => ({ id: person.id, login: person.login });
