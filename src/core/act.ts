/**
 * An effect put into words that a forge can carry out without knowing the story: ids, texts, commits. `look` says that it may have been
 * done already (someone began it and was not heard of again), so that whoever carries it out looks for its mark first.
 */
import type { Brief } from './brief.ts';

interface Label {
  name: string;
  nodeId: string;
}

export type Act =
  | { kind: 'comment'; issue: { number: number; nodeId: string }; mark: string; body: string; look: boolean }
  | {
      kind: 'edit_comment';
      comment: { id: number; nodeId: string };
      issue: { number: number; nodeId: string };
      mark: string;
      body: string;
    }
  | { kind: 'delete_comment'; comment: { id: number; nodeId: string } }
  | { kind: 'react'; comment: string }
  /** Puts labels on an issue and takes others off; nobody else's labels are touched. Names are for people, node ids for GitHub. */
  | { kind: 'labels'; issue: { number: number; nodeId: string }; add: Label[]; remove: Label[] }
  | { kind: 'open_issue'; title: string; body: string; mark: string; look: boolean }
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
  | { kind: 'open_pull_request'; head: string; base: string; title: string; body: string; look: boolean }
  | { kind: 'close_pull_request'; pullRequest: { number: number; nodeId: string } }
  | {
      kind: 'check';
      commit: string;
      name: string;
      conclusion: 'success' | 'failure';
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
