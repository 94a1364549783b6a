/**
 * An effect put into words that a forge can carry out without knowing the story: ids, texts, commits. `look` says that it may have been
 * done already (someone began it and was not heard of again), so that whoever carries it out looks for its mark first.
 */
import type { Brief } from './brief.ts';

interface Label {
  name: string;
  nodeId: string;
}

interface IssueRef {
  number: number;
  nodeId: string;
}

/** What acts for a plan make, and what whoever plans has to know of it. */
export interface Made {
  issue?: { number: number; nodeId: string; url: string };
  milestone?: { number: number; nodeId: string };
}

export type Act =
  | { kind: 'comment'; issue: { number: number; nodeId: string }; mark: string; body: string; look: boolean }
  | {
      kind: 'edit_comment';
      comment: { id: number; nodeId: string };
      /** Where it is written anew when a person has deleted it; absent where that is another's to do. */
      issue?: IssueRef;
      mark: string;
      body: string;
    }
  | { kind: 'delete_comment'; comment: { id: number; nodeId: string } }
  | { kind: 'react'; comment: string }
  /** Puts labels on an issue and takes others off; nobody else's labels are touched. Names are for people, node ids for GitHub. */
  | { kind: 'labels'; issue: { number: number; nodeId: string }; add: Label[]; remove: Label[] }
  /** Opens an issue, with all that belongs to it in the same request. It is found again by its mark: among the sub-issues of its parent where it has one. */
  | {
      kind: 'open_issue';
      title: string;
      body: string;
      mark: string;
      look: boolean;
      labels?: Label[];
      /** Node id of the milestone it belongs to. */
      milestone?: string;
      /** The issue that it becomes a sub-issue of. */
      parent?: IssueRef;
    }
  /** Puts another text in place of an issue's. */
  | { kind: 'edit_issue_body'; issue: IssueRef; body: string }
  /** Makes an issue that is there a sub-issue. Done where it is one of that parent's already; refused where it has another parent. */
  | { kind: 'add_sub_issue'; parent: IssueRef; child: IssueRef }
  /** Says that an issue cannot be worked on before another one is closed. Done where that is said already. */
  | { kind: 'add_blocked_by'; issue: IssueRef; blocker: IssueRef }
  /** Pins an issue above the list of issues. GitHub keeps three pinned at the most, and refuses a fourth. */
  | { kind: 'pin_issue'; issue: IssueRef }
  /** Puts an issue into the milestone with that node id, or out of every one. */
  | { kind: 'set_milestone'; issue: IssueRef; milestone: string | null }
  /** Titles are unique in a repository: where the title is taken, the milestone that has it, open or closed, is what was made. */
  | { kind: 'create_milestone'; title: string; description: string }
  | { kind: 'close_milestone'; milestone: { number: number } }
  | { kind: 'create_label'; name: string; color: string; description: string }
  | {
      kind: 'dispatch';
      workflow: string;
      ref: string;
      title: string;
      inputs: { brief: string; story: string; run: string };
      look: boolean;
    }
  | { kind: 'cancel_run'; actionsRun: number }
  | {
      kind: 'open_pull_request';
      head: string;
      base: string;
      title: string;
      body: string;
      look: boolean;
      /** The commit that it offers: one with this head is it, also when a person has closed or merged it meanwhile. */
      commit?: string;
      /** Only one with a greater number is it: an older one was closed before this was asked for. */
      after?: number;
    }
  | { kind: 'close_pull_request'; pullRequest: { number: number; nodeId: string } }
  | {
      kind: 'check';
      commit: string;
      name: string;
      conclusion: 'success' | 'failure' | 'neutral';
      title: string;
      summary: string;
      externalId: string;
      look: boolean;
    }
  | { kind: 'merge'; pullRequest: number; head: string; method: 'merge' | 'squash' | 'rebase' }
  | { kind: 'close_issue'; issue: { number: number; nodeId: string } }
  | { kind: 'delete_branch'; branch: string; refId: string };

/** The inputs of the workflow's dispatch. */
export const dispatchInputs = (brief: Brief) => ({
  brief: JSON.stringify(brief),
  story: String(brief.story),
  run: brief.run,
});
