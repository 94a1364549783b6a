/**
 * `npm run measure`: the figures in docs/figures.md. Counts are exact and must be the same in every run; times are noisy, so each stands beside a
 * baseline that is measured in the same run, in turn with it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { TryOutcome } from '../src/try/outcome.ts';
import { measureTurn } from './measure-loop.ts';

const ROOT = join(import.meta.dirname, '..');
const PAIRS = 9;
const TRIES = 3;

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A server that notes when the first request arrives, and how many bytes it has. */
async function firstRequest(start: (url: string) => ReturnType<typeof spawn>): Promise<{ ms: number; bytes: number }> {
  const arrived = Promise.withResolvers<{ at: number; bytes: number }>();
  const server = createServer((request, response) => {
    const at = performance.now();
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.once('end', () => {
      arrived.resolve({ at, bytes });
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end('{"type":"error","error":{"type":"invalid_request_error","message":"measured"}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const begun = performance.now();
  const child = start(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [{ at, bytes }] = await Promise.all([arrived.promise, once(child, 'close')]);
  server.close();
  return { ms: at - begun, bytes };
}

/** A checkout as the agent job has it, and the brief for it. */
function makeJob(scratch: string) {
  const workspace = join(scratch, 'workspace');
  mkdirSync(workspace);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=m', '-c', 'user.email=m@example.com', ...args], {
      cwd: workspace,
      stdio: 'pipe',
    })
      .toString()
      .trim();
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(workspace, 'index.js'), 'export {};\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Begin');
  const sha = git('rev-parse', 'HEAD');
  const brief = {
    version: 1,
    run: '1-developer-1',
    story: 1,
    role: 'developer',
    attempt: 1,
    title: 'A story',
    body: 'Something has to be done.',
    base: { ref: 'main', sha },
    branch: 'story/1',
    start: sha,
    feedback: '',
    state: { branch: 'orch/state', record: 'runs/2026-11/1-developer-1.yaml' },
    model: 'claude-sonnet-5-5',
    commands: { test: 'node --test' },
    tests: ['test/**'],
    protected: [],
    limits: { turns: 1, minutes: 5, usd: 1 },
  };
  return { workspace, brief };
}

async function measureStart(): Promise<string[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'orch-measure-'));
  const { workspace, brief } = makeJob(scratch);
  const baseline = join(scratch, 'baseline.mjs');
  writeFileSync(baseline, "await fetch(process.env.ANTHROPIC_BASE_URL, { method: 'POST', body: '{}' });\n");
  const agent: number[] = [];
  const bare: number[] = [];
  let bytes = 0;
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const temp = join(scratch, `temp-${pair}`);
    mkdirSync(temp);
    const env = (url: string) => ({ PATH: process.env.PATH ?? '', HOME: scratch, ANTHROPIC_BASE_URL: url });
    const one = await firstRequest((url) =>
      spawn(process.execPath, [join(ROOT, 'action/dist/agent.js')], {
        stdio: 'ignore',
        env: {
          ...env(url),
          ANTHROPIC_API_KEY: 'sk-measure',
          INPUT_BRIEF: JSON.stringify(brief),
          RUNNER_TEMP: temp,
          GITHUB_WORKSPACE: workspace,
        },
      }),
    );
    agent.push(one.ms);
    bytes = one.bytes;
    bare.push(
      (await firstRequest((url) => spawn(process.execPath, [baseline], { stdio: 'ignore', env: env(url) }))).ms,
    );
  }
  rmSync(scratch, { recursive: true, force: true });
  const ratio = median(agent.map((ms, index) => ms / (bare[index] ?? Number.NaN)));
  return [
    `| the agent job's process, start to first model request | ${median(agent).toFixed(0)} ms (median of ${PAIRS}), ${ratio.toFixed(1)} times a bare Node that only fetches (${median(bare).toFixed(0)} ms) |`,
    `| bytes of that first model request, the story's text included | ${bytes.toLocaleString('en-US')} |`,
    '| requests to GitHub before it | 0 |',
  ];
}

/** The first pair only warms up. */
async function measureTurns(): Promise<string[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'orch-measure-'));
  const { workspace, brief } = makeJob(scratch);
  const pairs: { loop: number; bare: number }[] = [];
  for (let pair = 0; pair <= PAIRS; pair += 1)
    pairs.push(await measureTurn(workspace, brief, join(scratch, `turns-${pair}`)));
  rmSync(scratch, { recursive: true, force: true });
  const [loop, bare] = (['loop', 'bare'] as const).map((name) => median(pairs.slice(1).map((pair) => pair[name])));
  const more = (loop ?? 0) - (bare ?? 0);
  return [
    `| a turn of the agent's loop, beside model and tool | ${more.toFixed(2)} ms more than the barest loop in the same run (${(bare ?? 0).toFixed(2)} ms; median of ${PAIRS} times 200 turns) |`,
  ];
}

function measureBundles(): string[] {
  return ['agent', 'verify', 'deliver'].map((name) => {
    const code = readFileSync(join(ROOT, 'action/dist', `${name}.js`));
    return `| action/dist/${name}.js | ${code.length.toLocaleString('en-US')} bytes, ${gzipSync(code, { level: 9 }).length.toLocaleString('en-US')} compressed |`;
  });
}

function measureTry(): string[] {
  const outcomes: { outcome: TryOutcome; wall: number }[] = [];
  for (let count = 0; count < TRIES; count += 1) {
    const begun = performance.now();
    const out = execFileSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(ROOT, 'src/cli.ts'), 'try', '--json'],
      { encoding: 'utf8' },
    );
    outcomes.push({ outcome: JSON.parse(out) as TryOutcome, wall: (performance.now() - begun) / 1_000 });
  }
  const counts = new Set(outcomes.map(({ outcome }) => JSON.stringify(outcome.requests)));
  if (counts.size !== 1) throw new Error(`the counts differ between runs: ${[...counts].join(' ')}`);
  const { requests } = outcomes[0]!.outcome;
  return [
    `| requests to GitHub, label to merge | ${requests.total}, of which ${requests.content} create content, 0 poll |`,
    `| \`npm run try\`, label to merge | ${median(outcomes.map(({ outcome }) => outcome.seconds)).toFixed(1)} s (median of ${TRIES}) |`,
    `| \`npm run try\`, the whole command | ${median(outcomes.map(({ wall }) => wall)).toFixed(1)} s |`,
  ];
}

console.log(
  [
    '| measure | figure |',
    '|---|---|',
    ...measureTry(),
    ...(await measureStart()),
    ...(await measureTurns()),
    ...measureBundles(),
  ].join('\n'),
);
