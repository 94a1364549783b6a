/** The jail as part of the agent job: it comes before the model, it fails closed, and the key stays where it is. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AgentJob, runAgentJob } from '../../../action/agent/job.ts';
import type { AgentEvent } from '../../../src/agent/events.ts';
import { probeJail } from '../../../src/agent/jail/probe.ts';
import { plainShell } from '../../../src/agent/shell.ts';
import type { Brief } from '../../../src/core/brief.ts';
import { briefSchema } from '../../../src/core/brief.ts';
import { jobIn } from '../../action/agent-job.ts';
import { fakeAnthropic, message } from '../models/fake-anthropic.ts';
import { briefFor, type Checkout, checkout, temporaryFolder } from '../support.ts';
import { CANARY, whyNoJail } from './world.ts';

const reason = await whyNoJail();

const SCRIPT = `version: 1
turns:
  - calls:
      - { tool: write, input: { path: test/a.test.js, content: "1\\n" } }
      - { tool: commit, input: { stage: red, message: Test a } }
      - { tool: bash, input: { command: "echo 1 > a.js" } }
      - { tool: commit, input: { stage: green, message: Do a } }
      - { tool: done, input: { title: Do a, body: Done. } }
`;

/** The text of every regular file below a folder. Links are not followed: the model put one to `/`. */
function contents(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return contents(path);
    return entry.isFile() ? [readFileSync(path, 'latin1')] : [];
  });
}

