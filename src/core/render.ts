/** Puts an effect into the words of a forge, from the state as it is when the effect is performed. */
import { type Act, dispatchInputs } from './act.ts';
import { approvalsNeeded } from './approvals-needed.ts';
import type { Config } from './config.ts';
import { isQuestion, questionKey } from './decide/questions.ts';
import { labelDrift, STATUS_LABELS } from './labels.ts';
import {
  proofConclusion,
  proofSummary,
  proofTitle,
  pullRequestBody,
  pullRequestTitle,
} from './messages/pull-request.ts';
import { sticky } from './messages/sticky.ts';
import { LABELS, mark, PROOF_CHECK, runTitle, storyBranch, WORKFLOW_FILE } from './names.ts';
import type { Observation } from './observation.ts';
import type { Run } from './run.ts';
import { board } from './sprint/board.ts';
import { milestoneOf } from './sprint/milestone.ts';
import type { Effect, Story } from './story.ts';

export interface Stage {
  story: Story;
  run: Run | null;
  observation: Observation;
  config: Config;
  /** The stories of the epic, and the epic of a story. */
  team?: readonly Story[];
  parent?: Story | null;
  /** Whether the effect may have been done already by someone who was not heard of again. */
  look: boolean;
}

/** The act for an effect; undefined when there is nothing left to do (no issue, no branch, another run). */
export function render(effect: Effect, stage: Stage): Act | undefined {
  const { story, observation, config, look } = stage;
  const run = stage.run;
  const issue = observation.issue && { number: observation.issue.number, nodeId: observation.issue.nodeId };
  switch (effect.kind) {
    case 'sticky': {
      if (!issue) return undefined;
      const key = `story:${story.id}`;
      const text = story.plan ? board(story, stage.team ?? [], config, { run }) : sticky(story, run, config);
      const body = `${mark.format(key)}\n${text}`;
      if (!story.sticky) return { kind: 'comment', issue, mark: key, body, look };
      return {
        kind: 'edit_comment',
        comment: { id: story.sticky.id, nodeId: story.sticky.node_id },
        issue,
        mark: key,
        body,
      };
    }
    case 'board': {
      const { parent } = stage;
      if (!parent?.plan || !parent.sticky) return undefined;
      const { id, node_id } = parent.sticky;
      const key = `story:${parent.id}`;
      // How the epic's own run stands is written with the epic's next step.
      const body = `${mark.format(key)}\n${board(parent, stage.team ?? [], config, { run: null })}`;
      return { kind: 'edit_comment', comment: { id, nodeId: node_id }, mark: key, body };
    }
    case 'reply':
      // A question that was answered, or that nobody waits for any more, before it could be asked.
      if (!issue || (isQuestion(effect.key) && effect.key !== questionKey(story))) return undefined;
      return {
        kind: 'comment',
        issue: effect.on ? { number: effect.on.number, nodeId: effect.on.node_id } : issue,
        mark: effect.key,
        body: `${mark.format(effect.key)}\n${effect.text}`,
        look,
      };
    case 'labels':
      return issue ? labelsAct(effect.take_off, issue, stage) : undefined;
    case 'delete_comment':
      return { kind: 'delete_comment', comment: { id: effect.comment.id, nodeId: effect.comment.node_id } };
    case 'react':
      return { kind: 'react', comment: effect.comment };
    case 'dispatch':
      if (run?.id !== effect.run || run.status !== 'queued') return undefined;
      return {
        kind: 'dispatch',
        workflow: WORKFLOW_FILE,
        ref: observation.repository.defaultBranch,
        title: runTitle.format(run.id),
        inputs: dispatchInputs(run.brief),
        look,
      };
    case 'cancel_run':
      return { kind: 'cancel_run', actionsRun: effect.actions_run };
    case 'open_pull_request':
      // Someone gave the story up meanwhile.
      if (story.status !== 'review' && story.status !== 'blocked') return undefined;
      return {
        kind: 'open_pull_request',
        head: storyBranch.format(story.id),
        base: story.base.ref,
        title: pullRequestTitle(story, run),
        body: pullRequestBody(story, run),
        look,
        ...(run?.result?.head && { commit: run.result.head }),
        ...(story.former_pull_request !== undefined && { after: story.former_pull_request }),
      };
    case 'close_pull_request': {
      const open =
        story.status === 'abandoned' && observation.pullRequest?.state === 'open' ? observation.pullRequest : null;
      return open
        ? { kind: 'close_pull_request', pullRequest: { number: open.number, nodeId: open.nodeId } }
        : undefined;
    }
    case 'prove': {
      if (run?.id !== effect.run || !run.result?.head) return undefined;
      const conclusion = proofConclusion(run.result.verdict);
      const summary = proofSummary(run);
      return {
        kind: 'check',
        commit: run.result.head,
        name: PROOF_CHECK,
        conclusion,
        title: proofTitle(run),
        summary,
        externalId: run.id,
        look,
      };
    }
    case 'merge':
      // Someone paused it or gave it up between the decision and now, or what was approved is no longer approved.
      if (story.status !== 'review' || !isApproved(story, effect.head, config)) return undefined;
      return {
        kind: 'merge',
        pullRequest: effect.pull_request,
        head: effect.head,
        method: config.settings.merge_method,
      };
    case 'open_story': {
      const row = story.plan?.stories.find(({ key }) => key === effect.key);
      // It was opened by whoever took this over, or people took it out of the plan.
      if (!issue || !row || row.issue) return undefined;
      const { title, body } = effect;
      const key = `story-of:${story.id}:${effect.key}`;
      const labels = named([LABELS.story, STATUS_LABELS.pending.name], observation);
      return {
        kind: 'open_issue',
        title,
        body: `${mark.format(key)}\n${body}`,
        mark: key,
        look,
        labels,
        parent: issue,
      };
    }
    case 'open_epic': {
      const { title, body, key } = effect;
      const labels = named([LABELS.epic], observation);
      return { kind: 'open_issue', title, body: `${mark.format(key)}\n${body}`, mark: key, look, labels };
    }
    case 'link_story': {
      const [one, other] = [effect.key, effect.after].map(
        (key) => story.plan?.stories.find((row) => row.key === key)?.issue,
      );
      if (!one || !other) return undefined;
      return { kind: 'add_blocked_by', issue: refOfIssue(one), blocker: refOfIssue(other) };
    }
    case 'open_milestone': {
      const { title, description = '' } = effect;
      if (story.plan?.sprint?.number === effect.sprint)
        return { kind: 'create_milestone', ...milestoneOf(story, story.plan.sprint) };
      // The sprint was given up meanwhile. Only what somebody may have begun has to be known by its number, so that it can be closed.
      return title !== undefined && look ? { kind: 'create_milestone', title, description } : undefined;
    }
    case 'set_milestone':
      return { kind: 'set_milestone', issue: refOfIssue(effect.issue), milestone: effect.milestone };
    case 'close_milestone':
      return { kind: 'close_milestone', milestone: { number: effect.number } };
    case 'pin':
      return issue ? { kind: 'pin_issue', issue } : undefined;
    case 'close_issue':
      return issue && observation.issue?.state === 'open' ? { kind: 'close_issue', issue } : undefined;
    case 'delete_branch': {
      const refId = observation.pullRequest?.headRefId;
      return refId ? { kind: 'delete_branch', branch: storyBranch.format(story.id), refId } : undefined;
    }
  }
}

/** The status label, and what must come off besides; undefined when the issue already looks as it should. */
function labelsAct(
  takeOff: readonly string[],
  issue: { number: number; nodeId: string },
  stage: Stage,
): Act | undefined {
  const { story, observation } = stage;
  const { add, remove } = labelDrift(story, observation);
  const wrong = takeOff.filter((name) => observation.issue?.labels.includes(name) && !remove.includes(name));
  const act = { add: named(add, observation), remove: named([...remove, ...wrong], observation) };
  return act.add.length + act.remove.length > 0 ? { kind: 'labels', issue, ...act } : undefined;
}

/** Those of the labels that the repository has, as GitHub knows them. */
const named = (names: readonly string[], { repository }: Observation) =>
  names.flatMap((name) => {
    const nodeId = repository.labels[name];
    return nodeId === undefined ? [] : [{ name, nodeId }];
  });

const refOfIssue = ({ number, node_id }: { number: number; node_id: string }) => ({ number, nodeId: node_id });

/** Whether enough people approved that very commit, and nothing stands against it. */
const isApproved = (story: Story, head: string, config: Config): boolean =>
  !story.hindrance &&
  (story.approvals ?? []).filter((approval) => approval.head === head).length >= approvalsNeeded(story, config);
