/** The story's one sticky comment: where it stands, what it waits for, what was done so far. Edited in place, never repeated. */
import type { Config } from '../config.ts';
import { CONFIG_PATH } from '../names.ts';
import type { Run } from '../run.ts';
import { raisedBy, type Status, type Story } from '../story.ts';
import { listed, quoted } from './quoted.ts';
import {
  blockWords,
  costWords,
  ended,
  endWords,
  proofTable,
  short,
  usageWords,
  voidWords,
  waitSentence,
} from './words.ts';

/** The way of a story, as the line of steps under the headline. */
const STEPS: { name: string; at: Status[] }[] = [
  { name: 'adopted', at: ['pending'] },
  { name: 'building', at: ['in_progress'] },
  { name: 'review', at: ['review'] },
  { name: 'merged', at: ['merged'] },
];

/** Refusals that the comment tells of. An agent can ask for fifty things that it may not have. */
const MAX_REFUSED = 5;

export function sticky(story: Story, run: Run | null, config: Config): string {
  const verdict = run?.result?.verdict;
  return [
    `### ${headline(story, config)}`,
    steps(story),
    blockquote(reason(story, run)),
    story.status === 'merged' ? '' : waitSentence(story, config),
    verdict && story.status !== 'in_progress' ? proofTable(verdict) : '',
    runLine(story, run),
    `<sub>${hints(story)}</sub>`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function headline(story: Story, config: Config): string {
  const pull = story.pull_request ? `#${story.pull_request.number}` : 'the pull request';
  switch (story.status) {
    case 'untracked':
    case 'pending':
      return 'This story is in the backlog';
    case 'in_progress':
      if (story.rounds > 0) return `Working on the changes asked for in ${pull}`;
      return story.attempts > 1 ? `Working on it, attempt ${story.attempts}` : 'Working on it, tests first';
    case 'review':
      return reviewHeadline(story, pull, config.settings.required_approvals);
    case 'underway':
      return 'The stories of this epic are worked on';
    case 'blocked':
      if (story.blocked?.file === CONFIG_PATH) return 'This story waits for a configuration that can be read';
      if (story.blocked?.kind === 'budget') return 'This story waits for money';
      if (story.blocked?.kind === 'question') return 'This story waits for an answer';
      return story.blocked?.kind === 'merge' ? `${pull} could not be merged` : 'This story is on hold';
    case 'failed':
      return 'This story failed';
    case 'merged':
      return `${pull} is merged`;
    case 'skipped':
      return 'This story was skipped';
    case 'abandoned':
      return 'This story was abandoned';
  }
}

function reviewHeadline(story: Story, pull: string, required: number): string {
  const given = story.approvals?.length ?? 0;
  if (given === 0) return `${pull} is ready for review`;
  return given < required ? `${pull} has ${given} of ${required} approvals` : `${pull} is approved`;
}

function steps(story: Story): string {
  const at = STEPS.findIndex((step) => step.at.includes(story.status));
  if (at < 0) return '';
  return STEPS.map((step, index) => {
    if (story.status === 'merged' || index < at) return `✓ ${step.name}`;
    return index === at ? `**▸ ${step.name}**` : step.name;
  }).join(' · ');
}

function reason(story: Story, run: Run | null): string {
  if (story.status === 'failed') return ended(`Why: ${quoted(story.failure ?? 'no reason was given', 600)}`);
  if (story.status === 'blocked' && story.blocked) return blockWords(story.blocked, raisedBy(story));
  if ((story.status === 'skipped' || story.status === 'abandoned') && story.ended) return endWords(story.ended);
  const approvals = approvalWords(story);
  if (approvals !== '') return approvals;
  const answered = story.status === 'in_progress' ? answerWords(story) : '';
  if (answered !== '') return answered;
  if (story.status === 'in_progress' && story.feedback) return `Because of this: ${quoted(story.feedback, 500)}`;
  const refused = run?.result?.refused ?? [];
  if (refused.length > 0) {
    const told = refused.slice(0, MAX_REFUSED).map((one) => ended(quoted(one.reason)));
    const more =
      refused.length > told.length ? ` And ${refused.length - told.length} more; the run's summary has all.` : '';
    return `Not applied: ${told.join(' ')}${more}`;
  }
  return '';
}

/** The answer that the run at work began with. */
function answerWords({ decisions = [], runs }: Story): string {
  const last = decisions.at(-1);
  if (!last || last.run !== runs.at(-2)?.id || (last.how !== 'person' && last.how !== 'deadline')) return '';
  const who =
    last.how === 'person' ? `${quoted(last.by)} answered` : 'Nobody answered in time, so the default was taken';
  return `${who}: ${ended(quoted(last.answer))}`;
}

/** Who approved what, and whose approval was lost. */
function approvalWords(story: Story): string {
  if (story.status !== 'review') return '';
  const [first, ...others] = story.approvals ?? [];
  if (!first) return voidWords(story);
  const names = [first, ...others].map((approval) => quoted(approval.by.login));
  return `Approved by ${listed(names, 'and')} at ${short(first.head)}. ${voidWords(story)}`.trim();
}

const blockquote = (text: string): string => (text === '' ? '' : `> ${text}`);

function runLine(story: Story, run: Run | null): string {
  if (!run) return '';
  const name = run.actions_run ? `[${run.id}](${run.actions_run.url})` : run.id;
  const head = run.result?.head ? ` delivered ${short(run.result.head)}` : '';
  const usage = run.result ? `: ${usageWords(run.result.usage)}` : '';
  const total = story.runs.length > 1 ? ` · ${costWords(story)}` : '';
  return `Run ${name}${head}${usage}${total}`;
}

/** What helps a blocked story, by what blocks it. */
const BLOCK_HINTS: Record<NonNullable<Story['blocked']>['kind'], string[]> = {
  pause: ['resume', 'why', 'abandon'],
  merge: ['resume', 'why', 'abandon'],
  budget: ['resume', 'budget', 'cost', 'abandon'],
  question: ['answer …', 'why', 'abandon'],
};

function hints(story: Story): string {
  const commands: Record<Status, string[]> = {
    untracked: ['start'],
    pending: ['start', 'skip'],
    in_progress: ['status', 'pause', 'abandon'],
    review: ['approve', 'changes …', 'why', 'pause', 'abandon'],
    underway: ['sprint status', 'pause', 'why'],
    blocked: BLOCK_HINTS[story.blocked?.kind ?? 'pause'],
    failed: ['retry …', 'why', 'abandon'],
    merged: [],
    skipped: ['retry'],
    abandoned: ['retry'],
  };
  return [...commands[story.status], 'help'].map((command) => `\`/orch ${command}\``).join(' · ');
}
