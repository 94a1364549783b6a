/** The documents of an epic, and the work on them, as people call them. */
import type { EpicWorkflow, Plan } from '../epic.ts';

/** `is`: what the document is called, and whether that is one thing. `doing`: that it is being written. */
interface Names {
  is: string;
  many: boolean;
  doing: string;
}

const NAMES: Record<EpicWorkflow, Names> = {
  why: { is: 'analysis', many: false, doing: 'Asking whether this is needed' },
  research: { is: 'research', many: false, doing: 'Looking for ways to build it' },
  spike: { is: 'spike', many: false, doing: 'Trying out what nobody knows yet' },
  prd: { is: 'requirements', many: true, doing: 'Writing the requirements' },
  architecture: { is: 'architecture', many: false, doing: 'Writing the architecture' },
  stories: { is: 'stories', many: true, doing: 'Cutting the work into stories' },
  retrospective: { is: 'retrospective', many: false, doing: 'Looking back at the sprint' },
};

/** `requirements`, `architecture`… without an article. */
export const documentName = (workflow: EpicWorkflow): string => NAMES[workflow].is;

/** `The requirements`; of a retrospective the sprint is named. */
export const theDocument = ({ workflow, sprint }: Plan): string =>
  `The ${NAMES[workflow].is}${workflow === 'retrospective' && sprint ? ` of sprint ${sprint.number}` : ''}`;

/** `are` or `is`, to go with the document. */
export const verbOf = (workflow: EpicWorkflow): string => (NAMES[workflow].many ? 'are' : 'is');

/** `Writing the requirements`: what the run of this workflow does. */
export const doing = ({ workflow, sprint }: Plan): string =>
  workflow === 'retrospective' && sprint ? `Looking back at sprint ${sprint.number}` : NAMES[workflow].doing;
