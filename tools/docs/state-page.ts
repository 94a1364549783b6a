/** docs/state.md: the state branch, with one example a stage. The examples are made by the code that decides, not by hand. */

import { DEFAULT_CONFIG, type Settings } from '../../src/core/config.ts';
import { acknowledge, type Facts } from '../../src/core/decide/acknowledge.ts';
import { type Decision, decide } from '../../src/core/decide/decide.ts';
import { EMPTY_LEDGER, type Ledger, post } from '../../src/core/ledger.ts';
import type { Observation, Person } from '../../src/core/observation.ts';
import type { Run } from '../../src/core/run.ts';
import type { Effect, Story } from '../../src/core/story.ts';
import { textHash } from '../../src/github/issue-text.ts';
import { encodeLedger, encodeRun, encodeStory } from '../../src/state/codec.ts';

const settings: Settings = { config: DEFAULT_CONFIG, problems: [], source: null, newest: null };
const TITLE = 'parse() accepts negative durations';
const BODY = '`parse("-5m")` gives 300000; it should throw.';
const maria: Person = { id: 1001, login: 'maria', kind: 'user' };
const sha = (letter: string): string => letter.repeat(40);
const at = (minute: number): string => `2026-11-21T10:${String(minute).padStart(2, '0')}:00.000Z`;
const lease = (minute: number) => ({ holder: 'server-1', until: at(minute + 2) });

function observation(change: Partial<Observation>): Observation {
  return {
    repository: { nodeId: 'R_1', owner: 'acme', name: 'durations', defaultBranch: 'main', head: sha('a'), labels: {} },
    config: null,
    stateHead: sha('b'),
    issue: {
      number: 12,
      nodeId: 'I_12',
      title: TITLE,
      body: BODY,
      text: textHash(TITLE, BODY),
      edited: null,
      url: 'https://github.com/acme/durations/issues/12',
      state: 'open',
      by: maria,
      labels: ['orch:run'],
      blockedBy: [],
      blocking: [],
      parent: null,
      subIssues: [],
    },
    comments: [],
    labelings: { count: 1, newest: [{ label: 'orch:run', by: maria, at: at(0) }] },
    branch: null,
    pullRequest: null,
    roles: { [maria.id]: 'admin' },
    ...change,
  };
}

const RESULT: NonNullable<Run['result']> = {
  outcome: 'succeeded',
  stop: 'done',
  head: sha('c'),
  commits: [
    { sha: sha('d'), stage: 'red', subject: 'Expect parse to refuse negative durations' },
    { sha: sha('c'), stage: 'green', subject: 'Refuse negative durations' },
  ],
  refused: [],
  verdict: {
    version: 1,
    run: '12-developer-1',
    ok: true,
    tests: ['test/parse.test.js'],
    base: { exit_code: 0, seconds: 0.3, passed: 11, failed: 0, tail: '…' },
    red: { exit_code: 1, seconds: 0.3, passed: 11, failed: 1, tail: '…' },
    green: { exit_code: 0, seconds: 0.3, passed: 12, failed: 0, tail: '…' },
  },
  usage: {
    model_calls: 9,
    input_tokens: 4_210,
    output_tokens: 1_105,
    cache_read_tokens: 31_480,
    cache_write_tokens: 5_020,
    cost_usd: 0.06,
  },
  pull_request: { title: 'Refuse negative durations', body: 'parse() throws a RangeError for a negative duration.' },
};

const { verdict: _, pull_request: __, ...UNFINISHED } = RESULT;
const ASKED: NonNullable<Run['result']> = {
  ...UNFINISHED,
  outcome: 'asked',
  stop: 'asked',
  head: sha('d'),
  commits: [{ sha: sha('d'), stage: 'wip', subject: 'Work in progress on story 12' }],
  question: {
    question: 'Does a duration of zero count as negative?',
    options: ['No, it stays allowed', 'Yes, it throws too'],
    default: 1,
    confidence: 0.6,
    reasoning: 'The issue names only negative ones.',
    severity: 'important',
  },
};

const FACTS: Partial<Record<Effect['kind'], Facts>> = {
  dispatch: { actionsRun: { id: 9_001, url: 'https://github.com/acme/durations/actions/runs/9001' } },
  sticky: {
    comment: { id: 501, nodeId: 'IC_501', url: 'https://github.com/acme/durations/issues/12#issuecomment-501' },
  },
  reply: {
    comment: { id: 502, nodeId: 'IC_502', url: 'https://github.com/acme/durations/issues/12#issuecomment-502' },
  },
  open_pull_request: { pullRequest: { number: 15, url: 'https://github.com/acme/durations/pull/15' } },
  merge: { mergeCommit: sha('e') },
};

