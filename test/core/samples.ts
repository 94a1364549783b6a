/** Stories, runs and observations to decide on, as plain as they can be. */

import type { Config } from '../../src/core/config.ts';
import { DEFAULT_CONFIG } from '../../src/core/config.ts';
import type { Ground } from '../../src/core/decide/draft.ts';
import { NEW_PLAN } from '../../src/core/epic.ts';
import type { Comment, Observation, Person, PullRequest } from '../../src/core/observation.ts';
import type { Run } from '../../src/core/run.ts';
import type { Status, Story } from '../../src/core/story.ts';

export const NOW = '2026-11-23T09:00:00.000Z';
export const LEASE = { holder: 'server-1', until: '2026-11-23T09:02:00.000Z' };
export const SHA = 'c0de1f'.padEnd(40, '0');
export const BASE = 'ba5e1f'.padEnd(40, '0');
/** What stands for the hash of the issue's text. */
export const TEXT = 'te87'.padEnd(64, '0');
export const WES: Person = { id: 2, login: 'wes', kind: 'user' };

export const pullRequest = (over: Partial<PullRequest> = {}): PullRequest => ({
  number: 2,
  nodeId: 'PR_2',
  url: 'https://github.test/acme/durations/pull/2',
  state: 'open',
  head: SHA,
  base: 'main',
  draft: false,
  mergeable: 'yes',
  mergeCommit: null,
  decision: null,
  headRefId: 'REF_1',
  reviews: [],
  opinions: [],
  checks: [],
  ...over,
});

export const comment = (id: number, body: string, by: Person = WES): Comment => ({
  id,
  nodeId: `IC_${id}`,
  url: `https://github.test/acme/durations/issues/1#issuecomment-${id}`,
  by,
  body,
  at: NOW,
  edited: false,
  on: { number: 1, nodeId: 'I_1' },
});

export const observation = (over: Partial<Observation> = {}): Observation => ({
  repository: { nodeId: 'R_1', owner: 'acme', name: 'durations', defaultBranch: 'main', head: BASE, labels: {} },
  config: null,
  stateHead: null,
  issue: {
    number: 1,
    nodeId: 'I_1',
    title: 'Parse "1h 30m"',
    body: 'It should be 5400 seconds.',
    text: TEXT,
    edited: null,
    url: 'https://github.test/acme/durations/issues/1',
    state: 'open',
    by: { id: 9, login: 'otto', kind: 'user' },
    labels: [],
    blockedBy: [],
    blocking: [],
    parent: null,
    subIssues: [],
  },
  comments: [],
  labelings: { count: 0, newest: [] },
  branch: null,
  pullRequest: null,
  roles: { [WES.id]: 'write' },
  ...over,
});

export const ground = (seen: Observation = observation(), config: Config = DEFAULT_CONFIG): Ground => ({
  observation: seen,
  settings: { config, problems: [], source: null, newest: null },
  now: NOW,
});

export const run = (over: Partial<Run> = {}): Run => ({
  version: 1,
  id: '1-developer-1',
  story: 1,
  role: 'developer',
  attempt: 1,
  status: 'queued',
  requested_by: 'wes',
  brief: {
    version: 1,
    run: '1-developer-1',
    story: 1,
    role: 'developer',
    attempt: 1,
    title: 'Parse "1h 30m"',
    body: '',
    base: { ref: 'main', sha: BASE },
    branch: 'story/1',
    start: BASE,
    feedback: '',
    state: { branch: 'orch/state', record: 'runs/2026-11/1-developer-1.yaml' },
    model: 'claude-sonnet-4-5',
    commands: { test: 'npm test' },
    tests: ['test/**'],
    protected: [],
    jail: 'required',
    limits: { turns: 60, minutes: 30, usd: 5 },
  },
  queued_at: NOW,
  actions_run: { id: 77, url: 'https://github.test/acme/durations/actions/runs/77' },
  ...over,
});

/** A story in a status, with what belongs to that status. */
export function story(status: Status, over: Partial<Story> = {}): Story {
  const started = !['untracked', 'pending'].includes(status);
  return {
    version: 1,
    id: 1,
    title: 'Parse "1h 30m"',
    status,
    requested_by: { id: WES.id, login: WES.login },
    created_at: NOW,
    base: { ref: 'main', sha: BASE },
    attempts: started ? 1 : 0,
    rounds: 0,
    runs: started ? [{ id: '1-developer-1', record: 'runs/2026-11/1-developer-1.yaml' }] : [],
    ...(status === 'review'
      ? { pull_request: { number: 2, url: 'https://github.test/acme/durations/pull/2', head: SHA } }
      : {}),
    ...(status === 'blocked'
      ? { blocked: { kind: 'pause' as const, by: 'wes', reason: '', at: NOW, resume_to: 'review' as const } }
      : {}),
    ...(status === 'underway' ? { plan: { ...NEW_PLAN, workflow: 'stories' as const } } : {}),
    ...(status === 'failed' ? { failure: 'The tests do not pass.' } : {}),
    cost_usd: 0,
    seen: { comment: 0, review: 0, labelings: 0, issue: 'open' },
    transition: 3,
    ...over,
  };
}
