/** The documents of an epic, as a list. */
import type { Plan, PlanDocument } from '../epic.ts';
import { quoted } from '../messages/quoted.ts';
import { storyBranch } from '../names.ts';
import { spikeSchema } from '../plan/research.ts';
import type { Story } from '../story.ts';
import { documentName } from './document-names.ts';
import { fileLink, repositoryUrl } from './links.ts';

/** What it is, where it is, and how far it is, for each document, oldest first: a line for each, or all in one. Empty while there is none. */
export function documentList(epic: Story, plan: Plan, lines: 'list' | 'line'): string {
  const each = documentsOf(epic, plan);
  if (each.length === 0) return '';
  return lines === 'list' ? each.map((one) => `- ${one}`).join('\n') : `Documents: ${each.join(' · ')}`;
}

function documentsOf(epic: Story, { documents, workflow }: Plan): string[] {
  const repository = repositoryUrl(epic);
  return documents.map((document, index) => {
    // What nobody has to accept comes into the default branch with the next document that somebody accepts.
    const accepted = documents.slice(index).some(({ accepted_at }) => accepted_at !== undefined);
    const ref = accepted ? 'HEAD' : storyBranch.format(epic.id);
    const name = documentName(document.workflow);
    const of = document.sprint === undefined ? '' : ` of sprint ${document.sprint}`;
    const capital = `${name[0]!.toUpperCase()}${name.slice(1)}${of}`;
    const where = fileLink(capital, document.path, ref, repository);
    return [where, ...findingOf(document), standing(document, epic, workflow)].filter(Boolean).join(', ');
  });
}

/** How far a document is: accepted with a pull request, or waiting in one. */
function standing(document: PlanDocument, { status, pull_request }: Story, workflow: Plan['workflow']): string {
  if (document.pull_request !== undefined)
    return document.accepted_at === undefined
      ? `in #${document.pull_request}`
      : `accepted in #${document.pull_request}`;
  if (document.accepted_at !== undefined) return 'accepted';
  return status === 'review' && document.workflow === workflow && pull_request
    ? `in review in #${pull_request.number}`
    : '';
}

/** Of a spike, what it found. */
function findingOf({ workflow, outcome }: PlanDocument): string[] {
  const spike = workflow === 'spike' ? spikeSchema.safeParse(outcome).data : undefined;
  return spike ? [`${quoted(spike.question, 120)}: ${spike.viable ? 'it works' : 'it does not work'}`] : [];
}
