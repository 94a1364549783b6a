/** Carries out acts: runs of mutations in one GraphQL request, the others as REST requests of their own. */
import { GraphqlResponseError } from '@octokit/graphql';
import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';
import type { Act } from '../../core/act.ts';
import { type ActFacts, type Answer, batchesOf, REST_ACTS, workflowMissing } from '../forge.ts';
import { type Governor, writeOf } from '../governor.ts';
import { answerOf, answerOfGraphql, quietUntil, wordsOf } from './faults.ts';
import { createFinder, type Finder, type Repo } from './find.ts';
import { createMilestone } from './milestones.ts';
import { documentOf, type Mutation, mutationsOf } from './mutations.ts';
import { mayStand, standing } from './standing.ts';

export interface Hands {
  octokit: Octokit;
  repo: Repo;
  repositoryId: string;
  appSlug: string;
  governor: Governor;
  clock: () => Date;
  /** Nothing is sent after this. */
  notAfter?: Date | undefined;
}

export async function performActs(hands: Hands, acts: readonly Act[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const batch of batchesOf(acts)) {
    const [first] = batch;
    if (first && REST_ACTS.has(first.kind)) answers.push(await performOne(hands, first));
    else answers.push(...(await performTogether(hands, batch)));
  }
  return answers;
}

async function performTogether(hands: Hands, acts: readonly Act[]): Promise<Answer[]> {
  const find = createFinder(hands.octokit, hands.repo, hands.appSlug);
  const looked = await Promise.all(acts.map((act) => lookFirst(hands, act, find)));
  const open = looked.flatMap((seen) => ('act' in seen ? [seen.act] : []));
  const fresh = open.length > 0 ? await send(hands, open) : [];
  return looked.map((seen) => {
    if ('answer' in seen) return seen.answer;
    const answer = fresh.shift() ?? { kind: 'later', reason: 'there was no answer' };
    // What was found is worth knowing also when it could not be brought up to date.
    if (seen.facts && (answer.kind === 'done' || answer.kind === 'refused')) return { ...answer, facts: seen.facts };
    return answer;
  });
}

/** The answer to an act whose request failed. A wish for silence holds for everything else of the installation too. */
function failed(hands: Hands, error: unknown): Answer {
  const quiet = quietUntil(error, hands.clock());
  if (quiet) hands.governor.silence(quiet);
  return answerOf(error, hands.clock());
}

const tooEarly = (at: Date): Answer => ({ kind: 'later', reason: 'GitHub has to be left alone for now', at });

/** Waits for a turn. Answers what stands in the way of sending now: nothing has been done then. */
async function turn({ governor, clock, notAfter }: Hands, acts: readonly Act[]): Promise<Answer | undefined> {
  const early = await governor.turn(writeOf(acts));
  if (early) return tooEarly(early);
  const now = clock();
  if (notAfter && now > notAfter) return { kind: 'later', reason: 'it has become too late to begin it', at: now };
  return undefined;
}

async function send(hands: Hands, acts: readonly Act[]): Promise<Answer[]> {
  const hindered = await turn(hands, acts);
  if (hindered) return acts.map(() => hindered);
  const mutations = acts.map((act) => mutationsOf(act, hands.repositoryId) ?? []);
  const { document, variables } = documentOf(mutations.flat());
  type Payload = Record<string, never>;
  let data: Record<string, Payload | null> = {};
  let errors: { type?: string; message: string; path?: unknown[] }[] = [];
  try {
    // Octokit hands on an answer that was cut off as if there was none.
    data = (await hands.octokit.graphql<Record<string, Payload | null> | undefined>(document, variables)) ?? {};
  } catch (error) {
    const answer = failed(hands, error);
    if (!(error instanceof GraphqlResponseError) || !error.data) return acts.map(() => answer);
    // Some worked and some did not: GraphQL answers with both.
    data = error.data as Record<string, Payload | null>;
    errors = (error.errors ?? []) as typeof errors;
  }
  let alias = 0;
  const answers = await Promise.all(
    acts.map((act, index) => {
      const fates = (mutations[index] ?? []).map((mutation): Fate => {
        const name = `m${alias++}`;
        return { mutation, payload: data[name], error: errors.find((one) => one.path?.[0] === name) };
      });
      return answerTo(hands, act, fates);
    }),
  );
  return withStanding(hands, acts, answers);
}

/** What was refused because it is so already is done. Whether it is cannot always be seen now: then it is looked at again later. */
async function withStanding(hands: Hands, acts: readonly Act[], answers: readonly Answer[]): Promise<Answer[]> {
  const refused = acts.filter((act, index) => answers[index]?.kind === 'refused' && mayStand(act));
  if (refused.length === 0) return [...answers];
  try {
    const so = await standing(hands.octokit, refused);
    return answers.map((answer, index) => (so.has(acts[index]!) ? { kind: 'done', facts: {} } : answer));
  } catch (error) {
    const unseen = failed(hands, error);
    if (unseen.kind !== 'later') return [...answers];
    return answers.map((answer, index) => (refused.includes(acts[index]!) ? unseen : answer));
  }
}

