/**
 * What GitHub says now about one subject, read in one query. Never stored. What has changed since the last look is found by comparing it with
 * what the story has seen (`events.ts`).
 */
import type { Role } from './permissions.ts';

/** Someone on GitHub. `orch` is Orch itself; a bot is any other App or machine account; a ghost is an account that was deleted. */
export interface Person {
  id: number;
  login: string;
  kind: 'user' | 'bot' | 'orch' | 'ghost';
}

/** The account of a deleted user. GitHub shows it as `ghost`. */
export const GHOST: Person = { id: 0, login: 'ghost', kind: 'ghost' };

export interface Comment {
  /** GitHub's number; grows with time. */
  id: number;
  nodeId: string;
  url: string;
  by: Person;
  body: string;
  /** When it was written, ISO time by GitHub's clock, in whole seconds like all of its times. */
  at: string;
  /** True when it was edited after it was written. */
  edited: boolean;
  /** Where it stands: the story's issue, or its pull request. */
  on: { number: number; nodeId: string };
}

/** One act of labelling, in the order in which they happened. */
export interface Labeling {
  label: string;
  by: Person;
  /** ISO time by GitHub's clock. */
  at: string;
}

export interface Review {
  id: number;
  by: Person;
  state: 'approved' | 'changes_requested' | 'commented' | 'dismissed';
  body: string;
  /** The commit that was reviewed; null when GitHub no longer knows it. */
  commit: string | null;
  /** When it was submitted, ISO time by GitHub's clock. */
  at: string;
}

export interface Check {
  name: string;
  state: 'pending' | 'passed' | 'failed';
  /** Title or summary of a failed check, shortened; empty when it says nothing. */
  summary: string;
  url: string;
  /** True for a check that Orch itself published. */
  own: boolean;
}

export interface PullRequest {
  number: number;
  nodeId: string;
  url: string;
  state: 'open' | 'closed' | 'merged';
  head: string;
  base: string;
  draft: boolean;
  /** `unknown` while GitHub still computes it. */
  mergeable: 'yes' | 'conflicting' | 'unknown';
  mergeCommit: string | null;
  /** What the rules of its base branch make of its reviews; null where they ask for none. */
  decision: 'approved' | 'changes_requested' | 'review_required' | null;
  /** Node id of the head branch, null once it is deleted. */
  headRefId: string | null;
  /** Reviews, oldest first. Long histories are cut to the newest 50. */
  reviews: Review[];
  /** The newest approving or refusing review of each reviewer. */
  opinions: Review[];
  /** Checks of the head commit. */
  checks: Check[];
  /**
   * Names of workflows whose runs on the head commit wait for someone to allow them, so that their checks are not there yet. Absent where none does.
   */
  held?: string[];
}

export interface Issue {
  number: number;
  nodeId: string;
  title: string;
  body: string;
  /** SHA-256 over title and body, in hex: what an approval of this text is bound to. */
  text: string;
  /** The newest change of title or body: when, by GitHub's clock, and by whom, null where GitHub does not tell. Null when there never was one. */
  edited: { at: string; by: Person | null } | null;
  url: string;
  state: 'open' | 'closed';
  by: Person;
  labels: string[];
  /** What has to be closed before it, in order of their numbers, those of other repositories last. GitHub keeps at most 50. */
  blockedBy: Blocker[];
  /** Numbers of the issues of this repository that wait for it, ascending. */
  blocking: number[];
  /** The issue of this repository that it is a sub-issue of. */
  parent: number | null;
  /** Its sub-issues in this repository, in the order in which people see them. GitHub keeps at most 100. */
  subIssues: SubIssue[];
}

/** Why an issue was closed; null while it is open. */
export type CloseReason = 'completed' | 'not_planned' | 'duplicate';

/** An issue that another one waits for. */
export interface Blocker {
  number: number;
  nodeId: string;
  state: 'open' | 'closed';
  reason: CloseReason | null;
  /** `owner/name` of its repository, where that is another one. */
  repository?: string;
}

/** The order of blockers in an observation: those of its own repository first, then by repository, each by number. */
export const byPlace = (one: Blocker, other: Blocker): number => {
  const [here, there] = [one.repository ?? '', other.repository ?? ''];
  return here === there ? one.number - other.number : here < there ? -1 : 1;
};

/** An issue below an epic, as the epic's own look shows it. */
export interface SubIssue {
  number: number;
  nodeId: string;
  title: string;
  state: 'open' | 'closed';
  reason: CloseReason | null;
  labels: string[];
}

/** A comment that asks something, with what people did to it. */
export interface AskedInPublic {
  body: string;
  /** Who changed it last; null where nobody did, or GitHub does not tell. */
  editor: Person | null;
  /** Reactions of people, oldest first, the newest 50 at the most. `content` is REST's word (`rocket`). */
  reactions: { content: string; by: Person; at: string }[];
}

export interface Observation {
  repository: {
    nodeId: string;
    owner: string;
    name: string;
    defaultBranch: string;
    head: string;
    /** Node ids of those of Orch's labels (`labels.ts`) that the repository has, by name. */
    labels: Record<string, string>;
  };
  /** The configuration on the default branch, or null when there is none. */
  config: { oid: string; text: string } | null;
  /**
   * The file of the default branch that was asked for. Absent where none was; null where there is none of that path, it is no text, or it has
   * more than 300,000 bytes.
   */
  file?: { path: string; oid: string; text: string } | null;
  /** Head of the state branch as GitHub tells it; null while there is none. */
  stateHead: string | null;
  /** Null when the issue does not exist (any more) or is a pull request. */
  issue: Issue | null;
  /** Comments after the cursor on the issue and on its pull request, oldest first; on the latter the newest 50 at the most. */
  comments: Comment[];
  /** How many times a label was ever put on the issue, and the newest of those acts, oldest first. */
  labelings: { count: number; newest: Labeling[] };
  /** Head of the story branch, null when there is none. */
  branch: string | null;
  /** The newest pull request from the story branch. */
  pullRequest: PullRequest | null;
  /** The comment that asks the open question, as it stands now. Absent where it was not asked for, null where it is gone. */
  question?: AskedInPublic | null;
  /** Roles by numeric user id, of everyone whose word may count in this observation. Absent means: not looked up. */
  roles: Record<number, Role>;
}
