/**
 * Random lives of a story: whatever GitHub shows, in whatever order, deciding never fails, seeing the same twice changes nothing the second
 * time, and what is decided can be written down and read back.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/core/commands.ts';
import { configSchema } from '../../src/core/config.ts';
import { acknowledge, type Outcome, type Performed } from '../../src/core/decide/acknowledge.ts';
import { type Decision, decide, voices } from '../../src/core/decide/decide.ts';
import type { ActionsRun } from '../../src/core/decide/run-news.ts';
import { EMPTY_LEDGER, type Ledger, post } from '../../src/core/ledger.ts';
import {
  type Check,
  GHOST,
  type Observation,
  type Person,
  type PullRequest,
  type Review,
} from '../../src/core/observation.ts';
import { ROLES } from '../../src/core/permissions.ts';
import { render } from '../../src/core/render.ts';
import type { Run, RunResult } from '../../src/core/run.ts';
import { STOPS } from '../../src/core/run.ts';
import { type Story, unknownCost } from '../../src/core/story.ts';
import {
  decodeLedger,
  decodePlan,
  decodeRun,
  decodeStory,
  encodeLedger,
  encodePlan,
  encodeRun,
  encodeStory,
} from '../../src/state/codec.ts';
import { LEASE, observation } from './samples.ts';

const PEOPLE: Person[] = [
  { id: 1, login: 'maria', kind: 'user' },
  { id: 2, login: 'wes', kind: 'user' },
  { id: 5, login: 'otto', kind: 'user' },
  { id: 8, login: 'renovate', kind: 'bot' },
  { id: 9, login: 'orch', kind: 'orch' },
  GHOST,
];
const person = fc.constantFrom(...PEOPLE);
const sha = fc.constantFrom(...['a', 'b', 'c'].map((letter) => letter.repeat(40)));
const config = configSchema.parse({
  settings: { max_attempts: 2, max_review_rounds: 2, required_approvals: 1, run_usd: 0.5 },
  budget: { story_usd: 1.2, day_usd: 2, project_usd: 3 },
});

const words = fc.oneof(
  fc.constantFrom(...COMMANDS.map((spec) => spec.example), '/orch', '/orch strat', '/orch changes', 'hello'),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const body = fc.array(words, { maxLength: 3 }).map((lines) => lines.join('\n'));

const minute = fc.integer({ min: 0, max: 3 }).map((m) => `2026-11-23T09:0${m}:00Z`);

const review: fc.Arbitrary<Review> = fc.record({
  id: fc.integer({ min: 1, max: 20 }),
  by: person,
  state: fc.constantFrom('approved', 'changes_requested', 'commented', 'dismissed'),
  body,
  commit: fc.option(sha),
  at: minute,
});
const check: fc.Arbitrary<Check> = fc.record({
  name: fc.constantFrom('ci', 'lint', 'orch/tdd'),
  state: fc.constantFrom('pending', 'passed', 'failed'),
  summary: fc.string({ maxLength: 10 }),
  title: fc.constant('Orch story #1 (1-developer-1)'),
  url: fc.constant('https://ci.test/1'),
  own: fc.boolean(),
});
const pullRequest: fc.Arbitrary<PullRequest> = fc
  .record({
    number: fc.integer({ min: 2, max: 3 }),
    nodeId: fc.constant('PR'),
    url: fc.constant('https://github.test/acme/durations/pull/2'),
    state: fc.constantFrom('open', 'open', 'open', 'closed', 'merged'),
    head: sha,
    base: fc.constant('main'),
    draft: fc.boolean(),
    mergeable: fc.constantFrom('yes', 'yes', 'conflicting', 'unknown'),
    mergeCommit: fc.option(sha),
    decision: fc.constantFrom(
      null,
      null,
      'approved' as const,
      'changes_requested' as const,
      'review_required' as const,
    ),
    headRefId: fc.option(fc.constant('REF')),
    reviews: fc.array(review, { maxLength: 3 }),
    opinions: fc.constant([]),
    checks: fc.array(check, { maxLength: 2 }),
  })
  .map((pull) => ({
    ...pull,
    reviews: pull.reviews.toSorted((a, b) => a.id - b.id),
    opinions: pull.reviews.filter((one) => one.state !== 'commented'),
  }));

const seen: fc.Arbitrary<Observation> = fc
  .record({
    issue: fc.option(fc.constantFrom('open' as const, 'open' as const, 'open' as const, 'closed' as const), {
      freq: 20,
    }),
    text: fc.string({ unit: 'binary', maxLength: 40 }),
    hash: fc.constantFrom('1', '1', '1', '2'),
    edited: fc.option(fc.record({ at: minute, by: fc.option(person) })),
    comments: fc.array(
      fc.record({ id: fc.integer({ min: 1, max: 30 }), by: person, body, at: minute, edited: fc.boolean() }),
      {
        maxLength: 3,
      },
    ),
    labels: fc.array(fc.record({ label: fc.constantFrom('orch:run', 'orch:story', 'bug'), by: person, at: minute }), {
      maxLength: 3,
    }),
    more: fc.integer({ min: 0, max: 3 }),
    branch: fc.option(sha),
    pull: fc.option(pullRequest, { freq: 4 }),
    roles: fc.array(fc.constantFrom(...ROLES, 'write' as const, 'admin' as const), { minLength: 6, maxLength: 6 }),
  })
  .map(({ issue, text, hash, edited, comments, labels, more, branch, pull, roles }) => {
    const plain = observation();
    return {
      ...plain,
      issue: issue && { ...plain.issue!, state: issue, body: text, text: hash, edited },
      // Of an issue that is gone GitHub shows nothing.
      comments: (issue ? comments : [])
        .map((one) => ({ ...one, nodeId: `IC_${one.id}`, url: '', on: { number: 1, nodeId: 'I_1' } }))
        .filter((one, index, all) => all.findIndex((other) => other.id === one.id) === index)
        .toSorted((a, b) => a.id - b.id),
      labelings: issue ? { count: labels.length + more, newest: labels } : { count: 0, newest: [] },
      branch,
      pullRequest: pull,
      roles: Object.fromEntries(PEOPLE.map(({ id }, index) => [id, roles[index]!])),
    };
  });

const result: fc.Arbitrary<RunResult> = fc
  .record({
    ok: fc.boolean(),
    stop: fc.constantFrom(...STOPS),
    head: fc.option(sha),
    reason: fc.string({ maxLength: 20 }),
  })
  .map(({ ok, stop, head, reason }) => ({
    outcome: ok ? 'succeeded' : 'failed',
    ...(ok ? {} : { reason }),
    stop,
    head: ok ? (head ?? 'a'.repeat(40)) : head,
    commits: [],
    refused: [],
    usage: {
      model_calls: 1,
      input_tokens: 1,
      output_tokens: 1,
      cache_read_tokens: 0,
      cache_write_tokens: 0,
      cost_usd: 0.25,
    },
  }));
const actionsRun: fc.Arbitrary<ActionsRun> = fc.record({
  id: fc.constant(77),
  title: fc.constant('Orch story #1 (1-developer-1)'),
  url: fc.constant('https://github.test/acme/durations/actions/runs/77'),
  status: fc.constantFrom('queued', 'in_progress', 'completed'),
  conclusion: fc.option(fc.constantFrom('success', 'failure', 'cancelled')),
});
const outcome: fc.Arbitrary<Outcome | 'later'> = fc.oneof(
  fc.constant({
    kind: 'done' as const,
    facts: {
      comment: { id: 40, nodeId: 'IC_40', url: 'u' },
      pullRequest: { number: 2, url: 'u' },
      actionsRun: { id: 77, url: 'u' },
      mergeCommit: 'c'.repeat(40),
    },
  }),
  fc.constant({ kind: 'refused' as const, reason: 'no' }),
  fc.constant({ kind: 'stale' as const, reason: 'moved' }),
  fc.constant('later' as const),
);

type Step =
  | { kind: 'look'; seen: Observation; actionsRun: ActionsRun | null }
  | { kind: 'deliver'; result: RunResult }
  | { kind: 'perform'; outcomes: (Outcome | 'later')[]; overtaken: boolean };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('look' as const), seen, actionsRun: fc.option(actionsRun) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deliver' as const), result }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('perform' as const),
      outcomes: fc.array(outcome, { minLength: 1, maxLength: 6 }),
      overtaken: fc.boolean(),
    }),
  },
);

/** The state that a random life changes. */
interface Life {
  story: Story | null;
  runs: Map<string, Run>;
  last: Observation;
  ledger: Ledger;
}

