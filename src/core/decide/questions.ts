/**
 * Questions that a run ends with, and their answers. A question waits in the record of its run, and the story is blocked by it; whoever may, answers it
 * minutes or weeks later, and the next run begins with the answer.
 */
import type { CommandSpec } from '../commands.ts';
import {
  alreadyAnswered,
  notADecision,
  notAnOption,
  nothingAsked,
  OPTION_REACTIONS,
  question,
  tickedIn,
} from '../messages/questions.ts';
import { commandDoesNotFit, noRoundsLeft } from '../messages/replies.ts';
import type { Observation, Person } from '../observation.ts';
import { HEARD, may, type Trigger } from '../rights.ts';
import type { Asked, Decided } from '../run.ts';
import { type Decision, type PersonRef, refOf, type Story } from '../story.ts';
import { happen } from './arrive.ts';
import { type Draft, owe } from './draft.ts';

/** Of a question and of an answer so many characters are kept with the story, and told to later runs. */
const MAX_KEPT = 500;

const HOUR = 60 * 60_000;

export const isQuestionOpen = ({ status, blocked }: Story): boolean =>
  status === 'blocked' && blocked?.kind === 'question';

/** The mark of the comment that asks the open question; undefined while none is open. */
export const questionKey = (story: Story): string | undefined =>
  isQuestionOpen(story) ? `question:${story.runs.at(-1)?.id}` : undefined;

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
  const asked = draft.run?.result?.question;
  if (!isQuestionOpen(story) || !asked) {
    const last = story.decisions?.at(-1);
    return last?.how === 'person' || last?.how === 'deadline'
      ? alreadyAnswered(last, story.decisions!.length)
      : nothingAsked(story);
  }
  const chosen = optionIn(asked, words);
  if (chosen === undefined) return notAnOption(asked, words);
  take(draft, asked, { answer: chosen, how: 'person', by: by.login }, by);
  return undefined;
}

/** Whoever ticked an option of the open question or reacted with its sign, in the order in which that counts. */
function choices({ question: asked }: Observation, options: number): { by: Person; option: number }[] {
  if (!asked) return [];
  const ticked = tickedIn(asked.body);
  // Two ticks are no answer.
  const tick = asked.editor && ticked.length === 1 ? [{ by: asked.editor, option: ticked[0]! }] : [];
  const reactions = asked.reactions.map(({ by, content }) => ({
    by,
    option: (OPTION_REACTIONS as readonly string[]).indexOf(content) + 1,
  }));
  return [...tick, ...reactions]
    .filter(({ by, option }) => HEARD[by.kind] && option >= 1 && option <= options)
    .slice(-MAX_CHOOSERS);
}

/** So many choices are looked at, the newest: each chooser's role may cost a request, and anyone can react to a comment. */
const MAX_CHOOSERS = 5;

/** Everyone whose role must be known before a tick or a reaction counts. */
export const choosers = (observation: Observation, story: Story): Person[] =>
  isQuestionOpen(story) ? choices(observation, OPTION_REACTIONS.length).map(({ by }) => by) : [];

/** Takes the first tick or reaction by someone who may answer. What somebody wrote in words counted before. */
export function heedChoices(draft: Draft): void {
  const { story, observation } = draft;
  const asked = draft.run?.result?.question;
  if (!isQuestionOpen(story) || !asked || observation.issue?.state !== 'open') return;
  const chosen = choices(observation, asked.options.length).find(({ by }) =>
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
  const asked = draft.run?.result?.question;
  const until = story.blocked?.until;
  if (!isQuestionOpen(story) || !asked || until === undefined || asked.default === undefined) return;
  if (Date.parse(now) < Date.parse(until)) return;
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
  if (!before) return notADecision(words, story.decisions?.length ?? 0);
  if (story.status === 'merged') return commandDoesNotFit(spec, story);
  const most = settings.config.settings.max_review_rounds;
  if (story.status === 'review' && story.rounds >= most) return noRoundsLeft(most);
  const kept = answer.slice(0, MAX_KEPT);
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

/** What was chosen, in words: the option of a number or the default where that was said, and otherwise what was written. Undefined for a number without an option. */
function optionIn({ options, default: preset }: Asked, words: string): string | undefined {
  const said = words.trim();
  const number = /^#?(\d{1,3})[.)]?$/.exec(said)?.[1];
  if (/^default$/i.test(said)) return preset === undefined ? undefined : options[preset - 1];
  if (number === undefined || options.length === 0) return said.slice(0, MAX_KEPT);
  return options[Number(number) - 1];
}

type Taken = Pick<Decision, 'answer' | 'how' | 'by'>;

function take(draft: Draft, asked: Asked, taken: Taken, by?: PersonRef): void {
  const run = draft.story.runs.at(-1)?.id ?? '';
  keep(draft, { question: asked.question, run, ...taken });
  happen(draft, { type: 'answer', ...(by && { by }) });
}

function keep(draft: Draft, decision: Omit<Decision, 'at'>): void {
  const { story, now } = draft;
  const kept = {
    ...decision,
    question: decision.question.slice(0, MAX_KEPT),
    answer: decision.answer.slice(0, MAX_KEPT),
  };
  story.decisions = [...(story.decisions ?? []), { ...kept, at: now }];
  draft.notes.push(`decided by ${decision.by}: ${kept.answer.replaceAll(/\s+/g, ' ').slice(0, 100)}`);
}
