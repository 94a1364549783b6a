/** What people said since the last look: labels they put on the issue and commands they wrote. */
import { parseCommands, type Said } from '../command-line.ts';
import { type CommandSpec, needOf, onlyAsks, saysOf } from '../commands.ts';
import { next } from '../machine.ts';
import * as money from '../messages/money.ts';
import * as plans from '../messages/plans.ts';
import * as asking from '../messages/questions.ts';
import * as say from '../messages/replies.ts';
import { LABELS } from '../names.ts';
import type { Comment, Labeling, Observation, Person } from '../observation.ts';
import { HEARD, may, rightOf, type Trigger } from '../rights.ts';
import * as sprint from '../sprint/words.ts';
import { refOf, type Story } from '../story.ts';
import { allow } from './allow.ts';
import { approve } from './approve.ts';
import { happen } from './arrive.ts';
import { startOrWait } from './blockers.ts';
import { pursesOf } from './budget.ts';
import { type Draft, owe } from './draft.ts';
import { makeEpic } from './epic.ts';
import { planByWord } from './plan-commands.ts';
import { answerQuestion, isQuestionOpen, openQuestion, override } from './questions.ts';
import { raise } from './raise.ts';
import { editorAfter, foreignEdit, startsRun } from './text-guard.ts';

/** Commands without an event that may begin a run of an epic. */
const BEGINS: ReadonlySet<string> = new Set(['epic', 'sprint']);

/** What the labels cause by which people talk to Orch. */
const CAUSES: Record<string, 'adopt' | 'start'> = {
  [LABELS.story]: 'adopt',
  [LABELS.run]: 'start',
  [LABELS.epic]: 'start',
};

/** Acts of labelling since the story's cursor. When more happened than GitHub shows at once, those that are shown. */
export function newLabelings(observation: Observation, story: Story): Labeling[] {
  const { count, newest } = observation.labelings;
  const fresh = Math.min(count - story.seen.labelings, newest.length);
  return fresh > 0 ? newest.slice(-fresh).filter((act) => act.label in CAUSES) : [];
}

/** Comments since the cursor that a person wrote and nobody edited: only these can hold commands. */
export function spokenComments(observation: Observation, story: Story): Comment[] {
  return observation.comments.filter(
    (comment) => comment.id > story.seen.comment && HEARD[comment.by.kind] && !comment.edited,
  );
}

/** The commands among what was said. */
const commandsIn = (comment: Comment): { spec: CommandSpec; argument: string }[] =>
  parseCommands(comment.body).flatMap((said) => (said.kind === 'command' ? [said] : []));

/** Everyone whose role must be known before these words count: who said them, and who edited the text that they were said of. */
export function speakers(observation: Observation, story: Story): Person[] {
  const labelings = newLabelings(observation, story).filter((act) => HEARD[act.by.kind]);
  const spoken = spokenComments(observation, story).map((comment) => ({ comment, said: commandsIn(comment) }));
  const writers = spoken.filter(({ said }) => said.some(({ spec, argument }) => needOf(spec, argument) !== 'none'));
  const wishes = [
    ...labelings.filter((act) => CAUSES[act.label] === 'start'),
    ...spoken
      .filter(({ said }) =>
        said.some(({ spec }) => BEGINS.has(spec.name) || (spec.event && startsRun(spec.event, story))),
      )
      .map(({ comment }) => comment),
  ];
  return [
    ...labelings.map((act) => act.by),
    ...writers.map(({ comment }) => comment.by),
    ...wishes.flatMap((wish) => editorAfter(observation, wish)),
  ];
}

/** Whether someone says `/orch approve` among what is new. */
export const isApprovedNow = (observation: Observation, story: Story): boolean =>
  spokenComments(observation, story).some((comment) =>
    commandsIn(comment).some(({ spec }) => spec.event === 'approve'),
  );

