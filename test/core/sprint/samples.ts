/** An epic with six stories, as it stands at different times. */
import type { Plan, Planned, Sprint } from '../../../src/core/epic.ts';
import { NEW_PLAN } from '../../../src/core/epic.ts';
import type { Status, Story } from '../../../src/core/story.ts';
import { NOW, SHA, story } from '../samples.ts';

const HUB = 'https://github.test/acme/durations';

/** A story of the epic in a status, with a number. */
export const member = (id: number, title: string, status: Status, over: Partial<Story> = {}): Story =>
  story(status, {
    id,
    title,
    epic: 7,
    created_at: new Date(Date.UTC(2026, 10, 20) + id * 1000).toISOString(),
    runs: ['untracked', 'pending'].includes(status) ? [] : [{ id: `${id}-developer-1`, record: `runs/${id}.yaml` }],
    ...(['review', 'merged'].includes(status)
      ? { pull_request: { number: id + 10, url: `${HUB}/pull/${id + 10}`, head: SHA } }
      : {}),
    cost_usd: ['untracked', 'pending'].includes(status) ? 0 : 0.25,
    ...over,
  });

/** A row of a plan; its issue has the number, unless it is 0. */
export const row = (key: string, title: string, issue: number, over: Partial<Planned> = {}): Planned => ({
  key,
  title,
  ...(issue > 0 && { issue: { number: issue, node_id: `I_${issue}` } }),
  priority: 2,
  sessions: 1,
  touches: [],
  after: [],
  ...over,
});

/** Six stories: the first goes before three others, of which two go before the fifth, and that one before the last. */
export const ROWS: readonly Planned[] = [
  row('S1', 'Parse every unit', 11, { priority: 1, touches: ['src/units.js'] }),
  row('S2', 'Format a duration', 12, { after: ['S1'], sessions: 2, touches: ['src/format.js'] }),
  row('S3', 'Compare two durations', 13, { after: ['S1'], touches: ['src/compare.js'] }),
  row('S4', 'Round to a unit', 14, { priority: 3, after: ['S1'], touches: ['src/round.js'] }),
  row('S5', 'Sum a list', 15, { after: ['S2', 'S3'], touches: ['src/sum.js'] }),
  row('S6', 'A command line', 16, { priority: 4, after: ['S5'], touches: ['src/cli.js'] }),
];

export const sprintOf = (stories: readonly number[], over: Partial<Sprint> = {}): Sprint => ({
  number: 1,
  goal: 'Durations can be read and written',
  stories: [...stories],
  planned_at: NOW,
  feedback: [],
  ...over,
});

export const ALL = [11, 12, 13, 14, 15, 16];

const DOCUMENTS: Plan['documents'] = [
  { workflow: 'why', path: 'docs/epics/7/why.md', pull_request: 8, accepted_at: NOW },
  { workflow: 'research', path: 'docs/epics/7/research.md', pull_request: 8, accepted_at: NOW },
  { workflow: 'prd', path: 'docs/epics/7/prd.md', pull_request: 8, accepted_at: NOW },
  { workflow: 'architecture', path: 'docs/epics/7/architecture.md', pull_request: 9, accepted_at: NOW },
  { workflow: 'stories', path: 'docs/epics/7/stories.md', pull_request: 10, accepted_at: NOW },
];

/** A plan whose stories are issues. */
export const planOf = (over: Partial<Plan> = {}): Plan => ({
  ...NEW_PLAN,
  workflow: 'stories',
  documents: DOCUMENTS,
  stories: [...ROWS],
  cycle: 'backlog_ready',
  ...over,
});

/** Epic 7. */
export const epic = (status: Status, plan: Plan, over: Partial<Story> = {}): Story =>
  story(status, {
    id: 7,
    title: 'Durations as people say them',
    plan,
    cost_usd: 0.84,
    sticky: { id: 1, node_id: 'IC_1', url: `${HUB}/issues/7#issuecomment-1` },
    ...over,
  });

/** The titles of the rows, as stories in these statuses, in their order. */
export const teamOf = (statuses: readonly Status[], over: Record<number, Partial<Story>> = {}): Story[] =>
  statuses.map((status, index) => {
    const { title, issue } = ROWS[index]!;
    return member(issue!.number, title, status, over[issue!.number]);
  });
