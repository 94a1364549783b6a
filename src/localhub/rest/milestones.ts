import { json, noContent } from '../http/answer.ts';
import { milestone as milestoneJson } from '../representations/issues.ts';
import { createMilestone, deleteMilestone, milestonesOf, updateMilestone } from '../world/milestones.ts';
import type { Milestone } from '../world/types.ts';
import {
  found,
  listed,
  numberParameter,
  query,
  type RepositoryContext,
  type Route,
  repositoryRoute,
} from './context.ts';

const represent = ({ world, urls }: RepositoryContext, one: Milestone) => milestoneJson(world, urls, one);

function theMilestone(context: RepositoryContext): Milestone {
  const number = numberParameter(context, 'milestone_number');
  return found(milestonesOf(context.world, context.repository).find((one) => one.number === number));
}

/** The parts of a milestone that a body may give. */
const parts = ({ fields }: RepositoryContext) => {
  const [description, dueOn] = [fields.nullable('description'), fields.nullable('due_on')];
  return { ...(description === undefined ? {} : { description }), ...(dueOn === undefined ? {} : { dueOn }) };
};

/** Milestones. */
export const milestoneRoutes: readonly Route[] = [
  repositoryRoute('GET /milestones', 'issues|pull_requests:read', (context) => {
    const state = query(context, 'state') ?? 'open';
    const those = milestonesOf(context.world, context.repository).filter(
      (one) => state === 'all' || one.state === state,
    );
    return listed(context, those, (one) => represent(context, one));
  }),
  repositoryRoute(
    'POST /milestones',
    'issues|pull_requests:write',
    (context) => {
      const { world, actor, repository, fields } = context;
      const title = fields.required('title');
      return json(represent(context, createMilestone(world, actor, { repository, title, ...parts(context) })), 201);
    },
    { role: 'write', createsContent: true },
  ),
  repositoryRoute('GET /milestones/{milestone_number}', 'issues|pull_requests:read', (context) =>
    json(represent(context, theMilestone(context))),
  ),
  repositoryRoute(
    'PATCH /milestones/{milestone_number}',
    'issues|pull_requests:write',
    (context) => {
      const { world, actor, fields } = context;
      const title = fields.string('title');
      const state = fields.oneOf('state', ['open', 'closed'] as const);
      const milestone = updateMilestone(world, actor, {
        milestone: theMilestone(context),
        ...(title === undefined ? {} : { title }),
        ...(state === undefined ? {} : { state }),
        ...parts(context),
      });
      return json(represent(context, milestone));
    },
    { role: 'write' },
  ),
  repositoryRoute(
    'DELETE /milestones/{milestone_number}',
    'issues|pull_requests:write',
    (context) => {
      deleteMilestone(context.world, context.actor, { milestone: theMilestone(context) });
      return noContent;
    },
    { role: 'write' },
  ),
];
