import type { Actor, App, Installation } from './accounts.ts';
import type { Job, Workflow, WorkflowRun } from './actions.ts';
import type { CheckRun, CheckSuite, CommitStatus } from './checks.ts';
import type { Comment, Issue, Reaction, Review } from './issues.ts';
import type { CommitInfo, Label, Milestone, Repository } from './repositories.ts';

/** Where the hub can be reached. No trailing slashes. */
export interface Urls {
  /** Pages for people, `http://127.0.0.1:3000`. */
  html: string;
  /** REST, `http://127.0.0.1:3000/api/v3`. */
  api: string;
  /** GraphQL, `http://127.0.0.1:3000/api/graphql`. */
  graphql: string;
  /** git over HTTP, `http://127.0.0.1:3000`. */
  git: string;
}

/** A JSON object. */
export type JsonObject = Record<string, unknown>;

/** A push: what moved from where to where. `before` or `after` is forty zeros when the ref is new or gone. */
export interface Push {
  ref: string;
  before: string;
  after: string;
  /** Oldest first. */
  commits: CommitInfo[];
  forced: boolean;
}

/** The things an event is about: copies made when it happened, so that later changes do not alter what it says. */
export interface EventSubject {
  issue?: Issue;
  /** For `sub_issues`: the issue below `issue`. */
  subIssue?: Issue;
  /** For `issue_dependencies`: the issue that `issue` waits for. */
  blockingIssue?: Issue;
  comment?: Comment;
  label?: Label;
  milestone?: Milestone;
  review?: Review;
  reaction?: Reaction;
  checkRun?: CheckRun;
  checkSuite?: CheckSuite;
  status?: CommitStatus;
  workflow?: Workflow;
  workflowRun?: WorkflowRun;
  job?: Job;
  push?: Push;
  /** For `create` and `delete`: the short name and its kind. */
  ref?: { name: string; type: 'branch' | 'tag' };
  installation?: Installation;
  app?: App;
  /** For `installation` and `installation_repositories`. */
  repositories?: Repository[];
  /** For `workflow_dispatch` and `repository_dispatch`. */
  dispatch?: { ref: string; inputs: Record<string, string>; workflowPath: string };
  clientPayload?: { type: string; payload: JsonObject; branch: string };
  /** For assignments: the account's id. */
  assigneeId?: number;
}

/** Names of events as in the `X-GitHub-Event` header. */
export type EventName =
  | 'issues'
  | 'issue_comment'
  | 'label'
  | 'milestone'
  | 'sub_issues'
  | 'issue_dependencies'
  | 'pull_request'
  | 'pull_request_review'
  | 'check_run'
  | 'check_suite'
  | 'status'
  | 'workflow_dispatch'
  | 'repository_dispatch'
  | 'workflow_run'
  | 'workflow_job'
  | 'push'
  | 'create'
  | 'delete'
  | 'repository'
  | 'installation'
  | 'installation_repositories';

/** Something that happened in the world. Listeners get it synchronously, in order, after the world has changed. */
export interface WorldEvent {
  /** Counts up by one for each event. */
  id: number;
  at: string;
  name: EventName;
  /** `labeled` in `issues.labeled`; null for events without actions (`push`, `create`, `delete`, `status`…). */
  action: string | null;
  repository: Repository | null;
  actor: Actor;
  via: Actor['via'];
  subject: EventSubject;
  /** The webhook's `changes` for `edited`; what a `synchronize` moved between; absent otherwise. */
  changes?: JsonObject;
  before?: string;
  after?: string;
  /** When set, GitHub sends this event to that App alone (`check_suite.requested`, `installation.*`). */
  onlyAppId?: number;
  /** The complete webhook payload in GitHub's published shape, without the `installation` that each delivery adds. */
  payload: (urls: Urls) => JsonObject;
}
