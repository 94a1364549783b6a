/**
 * The second line of the one loop: from the state, what GitHub says, and the time, to the next state and what becomes owed. Pure: the same
 * inputs give the same bytes. It compares what GitHub shows with what the story has seen, so that a doubled, late or lost webhook
 * changes nothing but the moment at which this runs.
 */

import { parseCommands } from '../command-line.ts';
import { labelDrift } from '../labels.ts';
import type { Posting } from '../ledger.ts';
import * as say from '../messages/replies.ts';
import type { Observation, Person } from '../observation.ts';
import { HEARD } from '../rights.ts';
import type { Run } from '../run.ts';
import { isSame } from '../same.ts';
import { blankStory, type Effect, type Outbox, type Story } from '../story.ts';
import { hearOfBlockers, startScheduled, startWanted } from './blockers.ts';
import { postingOf } from './budget.ts';
import { type Draft, draftOf, type Ground, owe } from './draft.ts';
import { tidyDuplicates } from './duplicates.ts';
import { hearOfIssue } from './issue-news.ts';
import { hearOfPullRequest, reviewers } from './pull-request-news.ts';
import { choosers, heedChoices, takeDefaults } from './questions.ts';
import { type ActionsRun, hearOfRun } from './run-news.ts';
import { answerQuestions, listen, newLabelings, speakers, spokenComments } from './speech.ts';
import { leadTeam } from './team.ts';

/** Who performs the effects, and until when nobody else may (ISO time). */
export interface Lease {
  holder: string;
  until: string;
}

export interface Question extends Ground {
  /** Null when Orch has never been spoken to on this issue. */
  story: Story | null;
  /** The story's current run. */
  run: Run | null;
  /** What Actions says of a run that left no result, when that was looked up. */
  actionsRun?: ActionsRun | 'nowhere' | null;
  lease: Lease;
}

export interface Decision {
  /** The next state of the story; null while nothing was ever said to Orch here. */
  story: Story | null;
  /** Runs to write, by their record's path. */
  runs: { record: string; run: Run }[];
  /** What it does to the ledger; absent when nothing. The decision stands only together with that. */
  posting?: Posting;
  /** A sentence for the history of the state branch; empty when nothing changed. */
  message: string;
  /** Stories that were opened just now: each gets a file, unless it has one. */
  adopts?: readonly Story[];
  /** Issues that are to be looked at next, because the schedule has a place for them. */
  starts?: readonly number[];
}

/** Everyone whose role must be known before this observation can be decided on. `run`: the story's current run. `ask`: who is asked here, by their logins. */
export function voices(
  story: Story | null,
  observation: Observation,
  { run = null, ask = [] }: { run?: Run | null; ask?: readonly string[] } = {},
): Person[] {
  const known = story ?? untracked(observation, '');
  const people = [
    ...speakers(observation, known),
    ...reviewers(observation, known),
    ...choosers(observation, known, run, ask),
    ...editors(observation, known),
  ];
  return people.filter((person, index) => people.findIndex((other) => other.id === person.id) === index);
}

/** Whoever edited the text of a story that is about to be started by itself: only who may start it may change what it is told. */
function editors({ issue }: Observation, story: Story): Person[] {
  const by = story.status === 'pending' && (story.wanted || story.epic) ? issue?.edited?.by : undefined;
  return by && HEARD[by.kind] ? [by] : [];
}

export function decide(question: Question): Decision {
  const { story, observation } = question;
  if (!story && !isSpokenTo(observation, untracked(observation, question.now)))
    return { story: null, runs: [], message: '' };
  const draft = draftOf(story ?? untracked(observation, question.now), question.run, question);
  hearOfIssue(draft);
  hearOfBlockers(draft);
  listen(draft);
  startWanted(draft);
  startScheduled(draft);
  hearOfRun(draft, question.actionsRun ?? null);
  heedChoices(draft);
  takeDefaults(draft);
  hearOfPullRequest(draft);
  leadTeam(draft);
  answerQuestions(draft);
  tellOfProblems(draft);
  tidyDuplicates(draft);
  // What the issue shows is compared with what it should show, so that a label that a person took off comes back.
  showStatus(draft);
  return finish(draft, story, question.lease);
}

