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
  'words-for-own-pull-request': 'Harmless words may be kept as title and body of the pull request of that branch.',
} as const;
export type AllowedRule = keyof typeof ALLOWED;

/** The effects of what was applied; empty when it was not pushed. */
export function effectsOf(
  applied: Applied | undefined,
  { branch, asked }: { branch: string; asked: { principal: string; story: number } },
): AppliedEffect[] {
  if (!applied) return [];
  const by = { ...asked, target: branch };
  const commits = applied.commits.map(
    ({ sha }): AppliedEffect => ({ effect: 'commit', rule: 'commit-to-own-branch', ...by, commit: sha }),
  );
  const words: AppliedEffect = {
    effect: 'pull_request',
    rule: 'words-for-own-pull-request',
    ...by,
    commit: applied.head,
  };
  return applied.pullRequest && applied.pullRequest.title !== '' ? [...commits, words] : commits;
}