/** What became of one mutation. */
interface Fate {
  mutation: Mutation;
  payload: Record<string, never> | null | undefined;
  error: { type?: string; message: string } | undefined;
}

/** An act is done when all of its mutations are; otherwise what stopped the first one decides. */
async function answerTo(hands: Hands, act: Act, fates: readonly Fate[]): Promise<Answer> {
  const open = fates.find(({ payload }) => !payload);
  if (!open)
    return { kind: 'done', facts: Object.assign({}, ...fates.map((fate) => fate.mutation.facts(fate.payload!))) };
  if (open.error?.type === 'NOT_FOUND' && act.kind === 'edit_comment' && act.issue)
    return recreate(hands, act, act.issue);
  return open.error ? answerOfGraphql(open.error) : UNSAID;
}

const UNSAID: Answer = { kind: 'later', reason: 'GitHub answered without saying what became of it' };

/** A person deleted the sticky comment. It is written once more, and from then on that one is kept up to date. */
async function recreate(
  hands: Hands,
  { mark, body }: Extract<Act, { kind: 'edit_comment' }>,
  issue: { number: number; nodeId: string },
): Promise<Answer> {
  const [answer] = await performTogether(hands, [{ kind: 'comment', issue, mark, body, look: true }]);
  return answer ?? { kind: 'later', reason: 'there was no answer' };
}

/** What is left to do of an act that may have been done before (with what was made then), or the answer when nothing is. */
async function lookFirst(
  hands: Hands,
  act: Act,
  find: Finder,
): Promise<{ act: Act; facts?: ActFacts } | { answer: Answer }> {
  if (!('look' in act) || !act.look) return { act };
  const quiet = hands.governor.quiet();
  if (quiet) return { answer: tooEarly(quiet) };
  try {
    const found = await find(act);
    if (!found) return { act };
    const { body, ...facts } = found;
    if (act.kind !== 'comment' || !facts.comment || body === act.body) return { answer: { kind: 'done', facts } };
    // It was said, and what is to be said has changed since.
    const { issue, mark } = act;
    return { act: { kind: 'edit_comment', comment: facts.comment, issue, mark, body: act.body }, facts };
  } catch (error) {
    // Whether it was done is not known, and doing it blindly could do it twice.
    const answer = failed(hands, error);
    return answer.kind === 'refused' ? { act } : { answer };
  }
}

async function performOne(hands: Hands, act: Act): Promise<Answer> {
  const seen = await lookFirst(hands, act, createFinder(hands.octokit, hands.repo, hands.appSlug));
  if ('answer' in seen) return seen.answer;
  const hindered = await turn(hands, [act]);
  if (hindered) return hindered;
  const { octokit, repo } = hands;
  try {
    switch (act.kind) {
      case 'dispatch':
        return await dispatch(hands, act);
      case 'cancel_run':
        await octokit.rest.actions.cancelWorkflowRun({ ...repo, run_id: act.actionsRun });
        return { kind: 'done', facts: {} };
      case 'create_milestone': {
        const facts = await createMilestone(octokit, repo, act);
        return facts ? { kind: 'done', facts } : UNSAID;
      }
      case 'close_milestone': {
        const { number } = act.milestone;
        await octokit.rest.issues.updateMilestone({ ...repo, milestone_number: number, state: 'closed' });
        return { kind: 'done', facts: {} };
      }
      case 'merge': {
        const { data } = await octokit.rest.pulls.merge({
          ...repo,
          pull_number: act.pullRequest,
          sha: act.head,
          merge_method: act.method,
        });
        return { kind: 'done', facts: { mergeCommit: data.sha } };
      }
      default:
        throw new TypeError(`${act.kind} is a mutation, not a REST request`);
    }
  } catch (error) {
    // 409 on a merge: the head is no longer the one that was approved. On a cancel: the run has ended already.
    if (error instanceof RequestError && error.status === 409) return { kind: 'stale', reason: wordsOf(error) };
    if (act.kind === 'dispatch' && error instanceof RequestError && error.status === 404)
      return { kind: 'refused', reason: workflowMissing(act.workflow, act.ref) };
    return failed(hands, error);
  }
}

async function dispatch(hands: Hands, act: Extract<Act, { kind: 'dispatch' }>): Promise<Answer> {
  const { octokit, repo } = hands;
  const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
  const parameters = { ...repo, workflow_id: act.workflow, ref: act.ref, inputs: act.inputs };
  // Since February 2026 GitHub answers with the run's number when asked to; older Enterprise servers do not know the parameter.
  const response = await octokit.request(route, { ...parameters, return_run_details: true }).catch((error: unknown) => {
    const unknown = error instanceof RequestError && error.status === 422 && /return_run_details/.test(error.message);
    if (!unknown) throw error;
    return octokit.request(route, parameters);
  });
  const data = response.data as { workflow_run_id?: number; html_url?: string } | undefined;
  if (!data?.workflow_run_id) return { kind: 'done', facts: {} };
  return { kind: 'done', facts: { actionsRun: { id: data.workflow_run_id, url: data.html_url ?? '' } } };
}
