/** What became of an epic's own effects, written into its plan: issues that were opened, what GitHub was told, the milestone. */

import { NEW_PLAN, type Planned } from '../epic.ts';
import { blankStory, type Effect, type PersonRef, type Story } from '../story.ts';
import type { Facts } from './acknowledge.ts';
import { type Draft, owe } from './draft.ts';

type PlanEffect = Extract<Effect, { kind: 'open_story' | 'open_epic' | 'open_milestone' | 'link_story' }>;

/** Writes down what was made for a plan. */
export function learnOfPlan(draft: Draft, effect: PlanEffect, { issue, milestone }: Facts): void {
  const { plan } = draft.story;
  switch (effect.kind) {
    case 'open_epic':
      if (issue) draft.adopts.push(newEpic(draft, issue.number, effect.title, effect.by));
      if (issue) draft.starts.push(issue.number);
      if (issue) draft.notes.push(`epic ${issue.number} opened`);
      return;
    case 'open_story': {
      const row = plan?.stories.find(({ key }) => key === effect.key);
      if (!row || !issue || row.issue) return;
      row.issue = { number: issue.number, node_id: issue.nodeId };
      draft.adopts.push(newStory(draft, issue.number, row));
      draft.notes.push(`story ${issue.number} opened`);
      return;
    }
    case 'link_story': {
      const row = plan?.stories.find(({ key }) => key === effect.key);
      if (row && !row.linked?.includes(effect.after)) row.linked = [...(row.linked ?? []), effect.after];
      return;
    }
    case 'open_milestone':
      if (!milestone) return;
      // The sprint was given up while its milestone was being made.
      if (plan?.sprint?.number !== effect.sprint) {
        owe(draft, { kind: 'close_milestone', number: milestone.number });
        return;
      }
      plan.sprint.milestone = { number: milestone.number, node_id: milestone.nodeId };
      for (const row of plan.stories)
        if (row.issue && plan.sprint.stories.includes(row.issue.number))
          owe(draft, { kind: 'set_milestone', issue: row.issue, milestone: milestone.nodeId });
  }
}

/** A story of the plan, as it waits in the backlog. */
export function newStory(draft: Draft, number: number, { title, priority, sessions, touches }: Planned): Story {
  const { id: epic, requested_by } = draft.story;
  return { ...blank(draft, number, title, requested_by), epic, priority, sessions, touches };
}

/** An epic that starts at its first look. */
const newEpic = (draft: Draft, number: number, title: string, by: PersonRef): Story => ({
  ...blank(draft, number, title, by),
  plan: structuredClone(NEW_PLAN),
  wanted: { by, at: draft.now },
});

const blank = ({ observation: { repository }, now }: Draft, id: number, title: string, by: PersonRef): Story => ({
  ...blankStory(id, { title, by, base: { ref: repository.defaultBranch, sha: repository.head }, now }),
  status: 'pending',
});
