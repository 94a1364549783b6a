/** The document that a run of an epic writes. */
import { documentPath, type Plan, type PlanDocument } from '../epic.ts';
import { spikeSchema } from '../plan/research.ts';

/** The question that a spike answered, where this is one. */
export const questionOf = ({ workflow, outcome }: PlanDocument): string | undefined =>
  workflow === 'spike' ? spikeSchema.safeParse(outcome).data?.question : undefined;

/** Where the run that is due writes: a question that is asked again has the file that it had, and so has everything but spikes and retrospectives. */
export function documentFor(epic: number, { workflow, question, documents, sprint }: Plan): string {
  if (workflow === 'retrospective') return documentPath(epic, workflow, sprint?.number);
  if (workflow !== 'spike') return documentPath(epic, workflow);
  const spikes = documents.filter((one) => one.workflow === 'spike');
  const before = spikes.find((one) => question !== undefined && questionOf(one) === question);
  return before?.path ?? documentPath(epic, workflow, spikes.length + 1);
}
