import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBrief } from '../../action/agent/brief.ts';
import { runAgentJob } from '../../action/agent/job.ts';
import { summaryOf } from '../../action/agent/summary.ts';
import { timeline } from '../../action/agent/timeline.ts';
import type { AgentEvent } from '../../src/agent/events.ts';
import { NO_USAGE, type Report, reportSchema } from '../../src/core/run.ts';
import { fakeAnthropic, message } from '../agent/models/fake-anthropic.ts';
import { briefFor, type Checkout, checkout, temporaryFolder } from '../agent/support.ts';
import { jobIn } from './agent-job.ts';

const SCRIPT = `version: 1
turns:
  - calls:
      - { tool: write, input: { path: test/a.test.js, content: "1\\n" } }
      - { tool: commit, input: { stage: red, message: Test a } }
      - { tool: write, input: { path: a.js, content: "1\\n" } }
      - { tool: commit, input: { stage: green, message: Do a } }
      - { tool: done, input: { title: Do a, body: Done. } }
`;

const reportIn = (file: string): Report => reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

describe('the job', () => {
  it('runs the agent and writes report and transcript', async () => {
    const place = checkout({ '.orch/script.yaml': SCRIPT });
    const events: AgentEvent[] = [];
    const work = jobIn(place, { emit: (event) => events.push(event) });
    const { transcript } = await runAgentJob(work);
    expect(reportIn(work.reportFile)).toMatchObject({ run: '12-developer-1', stop: 'done', usage: { model_calls: 1 } });
    const lines = readFileSync(transcript, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(events)));
    expect(JSON.parse(lines[0]!)).toMatchObject({ type: 'jail', jailed: false, text: expect.any(String) });
    expect(JSON.parse(lines[1]!)).toMatchObject({
      type: 'run_start',
      system: expect.any(String),
      tools: expect.any(Array),
    });
  });

  it('goes on where a kill left it, from the transcript and the checkout', async () => {
    const place = checkout({ '.orch/script.yaml': SCRIPT });
    const killed = jobIn(place);
    const events: string[] = [];
    await runAgentJob({ ...killed, emit: (event) => events.push(event.type) });
    const transcript = join(killed.temp, 'orch-transcript-12-developer-1.jsonl');
    const lines = readFileSync(transcript, 'utf8').split('\n');
    const green = lines.findLastIndex((line) => line.includes('"type":"commit"'));
    writeFileSync(transcript, `${lines.slice(0, green + 1).join('\n')}\n{"half`);
    const before = reportIn(killed.reportFile);
    const again: string[] = [];
    const { report } = await runAgentJob({ ...killed, emit: (event) => again.push(event.type) });
    expect(report).toEqual(before);
    expect(again).toEqual(['jail', 'stage', 'tool_start', 'tool_end', 'stage', 'run_end']);
  });

  it('plays the script of the base commit, not the one that the story changed', async () => {
    const place = checkout({ '.orch/script.yaml': SCRIPT });
    place.put('.orch/script.yaml', 'version: 1\nturns: [{ fail: changed by the story }]\n');
    place.person('commit', '-qam', 'Cheat');
    const start = place.person('rev-parse', 'HEAD');
    const work = jobIn(place, { brief: JSON.stringify(briefFor(place.head, { start })) });
    expect((await runAgentJob(work)).report.stop).toBe('done');
  });

  it('reads the checked-out script where the clone does not have the base', async () => {
    const place = checkout({ '.orch/script.yaml': SCRIPT });
    const brief = briefFor(place.head, { base: { ref: 'main', sha: 'd'.repeat(40) } });
    expect((await runAgentJob(jobIn(place, { brief: JSON.stringify(brief) }))).report.stop).toBe('done');
  });

  it.each([
    ['../outside.yaml', 'is not a path inside the repository'],
    ['/etc/passwd', 'is not a path inside the repository'],
    ['missing.yaml', 'there is no such file in the base commit'],
    ['bad.yaml', 'bad.yaml:2: `turns.0.sya` is 1; expected one of the keys'],
  ])('explains the script %s in the report', async (path, reason) => {
    const place = checkout({ 'bad.yaml': 'version: 1\nturns: [{ sya: 1 }]\n' });
    const work = jobIn(place, { brief: JSON.stringify(briefFor(place.head, { model: `scripted:${path}` })) });
    await runAgentJob(work);
    const report = reportIn(work.reportFile);
    expect(report.stop).toBe('model_failed');
    expect(report.reason).toContain(reason);
  });

  it('does not follow a link out of the repository to a script', async () => {
    const place = checkout();
    const outside = join(temporaryFolder(), 'script.yaml');
    writeFileSync(outside, SCRIPT);
    symlinkSync(outside, join(place.root, 'script.yaml'));
    const brief = briefFor(place.head, { base: { ref: 'main', sha: 'd'.repeat(40) }, model: 'scripted:script.yaml' });
    const { report } = await runAgentJob(jobIn(place, { brief: JSON.stringify(brief) }));
    expect(report).toMatchObject({ stop: 'model_failed', reason: expect.stringContaining('outside the workspace') });
  });

  it('says that a Claude needs a key', async () => {
    const place = checkout();
    const { report } = await runAgentJob(
      jobIn(place, { brief: JSON.stringify(briefFor(place.head, { model: 'claude-sonnet-5-5' })) }),
    );
    expect(report).toMatchObject({
      stop: 'model_failed',
      reason: expect.stringContaining('ANTHROPIC_API_KEY'),
      usage: NO_USAGE,
    });
  });

  it('reports a crash when the checkout is not what the brief says', async () => {
    const place = checkout();
    const work = jobIn(place, { brief: JSON.stringify(briefFor('e'.repeat(40))) });
    await runAgentJob(work);
    expect(reportIn(work.reportFile)).toMatchObject({
      stop: 'crashed',
      reason: expect.stringContaining(`starts from ${'e'.repeat(40)}`),
    });
  });

  it('reports a brief that does not fit, when it says at least which run it is', async () => {
    const place = checkout();
    const work = jobIn(place, { brief: JSON.stringify({ ...briefFor(place.head), limits: {}, extra: 1 }) });
    await runAgentJob(work);
    const { stop, reason } = reportIn(work.reportFile);
    expect(stop).toBe('crashed');
    expect(reason).toContain('limits.turns: ');
    expect(reason).toContain('Unrecognized key: "extra"');
  });
});