/** A search path with what a run needs, and without bubblewrap. */
function pathWithout(): string {
  const folder = join(temporaryFolder(), 'bin');
  mkdirSync(folder);
  for (const name of ['git', 'bash', 'sh', 'cat', 'node']) {
    const real = execFileSync('bash', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    symlinkSync(real, join(folder, name));
  }
  return folder;
}

async function play(place: Checkout, brief: Partial<Brief>, changes: Partial<AgentJob> = {}) {
  const events: AgentEvent[] = [];
  const job = jobIn(place, {
    brief: JSON.stringify(briefFor(place.head, { jail: 'required', ...brief })),
    apiKey: 'sk-none',
    emit: (event) => events.push(event),
    ...changes,
  });
  const { temp } = job;
  const { report } = await runAgentJob(job);
  const [jail] = events.flatMap((event) => (event.type === 'jail' ? [event] : []));
  return { report, events, jail, temp };
}

describe('without bubblewrap', () => {
  it('a run with a model stops before the first call, and says what is missing and what to do', async () => {
    const { url, asked } = await fakeAnthropic(message([{ type: 'text', text: 'Hello.' }]));
    const place = checkout();
    const { report, jail } = await play(place, { model: 'claude-sonnet-5-5' }, { path: pathWithout(), baseURL: url });
    expect(report.stop).toBe('crashed');
    expect(report.reason).toContain('bwrap (bubblewrap) is not installed');
    expect(report.reason).toContain('sudo apt-get install -y bubblewrap');
    expect(report.reason).toContain('agents: { jail: none }');
    expect(report.usage.model_calls).toBe(0);
    expect(asked).toEqual([]);
    expect(jail).toBeUndefined();
  });

  it('a run that could fall back on a model stops too', async () => {
    const place = checkout({ '.orch/script.yaml': SCRIPT });
    const model = ['scripted:.orch/script.yaml', 'openai:qwen3:32b'];
    const { report } = await play(place, { model }, { path: pathWithout() });
    expect(report).toMatchObject({ stop: 'crashed', intents: [], usage: { model_calls: 0 } });
  });

  it('a script is played all the same, and the log says so and how to get the jail', async () => {
    const place = checkout({ '.orch/script.yaml': SCRIPT });
    const { report, jail } = await play(place, {}, { path: pathWithout() });
    expect(report).toMatchObject({
      stop: 'done',
      intents: [{ stage: 'red' }, { stage: 'green' }, { kind: 'pull_request' }],
    });
    expect(jail).toMatchObject({
      jailed: false,
      text: expect.stringContaining('a script of the repository is played'),
    });
    expect(jail?.text).toContain('sudo apt-get install -y bubblewrap');
  });

  it('a person may say that there is none', async () => {
    const { url, asked } = await fakeAnthropic(message([{ type: 'text', text: 'Hello.' }]));
    const { jail } = await play(
      checkout(),
      { model: 'claude-sonnet-5-5', jail: 'none' },
      { path: pathWithout(), baseURL: url },
    );
    expect(jail).toMatchObject({
      jailed: false,
      text: expect.stringContaining('`agents.jail: none` in .orch/config.yaml'),
    });
    expect(asked.length).toBeGreaterThan(0);
  });
});

describe('a bubblewrap that does not keep its word', () => {
  it.each([
    ['runs the command as it is', 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"', 'it has a network'],
    [
      'fails as on a kernel that forbids it',
      'echo "bwrap: setting up uid map: Permission denied" >&2; exit 1',
      'setting up uid map: Permission denied',
    ],
    ['does nothing', 'exit 0', 'does not start'],
  ])('%s: the run stops before the first call', async (_, body, said) => {
    const path = pathWithout();
    writeFileSync(join(path, 'bwrap'), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
    const { url, asked } = await fakeAnthropic(message([{ type: 'text', text: 'Hello.' }]));
    const { report } = await play(
      checkout(),
      { model: 'claude-sonnet-5-5' },
      { path: `${path}:${process.env.PATH}`, baseURL: url },
    );
    expect(report).toMatchObject({ stop: 'crashed', reason: expect.stringContaining(said) });
    expect(asked).toEqual([]);
  });

  it('the probe names everything that a plain shell does not hold', async () => {
    const cwd = temporaryFolder();
    const shell = plainShell({ PATH: process.env.PATH ?? '', HOME: cwd, ORCH_TOKEN: 'x' });
    const broken = await probeJail(shell, cwd, new AbortController().signal);
    expect(broken.join('; ')).toMatch(/network.*processes.*environment of the process that started it/);
    expect(broken.join('; ')).toMatch(
      /its environment has ORCH_TOKEN; it shares the user namespace.*it shares the mnt namespace/,
    );
  });
});

it('a brief from before there was a jail means that one is required', () => {
  const { jail: _, ...before } = briefFor('a'.repeat(40));
  expect(briefSchema.parse(before).jail).toBe('required');
});

describe.skipIf(reason !== undefined)(`with bubblewrap${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it('a run works as it does without, and its commits are the same', async () => {
    const place = checkout({ '.orch/script.yaml': SCRIPT });
    const { report, jail } = await play(place, {});
    expect(report.reason).toBeUndefined();
    expect(report).toMatchObject({
      stop: 'done',
      intents: [{ stage: 'red' }, { stage: 'green' }, { kind: 'pull_request' }],
    });
    expect(jail).toMatchObject({ jailed: true, text: expect.stringContaining('bubblewrap') });
  });

  it('files that are not UTF-8 travel as they do without', async () => {
    const place = checkout({
      '.orch/script.yaml': JSON.stringify({
        version: 1,
        turns: [
          {
            calls: [
              { tool: 'bash', input: { command: 'mkdir -p test; printf "caf\\351\\n" > test/latin.txt' } },
              { tool: 'commit', input: { stage: 'red', message: 'Latin' } },
            ],
          },
        ],
      }),
    });
    const { report } = await play(place, {});
    expect(report.intents).toMatchObject([{ stage: 'red', patch: expect.stringContaining('GIT binary patch') }]);
  });

  it('a model that does all it can to find the key finds nothing: no request, log, report, transcript or file has it', async () => {
    const hunt = [
      'cat /proc/*/environ /proc/*/task/*/environ /proc/*/cmdline 2>/dev/null | tr "\\0" "\\n"; env',
      'grep -raF canary-key /proc/*/environ /tmp /home /root /run /var /etc 2>/dev/null | head',
      'cp /proc/*/environ . 2>/dev/null; ln -s /proc/self/environ e; ln -s / root; ls -la',
      'for p in /proc/[0-9]*; do head -c 100 $p/mem $p/maps; done 2>&1 | head -c 1000; cat /proc/*/fd/* 2>/dev/null < /dev/null | head -c 100 || true',
    ];
    const use = (name: string, input: unknown, index: number) => ({ type: 'tool_use', id: `t${index}`, name, input });
    const { url, asked } = await fakeAnthropic(
      message([
        ...hunt.map((command, index) => use('bash', { command, seconds: 5 }, index)),
        ...['/proc/self/environ', 'e', 'root/proc/self/environ', '.git/config'].map((path, index) =>
          use('read', { path }, 10 + index),
        ),
        use('grep', { pattern: 'canary-key|ANTHROPIC' }, 20),
        use('glob', { pattern: 'root/**' }, 21),
        use('write', { path: 'found.test.txt', content: 'nothing' }, 22),
        use('commit', { stage: 'red', message: 'What was found' }, 23),
      ] as Parameters<typeof message>[0]),
      message([{ type: 'text', text: 'Enough.' }]),
    );
    const place = checkout();
    const temp = temporaryFolder();
    for (const name of ['output', 'summary']) writeFileSync(join(temp, name), '');
    const main = join(import.meta.dirname, '../../../action/agent/main.ts');
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
      env: {
        PATH: process.env.PATH ?? '',
        HOME: temp,
        RUNNER_TEMP: temp,
        GITHUB_WORKSPACE: place.root,
        GITHUB_OUTPUT: join(temp, 'output'),
        GITHUB_STEP_SUMMARY: join(temp, 'summary'),
        INPUT_BRIEF: JSON.stringify(briefFor(place.head, { jail: 'required', model: 'claude-sonnet-5-5' })),
        ANTHROPIC_API_KEY: CANARY,
        ANTHROPIC_BASE_URL: url,
        OPENAI_API_KEY: CANARY,
        ACTIONS_RUNTIME_TOKEN: CANARY,
      },
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (log += text));
    await new Promise((resolve) => child.on('close', resolve));
    expect(log).toContain('Jail: bubblewrap');
    expect(asked.length).toBeGreaterThan(1);

    const files = [temp, place.root].flatMap(contents);
    const everything = [log.replaceAll(`::add-mask::${CANARY}`, ''), ...asked.map(({ text }) => text), ...files];
    expect(everything.filter((text) => text.includes(CANARY))).toEqual([]);
  });
});
