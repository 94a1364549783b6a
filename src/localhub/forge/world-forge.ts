/**
 * The port's second adapter: the same promises as the Octokit adapter (test/contract/forge.ts), kept by driving the world directly. Nothing
 * waits for anything inside, so that thousands of stories a second can be played on it.
 */
import type { Act } from '../../core/act.ts';
import { LABELS, WORKFLOW_FILE } from '../../core/names.ts';
import { parseRole } from '../../core/permissions.ts';
import {
  type ActFacts,
  type Answer,
  batchesOf,
  type Forge,
  ForgeUnavailable,
  MAX_RECENT,
  REST_ACTS,
  workflowMissing,
} from '../../github/forge.ts';
import { runPage } from '../representations/actions.ts';
import { findAccount } from '../world/accounts.ts';
import { labelsOf } from '../world/lookups.ts';
import { permissionOf } from '../world/repositories.ts';
import { timelineOf } from '../world/timeline.ts';
import { HubError } from '../world/types.ts';
import { findRun, findWorkflow, runsOf } from '../world/workflow-runs.ts';
import { observeWorld, personOf, repositoryAsSeen } from './observe.ts';
import { findOnWorld, graphqlWords, performOnWorld } from './perform.ts';
import { isSoAlready, MAY_STAND } from './plan-acts.ts';
import type { Trouble, WorldPlace, WorldRequest } from './world-place.ts';

export type { Trouble, WorldPlace, WorldRequest } from './world-place.ts';

/** A forge over one repository of a world. */
export function createWorldForge(place: WorldPlace): Forge {
  const { world, repository } = place;
  /** Asks the world something, unless the request goes wrong. */
  const ask = <T>(kind: WorldRequest['kind'], answer: () => T): T => {
    const trouble = place.request?.({ kind, acts: [] });
    if (!trouble) return answer();
    throw new ForgeUnavailable('GitHub could not be asked: the connection broke', {
      at: trouble.kind === 'quiet' ? trouble.until : undefined,
    });
  };
  return {
    observe: async (subject) => ask('observe', () => observeWorld(place, subject)),
    role: async ({ id, login }) =>
      ask('role', () => {
        const account = findAccount(world, login);
        if (account?.id !== id) return 'none';
        return parseRole(permissionOf(world, repository, account).roleName) ?? 'none';
      }),
    perform: async (_repository, acts) => performAll(place, acts),
    actionsRun: async (wanted) =>
      ask('actions_run', () => {
        const workflow = findWorkflow(world, repository, WORKFLOW_FILE);
        const run =
          'id' in wanted
            ? findRun(world, wanted.id)
            : runsOf(world, repository).findLast(
                (one) => one.workflowId === workflow?.id && one.displayTitle === wanted.title,
              );
        if (!run || run.repositoryId !== repository.id) return null;
        const status = run.status === 'completed' || run.status === 'in_progress' ? run.status : 'queued';
        return {
          id: run.id,
          title: run.displayTitle,
          url: runPage(world, place.urls, run),
          status,
          conclusion: run.conclusion,
        };
      }),
    survey: async () =>
      ask('survey', () => {
        const ours: string[] = Object.values(LABELS);
        const labelled = world.issues
          .where('open', repository.id)
          .filter((issue) => issue.pullRequest === null)
          .filter((issue) => labelsOf(world, issue).some((label) => ours.includes(label.name)))
          .map((issue) => ({
            issue: issue.number,
            labelings: timelineOf(world, issue).filter((item) => item.event === 'labeled').length,
          }));
        const seen = repositoryAsSeen(place);
        const installed = place.git.file(seen.head, `.github/workflows/${WORKFLOW_FILE}`) !== null;
        return { repository: seen, installed, labelled };
      }),
    recentComments: async (since) =>
      ask('recent_comments', () => {
        const numbers = new Map(world.issues.where('repository', repository.id).map((one) => [one.id, one.number]));
        return [...world.comments.all()]
          .filter((one) => numbers.has(one.issueId) && Date.parse(one.updatedAt) >= since.getTime())
          .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt) || b.id - a.id)
          .slice(0, MAX_RECENT)
          .map((one) => ({
            id: one.id,
            on: numbers.get(one.issueId) ?? 0,
            by: personOf(place, one.authorId),
            body: one.body,
          }));
      }),
  };
}

/** In the order given; mutations that follow each other share a request, and its fate. */
const performAll = (place: WorldPlace, acts: readonly Act[]): Answer[] =>
  batchesOf(acts).flatMap((batch) => performGroup(place, batch));

