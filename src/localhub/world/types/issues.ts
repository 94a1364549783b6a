/** Why an issue is in the state it is in, in REST's spelling. */
export type IssueStateReason = 'completed' | 'not_planned' | 'duplicate' | 'reopened';

/** An issue; a pull request is an issue whose `pullRequest` part is not null, and shares the sequence of numbers. */
export interface Issue {
  id: number;
  repositoryId: number;
  number: number;
  title: string;
  /** Null when none was given. */
  body: string | null;
  authorId: number;
  state: 'open' | 'closed';
  stateReason: IssueStateReason | null;
  labelIds: number[];
  assigneeIds: number[];
  milestoneId: number | null;
  /** The issue that this one is a sub-issue of. */
  parentId: number | null;
  /** Its place among the sub-issues of its parent, lowest first. Absent where it never was a sub-issue. */
  subIssueRank?: number;
  /** The issues that it waits for, in the order in which they were named. Absent where there never was one; so is the other direction. */
  blockedByIds?: number[];
  /** The issues that wait for it. */
  blockingIds?: number[];
  /** When it was pinned; null or absent while it is not. */
  pinnedAt?: string | null;
  locked: boolean;
  /** How many comments there are now (deleted ones do not count). */
  commentCount: number;
  /** When the body was last edited; null when never. A change of the title is an item of the timeline. */
  lastEditedAt: string | null;
  /** Who edited the body last; null when nobody did. */
  lastEditorId: number | null;
  /** The App that acted when it was opened (`github-actions` for GITHUB_TOKEN); null for people. */
  performedViaAppId: number | null;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  closedById: number | null;
  pullRequest: PullRequest | null;
}

/** An issue that is known to be a pull request. */
export type PullIssue = Issue & { pullRequest: PullRequest };

/** What a pull request has beyond an issue. Forks are unknown here: head and base are in the same repository. */
export interface PullRequest {
  /** Its own id, as on GitHub, where a pull request and its issue have different database ids. */
  id: number;
  /** Branch name without `refs/heads/`. */
  headRef: string;
  headSha: string;
  baseRef: string;
  /** Tip of the base branch when last told. */
  baseSha: string;
  draft: boolean;
  merged: boolean;
  mergedAt: string | null;
  mergedById: number | null;
  mergeCommitSha: string | null;
  /** Null while nobody has tried; told by the git side with `setMergeability`. */
  mergeable: boolean | null;
  /** How far the head is behind the base, in commits; told with `setMergeability`. */
  behindBy: number;
  commits: number;
  additions: number;
  deletions: number;
  changedFiles: number;
  requestedReviewerIds: number[];
  maintainerCanModify: boolean;
}

/** A comment on an issue or in the conversation of a pull request. */
export interface Comment {
  id: number;
  repositoryId: number;
  issueId: number;
  authorId: number;
  body: string;
  createdAt: string;
  updatedAt: string;
  /** Null until the body is changed for the first time. */
  lastEditedAt: string | null;
  /** Who changed it last. Absent in a hub's file from before this was kept. */
  lastEditorId?: number | null;
  performedViaAppId: number | null;
}

/** The eight reactions, in REST's spelling. */
export type ReactionContent = '+1' | '-1' | 'laugh' | 'confused' | 'heart' | 'hooray' | 'rocket' | 'eyes';

/** One person's reaction to an issue, a pull request or a comment. */
export interface Reaction {
  id: number;
  repositoryId: number;
  subject: { type: 'issue' | 'comment'; id: number };
  accountId: number;
  content: ReactionContent;
  createdAt: string;
}

/** States of a review, in REST's spelling. */
export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';

/** A review of a pull request, bound to the commit that was looked at. */
export interface Review {
  id: number;
  repositoryId: number;
  issueId: number;
  authorId: number;
  state: ReviewState;
  body: string;
  commitSha: string;
  submittedAt: string;
  updatedAt: string;
}

/** Kinds of timeline items, in REST's spelling (`labeled` is GraphQL's `LABELED_EVENT`). */
export type TimelineEvent =
  | 'labeled'
  | 'unlabeled'
  | 'closed'
  | 'reopened'
  | 'renamed'
  | 'assigned'
  | 'unassigned'
  | 'milestoned'
  | 'demilestoned'
  | 'locked'
  | 'unlocked'
  | 'commented'
  | 'reviewed'
  | 'review_dismissed'
  | 'merged'
  | 'ready_for_review'
  | 'convert_to_draft'
  | 'head_ref_deleted'
  | 'head_ref_force_pushed'
  | 'base_ref_changed';

/** One thing that happened to an issue or pull request, in order of `id`. */
export interface TimelineItem {
  id: number;
  repositoryId: number;
  issueId: number;
  event: TimelineEvent;
  actorId: number;
  performedViaAppId: number | null;
  createdAt: string;
  /** For `labeled` and `unlabeled`: the label as it was then. */
  label?: { id: number; name: string; color: string };
  /** For `commented`: the comment; for `reviewed` and `review_dismissed`: the review; for the assignments: the account. */
  subjectId?: number;
  /** For `merged` and for `closed` by a merge: the commit. For `head_ref_force_pushed`: the new head. */
  commitSha?: string;
  /** For `renamed`. */
  rename?: { from: string; to: string };
  /** For `closed`. */
  stateReason?: IssueStateReason | null;
}
