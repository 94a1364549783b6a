/** The story's one sticky comment: where it stands, what it waits for, what was done so far. Edited in place, never repeated. */
import type { Config } from '../config.ts';
import { CONFIG_PATH } from '../names.ts';
import type { Run } from '../run.ts';
import type { Status, Story } from '../story.ts';
import { listed, quoted } from './quoted.ts';
import { blockquote, cameBack, commandsFor, refusedWords, runWords, whyStill } from './story-words.ts';
import { costWords, ended, proofTable, short, voidWords, waitSentence } from './words.ts';

/** The way of a story, as the line of steps under the headline. */
const STEPS: { name: string; at: Status[] }[] = [
  { name: 'adopted', at: ['pending'] },
  { name: 'building', at: ['in_progress'] },
  { name: 'review', at: ['review'] },
  { name: 'merged', at: ['merged'] },
];

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

/** The first of these that there is something to say about. */
const reason = (story: Story, run: Run | null): string =>
  whyStill(story) || approvalWords(story) || answerWords(story) || cameBack(story) || refusedWords(run);

/** The answer that the run at work began with. */
function answerWords({ status, decisions = [], runs }: Story): string {
  const last = status === 'in_progress' ? decisions.at(-1) : undefined;
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

function runLine(story: Story, run: Run | null): string {
  const total = story.runs.length > 1 ? ` · ${costWords(story)}` : '';
  return run ? `${runWords(run)}${total}` : '';
}

const hints = (story: Story): string =>
  [...commandsFor(story), 'help'].map((command) => `\`/orch ${command}\``).join(' · ');
