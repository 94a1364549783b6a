import type { RoleName } from './accounts.ts';

/** A repository. Its git data lives elsewhere; the world knows only what it is told about refs and commits. */
export interface Repository {
  id: number;
  ownerId: number;
  name: string;
  description: string | null;
  private: boolean;
  archived: boolean;
  defaultBranch: string;
  /** The number that the next issue or pull request gets; the two share one sequence. */
  nextNumber: number;
  /** The number that the next run of each workflow gets, by workflow id. */
  nextRunNumber: Record<string, number>;
  settings: RepositorySettings;
  collaborators: Collaborator[];
  /** Actions secrets, name to value. Names are upper case. */
  secrets: Record<string, string>;
  /** Actions variables, name to value. Names are upper case. */
  variables: Record<string, string>;
  branchProtections: BranchProtection[];
  createdAt: string;
  updatedAt: string;
  pushedAt: string;
}

/** The switches of a repository's settings page that change behaviour here. */
export interface RepositorySettings {
  allowMergeCommit: boolean;
  allowSquashMerge: boolean;
  allowRebaseMerge: boolean;
  deleteBranchOnMerge: boolean;
  /** The permissions that GITHUB_TOKEN has when a workflow names none. */
  defaultWorkflowPermissions: 'read' | 'write';
  /** Whether GITHUB_TOKEN may create and approve pull requests; off in new repositories, as on GitHub. */
  actionsMayCreateAndApprovePullRequests: boolean;
}

/** Someone who may do more than the public, with GitHub's `role_name`. */
export interface Collaborator {
  accountId: number;
  roleName: RoleName;
}

/** The part of branch protection that decides whether a pull request is `blocked`. */
export interface BranchProtection {
  /** The exact branch name; patterns are not known here. */
  branch: string;
  requiredApprovingReviewCount: number;
  /** Names of check runs or contexts of statuses that must have succeeded. */
  requiredStatusChecks: string[];
}

/** A branch or tag by its full name, `refs/heads/main`. */
export interface Ref {
  id: number;
  repositoryId: number;
  name: string;
  sha: string;
}

/** Who wrote or committed something, as git records it. */
export interface GitIdentity {
  name: string;
  email: string;
  /** ISO 8601 time. */
  date: string;
}

/** A commit as the git side described it. */
export interface CommitInfo {
  sha: string;
  treeSha: string;
  message: string;
  author: GitIdentity;
  committer: GitIdentity;
  parents: string[];
  /** Paths by kind of change against the first parent; empty when nobody computed them. */
  added: string[];
  removed: string[];
  modified: string[];
}

/** A commit that the world was told about, kept because check suites and workflow runs show their head commit. */
export interface Commit extends CommitInfo {
  id: number;
  repositoryId: number;
}

/** A label of a repository. Names are compared without regard to case, as GitHub does. */
export interface Label {
  id: number;
  repositoryId: number;
  name: string;
  /** Six hex digits, no `#`. */
  color: string;
  description: string | null;
  isDefault: boolean;
}

/** A milestone of a repository. */
export interface Milestone {
  id: number;
  repositoryId: number;
  number: number;
  title: string;
  description: string | null;
  state: 'open' | 'closed';
  creatorId: number;
  dueOn: string | null;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
}
