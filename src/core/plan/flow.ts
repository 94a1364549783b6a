/**
 * The built-in flow, from an idea to the lessons of its sprint: what comes after each workflow, given how it came out. Where a document is
 * accepted by people, the next workflow begins when they have accepted it, and not before.
 */
import type { Review } from './finding.ts';
import { sendsBack } from './finding.ts';
import type { Research, Spike } from './research.ts';
import type { OpenQuestion, Verdict } from './verdict.ts';
import type { Phase } from './workflow-keys.ts';

/** The built-in workflows in the order of the flow, each with the phase of the epic that it belongs to. */
export const FLOW = {
  why: 'analysis',
  research: 'analysis',
  spike: 'analysis',
  prd: 'planning',
  architecture: 'planning',
  stories: 'solutioning',
  sprint: 'implementation',
  'dev-story': 'implementation',
  review: 'implementation',
  retrospective: 'implementation',
} as const satisfies Record<string, Phase>;
export type FlowName = keyof typeof FLOW;

/** A workflow that ended, with as much of its outcome as the way on hangs on. */
export type Ended =
  | { workflow: 'why'; verdict: Verdict }
  /** `spiked`: questions that a spike has answered already. */
  | { workflow: 'research'; research: Research; spiked: readonly string[] }
  | { workflow: 'spike'; spike: Spike; research: Research; spiked: readonly string[] }
  | { workflow: 'review'; review: Review }
  | { workflow: Exclude<FlowName, 'why' | 'research' | 'spike' | 'review'> };

/**
 * The way on. `run`: the workflow begins at once. `gate`: it begins when people have accepted the document. `ask`: people answer first, and then
 * the same workflow is done again. `stop`: nothing follows unless a person says so.
 */
export type WayOn =
  | { kind: 'run'; workflow: FlowName; question?: string }
  | { kind: 'gate'; workflow: FlowName }
  | { kind: 'ask'; questions: readonly OpenQuestion[] }
  | { kind: 'stop'; reason: string };

/** What comes after a workflow that ended. */
export function wayOn(ended: Ended): WayOn {
  switch (ended.workflow) {
    case 'why':
      return afterWhy(ended.verdict);
    case 'research':
      return afterResearch(ended.research, ended.spiked);
    case 'spike':
      // What is not viable may have been the ground of the recommendation, so the ways are weighed again.
      return ended.spike.viable
        ? afterResearch(ended.research, [...ended.spiked, ended.spike.question])
        : { kind: 'run', workflow: 'research' };
    case 'prd':
      return { kind: 'gate', workflow: 'architecture' };
    case 'architecture':
      return { kind: 'gate', workflow: 'stories' };
    case 'stories':
      return { kind: 'gate', workflow: 'sprint' };
    case 'sprint':
      // People start a sprint.
      return { kind: 'gate', workflow: 'dev-story' };
    case 'dev-story':
      return { kind: 'run', workflow: 'review' };
    case 'review':
      return sendsBack(ended.review)
        ? { kind: 'run', workflow: 'dev-story' }
        : { kind: 'gate', workflow: 'retrospective' };
    case 'retrospective':
      return { kind: 'stop', reason: 'the flow has come to its end' };
  }
}

function afterWhy({ verdict, questions, reason }: Verdict): WayOn {
  if (verdict === 'clarify') return { kind: 'ask', questions };
  return verdict === 'reject' ? { kind: 'stop', reason } : { kind: 'run', workflow: 'research' };
}

function afterResearch({ unknowns }: Research, spiked: readonly string[]): WayOn {
  const open = unknowns.find(({ spike, question }) => spike && !spiked.includes(question));
  return open ? { kind: 'run', workflow: 'spike', question: open.question } : { kind: 'run', workflow: 'prd' };
}
