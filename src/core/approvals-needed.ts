/** How many people must approve a pull request before it is merged. */
import type { Config } from './config.ts';
import type { EpicWorkflow } from './epic.ts';
import type { Story } from './story.ts';

/** Documents that are accepted by themselves in mode `autonomous`. The stories are not among them: they say what is built, and so what is spent. */
const BY_ITSELF: ReadonlySet<EpicWorkflow> = new Set(['prd', 'architecture', 'retrospective']);

/**
 * Whether the pull request of the story waits for nobody, because it only has a document that a maintainer wants accepted by itself. With anything else in it,
 * or a commit that somebody pushed, it waits for people like every other.
 */
export const isAcceptedByItself = ({ plan }: Story, { sprint }: Config): boolean =>
  sprint.mode === 'autonomous' && plan?.own_documents === true && BY_ITSELF.has(plan.workflow);

/** Approvals that the story's pull request needs; a change of code always needs those of the configuration. */
export const approvalsNeeded = (story: Story, config: Config): number =>
  isAcceptedByItself(story, config) ? 0 : config.settings.required_approvals;