function performGroup(place: WorldPlace, acts: readonly Act[]): Answer[] {
  const looked = acts.map((act) => lookFirst(place, act));
  const open = acts.flatMap((_, index) => {
    const seen = looked[index]!;
    return 'act' in seen ? [seen.act] : [];
  });
  const fresh = open.length > 0 ? send(place, open) : [];
  return looked.map((seen) => {
    if ('answer' in seen) return seen.answer;
    const answer = fresh.shift()!;
    // What was found is worth knowing also when it could not be brought up to date.
    if (seen.facts && (answer.kind === 'done' || answer.kind === 'refused')) return { ...answer, facts: seen.facts };
    return answer;
  });
}

/** What is left to do of an act that may have been done before (with what was made then), or the answer when nothing is. */
function lookFirst(place: WorldPlace, act: Act): { act: Act; facts?: ActFacts } | { answer: Answer } {
  if (!('look' in act) || !act.look) return { act };
  const trouble = place.request?.({ kind: 'look', acts: [act] });
  if (trouble?.kind === 'unseen') return { act };
  // Whether it was done is not known, and doing it blindly could do it twice.
  if (trouble) return { answer: later(trouble) };
  const found = findOnWorld(place, act);
  if (!found) return { act };
  const { body, ...facts } = found;
  if (act.kind !== 'comment' || !facts.comment || body === act.body) return { answer: { kind: 'done', facts } };
  // It was said, and what is to be said has changed since.
  return {
    act: { kind: 'edit_comment', comment: facts.comment, issue: act.issue, mark: act.mark, body: act.body },
    facts,
  };
}

function send(place: WorldPlace, acts: readonly Act[]): Answer[] {
  const trouble = place.request?.({ kind: 'perform', acts });
  const all = () => acts.map((act) => one(place, act));
  if (!trouble) return withStanding(place, acts, all());
  switch (trouble.kind) {
    case 'answer_lost':
      all();
      return acts.map(() => later(trouble));
    case 'facts_lost':
      return withStanding(place, acts, all()).map((answer) =>
        answer.kind === 'done' ? { kind: 'done', facts: {} } : answer,
      );
    case 'works_late':
      trouble.hand(all);
      return acts.map(() => later(trouble));
    case 'partial': {
      const answers = acts.map((act, index) => {
        const fate = trouble.fates[index] ?? 'answered';
        const answer = fate === 'undone' ? later(trouble) : one(place, act);
        return fate === 'answered' ? answer : later(trouble);
      });
      return withStanding(place, acts, answers);
    }
    case 'refused':
    case 'stale':
      return acts.map(() => ({ kind: trouble.kind, reason: trouble.reason }));
    default:
      return acts.map(() => later(trouble));
  }
}

/** What was refused because it is so already is done. That is seen in one look more, which can go wrong too. */
function withStanding(place: WorldPlace, acts: readonly Act[], answers: readonly Answer[]): Answer[] {
  const refused = acts.filter((act, index) => answers[index]?.kind === 'refused' && MAY_STAND.has(act.kind));
  const trouble = refused.length > 0 ? place.request?.({ kind: 'look', acts: refused }) : undefined;
  return answers.map((answer, index) => {
    const act = acts[index]!;
    if (!refused.includes(act) || trouble?.kind === 'unseen') return answer;
    if (trouble) return later(trouble);
    return isSoAlready(place, act) ? { kind: 'done', facts: {} } : answer;
  });
}

function one(place: WorldPlace, act: Act): Answer {
  try {
    return { kind: 'done', facts: performOnWorld(place, act) };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    if (act.kind === 'edit_comment' && act.issue && error.status === 404) return recreate(place, act, act.issue);
    if (!REST_ACTS.has(act.kind)) return { kind: 'refused', reason: graphqlWords(error) };
    if (act.kind === 'dispatch' && error.status === 404)
      return { kind: 'refused', reason: workflowMissing(act.workflow, act.ref) };
    return { kind: error.status === 409 ? 'stale' : 'refused', reason: error.message };
  }
}

/** A person deleted the sticky comment. It is written once more, and from then on that one is kept up to date. */
function recreate(
  place: WorldPlace,
  { mark, body }: Extract<Act, { kind: 'edit_comment' }>,
  issue: { number: number; nodeId: string },
): Answer {
  return performGroup(place, [{ kind: 'comment', issue, mark, body, look: true }])[0]!;
}

const later = (trouble: Trouble): Answer =>
  trouble.kind === 'quiet'
    ? { kind: 'later', reason: 'GitHub asks for silence', at: trouble.until }
    : { kind: 'later', reason: 'the connection broke' };
