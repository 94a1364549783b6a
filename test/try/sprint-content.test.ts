/** What is said in the scene `sprint`: documents that pass every check, and six changes that work in every order that their dependencies allow. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toolEnvironment } from '../../src/agent/environment.ts';
import type { AgentEvent } from '../../src/agent/events.ts';
import { gitIn } from '../../src/agent/git.ts';
import { choosePart, parseScript } from '../../src/agent/models/script.ts';
import { scriptedModel } from '../../src/agent/models/scripted.ts';
import type { Brief } from '../../src/core/brief.ts';
import { type EpicWorkflow, PLANNERS, PLAYED_BY } from '../../src/core/epic.ts';
import { readOutcome } from '../../src/core/plan/outcome.ts';
import { OUTCOMES, type OUTCOMES as Outcomes } from '../../src/core/plan/outcomes.ts';
import { readStories } from '../../src/core/plan/read-stories.ts';
import { idsToCover, requirementsSchema } from '../../src/core/plan/requirements.ts';
import { schedule } from '../../src/core/plan/schedule.ts';
import type { Report, Verdict } from '../../src/core/run.ts';
import { TEST_COMMAND } from '../../src/try/scenes/sample-change.ts';
import { ANSWER, EPIC, PARTS, REFUSED, STORY_TITLES } from '../../src/try/scenes/sprint/content.ts';
import { verify } from '../../src/verify/verify.ts';
import { BUILTIN, findWorkflows } from '../../src/workflow/plugins.ts';
import { advance, begin } from '../../src/workflow/run/advance.ts';
import { fileLibrary } from '../../src/workflow/run/file-library.ts';
import type { Answer, Request } from '../../src/workflow/run/request.ts';
import { writeYaml } from '../../src/yaml/read.ts';
import { briefFor, type Checkout, checkout, runIn, temporaryFolder } from '../agent/support.ts';
import { scheduled, YAML } from '../core/plan/samples.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SAMPLE = join(ROOT, 'sample', 'project');

/** As the scene's project has it: written as YAML, and read again. */
const SCRIPT = parseScript(writeYaml({ version: 1, about: EPIC.title, parts: PARTS }), 'script.yaml');

const FLOW = ['why', 'research', 'prd', 'architecture', 'stories', 'retrospective'] as const satisfies EpicWorkflow[];
type Played = (typeof FLOW)[number];

/** What the input of `submit` says to a request of this kind; what a person would have to answer fits nothing here. */
function answerOf(request: Request, input: Record<string, unknown>): Answer {
  if (request.kind === 'work') return { kind: 'work', ...input };
  if (request.kind === 'invoke_task') return { kind: 'invoke_task', ...input };
  if (request.kind === 'judge') return { kind: 'judge', holds: input.holds === true };
  throw new Error(`nobody is there for ${JSON.stringify(request)}`);
}

/** Follows a built-in workflow without people, answered by its role's part of the script, and answers its document. */
function documentOf(name: Played): string {
  const turns = choosePart(SCRIPT, { role: PLAYED_BY[name], title: EPIC.title, attempt: 1, continues: false });
  if (typeof turns === 'string') throw new Error(turns);
  const calls = turns.flatMap((turn) => turn.calls ?? []).filter(({ tool }) => tool === 'submit');
  const { plugins } = findWorkflows([BUILTIN]);
  const now = new Date('2026-11-21T09:00:00Z');
  const library = fileLibrary({ projectRoot: ROOT, now, plugins });
  const variables = { epic: 7, project_name: 'lapse', subject: 'sprint 7.1' };
  const beginning = { mode: 'autonomous', started: now.toISOString(), variables } as const;
  let { state, request } = begin(library, library.at(plugins.get(name)!.file), beginning);
  for (const { input } of calls) {
    expect(request.kind, `${name}: ${JSON.stringify(input)} comes too late`).not.toBe('done');
    ({ state, request } = advance(library, state, answerOf(request, input as Record<string, unknown>)));
    expect([name, request.problem]).toEqual([name, undefined]);
  }
  expect(request).toMatchObject({ kind: 'done', outcome: 'finished', remarks: [] });
  const [document] = request.kind === 'done' ? request.documents : [];
  return document?.text ?? '';
}

const TYPES: Record<Played, keyof typeof Outcomes> = {
  why: 'verdict',
  research: 'research',
  prd: 'requirements',
  architecture: 'architecture',
  stories: 'stories',
  retrospective: 'retrospective',
};

const outcomeOf = (name: Played): unknown => {
  const read = readOutcome<unknown>(OUTCOMES[TYPES[name]], documentOf(name), `${name}.md`, YAML);
  expect(read.ok ? [] : read.problems).toEqual([]);
  return read.ok ? read.value : undefined;
};

/** The plan, checked against the requirements as the scene's own run does it. */
function plan() {
  const requirements = requirementsSchema.parse(outcomeOf('prd'));
  const read = readStories(documentOf('stories'), 'stories.md', YAML, idsToCover(requirements));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read;
}

