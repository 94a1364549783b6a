/** The words of the commit and of the pull request that carry a workflow's documents. */
import { EPIC_WORKFLOWS, type EpicWorkflow } from '../../core/epic.ts';
import type { DoneRequest } from '../run/request.ts';
import { oneLine } from './answered.ts';
import type { Placed } from './closing.ts';
import { fileWords } from './words.ts';

/** What a reader is told. */
export interface Proposed {
  epic: number;
  /** The title of the epic. */
  title: string;
  /** The workflow: its name, and what it is for. */
  workflow: string;
  description: string;
  /** Who wrote it, as in `Product manager`. */
  author: string;
  documents: readonly Placed[];
  end: DoneRequest;
  advice: readonly string[];
  /** The Markdown plan in which tasks were ticked off. */
  ticked?: string;
  /** What the workflow told people on its way. */
  said: readonly string[];
}

/** What each document is called. */
const CALLED: Readonly<Record<EpicWorkflow, string>> = {
  why: 'Is it needed',
  research: 'Research',
  spike: 'Spike',
  prd: 'Requirements',
  architecture: 'Architecture',
  stories: 'Stories',
  retrospective: 'Retrospective',
};

/** Remarks that a body has room for. */
const MAX_REMARKS = 12;

const isEpicWorkflow = (name: string): name is EpicWorkflow => (EPIC_WORKFLOWS as readonly string[]).includes(name);

/** What the document of a workflow is called. */
export function calledBy(workflow: string): string {
  if (isEpicWorkflow(workflow)) return CALLED[workflow];
  const words = workflow.replace(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The message of the commit. */
export const commitWords = ({ epic, title, workflow, documents }: Proposed): string =>
  [
    oneLine(`${calledBy(workflow)} (epic ${epic}): ${title}`, 100),
    documents
      .map(({ file }) => `- ${file}`)
      .slice(0, 20)
      .join('\n'),
  ].join('\n\n');

/** Title and body of the pull request. */
export function pullRequestWords(proposed: Proposed): { title: string; body: string } {
  const { title, workflow, description, author, documents, ticked, end, advice, said } = proposed;
  const remarks = [...advice, ...end.remarks, ...said].map((remark) => oneLine(remark, 300)).slice(0, MAX_REMARKS);
  const checks = end.checks.map(({ file, passed, result }) => {
    const more = oneLine(result, 300);
    return `- ${file === '' ? 'checklist' : `\`${fileWords(file)}\``}: ${passed ? 'everything holds' : 'not everything holds'}${more === '' ? '' : `. ${more}`}`;
  });
  const section = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`### ${heading}\n\n${lines.join('\n')}`];
  const body = [
    `Written by the ${author.toLowerCase()} with the workflow \`${workflow}\`. ${description}`.trim(),
    [
      ...documents.map(({ file }) => `- \`${file}\``),
      ...(ticked === undefined ? [] : [`- \`${ticked}\`: what is merged is ticked off`]),
    ].join('\n'),
    ...section('Checked', checks),
    ...section(
      'Worth knowing',
      remarks.map((remark) => `- ${remark}`),
    ),
    `### How to go on\n\nRead it under "Files changed". To have something changed, say so in a review that asks for changes: the document is written anew with what you said. You may edit it yourself, too. An approval accepts it as it is, and the next part of the plan builds on it.`,
  ];
  return { title: oneLine(`${calledBy(workflow)}: ${title}`, 200), body: body.join('\n\n').slice(0, 20_000) };
}
