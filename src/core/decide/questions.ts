/**
 * Questions that a run ends with, and their answers. A question waits in the record of its run, and the story is blocked by it; whoever may, answers it
 * minutes or weeks later, and the next run begins with the answer.
 */
import { MAX_ARGUMENT } from '../command-line.ts';
import type { CommandSpec } from '../commands.ts';
import { alreadyAnswered, notADecision, notAnOption, nothingAsked, onHold, question } from '../messages/questions.ts';
import { commandDoesNotFit, noRoundsLeft } from '../messages/replies.ts';
import type { Observation, Person } from '../observation.ts';
import { may, type Trigger } from '../rights.ts';
import type { Asked, Decided, Run } from '../run.ts';
import { type Decision, type PersonRef, refOf, type Story } from '../story.ts';
import { answerIn } from './answer-words.ts';
import { happen } from './arrive.ts';
import { choicesOf } from './choices.ts';
import { type Draft, owe } from './draft.ts';

/** So many characters of an agent's words are kept with the story; the record of its run has all. A person's answer stands nowhere else, so it is kept whole. */
const MAX_KEPT = 500;

const HOUR = 60 * 60_000;

export const isQuestionOpen = ({ status, blocked }: Story): boolean =>
  status === 'blocked' && blocked?.kind === 'question';

const QUESTION = 'question:';

/** The mark of the comment that asks the open question; undefined while none is open. */
export const questionKey = (story: Story): string | undefined =>
  isQuestionOpen(story) ? `${QUESTION}${story.runs.at(-1)?.id}` : undefined;

/** Whether a mark is that of a comment that asks something. */
export const isQuestion = (key: string): boolean => key.startsWith(QUESTION);

/** The open question as it was asked; undefined while none is open. What a person took out of the run's record is asked in short in the story. */
export const openQuestion = (story: Story, run: Run | null): Asked | undefined =>
  isQuestionOpen(story)
    ? (run?.result?.question ?? { ...UNRECORDED, question: story.blocked?.reason ?? '' })
    : undefined;

const UNRECORDED = {
  options: [],
  confidence: 0,
  reasoning: '',
  severity: 'important',
} as const satisfies Partial<Asked>;

/** Lets the story wait for the answer, and asks for it in one comment that mentions whoever is to give it. */
export function ask(draft: Draft, asked: Asked): void {
  const { story, settings, now } = draft;
  const { ask: logins, default_after_hours: hours } = settings.config.decisions;
  // A person's answer begins the count of attempts anew; whoever asks on after defaults that nobody looked at is not helped by another one.
  if (story.attempts > settings.config.settings.max_attempts) {
    happen(draft, { type: 'run.exhausted', reason: `It asks once more, and no attempt is left: ${asked.question}` });
    return;
  }
  const waits = hours !== undefined && asked.default !== undefined && asked.severity !== 'critical';
  const until = waits ? new Date(Date.parse(now) + hours * HOUR).toISOString() : undefined;
  const reason = asked.question.slice(0, MAX_KEPT);
  happen(draft, { type: 'run.asked', reason, ...(until !== undefined && { until }) });
  const key = questionKey(story);
  if (key === undefined) return;
  const mentions = logins.length > 0 ? logins : [story.requested_by.login];
  owe(draft, { kind: 'reply', key, text: question(asked, { mentions, ...(until !== undefined && { until }) }) });
}

/** Takes up what a run decided by itself. */
export function keepDecisions(draft: Draft, run: string, decided: readonly Decided[]): void {
  for (const { question: asked, answer, confidence, source, documents } of decided)
    keep(draft, {
      question: asked,
      answer,
      how: source,
      by: 'Orch',
      run,
      confidence,
      ...(documents && documents.length > 0 && { documents }),
    });
}

/** Answers the open question as someone said it. Answers what is wrong with that, or undefined when it was taken. */
export function answerQuestion(draft: Draft, by: PersonRef, words: string): string | undefined {
  const { story } = draft;
  const asked = openQuestion(story, draft.run);
  if (!asked) {
    const all = story.decisions ?? [];
    const last = all.findLastIndex(({ how }) => how === 'person' || how === 'deadline');
    return last >= 0 ? alreadyAnswered(all[last]!, last + 1) : nothingAsked(story);
  }
  const chosen = answerIn(asked.options, asked.default, words);
  if (chosen === undefined) return notAnOption(asked, words);
  take(draft, asked, { answer: chosen, how: 'person', by: by.login }, by);
  return undefined;
}