export function listen(draft: Draft): void {
  const labelings = newLabelings(draft.observation, draft.story);
  for (const [index, act] of labelings.entries()) {
    const isLast = !labelings.slice(index + 1).some((later) => later.label === act.label);
    heedLabel(draft, act, draft.story.seen.labelings + index, isLast);
  }
  for (const comment of spokenComments(draft.observation, draft.story)) heedComment(draft, comment);
  const { seen } = draft.story;
  seen.labelings = Math.max(seen.labelings, draft.observation.labelings.count);
  seen.comment = Math.max(seen.comment, ...draft.observation.comments.map((comment) => comment.id));
}

/** `isLast`: nobody has put the same label on since, so that the one on the issue is this one. */
function heedLabel(draft: Draft, act: Labeling, index: number, isLast: boolean): void {
  const event = CAUSES[act.label];
  const trigger: Trigger = { kind: 'label', says: act.label };
  const right = rightOf(trigger);
  // Orch does not obey itself or other machines; a label that a bot puts on is no one's wish.
  if (!event || !right || !HEARD[act.by.kind]) return;
  const role = draft.observation.roles[act.by.id] ?? 'none';
  const takeBack = (key: string, text: string): void => {
    reply(draft, `${key}:${draft.story.id}:${index}`, text);
    if (isLast) owe(draft, { kind: 'labels', take_off: [act.label] });
  };
  if (!may({ person: act.by, role }, trigger)) {
    takeBack('refused-label', say.labelRefused(act, right.needs, role));
    return;
  }
  if (draft.observation.issue?.state === 'closed') {
    reply(draft, `label:${draft.story.id}:${index}`, say.issueIsClosed(act.by.login));
    return;
  }
  // A label on a story that is already on its way changes nothing and needs no answer: the sticky comment shows where it is.
  if (next(draft.story.status, event) === undefined) return;
  const edit = startsRun(event, draft.story) ? foreignEdit(draft.observation, act) : undefined;
  if (edit) {
    takeBack('edited', say.textEdited(act.by.login, edit, `put \`${act.label}\` on again; I took it off`));
    return;
  }
  if (act.label === LABELS.epic && makeEpic(draft) === 'begun') {
    takeBack('no-epic', plans.isStory(draft.story.id));
    return;
  }
  const happening = { by: refOf(act.by), said: true } as const;
  if (event === 'start') startOrWait(draft, { type: event, ...happening });
  else happen(draft, { type: event, ...happening });
}

function heedComment(draft: Draft, comment: Comment): void {
  let helped = false;
  for (const [index, said] of parseCommands(comment.body).entries()) {
    const key = `answer:${comment.id}.${index}`;
    if (said.kind !== 'command') {
      // Whoever misspelt one may have misspelt all: one answer helps with that.
      if (!helped) reply(draft, key, misunderstood(said), comment);
      helped = true;
    } else if (said.spec.event || changes(said.spec, said.argument)) {
      const refusal = obey(draft, comment, said.spec, said.argument);
      if (refusal !== undefined) reply(draft, key, refusal, comment);
    } else draft.questions.push({ spec: said.spec, key, comment });
  }
}

/** Whether a command without an event does more than ask. */
const changes = (spec: CommandSpec, argument: string): boolean =>
  spec.plans ? spec.needs !== 'none' || !onlyAsks(spec, argument) : spec.name in CHANGES && argument !== '';

