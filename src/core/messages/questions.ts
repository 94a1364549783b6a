/** What Orch says about questions that wait for people, and about their answers. */

import type { Config } from '../config.ts';
import { STATE_BRANCH } from '../names.ts';
import type { Asked } from '../run.ts';
import type { Decision, Story } from '../story.ts';
import { paragraphs } from './paragraphs.ts';
import { code, listed, quoted } from './quoted.ts';
import { noMoney } from './replies.ts';
import { timeWords } from './time-words.ts';
import { ended, sentenceOf } from './words.ts';

/** At most so many people are mentioned: GitHub tells no more than fifty, and a comment has to end somewhere. */
const MAX_MENTIONED = 20;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Emoji of GitHub's reactions in the order of the options that they choose: what a webhook never tells, the sweep reads. */
export const OPTION_REACTIONS = ['rocket', 'hooray', 'heart', 'eyes', 'laugh', 'confused'] as const;
const EMOJI: Record<(typeof OPTION_REACTIONS)[number], string> = {
  rocket: '🚀',
  hooray: '🎉',
  heart: '❤️',
  eyes: '👀',
  laugh: '😄',
  confused: '😕',
};

/** What an option looks like in the comment; by the same words it is found again when somebody has ticked it. */
const optionLine = (option: string, index: number, isDefault: boolean): string =>
  `- [ ] ${index + 1}. ${quoted(option)}${isDefault ? ' (what I would take)' : ''} ${EMOJI[OPTION_REACTIONS[index]!]}`;

/** The numbers of the options that are ticked in the comment as it stands now, from 1. */
export const tickedIn = (body: string): number[] =>
  [...body.matchAll(/^- \[[xX]\] (\d)\. /gm)].map(([, number]) => Number(number));

/** The comment that asks. `mentions`: logins of those who are to see it. */
export function question(asked: Asked, { mentions, until }: { mentions: readonly string[]; until?: string }): string {
  const { options, default: preset, severity, confidence, reasoning } = asked;
  const calls = mentions
    .slice(0, MAX_MENTIONED)
    .map((login) => `@${login}`)
    .join(' ');
  const urgent = severity === 'critical' ? ' Only a person may decide it.' : '';
  const lines = options.map((option, index) => optionLine(option, index, preset === index + 1)).join('\n');
  const mine =
    preset === undefined
      ? 'I would not choose by myself.'
      : `I would take ${preset}, and am ${percent(confidence)} sure.`;
  const ways = options.length > 0 ? 'Tick one box, react with the sign behind an option, or write' : 'Write';
  const example =
    options.length > 0
      ? '`/orch answer 1` (or `/orch answer` and your own words, on one line)'
      : '`/orch answer` and your answer, on one line';
  return paragraphs(
    `${calls}: there is a question, and this story waits for the answer.${urgent}`,
    `> **${quoted(asked.question, 1_000)}**`,
    lines,
    `${mine}${reasoning ? ` ${ended(quoted(reasoning, 2_000))}` : ''}`,
    `${ways} ${example}. Everyone with write access may answer. ${
      until === undefined
        ? 'No run is at work meanwhile, so take the time you need.'
        : `If nobody has answered by ${timeWords(until)}, I take ${preset}.`
    }`,
  );
}

/** A second answer to a question that somebody has answered. `number`: its place in the list of decisions. */
export const alreadyAnswered = (last: Decision, number: number): string =>
  last.how === 'deadline'
    ? `The time for an answer was over at ${timeWords(last.at)}, so the default was taken: ${ended(quoted(last.answer))} To change that, write \`/orch override ${number} <answer>\`.`
    : `${quoted(last.by)} was first, at ${timeWords(last.at)}: ${ended(quoted(last.answer))} To change that, write \`/orch override ${number} <answer>\`.`;

export const nothingAsked = (story: Story): string =>
  `Nothing was asked that waits for an answer. ${sentenceOf(story)}.`;