describe('the documents', () => {
  test.each(FLOW)('%s: the script answers each request in its order, and the outcome can be read', (name) => {
    expect(outcomeOf(name)).toBeTypeOf('object');
    expect(documentOf(name)).not.toMatch(/\{\{|\[object/);
  });

  test('every role that plans has its part, which looks only at files that are there', () => {
    expect(PARTS.flatMap(({ role }) => (role === 'developer' ? [] : [role]))).toEqual(PLANNERS);
    const made = ['test/compare.test.js'];
    const read = PARTS.filter(({ role }) => role !== 'developer').flatMap(({ turns }) =>
      turns.flatMap(({ calls = [] }) => calls.flatMap(({ tool, input }) => (tool === 'read' ? [input] : []))),
    ) as { path: string }[];
    const files = readdirSync(SAMPLE, { recursive: true }).map(String);
    expect(read.map(({ path }) => path).filter((path) => !files.includes(path) && !made.includes(path))).toEqual([]);
  });

  test('the analysis leads to requirements without a detour: it proceeds, and nothing needs a spike', () => {
    expect(outcomeOf('why')).toMatchObject({ verdict: 'proceed', questions: [] });
    const { unknowns } = OUTCOMES.research.parse(outcomeOf('research'));
    expect(unknowns.map(({ spike }) => spike)).toEqual([false]);
  });

  test('the plan passes all checks, without advice', () => {
    const { plan: stories, advice } = plan();
    expect(advice).toEqual([]);
    expect(stories.stories.map(({ title }) => title)).toEqual(STORY_TITLES);
    // What one sprint holds when nobody says otherwise.
    expect(stories.stories.reduce((sum, { estimate }) => sum + estimate.sessions, 0)).toBeLessThanOrEqual(12);
  });

  test('the architecture serves requirements that there are', () => {
    const ids = requirementsSchema.parse(outcomeOf('prd')).requirements.map(({ id }) => id);
    const { decisions } = OUTCOMES.architecture.parse(outcomeOf('architecture'));
    expect(new Set(decisions.flatMap(({ serves }) => serves))).toEqual(new Set(ids));
  });

  test('the retrospective names no issue and no money', () => {
    const told = OUTCOMES.retrospective.parse(outcomeOf('retrospective'));
    expect([told.failures, told.estimates]).toEqual([[], []]);
    expect(documentOf('retrospective')).not.toMatch(/#\d|\$/);
  });
});

test('the schedule starts one story, then three, then the two that join them', () => {
  const { stories } = plan().plan;
  const numbers = new Map(stories.map(({ key }, index) => [key, index + 11]));
  const merged = new Set<number>();
  const rounds: number[][] = [];
  while (merged.size < stories.length) {
    const now = stories.map(({ key, priority, estimate, dependencies, touches }) =>
      scheduled(numbers.get(key)!, {
        status: merged.has(numbers.get(key)!) ? 'merged' : 'pending',
        priority,
        sessions: estimate.sessions,
        dependencies: dependencies.map((other) => numbers.get(other)!),
        touches,
      }),
    );
    const { start, held, stuck } = schedule(now);
    expect([held, stuck]).toEqual([[], []]);
    rounds.push(start.toSorted());
    for (const number of start) merged.add(number);
  }
  expect(rounds).toEqual([[11], [12, 13, 14], [15], [16]]);
});

/** What a run was, and what the verification says of it. */
interface Run {
  report: Report;
  events: AgentEvent[];
  /** The commit that it ended with. */
  head: string;
  /** Of a run that said it was done. */
  verdict: Verdict | undefined;
}

/** The files of the sample. */
const sample = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(SAMPLE, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(SAMPLE.length + 1), readFileSync(file, 'utf8')]),
  );

const GIT_USER = ['-c', 'user.name=mona', '-c', 'user.email=mona@example.com'];
const run = (cwd: string, ...args: string[]): string =>
  execFileSync('git', [...GIT_USER, ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/** A clone of the main repository with a commit checked out. */
function cloneOf(main: Checkout, commit: string): string {
  const root = join(temporaryFolder(), 'clone');
  run(main.root, 'clone', '-q', '--no-checkout', main.root, root);
  run(root, 'checkout', '-q', '--detach', commit);
  return root;
}

/** Plays one run of a story in a checkout of its own, with the real loop, tools and verification. */
async function develop(main: Checkout, base: string, title: string, changes: Partial<Brief> = {}): Promise<Run> {
  const start = changes.start ?? base;
  const root = cloneOf(main, start);
  const scratch = temporaryFolder();
  const env = toolEnvironment({ path: process.env.PATH, home: scratch });
  const place: Checkout = { ...main, root, scratch, head: start, git: gitIn(root, env) };
  const casting = { role: 'developer', title, attempt: changes.attempt ?? 1, continues: start !== base };
  const brief = { title, commands: { test: TEST_COMMAND }, tests: ['test/**'], ...changes, start };
  const { report, events } = await runIn(place, scriptedModel(SCRIPT, casting), { base, brief });
  const head = run(root, 'rev-parse', 'HEAD');
  run(main.root, 'fetch', '-q', root, head);
  if (report.stop !== 'done') return { report, events, head, verdict: undefined };
  const logs = join(scratch, 'logs');
  mkdirSync(logs);
  const verdict = await verify({
    brief: briefFor(start, { ...brief, base: { ref: 'main', sha: base } }),
    report: { ok: true, value: report },
    base: cloneOf(main, base),
    head: cloneOf(main, start),
    logs,
    timeout: 20_000,
    log: () => {},
  });
  return { report, events, head, verdict };
}

/** Results of tools that were errors: a script that is right has none. */
const errors = ({ events }: Run): string[] =>
  events.flatMap((event) => (event.type === 'tool_end' && event.outcome !== 'ok' ? [event.text] : []));

/** Merges commits one after another on top of a base, in the main repository. Throws on a conflict. */
function merged(main: Checkout, base: string, heads: readonly string[]): string {
  main.person('checkout', '-q', '--detach', base);
  for (const head of heads) main.person('merge', '-q', '--no-ff', '-m', 'Merge', head);
  return main.person('rev-parse', 'HEAD');
}

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));

test('the six changes are tested first, merge in any order that is allowed, and work', {
  timeout: 120_000,
}, async () => {
  const [S1, S2, S3, S4, S5, S6] = STORY_TITLES as [string, string, string, string, string, string];
  expect([ANSWER.story, REFUSED]).toEqual([S3, S4]);
  const main = checkout(sample());
  const proved = (each: Run): Run => {
    expect([each.report.stop, each.report.reason, errors(each)]).toEqual(['done', undefined, []]);
    expect(each.verdict).toMatchObject({ ok: true, kind: 'tests_first' });
    return each;
  };

  const first = proved(await develop(main, main.head, S1));
  const base = merged(main, main.head, [first.head]);
  const three = await Promise.all([
    develop(main, base, S2).then(proved),
    rounding(main, base).then(proved),
    comparing(main, base).then(proved),
  ]);

  // The trees are the same whichever is merged first, so that what follows need be tried only once.
  const heads = three.map(({ head }) => head);
  const trees = permutations(heads).map((order) => main.person('rev-parse', `${merged(main, base, order)}^{tree}`));
  expect(new Set(trees).size).toBe(1);

  // The fifth waits for two of the three: the other one may be merged before it or behind it.
  const [two, all] = [merged(main, base, heads.slice(0, 2)), merged(main, base, heads)];
  const fifth = proved(await develop(main, two, S5));
  const joined = merged(main, all, [fifth.head]);
  expect(run(main.root, 'rev-parse', `${merged(main, two, [fifth.head, heads[2]!])}^{tree}`)).toBe(
    run(main.root, 'rev-parse', `${joined}^{tree}`),
  );
  const sixth = proved(await develop(main, joined, S6));

  merged(main, joined, [sixth.head]);
  const printed = execFileSync('node', ['bin/lapse.js', '--to', 'm', '20m', '1h 30m', '45s'], { cwd: main.root });
  expect(String(printed)).toBe('1h 51m\n');
  expect(sixth.verdict?.green).toMatchObject({ exit_code: 0, failed: 0, skipped: 0 });
});

/** The story that asks: its second run goes on only when it is told the answer. */
async function rounding(main: Checkout, base: string): Promise<Run> {
  const asked = await develop(main, base, ANSWER.story);
  expect([asked.report.stop, errors(asked)]).toEqual(['asked', []]);
  const question = asked.report.intents.at(-1) as { question: string; options: string[] };
  expect(question).toMatchObject({ kind: 'question', question: ANSWER.question });
  expect(ANSWER.text).toBe(`/orch answer ${question.options.indexOf(ANSWER.words) + 1}`);
  const again = { attempt: 2, start: asked.head };
  const untold = await develop(main, base, ANSWER.story, again);
  expect(untold.report.stop).toBe('model_failed');
  const decisions = [{ question: ANSWER.question, answer: ANSWER.words, by: 'maria' }];
  return await develop(main, base, ANSWER.story, { ...again, decisions });
}

/** The story that is refused at first: its second run is told why. */
async function comparing(main: Checkout, base: string): Promise<Run> {
  const weak = await develop(main, base, REFUSED);
  expect([weak.report.stop, weak.verdict?.ok, errors(weak)]).toEqual(['done', false, []]);
  expect(weak.verdict?.red?.exit_code).toBe(0);
  const feedback = weak.verdict?.reason ?? '';
  return await develop(main, base, REFUSED, { attempt: 2, start: weak.head, feedback });
}
