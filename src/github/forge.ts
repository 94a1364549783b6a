/**
 * The port to GitHub: what Orch needs from a forge, in the domain's words and no more. Two adapters keep the same contract
 * (test/contract/forge.ts): Octokit, and one that drives the in-memory world directly.
 */
import type { Act, Made } from '../core/act.ts';
import type { Facts, Outcome } from '../core/decide/acknowledge.ts';
import type { ActionsRun } from '../core/decide/run-news.ts';
import type { Observation, Person } from '../core/observation.ts';
import type { Role } from '../core/permissions.ts';

/** Which issue of the repository to look at, and from where on. */
export interface Subject {
  issue: number;
  /** Only comments with a greater number are of interest. */
  afterComment: number;
  /** Logins whose roles will probably be needed (whoever sent the wake-up). A hint saves a request, it is never believed. */
  logins: readonly string[];
  /** Node id of the comment that asks an open question, where there is one: what people did to it is looked at too. */
  question?: string;
  /** A file of the default branch to read too, by its path from the root of the repository. */
  file?: string;
}

/** What is worth knowing of what an act made. */
export type ActFacts = Facts & Made;

/** One act's outcome, or the fact that it is not known whether it was done. */
export type Answer =
  | { kind: 'done'; facts: ActFacts }
  | { kind: 'refused'; reason: string; facts?: ActFacts }
  | Extract<Outcome, { kind: 'stale' }>
  /** Not done, or not known to be done: trying again later may help. `at` is the time before which GitHub does not want to hear of it. */
  | { kind: 'later'; reason: string; at?: Date };

/** Why a dispatch that GitHub answers with "Not Found" cannot work, for people who have to mend it. */
export const workflowMissing = (workflow: string, ref: string): string =>
  `there is no .github/workflows/${workflow} on ${ref}`;

/** Acts that are REST requests of their own: GraphQL has no mutation for them. All others share a request with those beside them. */
export const REST_ACTS: ReadonlySet<Act['kind']> = new Set([
  'dispatch',
  'cancel_run',
  'merge',
  'create_milestone',
  'close_milestone',
]);

/**
 * The most that one request is asked to do. GitHub gives a request up that takes it longer than ten seconds, with part of it done; to open
 * an issue, with its labels, its place in the epic and the notifications, takes the better part of a second.
 */
const MOST_ACTS = 20;
const MOST_ISSUES = 10;

/** Parts acts into what one request each may carry, in their order: a REST request by itself, mutations together up to the bound. */
export function batchesOf(acts: readonly Act[]): Act[][] {
  const batches: Act[][] = [];
  let issues = 0;
  for (const act of acts) {
    const last = batches.at(-1);
    const opens = act.kind === 'open_issue' ? 1 : 0;
    const alone = last?.[0] === undefined || REST_ACTS.has(act.kind) || REST_ACTS.has(last[0].kind);
    if (alone || last.length >= MOST_ACTS || issues + opens > MOST_ISSUES) {
      batches.push([act]);
      issues = opens;
    } else {
      last.push(act);
      issues += opens;
    }
  }
  return batches;
}

/** A repository as Orch sees it, through one installation. */
export interface Forge {
  /**
   * Everything about one subject in one query. Pages further only where a page of comments did not reach back to the cursor.
   * Throws ForgeUnavailable when GitHub cannot be asked now.
   */
  observe(subject: Subject): Promise<Observation>;
  /** The role of a person, by login, if the account of that login still has that number; otherwise `none`. */
  role(person: { id: number; login: string }): Promise<Role>;
  /**
   * Carries out acts in their order, several in one request where GitHub allows it. One that fails does not stop the others. Never
   * repeats a request that may have worked: the answer is then `later`, and the next try has `look` set. Nothing is sent after `notAfter`, however
   * long it had to wait for its turn: by then somebody else may be doing it.
   */
  perform(repository: Observation['repository'], acts: readonly Act[], notAfter?: Date): Promise<Answer[]>;
  /** What Actions says of a run of `orch.yml`, looked for by its number, or by its title among the newest; null when there is none. */
  actionsRun(run: { id: number } | { title: string }): Promise<ActionsRun | null>;
  /** What the sweep has to know of the repository as a whole: one query, and more only where a label has more than a hundred open issues. */
  survey(): Promise<Survey>;
  /**
   * Comments on issues and pull requests that were written or edited since a time, newest first, at most MAX_RECENT: where the deliveries
   * that told of them were lost, this finds them.
   */
  recentComments(since: Date): Promise<RecentComment[]>;
}

/** More comments than this since the last sweep are more than lost deliveries explain. */
export const MAX_RECENT = 500;

/** What carries Orch's labels in a repository. */
export interface Survey {
  repository: Observation['repository'];
  /** Whether the default branch has the workflow that runs agents: someone wants Orch here. */
  installed: boolean;
  /** Open issues with `orch:story`, `orch:run` or `orch:epic`, and how many times a label was ever put on each. */
  labelled: { issue: number; labelings: number }[];
}

/** As much of a comment as says whether someone has to look at it. */
export interface RecentComment {
  id: number;
  /** The issue's or the pull request's number. */
  on: number;
  by: Person;
  body: string;
}

/** GitHub could not be asked: network, rate limit, an answer that is no answer. The wake-up is worth repeating. */
export class ForgeUnavailable extends Error {
  override readonly name = 'ForgeUnavailable';
  /** The time before which GitHub does not want to be asked again. */
  readonly at: Date | undefined;
  constructor(message: string, options?: { cause?: unknown; at?: Date | undefined }) {
    super(message, options);
    this.at = options?.at;
  }
}
