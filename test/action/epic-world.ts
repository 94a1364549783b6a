/** Epics for the agent job: scripts of planners that play the built-in workflows, and a job that plays one of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAgentJob } from '../../action/agent/job.ts';
import type { AgentEvent } from '../../src/agent/events.ts';
import type { Brief } from '../../src/core/brief.ts';
import { type Report, reportSchema } from '../../src/core/run.ts';
import { briefFor, type Checkout, checkout } from '../agent/support.ts';
import { jobIn } from './agent-job.ts';

/** The input of one `submit`. */
export type Submit = Record<string, unknown>;

/** YAML in a fenced block, as outcomes are submitted. */
export const fenced = (yaml: string): string => `\`\`\`yaml\n${yaml.trim()}\n\`\`\``;

const VERDICT = `
verdict: proceed
confidence: 0.9
reason: "Nothing here reads a list of durations."
`;

/** The outcome of the workflow `prd`. */
export const REQUIREMENTS = `
title: "Lists of durations"
requirements:
  - { id: R1, kind: functional, weight: must, statement: "A list is read.", check: "parse of two gives two." }
  - { id: R2, kind: functional, weight: could, statement: "A sum is told.", check: "The sum of two is right." }
`;

/** The outcome of the workflow `stories`; it covers R1. */
export const STORIES = `
epics:
  - { key: E1, title: "Lists", goal: "Lists of durations are read." }
stories:
  - key: S1
    epic: E1
    title: "Read a list"
    value: "As a caller, I get all durations of a list."
    acceptance: ["Given two durations, two come back.", "An empty list is refused with a sentence."]
    test_steps: ["Read 1h,2h; two come back."]
    priority: 1
    estimate: { sessions: 1, complexity: 2 }
    covers: [R1]
    touches: ["src/list.js"]
`;

/** What an analyst submits, with this as the outcome. */
export const whyTurns = (outcome = fenced(VERDICT)): Submit[] => [
  { outputs: { need: 'Callers split lists by hand.' } },
  { outputs: { already_there: 'Nothing: `src` has one parser.' } },
  { outputs: { judgement: 'Proceed.' } },
  { passed: true, result: '' },
  { outputs: { outcome } },
];

/** What a product manager submits; `last` are the submits in the place of the outcome. */
export const prdTurns = (last: Submit[] = [{ outputs: { outcome: fenced(REQUIREMENTS) } }]): Submit[] => [
  { outputs: { vision_alignment: 'Callers get lists.' } },
  { outputs: { scope: 'Lists, and no sums.' } },
  { outputs: { functional_requirements: '### R1\n\nA list is read.' } },
  { outputs: { quality_requirements: 'None matters here.' } },
  { holds: false, reasons: 'It is a library.' },
  { passed: true, result: '' },
  ...last,
];

/** What a scrum master submits; `last` are the submits in the place of the outcome. */
export const storiesTurns = (last: Submit[] = [{ outputs: { outcome: fenced(STORIES) } }]): Submit[] => [
  { outputs: { overview: 'One story is enough.' } },
  {},
  { outputs: { order: 'S1 comes first.' } },
  { passed: true, result: '' },
  { outputs: { coverage: 'R1 is covered by S1.' } },
  ...last,
];

const ROLES: Record<string, string> = { why: 'analyst', prd: 'product-manager', stories: 'scrum-master' };

/** A checkout whose script plays these submits, one a turn. */
export const epicCheckout = (submits: readonly Submit[], files: Record<string, string> = {}): Checkout =>
  checkout({
    'README.md': '# sample\n',
    '.orch/script.yaml': JSON.stringify({
      version: 1,
      turns: submits.map((input) => ({ calls: [{ tool: 'submit', input }] })),
    }),
    ...files,
  });

/** The brief of a run that plays a workflow for epic 12. */
export const epicBrief = (place: Checkout, name: string, changes: Partial<Brief> = {}): Brief => {
  const role = ROLES[name] ?? 'researcher';
  return briefFor(place.head, {
    ...{ run: `12-${role}-1`, role, title: 'Lists of durations', body: 'We split lists by hand.' },
    workflow: { name },
    ...changes,
  });
};

/** A workflow of the repository, in one folder. */
export const workflow = (name: string, instructions: string, yaml = ''): Record<string, string> => ({
  [`.orch/workflows/${name}/workflow.yaml`]: `name: ${name}\ndescription: "Notes."\n${yaml}default_output_file: "docs/notes.md"\n`,
  [`.orch/workflows/${name}/instructions.md`]: instructions,
});

/** For runs that never come to ask the model. */
export const UNPLAYED: Submit[] = [{}];

/** What a run that played a workflow did and left. */
export interface Played {
  report: Report;
  events: AgentEvent[];
  /** What the model was told at first, as one text. */
  first: string;
  /** What each submit was answered with, in order. */
  answers: { outcome: string; text: string }[];
  /** A file of the checkout as the run left it. */
  read(path: string): string;
}

/** Plays the workflow of that name for epic 12, by the script that is in the checkout. */
export async function play(place: Checkout, name: string, changes: Partial<Brief> = {}): Promise<Played> {
  const events: AgentEvent[] = [];
  const job = jobIn(place, {
    brief: JSON.stringify(epicBrief(place, name, changes)),
    repository: 'acme/durations',
    emit: (event) => events.push(event),
  });
  await runAgentJob(job);
  const start = events.find((event) => event.type === 'run_start');
  const messages = start?.type === 'run_start' ? start.messages : [];
  const texts = messages.flatMap(({ content }) => [...content].map((block) => ('text' in block ? block.text : '')));
  return {
    report: reportSchema.parse(JSON.parse(readFileSync(job.reportFile, 'utf8'))),
    events,
    first: texts.join('\n\n'),
    answers: events.flatMap((event) =>
      event.type === 'tool_end' && event.tool === 'submit' ? [{ outcome: event.outcome, text: event.text }] : [],
    ),
    read: (path) => readFileSync(join(place.root, path), 'utf8'),
  };
}