const currentOf = (life: Life): Run | null => life.runs.get(life.story?.runs.at(-1)?.id ?? '') ?? null;
const at = (tick: number): string => new Date(Date.UTC(2026, 10, 23, 9, tick)).toISOString();

/** Takes a decision over as the state branch would: through the files. */
function write(life: Life, decision: Decision): void {
  if (decision.message === '') return;
  const plan = decision.story?.plan && decodePlan(encodePlan(decision.story.id, decision.story.plan), 'epic.yaml');
  life.story = decision.story && {
    ...decodeStory(encodeStory(decision.story), 'story.yaml'),
    ...(plan && { plan }),
  };
  expect(life.story).toEqual(decision.story);
  if (decision.posting) {
    const posted = post(life.ledger, decision.posting);
    if (typeof posted === 'string') throw new Error(posted);
    life.ledger = decodeLedger(encodeLedger(posted), 'budget.yaml');
  }
  for (const { record, run } of decision.runs) {
    expect(record).toMatch(/^runs\/\d{4}-\d\d\/1-[a-z-]+-\d+\.yaml$/);
    const read = decodeRun(encodeRun(run), record);
    expect(read).toEqual(run);
    life.runs.set(run.id, read);
  }
}

test('a random life of a story', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
      const life: Life = { story: null, runs: new Map(), last: observation(), ledger: EMPTY_LEDGER };
      for (const [tick, one] of steps.entries()) {
        const settings = { config, problems: [], source: null, newest: null };
        const ground = { settings, now: at(tick), ledger: life.ledger };
        if (one.kind === 'deliver') {
          const run = currentOf(life);
          if (run?.status === 'queued')
            life.runs.set(run.id, { ...run, status: one.result.outcome, result: one.result });
        } else if (one.kind === 'look') {
          life.last = one.seen;
          expect(Array.isArray(voices(life.story, one.seen))).toBe(true);
          const question = { ...ground, observation: one.seen, actionsRun: one.actionsRun, lease: LEASE };
          write(life, decide({ ...question, story: life.story, run: currentOf(life) }));
          // The same look again, a minute later, is no news.
          const again = decide({
            ...question,
            ledger: life.ledger,
            now: at(tick + 1),
            story: life.story,
            run: currentOf(life),
          });
          expect([again.message, again.story]).toEqual(['', life.story]);
        } else if (life.story?.outbox) {
          const effects = life.story.outbox.effects;
          for (const effect of effects) {
            render(effect, { story: life.story, run: currentOf(life), observation: life.last, config, look: true });
          }
          const performed = effects.flatMap((effect, index): Performed[] => {
            const answer = one.outcomes[index % one.outcomes.length]!;
            return answer === 'later' ? [] : [{ effect, outcome: answer }];
          });
          if (performed.length === 0) continue;
          const about = { ...ground, observation: life.last };
          write(life, acknowledge(life.story, currentOf(life), performed, about, LEASE, one.overtaken));
          const left = new Set((life.story.outbox?.effects ?? []).map(({ id }) => id));
          expect(performed.filter(({ effect }) => left.has(effect.id))).toEqual([]);
        }
        invariants(life);
      }
    }),
    { numRuns: 1_000 },
  );
});

