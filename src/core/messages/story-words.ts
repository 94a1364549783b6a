/** What the comment of a story and the board of an epic say in the same words. */
import type { Run } from '../run.ts';
import { raisedBy, type Status, type Story } from '../story.ts';
import { quoted } from './quoted.ts';
import { blockWords, ended, endWords, short, usageWords } from './words.ts';

/** Refusals that a comment tells of. An agent can ask for fifty things that it may not have. */
const MAX_REFUSED = 5;

/** A paragraph as a quotation; nothing where there is none. */
export const blockquote = (text: string): string => (text === '' ? '' : `> ${text}`);

/** Why a story stands still; empty while it does not. */
export function whyStill(story: Story): string {
  const { status, failure, blocked, ended: end } = story;
  if (status === 'failed') return ended(`Why: ${quoted(failure ?? 'no reason was given', 600)}`);
  if (status === 'blocked' && blocked) return blockWords(blocked, raisedBy(story));
  return (status === 'skipped' || status === 'abandoned') && end ? endWords(end) : '';
}

/** What the run at work was told to mend; empty where nothing came back. */
export const cameBack = ({ status, feedback }: Story): string =>
  status === 'in_progress' && feedback ? `Because of this: ${quoted(feedback, 500)}` : '';

/** What the agent asked for and did not get; empty where it got everything. */
export function refusedWords(run: Run | null): string {
  const refused = run?.result?.refused ?? [];
  if (refused.length === 0) return '';
  const told = refused.slice(0, MAX_REFUSED).map((one) => ended(quoted(one.reason)));
  const more =
    refused.length > told.length ? ` And ${refused.length - told.length} more; the run's summary has all.` : '';
  return `Not applied: ${told.join(' ')}${more}`;
}

/** The run with what it delivered and used; empty where there is none. */
export function runWords(run: Run | null): string {
  if (!run) return '';
  const name = run.actions_run ? `[${run.id}](${run.actions_run.url})` : run.id;
  const head = run.result?.head ? ` delivered ${short(run.result.head)}` : '';
  return `Run ${name}${head}${run.result ? `: ${usageWords(run.result.usage)}` : ''}`;
}

/** What helps a blocked story, by what blocks it. */
const ON_HOLD: Record<NonNullable<Story['blocked']>['kind'], readonly string[]> = {
  pause: ['resume', 'why', 'abandon'],
  merge: ['resume', 'why', 'abandon'],
  budget: ['resume', 'budget', 'cost', 'abandon'],
  question: ['answer …', 'why', 'abandon'],
};

const BY_STATUS: Record<Exclude<Status, 'blocked'>, readonly string[]> = {
  untracked: ['start'],
  pending: ['start', 'skip'],
  in_progress: ['status', 'pause', 'abandon'],
  review: ['approve', 'changes …', 'why', 'pause', 'abandon'],
  underway: ['sprint status', 'pause', 'why'],
  failed: ['retry …', 'why', 'abandon'],
  merged: [],
  skipped: ['retry'],
  abandoned: ['retry'],
};

/** The commands that fit a story now, as they stand behind `/orch`, the nearest at hand first. */
export const commandsFor = ({ status, blocked }: Story): readonly string[] =>
  status === 'blocked' ? ON_HOLD[blocked?.kind ?? 'pause'] : BY_STATUS[status];