describe('what delivery would refuse', () => {
  it.each([
    ['.github/workflows/x.yml', 'x', 'A run may change nothing under .github/'],
    ['src/locked/a.js', 'x', 'The project protects this path'],
    ['a.js', `const key = "ghp_${'a1B2'.repeat(9)}";`, 'which may not be published'],
  ])('is told to the model at once: %s', async (path, content, reason) => {
    const calls = [
      { tool: 'write', input: { path, content } },
      { tool: 'commit', input: { stage: 'red', message: 'Try' } },
      { tool: 'bash', input: { command: `rm ${path}` } },
      { tool: 'write', input: { path: 'b.test.js', content: 'x' } },
      { tool: 'commit', input: { stage: 'red', message: 'Try again' } },
    ];
    const place = checkout({ '.orch/script.yaml': JSON.stringify({ version: 1, turns: [{ calls }] }) });
    const events: AgentEvent[] = [];
    const brief = JSON.stringify(briefFor(place.head, { protected: ['src/locked/**'] }));
    const { report } = await runAgentJob(jobIn(place, { brief, emit: (event) => events.push(event) }));
    const [refused] = events.flatMap((e) => (e.type === 'tool_end' && e.tool === 'commit' ? [e] : []));
    expect(refused).toMatchObject({ outcome: 'error', text: expect.stringContaining(reason) });
    expect(report.intents).toMatchObject([{ kind: 'commit', message: 'Try again' }]);
  });
});

describe('readBrief', () => {
  it.each([
    ['', 'The input `brief` is empty.'],
    ['{', 'The input `brief` is not JSON: '],
    ['{}', 'The input `brief` does not fit:\nversion: '],
  ])('explains %j', (text, reason) => {
    expect(() => readBrief(text)).toThrow(reason);
  });
});

