/**
 * What a delivery did to the outside, one entry for each intent that was applied: by which rule it was allowed, who asked for the run, for which
 * story, and which commit it stands for. The rules below are all there are; what none of them allows is not done.
 */
import type { AppliedEffect } from '../core/run.ts';
import type { Applied } from '../patch/apply.ts';

/** Every rule by which something is done, as a sentence for people. */
export const ALLOWED = {
  'commit-to-own-branch':
    'A commit that passed every check may be pushed to the branch of its own story, forward only.',
  'question-to-own-people': 'A harmless question may be put to the people of its own story, once a run.',
  'decision-on-own-story': 'What an agent decided by itself may be kept with its own story.',
  'words-for-own-pull-request': 'Harmless words may be kept as title and body of the pull request of that branch.',
} as const;
export type AllowedRule = keyof typeof ALLOWED;

/** Whose work it is, and what became of it. */
interface About {
  branch: string;
  asked: { principal: string; story: number };
  /** Whether the commits are on the branch: what is not there has no effect, and words about it neither. */
  pushed: boolean;
  /** Whether the run ended with its question. */
  question: boolean;
}

/** The effects of what was applied, one for each. */
export function effectsOf(applied: Applied | undefined, { branch, asked, pushed, question }: About): AppliedEffect[] {
  if (!applied) return [];
  const effect = (
    kind: AppliedEffect['effect'],
    rule: AllowedRule,
    { target = branch, commit = applied.head }: { target?: string; commit?: string } = {},
  ): AppliedEffect => ({ effect: kind, rule, ...asked, target, commit });
  const issue = { target: `#${asked.story}` };
  return [
    ...(pushed ? applied.commits.map(({ sha }) => effect('commit', 'commit-to-own-branch', { commit: sha })) : []),
    ...(applied.decisions ?? []).map(() => effect('decision', 'decision-on-own-story', issue)),
    ...(question ? [effect('question', 'question-to-own-people', issue)] : []),
    ...(pushed && applied.pullRequest && applied.pullRequest.title !== ''
      ? [effect('pull_request', 'words-for-own-pull-request')]
      : []),
  ];
}