/** Everyone whose role must be known before a tick or a reaction counts. */
export function choosers(observation: Observation, story: Story, run: Run | null, ask: readonly string[]): Person[] {
  const asked = openQuestion(story, run);
  return asked ? choicesOf(observation, story, asked, ask).map(({ by }) => by) : [];
}

/** Takes the first tick or reaction by someone who may answer. What somebody wrote in words counted before. */
export function heedChoices(draft: Draft): void {
  const { story, observation, settings } = draft;
  const asked = openQuestion(story, draft.run);
  if (!asked || observation.issue?.state !== 'open') return;
  const chosen = choicesOf(observation, story, asked, settings.config.decisions.ask).find(({ by }) =>
    may({ person: by, role: observation.roles[by.id] }, TICK),
  );
  if (!chosen) return;
  const by = refOf(chosen.by);
  take(draft, asked, { answer: asked.options[chosen.option - 1] ?? '', how: 'person', by: by.login }, by);
}

const TICK: Trigger = { kind: 'tick or reaction on a question', says: 'answer' };

/** Takes the default of a question that nobody has answered in time. */
export function takeDefaults(draft: Draft): void {
  const { story, now } = draft;
  const asked = openQuestion(story, draft.run);
  const until = story.blocked?.until;
  if (!asked || until === undefined || asked.default === undefined) return;
  // Not the other way round: a time that a person made unreadable has not come.
  if (!(Date.parse(now) >= Date.parse(until))) return;
  take(draft, asked, { answer: asked.options[asked.default - 1] ?? '', how: 'deadline', by: 'Orch' });
}

/** Puts another answer in the place of one that was given, and lets the work begin again that rests on it. */
export function override(
  draft: Draft,
  spec: CommandSpec,
  by: PersonRef,
  words: string,
  at: string,
): string | undefined {
  const { story, settings } = draft;
  const [, number = '', answer = ''] = /^#?(\d{1,4})[.:)]?\s+(\S[\s\S]*)$/.exec(words.trim()) ?? [];
  const before = story.decisions?.[Number(number) - 1];
  if (story.status === 'merged') return commandDoesNotFit(spec, story);
  if (!before) return notADecision(words, story.decisions?.length ?? 0);
  // What a run has delivered waits to go on as it is; the next run, which would be told, is not begun by that.
  const isHeld = story.blocked?.kind === 'pause' || story.blocked?.kind === 'merge';
  if (isHeld && story.blocked?.resume_to !== 'pending' && draft.run?.result) return onHold(words.trim());
  const { options = [] } = before;
  const kept = answerIn(options, undefined, answer)?.slice(0, MAX_ARGUMENT);
  if (kept === undefined) return notAnOption({ options }, answer);
  const most = settings.config.settings.max_review_rounds;
  if (story.status === 'review' && story.rounds >= most) return noRoundsLeft(most);
  const { documents: _, confidence: __, ...rest } = before;
  const after: Decision = { ...rest, answer: kept, how: 'person', by: by.login, at, instead_of: before.answer };
  story.decisions = story.decisions!.map((one) => (one === before ? after : one));
  draft.visible = true;
  draft.notes.push(`answer ${number} replaced by ${by.login}`);
  const reason = `The answer to "${before.question}" is now: ${kept}. It was: ${before.answer}. Change whatever rests on the old one.`;
  if (story.status === 'in_progress') {
    story.feedback = reason;
    happen(draft, { type: 'override', by, reason });
  } else if (story.status === 'review') happen(draft, { type: 'changes', by, reason });
  // A story that does nothing now tells its next run.
  else story.feedback = reason;
  return undefined;
}

type Taken = Pick<Decision, 'answer' | 'how' | 'by'>;

function take(draft: Draft, asked: Asked, taken: Taken, by?: PersonRef): void {
  const run = draft.story.runs.at(-1)?.id ?? '';
  const { question: text, options } = asked;
  keep(draft, { question: text, run, ...taken, ...(options.length > 0 && { options }) });
  happen(draft, { type: 'answer', ...(by && { by }) });
}

function keep(draft: Draft, decision: Omit<Decision, 'at'>): void {
  const { story, now } = draft;
  const kept = {
    ...decision,
    question: decision.question.slice(0, MAX_KEPT),
    answer: decision.answer.slice(0, decision.how === 'person' ? MAX_ARGUMENT : MAX_KEPT),
  };
  story.decisions = [...(story.decisions ?? []), { ...kept, at: now }];
  draft.notes.push(`decided by ${decision.by}: ${kept.answer.replaceAll(/\s+/g, ' ').slice(0, 100)}`);
}