/** One story from its label to its merge, as the files are after each commit. */
function life() {
  const look = (minute: number, seen: Observation, story: Story | null, run: Run | null): Decision =>
    decide({ observation: seen, settings, now: at(minute), story, run, lease: lease(minute) });
  const perform = (minute: number, seen: Observation, story: Story, run: Run | null): Decision => {
    const effects = story.outbox?.effects ?? [];
    const performed = effects.map((effect) => ({
      effect,
      outcome: { kind: 'done' as const, facts: FACTS[effect.kind] ?? {} },
    }));
    return acknowledge(story, run, performed, { observation: seen, settings, now: at(minute) }, lease(minute));
  };
  const fresh = observation({});
  const started = look(0, fresh, null, null);
  const working = perform(0, fresh, started.story!, started.runs[0]!.run);
  const delivered: Run = { ...working.runs[0]!.run, status: 'succeeded', result: RESULT, completed_at: at(6) };
  const stopped: Run = { ...working.runs[0]!.run, status: 'asked', result: ASKED, completed_at: at(4) };
  const half = observation({ branch: sha('d') });
  const asking = look(4, half, working.story, stopped);
  const asked = perform(4, half, asking.story!, stopped);
  const answer = {
    id: 503,
    nodeId: 'IC_503',
    url: 'https://github.com/acme/durations/issues/12#issuecomment-503',
    by: maria,
    body: '/orch answer 2',
    at: at(50),
    edited: false,
    on: { number: 12, nodeId: 'I_12' },
  };
  const answered = look(50, { ...half, comments: [answer] }, asked.story, stopped);
  const built = observation({ branch: sha('c') });
  const offered = look(6, built, working.story, delivered);
  const review = perform(6, built, offered.story!, delivered);
  const approval = { id: 77, by: maria, state: 'approved' as const, body: '', commit: sha('c'), at: at(29) };
  const approved = observation({
    branch: sha('c'),
    pullRequest: {
      number: 15,
      nodeId: 'PR_15',
      url: 'https://github.com/acme/durations/pull/15',
      state: 'open',
      head: sha('c'),
      base: 'main',
      draft: false,
      mergeable: 'yes',
      mergeCommit: null,
      decision: null,
      headRefId: 'REF_1',
      reviews: [approval],
      opinions: [approval],
      checks: [],
    },
  });
  const merging = look(30, approved, review.story, delivered);
  const merged = perform(30, approved, merging.story!, delivered);
  const ended = perform(30, approved, merged.story!, delivered);
  return { asked, answered, started, working, offered, review, merging, merged, ended, delivered };
}

const block = (text: string): string => `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``;

/** The ledger after a decision. */
function posted(ledger: Ledger, { posting }: Decision): Ledger {
  const after = posting ? post(ledger, posting) : ledger;
  if (typeof after === 'string') throw new Error(after);
  return after;
}

export function statePage(): string {
  const { asked, answered, started, working, offered, review, merging, merged, ended, delivered } = life();
  const reserved = posted(EMPTY_LEDGER, started);
  const settled = posted(reserved, offered);
  const history = [started, working, offered, review, merging, merged, ended]
    .map((one) => `    ${one.message}`)
    .join('\n');
  return `# The state

The branch \`orch/state\` is the only memory. It is an orphan branch, never merged, and no CI runs on it. One entity a file, so that the cost of a
transition does not grow with the project; one transition a commit, and the branch head is the compare-and-swap.

| file | holds |
|---|---|
| \`project.yaml\` | the last configuration that could be used |
| \`stories/0000-0099/0012.yaml\` | one story: where it stands, what it has seen, what it owes |
| \`runs/2026-11/12-developer-1.yaml\` | one run: what it was told, what came of it |
| \`budget.yaml\` | the ledger: what all stories have spent, and what is reserved for runs at work |

Unknown keys are kept. A file that cannot be read freezes what it describes and nothing else: the story's issue says which file, which line and which
value. The examples below are written by the code that decides.

The history of the branch reads like this:

${history}

## Started

The label is on the issue and the run is queued. \`outbox\` is what Orch owes the outside world: it is committed before anything is said, so that a crash in
between loses nothing. \`holder\` does it; \`until\` then nobody else may.

${block(encodeStory(started.story!))}

## In progress

The run was dispatched and the sticky comment written; nothing is owed. Stages of the run (red, green…) are facts of the run and not stored here.

${block(encodeStory(working.story!))}

## The run

What the run was told, word for word, and, once the \`deliver\` job has written it, what came of it. The loop believes nothing else about a run.

${block(encodeRun(delivered))}

## Waiting for an answer

Another run of the same story ended with a question: its record holds the question in full, and the story names the comment that asks. No run is at work, so this
may take weeks.

${block(encodeStory(asked.story!))}

## Answered

\`/orch answer 2\` began the next run, which is told of the decision and goes on where the last one stopped.

${block(encodeStory(answered.story!))}

## In review

The pull request is open and its proof published. An approval is bound to the commit in \`head\`.

${block(encodeStory(review.story!))}

## Approved, the merge is owed

${block(encodeStory(merging.story!))}

## The ledger

What all stories together may still spend is a matter of one file, so it is the one file that no change rests on as it was read: each change carries what it adds
and takes away, and is refused when what stands there by then does not hold it. Thirty stories that settle at once still share a commit.
While the run is at work, its cap is set aside:

${block(encodeLedger(reserved))}

When its result is there, what it really cost is taken from the purses that it was reserved in: of the day that it was queued on, and of the story’s sprint and epic, where it has them. A run that was stopped at work and left no account counts in full.
The story's file says which of its runs hold a reservation and what became of each, so nothing is settled twice. The newest 60 days are kept by name; delete
the file, and the counting starts anew.

${block(encodeLedger(settled))}

## Merged

${block(encodeStory(ended.story!))}
`;
}
