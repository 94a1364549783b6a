/**
 * The port to GitHub: what Orch needs from a forge, in the domain's words and no more. Two adapters keep the same contract
 * (test/contract/forge.ts): Octokit, and one that drives the in-memory world directly.
 */
import type { Act } from '../core/act.ts';
import type { Outcome } from '../core/decide/acknowledge.ts';
import type { ActionsRun } from '../core/decide/run-news.ts';
import type { Observation } from '../core/observation.ts';
import type { Role } from '../core/permissions.ts';

/** Which issue of the repository to look at, and from where on. */
export interface Subject {
  issue: number;
  /** Only comments with a greater number are of interest. */
  afterComment: number;
  /** Logins whose roles will probably be needed (whoever sent the wake-up). A hint saves a request, it is never believed. */
  logins: readonly string[];
}

/** One act's outcome, or the fact that it is not known whether it was done. */
export type Answer =
  | Outcome
  /** Not done, or not known to be done: trying again later may help. `at` is the time before which GitHub does not want to hear of it. */
  | { kind: 'later'; reason: string; at?: Date };

/** Why a dispatch that GitHub answers with "Not Found" cannot work, for people who have to mend it. */
export const workflowMissing = (workflow: string, ref: string): string =>
  `there is no .github/workflows/${workflow} on ${ref}`;

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
   * repeats a request that may have worked: the answer is then `later`, and the next try has `look` set.
   */
  perform(repository: Observation['repository'], acts: readonly Act[]): Promise<Answer[]>;
  /** What Actions says of a run; null when there is none of that number. */
  actionsRun(id: number): Promise<ActionsRun | null>;
  /** Open issues that carry one of Orch's labels: what the sweep looks at besides the stories it knows. */
  labelled(): Promise<number[]>;
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