describe('the log', () => {
  const shown = (...events: AgentEvent[]) =>
    events
      .flatMap(timeline)
      .map((line) => (line.kind === 'line' ? line.text : line.kind === 'end' ? '<end>' : `<group ${line.text}>`));
  const at = 0;

  it('reads as a timeline, a group for each turn', () => {
    const usage = { ...NO_USAGE, cost_usd: 0.0123 };
    const content = [
      { type: 'text' as const, text: 'Look.' },
      { type: 'tool_use' as const, id: '1', name: 'read', input: {} },
    ];
    expect(
      shown(
        {
          at,
          type: 'run_start',
          run: '12-developer-1',
          model: 'played',
          start: 'a'.repeat(40),
          system: '',
          tools: [],
          messages: [],
        },
        { at, type: 'stage', stage: 'red' },
        { at, type: 'turn_start', turn: 1 },
        { at, type: 'model_reply', turn: 1, content, stop: 'tool_use', usage, ms: 1_234 },
        { at, type: 'tool_start', turn: 1, id: '1', tool: 'read', input: { path: 'a', text: 'one\ntwo', n: 3 } },
        { at, type: 'tool_end', turn: 1, id: '1', tool: 'read', outcome: 'error', text: 'no a', ms: 5 },
        { at, type: 'commit', sha: 'b', stage: 'red', subject: 'Test a', files: 1, insertions: 2, deletions: 3 },
        { at, type: 'nudge', turn: 1, text: 'x', inARow: 2 },
        { at, type: 'model_error', turn: 2, message: 'gone', ms: 1 },
        { at, type: 'run_end', stop: 'model_failed', reason: 'gone', usage, intents: 1 },
      ),
    ).toEqual([
      'Run 12-developer-1 with played, from commit aaaaaaaaaaaa',
      'Stage: red',
      '<group Turn 1: read (1.2 s, $0.0123)>',
      '│ Look.',
      '> read path: a, text: one …, n: 3',
      '│ no a',
      'read: error',
      'Commit red: Test a (1 files, +2 -3)',
      'No tool call that could be used, 2 in a row',
      '<end>',
      'Turn 2: the model failed. gone',
      '<end>',
      'Stopped: model_failed. gone',
    ]);
  });

  it('never gives the runner a command that a tool or a model wrote', () => {
    const evil = '::set-env name=A::b\n  ::add-mask::c\r::error::d\nx ##[set-output name=e]f';
    const lines = shown(
      { at, type: 'tool_start', turn: 1, id: '1', tool: evil, input: { a: evil } },
      { at, type: 'tool_end', turn: 1, id: '1', tool: 'bash', outcome: 'ok', text: evil, ms: 1 },
      {
        at,
        type: 'model_reply',
        turn: 1,
        content: [
          { type: 'text', text: evil },
          { type: 'tool_use', id: '1', name: evil, input: {} },
        ],
        stop: 'end',
        usage: NO_USAGE,
        ms: 1,
      },
      { at, type: 'commit', sha: 'b', stage: 'red', subject: evil, files: 1, insertions: 2, deletions: 3 },
      { at, type: 'run_end', stop: 'crashed', reason: evil, usage: NO_USAGE, intents: 0 },
    );
    for (const line of lines) {
      expect(line).not.toMatch(/^\s*::/);
      expect(line).not.toMatch(/[\r\n]/);
      expect(line).not.toContain('##[');
    }
  });

  it('shows the end of a long output', () => {
    const text = Array.from({ length: 100 }, (_, i) => `line ${i}`).join('\n');
    const lines = shown({ at, type: 'tool_end', turn: 1, id: '1', tool: 'bash', outcome: 'ok', text, ms: 1 });
    expect(lines).toHaveLength(41);
    expect(lines[0]).toBe('│ … 60 lines above are in the transcript');
    expect(lines.at(-1)).toBe('│ line 99');
  });
});