/** What holds of every story at every time. */
function invariants({ story, runs, ledger }: Life): void {
  if (!story) return;
  // The story's books and the ledger say the same, and a run may spend what was set aside for it.
  const open = story.runs.filter(({ cost }) => !cost);
  expect(Object.keys(ledger.reserved).toSorted()).toEqual(open.map(({ id }) => id).toSorted());
  expect(ledger.spent_usd).toBeCloseTo(story.cost_usd + unknownCost(story), 6);
  for (const { id, reserved } of story.runs) expect(runs.get(id)?.brief.limits.usd).toBe(reserved?.usd);
  // A run that still holds money is at work, or nobody knows yet whether it was started.
  for (const { id } of open) {
    const owed = story.outbox?.effects.some((effect) => effect.kind === 'dispatch' && effect.run === id);
    expect(owed || runs.get(id)?.status === 'queued' || runs.get(id)?.result !== undefined).toBe(true);
  }
  const ids = (story.outbox?.effects ?? []).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(story.attempts).toBeLessThanOrEqual(config.settings.max_attempts);
  expect(story.rounds).toBeLessThanOrEqual(config.settings.max_review_rounds);
  expect(story.status === 'blocked').toBe(story.blocked !== undefined);
  // A story at work has a run that someone will hear of; no other story has one that still waits.
  const queued = [...runs.values()].filter((run) => run.status === 'queued');
  expect(queued.length).toBeLessThanOrEqual(1);
  if (queued.length === 1) expect([story.status, story.runs.at(-1)?.id]).toEqual(['in_progress', queued[0]?.id]);
  if (story.status === 'merged') expect(story.completed_at).toBeDefined();
  if (story.status === 'failed') expect(story.failure).toBeDefined();
}
