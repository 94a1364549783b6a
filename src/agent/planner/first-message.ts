/** The first message of a run that plays a workflow: the epic as data, what is there already, and the first request. */
import type { Told } from '../context/surroundings.ts';
import { fence } from '../fence.ts';
import { messageWith, type Part, storyData, type TakenFrom, withTaken } from '../prompt.ts';
import { anyTaken } from '../visible.ts';
import { type Planner, plannerPrompt } from './prompt.ts';

/** What a planner is told of its workflow. */
export interface Playing {
  planner: Planner;
  /** The workflow by its name, and what it is for. */
  workflow: string;
  description: string;
  /** Whether what it builds is thrown away, so that it may build something. */
  throwaway: boolean;
  /** What a spike is to answer. A model or a person wrote it. */
  question: string | undefined;
  /** What happened in the sprint that is looked back at. People and models wrote parts of it. */
  record: string | undefined;
  /** Documents of the epic that are in the checkout, by their paths. */
  documents: readonly string[];
  /** Sections that a run before wrote, by name; a model wrote them. */
  written: Readonly<Record<string, string>>;
  /** The open request, in words. */
  request: string;
}

/** The longest text of sections that were written before, in characters; what is longer is in the checkout or is written again. */
const MAX_WRITTEN = 24_000;

/** The part of whoever plays a workflow. */
export function plannerPart(brief: Told, playing: Playing): Part {
  return {
    system: plannerPrompt(playing.planner, playing.throwaway),
    throwaway: playing.throwaway,
    first: (nonce) => messageWith(brief, block(brief, playing, nonce)),
    idle: 'You called no tool. Look with read, glob and grep, and answer the open request with submit.',
  };
}

function block(brief: Told, playing: Playing, nonce: string): { text: string; taken: TakenFrom[] } {
  const { workflow, description, question, record, documents, written, request } = playing;
  const data = storyData(brief, nonce);
  const taken = [...data.taken];
  const fenced = (where: string, text: string): string => {
    const shown = fence(where, text, 'markdown', nonce);
    if (anyTaken(shown.taken)) taken.push({ where, ...shown.taken });
    return withTaken(shown);
  };
  const sections = Object.entries(written).map(([name, text]) => `${name}:\n${text}`);
  const parts = [
    `Epic ${brief.story}, attempt ${brief.attempt}: you play the workflow ${workflow}. ${description} Lines with ${nonce} begin and end data.`,
    ...data.parts,
    ...(question === undefined ? [] : ['The question to answer:', fenced('question', question)]),
    ...(record === undefined ? [] : ['The record:', fenced('record', record)]),
    documents.length === 0
      ? 'The epic has no documents yet.'
      : `Documents of the epic in the checkout: ${documents.join(', ')}`,
    ...(sections.length === 0
      ? []
      : [
          'This workflow was begun before. These sections are written; it goes on with the request below:',
          fenced('written', sections.join('\n\n').slice(0, MAX_WRITTEN)),
        ]),
    `You have ${brief.limits.turns} turns and ${brief.limits.minutes} minutes.`,
    request,
  ];
  return { text: parts.join('\n\n'), taken };
}
