import { actionRoutes } from './actions.ts';
import { appRoutes } from './apps.ts';
import { checkRoutes } from './checks.ts';
import { commentRoutes } from './comments.ts';
import { commitRoutes } from './commits.ts';
import { contentRoutes } from './contents.ts';
import type { Route } from './context.ts';
import { dependencyRoutes } from './dependencies.ts';
import { gitDataRoutes } from './git-data.ts';
import { gitObjectRoutes } from './git-objects.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { milestoneRoutes } from './milestones.ts';
import { pullRoutes } from './pulls.ts';
import { repositoryRoutes } from './repositories.ts';
import { reviewRoutes } from './reviews.ts';
import { subIssueRoutes } from './sub-issues.ts';
import { timelineRoutes } from './timeline.ts';
import { userRoutes } from './users.ts';

/** Every operation of GitHub's REST API that the hub knows. */
export const routes: readonly Route[] = [
  ...userRoutes,
  ...appRoutes,
  ...repositoryRoutes,
  ...issueRoutes,
  ...subIssueRoutes,
  ...dependencyRoutes,
  ...milestoneRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...timelineRoutes,
  ...pullRoutes,
  ...reviewRoutes,
  ...checkRoutes,
  ...commitRoutes,
  ...contentRoutes,
  ...gitDataRoutes,
  ...gitObjectRoutes,
  ...actionRoutes,
];
