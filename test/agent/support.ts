/** A small world for the agent's tests: a repository on disk, a brief, a model that says what it is told, a clock that stands still. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/agent/clock.ts';
import { toolEnvironment } from '../../src/agent/environment.ts';
import type { AgentEvent } from '../../src/agent/events.ts';
import { type Git, gitIn } from '../../src/agent/git.ts';
import { runAgent } from '../../src/agent/loop.ts';
import type { Model, ModelRequest, Reply, ReplyBlock } from '../../src/agent/models/model.ts';
import { madeBefore } from '../../src/agent/resume.ts';
import { plainShell } from '../../src/agent/shell.ts';
import { developerTools } from '../../src/agent/tools/developer-tools.ts';
import type { Tool } from '../../src/agent/tools/tool.ts';
import { openWorkspace, type Workspace, type WorkspaceOptions } from '../../src/agent/workspace.ts';
import type { Brief } from '../../src/core/brief.ts';
import { NO_USAGE, type Report, type Usage } from '../../src/core/run.ts';

/** An empty folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'orch-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Checkout {
  root: string;
  scratch: string;
  head: string;
  git: Git;
  /** Runs git as a person would, in the checkout. */
  person: (...args: string[]) => string;
  put: (path: string, content: string | Buffer) => void;
}

/** A git repository with one commit of the given files. */
export function checkout(files: Record<string, string> = { 'README.md': '# sample\n' }): Checkout {
  const folder = temporaryFolder();
  const root = join(folder, 'checkout');
  const scratch = join(folder, 'scratch');
  mkdirSync(root);
  mkdirSync(scratch);
  const person = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=mona', '-c', 'user.email=mona@example.com', ...args], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  const put = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  // Without the sample hooks, which take longer to copy than all the rest.
  person('init', '-q', '-b', 'main', '--template=');
  for (const [path, content] of Object.entries(files)) put(path, content);
  person('add', '-A');
  person('commit', '-q', '-m', 'Begin');
  const env = toolEnvironment({ path: process.env.PATH, home: scratch });
  return { root, scratch, head: person('rev-parse', 'HEAD'), git: gitIn(root, env), person, put };
}

/** A clone of the checkout at a commit, to which patches can be applied. */
export function cloneAt(source: Checkout, commit: string): { root: string; apply: (patch: string) => void } {
  const root = join(temporaryFolder(), 'clone');
  execFileSync('git', ['clone', '-q', source.root, root]);
  execFileSync('git', ['checkout', '-q', '--detach', commit], { cwd: root });
  const apply = (patch: string) => {
    execFileSync('git', ['apply', '--index', '--binary', '-'], { cwd: root, input: patch });
  };
  return { root, apply };
}

export function workspaceOf(
  place: Checkout,
  base = place.head,
  more: Partial<WorkspaceOptions> = {},
): Promise<Workspace> {
  const { root, head, git, scratch } = place;
  return openWorkspace({ root, start: head, base, git, scratch, ...more });
}

export function briefFor(head: string, changes: Partial<Brief> = {}): Brief {
  return {
    version: 1,
    run: '12-developer-1',
    story: 12,
    role: 'developer',
    attempt: 1,
    title: 'parse("1.5h") returns five hours',
    body: 'It should be 5400000.',
    base: { ref: 'main', sha: head },
    branch: 'story/12',
    start: head,
    feedback: '',
    state: { branch: 'orch/state', record: 'runs/2026-11/12-developer-1.yaml' },
    model: 'scripted:.orch/script.yaml',
    commands: { test: 'npm test' },
    tests: ['test/**', '**/*.test.js'],
    protected: [],
    jail: 'none',
    limits: { turns: 20, minutes: 10, usd: 5 },
    ...changes,
  };
}

/** A clock that moves only when it is told to. */
export function standingClock(start = Date.parse('2026-11-02T09:00:00Z')): Clock & { pass: (ms: number) => void } {
  let now = start;
  const waiting: { at: number; controller: AbortController }[] = [];
  return {
    now: () => now,
    after(ms) {
      const controller = new AbortController();
      waiting.push({ at: now + ms, controller });
      return controller.signal;
    },
    pass(ms) {
      now += ms;
      for (const { at, controller } of waiting) if (at <= now) controller.abort();
    },
  };
}

export const call = (name: string, input: unknown = {}): ReplyBlock => ({ type: 'tool_use', id: '', name, input });
export const say = (text: string): ReplyBlock => ({ type: 'text', text });

type Turn = ReplyBlock[] | Partial<Reply> | ((request: ModelRequest) => ReplyBlock[] | Partial<Reply>);

export interface PlayedModel extends Model {
  /** What was asked, as it was at that moment. */
  requests: ModelRequest[];
}

/** A model that answers with the given turns, and then with nothing. */
export function played(turns: Turn[], usage: Partial<Usage> = {}): PlayedModel {
  const requests: ModelRequest[] = [];
  return {
    name: 'played',
    requests,
    async reply(request) {
      requests.push({ ...request, messages: structuredClone(request.messages) });
      const number = requests.length;
      const turn = turns[number - 1] ?? [];
      const given = typeof turn === 'function' ? turn(request) : turn;
      const reply = Array.isArray(given) ? { content: given } : given;
      const content = (reply.content ?? []).map((block, index) =>
        block.type === 'tool_use' && block.id === '' ? { ...block, id: `call_${number}_${index}` } : block,
      );
      return { stop: 'tool_use', usage: { ...NO_USAGE, model_calls: 1, ...usage }, ...reply, content };
    },
  };
}

export interface RunOptions {
  brief?: Partial<Brief>;
  clock?: Clock;
  signal?: AbortSignal;
  base?: string;
  onEvent?: (event: AgentEvent) => void;
  /** Tools beside those of the developer. */
  tools?: readonly Tool[];
  maskTokens?: number;
  /** The transcript of the same run up to where it was killed. */
  earlier?: readonly AgentEvent[];
}

/** Runs the real loop with the real tools in a checkout. */
export async function runIn(
  place: Checkout,
  model: Model,
  options: RunOptions = {},
): Promise<{ report: Report; events: AgentEvent[]; workspace: Workspace }> {
  const brief = briefFor(place.head, {
    ...(options.base ? { base: { ref: 'main', sha: options.base } } : {}),
    ...options.brief,
  });
  const { earlier, maskTokens } = options;
  const workspace = await workspaceOf(place, brief.base.sha, {
    tests: brief.tests,
    ...(earlier ? { earlier: madeBefore(earlier) } : {}),
  });
  const events: AgentEvent[] = [];
  const env = toolEnvironment({ path: process.env.PATH, home: place.scratch });
  const report = await runAgent({
    brief,
    workspace,
    model,
    tools: [...developerTools(workspace, plainShell(env)), ...(options.tools ?? [])],
    ...(earlier ? { earlier } : {}),
    ...(maskTokens === undefined ? {} : { maskTokens }),
    clock: options.clock ?? standingClock(),
    signal: options.signal ?? new AbortController().signal,
    nonce: 'n0nce',
    emit: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  return { report, events, workspace };
}

/** The results that the model was handed in its n-th request (from 1). */
export function resultsIn(model: PlayedModel, request: number): { text: string; error: boolean }[] {
  const last = model.requests[request - 1]?.messages.at(-1);
  return (last?.content ?? []).flatMap((block) =>
    block.type === 'tool_result' ? [{ text: block.text, error: block.error }] : [],
  );
}
