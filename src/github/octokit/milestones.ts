/** Milestones: GraphQL shows them and cannot change them, so each change is a REST request of its own. */
import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';
import type { Act } from '../../core/act.ts';
import type { ActFacts } from '../forge.ts';
import type { Repo } from './find.ts';

type Milestone = NonNullable<ActFacts['milestone']>;

/** Makes a milestone, or finds the one that has the title. Undefined when the answer was cut off: it is there then, and unknown. Throws what Octokit throws. */
export async function createMilestone(
  octokit: Octokit,
  repo: Repo,
  { title, description }: Extract<Act, { kind: 'create_milestone' }>,
): Promise<ActFacts | undefined> {
  try {
    const { data } = await octokit.rest.issues.createMilestone({ ...repo, title, description });
    // Octokit hands on an answer that was cut off as if it was whole.
    const { number, node_id: nodeId } = (data ?? {}) as Partial<typeof data>;
    return number === undefined || nodeId === undefined ? undefined : { milestone: { number, nodeId } };
  } catch (error) {
    const found = isTaken(error) ? await milestoneTitled(octokit, repo, title) : undefined;
    if (!found) throw error;
    return { milestone: found };
  }
}

function isTaken(error: unknown): boolean {
  if (!(error instanceof RequestError) || error.status !== 422) return false;
  const { errors } = (error.response?.data ?? {}) as { errors?: { code?: string; field?: string }[] };
  return (errors ?? []).some(({ code, field }) => code === 'already_exists' && field === 'title');
}

async function milestoneTitled(octokit: Octokit, repo: Repo, title: string): Promise<Milestone | undefined> {
  const pages = octokit.paginate.iterator(octokit.rest.issues.listMilestones, {
    ...repo,
    state: 'all',
    per_page: 100,
  });
  for await (const { data } of pages) {
    const found = data.find((one) => one.title === title);
    if (found) return { number: found.number, nodeId: found.node_id };
  }
  return undefined;
}
