/** How an epic ends where people see it through: everything that waits for an approval gets one, until nothing does. */
import { reviewsOf, submitReview } from '../../../src/localhub/world/reviews.ts';
import type { Stage } from '../actions.ts';

/** Has maria approve the next pull request that waits for it, each commit once; undefined where none does, or nobody cares to see it through. */
export function endWell({ town, issues, epic }: Stage): string | undefined {
  if (!epic?.seenThrough) return undefined;
  const { approved } = epic;
  for (const number of issues) {
    const pull = town.pull(number);
    if (pull?.state !== 'open' || town.story(number)?.status !== 'review') continue;
    const { headSha } = pull.pullRequest;
    const maria = town.person('maria');
    const isApproved = reviewsOf(town.world, pull).some(
      ({ authorId, commitSha, state }) =>
        authorId === maria.account.id && commitSha === headSha && state === 'APPROVED',
    );
    if (isApproved || approved.has(headSha)) continue;
    approved.add(headSha);
    submitReview(town.world, maria, { issue: pull, event: 'APPROVE', body: '' });
    return `maria sees #${pull.number} through`;
  }
  return undefined;
}