/** What changes a story without an event, by the command's name. */
const CHANGES: Readonly<Record<string, typeof raise>> = { budget: raise, allow };

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
  const { approvers, max_review_rounds: most } = settings.config.settings;
  const { login } = comment.by;
  const speaker = { person: comment.by, role: observation.roles[comment.by.id] };
  const onIssue = comment.on.number === story.id;
  const trigger: Trigger = {
    kind: onIssue ? 'comment on the issue' : 'comment on the pull request',
    says: saysOf(spec, argument),
  };
  if (!may(speaker, trigger)) return say.commandRefused(spec, login, speaker.role ?? 'none', argument);
  if (!may(speaker, trigger, approvers)) return say.notAnApprover(login, approvers);
  if (!spec.event) {
    const change = spec.plans ? planByWord : CHANGES[spec.name];
    const refusal = change?.(draft, comment, spec, argument);
    if (refusal === undefined) owe(draft, { kind: 'react', comment: comment.nodeId });
    return refusal;
  }
  if (spec.event === 'answer' || spec.event === 'override') return decideByWord(draft, comment, spec, argument);
  if (next(story.status, spec.event, story.blocked?.resume_to) === undefined) return say.commandDoesNotFit(spec, story);
  if (spec.event === 'resume' && isQuestionOpen(story)) return asking.answerFirst(draft.run?.result?.question);
  const ends = spec.event === 'skip' || spec.event === 'abandon';
  if (observation.issue?.state === 'closed' && !ends) return say.issueIsClosed(login);
  if (spec.event === 'changes' && story.status === 'review' && story.rounds >= most) return say.noRoundsLeft(most);
  const edit = startsRun(spec.event, story) ? foreignEdit(observation, comment) : undefined;
  if (edit) return say.textEdited(login, edit, `say \`/orch ${spec.name}\` again`);
  if (spec.event === 'approve') {
    const refusal = approve(draft, comment, argument);
    if (refusal !== undefined) return refusal;
  } else {
    const happening = { by: refOf(comment.by), said: true as const, ...(argument ? { reason: argument } : {}) };
    if (spec.event === 'start') startOrWait(draft, { type: spec.event, ...happening });
    else happen(draft, { type: spec.event, ...happening });
    if (story.blocked?.kind === 'budget') return say.noMoney(story, settings.config);
  }
  owe(draft, { kind: 'react', comment: comment.nodeId });
  return undefined;
}

/** An answer to a question, or another one in the place of one that was given. */
function decideByWord(draft: Draft, comment: Comment, spec: CommandSpec, argument: string): string | undefined {
  if (draft.observation.issue?.state === 'closed' && draft.story.status !== 'merged')
    return say.issueIsClosed(comment.by.login);
  const by = refOf(comment.by);
  const refusal =
    spec.event === 'answer' ? answerQuestion(draft, by, argument) : override(draft, spec, by, argument, comment.at);
  if (refusal !== undefined) return refusal;
  if (draft.story.blocked?.kind === 'budget') return asking.keptWithoutMoney(draft.story, draft.settings.config);
  owe(draft, { kind: 'react', comment: comment.nodeId });
  return undefined;
}

function answer(draft: Draft, spec: CommandSpec): string {
  const asked = openQuestion(draft.story, draft.run);
  if (spec.name === 'decisions') return asking.decisions(draft.story, asked);
  if (spec.name === 'status') return say.status(draft.story, draft.run, draft.settings.config);
  // What nobody can read where it was asked is said here.
  const unseen = draft.story.blocked?.comment && draft.observation.question !== null ? undefined : asked;
  if (spec.name === 'why') return say.why(draft.story, draft.settings.config, unseen);
  if (spec.name === 'budget') return money.budget(draft.story, pursesOf(draft), draft.settings.config, draft.now);
  if (spec.name === 'sprint' || spec.name === 'backlog') return answerOfPlan(draft, spec.name);
  if (spec.name === 'cost') return money.cost(draft.story, pursesOf(draft), draft.now);
  return say.help();
}

function answerOfPlan({ story, team = [], settings }: Draft, name: 'sprint' | 'backlog'): string {
  if (!story.plan) return plans.noEpic(name);
  return name === 'sprint' ? sprint.sprintStatus(story, team, settings.config) : sprint.backlog(story, team);
}

/** Answers where it was asked: on the issue, or on the story's pull request. */
function reply(draft: Draft, key: string, text: string, to?: Comment): void {
  const elsewhere = to !== undefined && to.on.number !== draft.story.id;
  owe(draft, { kind: 'reply', key, text, ...(elsewhere && { on: { number: to.on.number, node_id: to.on.nodeId } }) });
  draft.notes.push(key.startsWith('answer:') ? 'answer a command' : 'explain what became of a label');
}