/** Owes the label of the story's status, where the issue does not carry it or carries another. */
export function showStatus(draft: Draft): void {
  if (draft.story.status === 'untracked' || !draft.observation.issue) return;
  const { add, remove } = labelDrift(draft.story, draft.observation);
  if (add.length + remove.length > 0) owe(draft, { kind: 'labels', take_off: [] });
}

/** Closes a draft: effects get their ids and their holder, and the change gets its sentence. */
export function finish(draft: Draft, before: Story | null, lease: Lease): Decision {
  const posting = postingOf(draft, before);
  const { story, owed, visible } = draft;
  // While a merge is on its way the comment would be edited twice within a second; the merge brings it up to date.
  const merging = owed.some((effect) => effect.kind === 'merge');
  if (visible && !merging && story.status !== 'untracked') owe(draft, { kind: 'sticky' });
  const stands = before?.status === story.status && before.blocked?.kind === story.blocked?.kind;
  if (!stands && draft.parent?.sticky && draft.parent.status === 'underway') owe(draft, { kind: 'board' });
  const same = before !== null && isSame(before, story);
  const after = {
    ...(draft.adopts.length > 0 && { adopts: draft.adopts }),
    ...(draft.starts.length > 0 && { starts: draft.starts }),
  };
  if (same && owed.length === 0 && draft.changedRuns.size === 0 && draft.adopts.length === 0)
    return { story: before, runs: [], message: '', ...after };
  story.transition += 1;
  if (owed.length > 0) {
    const effects = owed.map(
      (effect, index) => ({ id: `${story.id}.${story.transition}.${index}`, ...effect }) as Effect,
    );
    const outbox: Outbox = { ...lease, effects: inOrder([...(story.outbox?.effects ?? []), ...effects]) };
    story.outbox = outbox;
  }
  const what = draft.notes.length > 0 ? draft.notes.join('; ') : 'read on';
  const records = new Map(story.runs.map(({ id, record }) => [id, record]));
  return {
    story,
    runs: [...draft.changedRuns.values()].map((run) => ({ record: records.get(run.id) ?? '', run })),
    ...(posting && { posting }),
    message: `${story.plan ? 'epic' : 'story'} ${story.id}: ${what}`,
    ...after,
  };
}

/**
 * The order in which effects are done. The sticky comment comes after what it tells of (the run's link, the pull request's number), and
 * answers come last, when what they say has happened.
 */
const ORDER: Effect['kind'][] = [
  'cancel_run',
  'dispatch',
  'open_milestone',
  'open_story',
  'open_epic',
  'link_story',
  'set_milestone',
  'close_milestone',
  'open_pull_request',
  'merge',
  'close_pull_request',
  'prove',
  'sticky',
  'board',
  'labels',
  'react',
  'delete_comment',
  'pin',
  'close_issue',
  'delete_branch',
  'reply',
];
const inOrder = <T extends { kind: Effect['kind'] }>(effects: T[]): T[] =>
  effects.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));

/** An issue before anyone spoke to Orch on it. */
function untracked({ issue, repository }: Observation, now: string): Story {
  const blank = blankStory(issue?.number ?? 0, {
    title: issue?.title ?? '',
    by: { id: issue?.by.id ?? 0, login: issue?.by.login ?? 'ghost' },
    base: { ref: repository.defaultBranch, sha: repository.head },
    now,
  });
  return { ...blank, seen: { ...blank.seen, issue: issue?.state ?? 'open' } };
}

/** True when the issue carries a wish: a trigger label or a command. Anything else on it is none of Orch's business. */
function isSpokenTo(observation: Observation, blank: Story): boolean {
  if (!observation.issue) return false;
  return (
    newLabelings(observation, blank).some((act) => HEARD[act.by.kind]) ||
    spokenComments(observation, blank).some((comment) => parseCommands(comment.body).length > 0)
  );
}

/** A configuration that could not be used is told once per version of the file, on the story that met it. */
function tellOfProblems(draft: Draft): void {
  const { settings, story } = draft;
  if (settings.problems.length === 0 || story.config_told === settings.newest) return;
  story.config_told = settings.newest ?? '';
  owe(draft, {
    kind: 'reply',
    key: `config:${story.id}:${settings.newest}`,
    text: say.configProblems(settings.problems, settings.source !== null),
  });
  draft.notes.push('tell of a mistake in the configuration');
}