/** `asked`: the open question, or what was one when its answer is replaced. */
export function notAnOption({ options, default: preset }: Pick<Asked, 'options' | 'default'>, words: string): string {
  if (/^default$/i.test(words.trim()) && preset === undefined)
    return 'This question has no default. Write `/orch answer` with the number of an option or your own words.';
  const numbers = options.map((_, index) => String(index + 1));
  const there = numbers.length === 1 ? 'The only one is 1' : `The options are ${listed(numbers, 'and')}`;
  return `There is no option ${quoted(words, 20)}. ${there}. You can also answer in your own words; where a number is meant as such, put a word to it, as in \`7 days\`.`;
}

/** A decision cannot be replaced while what rests on it is held. `words`: the number and the answer, as they were written. */
export const onHold = (words: string): string =>
  `Nothing was replaced: this story is on hold, and what was delivered would go on as it is. Write \`/orch resume\` first, and then ${code(`/orch override ${words}`, 120)} again.`;

/** The answer was taken, and there is no money for the run that it needs. */
export const keptWithoutMoney = (story: Story, config: Config): string =>
  paragraphs('Your answer is kept, and the next run begins with it.', noMoney(story, config));

/** What can be chosen, where the comment that asks cannot be read. */
export const choices = ({ question: text, options }: Pick<Asked, 'question' | 'options'>): string =>
  paragraphs(
    `The whole question: ${quoted(text, 1_000)}`,
    options.map((option, index) => `${index + 1}. ${quoted(option)}`).join('\n'),
  );

/** A story that waits for an answer cannot simply go on. */
export const answerFirst = (asked: Asked | undefined): string =>
  `This story waits for an answer, so it cannot simply go on. ${asked?.default === undefined ? 'Write `/orch answer` with the number of an option or your own words.' : `\`/orch answer default\` takes what I would take (${asked.default}).`}`;

export const notADecision = (words: string, count: number): string =>
  count === 0
    ? 'Nothing was decided about this story yet, so there is nothing to replace.'
    : `${quoted(words, 60)} does not begin with the number of a decision and an answer. There ${count === 1 ? 'is one decision' : `are ${count} decisions`}; \`/orch decisions\` lists them. Write, for example, \`/orch override ${count} <answer>\`.`;

/** GitHub takes 65,536 characters in a comment; the table gets fewer, because there is more in it. */
const MAX_TABLE = 50_000;

/** `/orch decisions`. `asked`: the question that is open. */
export function decisions({ decisions: all = [], blocked }: Story, asked?: Asked): string {
  const link = blocked?.comment ? ` [It was asked here](${blocked.comment.url}).` : '';
  const open = asked && `This waits for an answer: **${quoted(asked.question)}**${link}`;
  if (all.length === 0) return open ?? 'Nothing was asked or decided about this story yet.';
  const rows = all.map(row);
  // What is new is of more interest; people name decisions by their place, so each keeps its number.
  let room = MAX_TABLE;
  const first = rows.findLastIndex((each) => {
    room -= each.length + 1;
    return room < 0;
  });
  return paragraphs(
    open,
    ['| | question | answer | decided by | when |', '|---:|---|---|---|---|', ...rows.slice(first + 1)].join('\n'),
    first >= 0 && `The first ${first + 1} do not fit here; the story’s file on the branch \`${STATE_BRANCH}\` has all.`,
    'To replace an answer, write `/orch override <number> <answer>`.',
  );
}

const row = (one: Decision, index: number): string =>
  `| ${index + 1} | ${quoted(one.question)} | ${quoted(one.answer)}${one.instead_of === undefined ? '' : ` (instead of: ${quoted(one.instead_of, 100)})`} | ${howWords(one)} | ${timeWords(one.at)} |`;

function howWords({ how, by, confidence, documents = [] }: Decision): string {
  const sure = confidence === undefined ? '' : ` (${percent(confidence)} sure)`;
  switch (how) {
    case 'person':
      return quoted(by);
    case 'documents':
      return `the documents: ${documents.map((path) => quoted(path, 100)).join(', ') || 'no path'}`;
    case 'model':
      return `the agent${sure}`;
    case 'default':
      return `the agent’s default${sure}`;
    case 'deadline':
      return 'the default, because nobody answered in time';
  }
}