describe('the summary', () => {
  it('has figures and commits, and shows what others wrote as text', () => {
    const report: Report = {
      version: 1,
      run: '12-developer-1',
      story: 12,
      start: 'a'.repeat(40),
      stop: 'turns',
      reason: 'Not done after 5 turns. <img src=x> @everyone',
      intents: [{ kind: 'commit', stage: 'red', message: 'Test | a\n\nBody', patch: 'x' }, { kind: 'nonsense' }],
      usage: {
        model_calls: 5,
        input_tokens: 10,
        output_tokens: 20,
        cache_read_tokens: 30,
        cache_write_tokens: 40,
        cost_usd: 0.5,
      },
    };
    expect(summaryOf(report)).toBe(`### Run 12-developer-1

Not done after 5 turns. &#60;img src=x&#62; &#64;everyone

| | |
|---|---|
| Stopped | turns |
| Turns | 5 |
| Tokens in | 80 |
| … from the cache | 30 |
| Tokens out | 20 |
| Cost | $0.5000 |

| Stage | Commit |
|---|---|
| red | Test &#124; a |`);
  });
});

describe('the entry', () => {
  const main = join(import.meta.dirname, '../../action/agent/main.ts');

  /** Runs the entry as the runner does: a process of its own, everything in its environment. */
  function step(place: Checkout, inputs: Record<string, string>, env: Record<string, string> = {}) {
    const temp = temporaryFolder();
    const files = { GITHUB_OUTPUT: join(temp, 'output'), GITHUB_STEP_SUMMARY: join(temp, 'summary') };
    for (const file of Object.values(files)) writeFileSync(file, '');
    mkdirSync(join(temp, 'temp'));
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
      env: {
        PATH: process.env.PATH ?? '',
        RUNNER_TEMP: join(temp, 'temp'),
        GITHUB_WORKSPACE: place.root,
        ...files,
        ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
        ...env,
      },
    });
    let log = '';
    child.stdout.on('data', (text) => {
      log += text;
    });
    child.stderr.on('data', (text) => {
      log += text;
    });
    const ended = new Promise<{ status: number | null; log: string }>((resolve) => {
      child.on('close', (status) => resolve({ status, log }));
    });
    return {
      child,
      ended,
      temp: join(temp, 'temp'),
      output: () => readFileSync(files.GITHUB_OUTPUT, 'utf8'),
      summary: () => readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    };
  }

  it('writes report, outputs and summary, and no secret reaches a tool', async () => {
    const { url, asked } = await fakeAnthropic(
      message([{ type: 'tool_use', id: 'a', name: 'bash', input: { command: 'env; exit 1' } }]),
      message([{ type: 'text', text: 'Enough.' }]),
    );
    const place = checkout();
    const brief = briefFor(place.head, { model: 'claude-sonnet-5-5' });
    const { ended, temp, output, summary } = step(
      place,
      { brief: JSON.stringify(brief) },
      {
        ANTHROPIC_API_KEY: 'sk-canary',
        ANTHROPIC_BASE_URL: url,
        ACTIONS_RUNTIME_TOKEN: 'rt-canary',
        GITHUB_TOKEN: 'gt-canary',
      },
    );
    const { status, log } = await ended;
    expect(status).toBe(0);
    expect(reportIn(join(temp, 'report.json'))).toMatchObject({ stop: 'model_silent' });
    expect(output()).toContain('model_silent');
    expect(summary()).toContain('| Stopped | model_silent |');
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.map((a) => a.text).join()).not.toContain('canary');
    expect(log.replace('::add-mask::sk-canary', '')).not.toContain('canary');
  });

  it('delivers what there is when the run is cancelled', async () => {
    const place = checkout({
      '.orch/script.yaml':
        'version: 1\nturns: [{ calls: [{ tool: write, input: { path: a.js, content: x } }, { tool: bash, input: { command: echo waiting; sleep 300 } }] }]\n',
    });
    const { child, ended, temp } = step(place, { brief: JSON.stringify(briefFor(place.head)) });
    child.stdout.on('data', (text) => {
      if (String(text).includes('> bash')) child.kill('SIGINT');
    });
    expect((await ended).status).toBe(0);
    expect(reportIn(join(temp, 'report.json'))).toMatchObject({ stop: 'cancelled', intents: [{ stage: 'wip' }] });
  });

  it('fails with a sentence when there is no run to report on', async () => {
    const { ended } = step(checkout(), { brief: 'nonsense' });
    const { status, log } = await ended;
    expect(status).toBe(1);
    expect(log).toMatch(/^::error::The input `brief` is not JSON: /m);
  });
});
