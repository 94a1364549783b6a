import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INTERRUPTED, NOT_AFTER_INTERRUPTED } from '../../src/agent/calls.ts';
import { toolEnvironment } from '../../src/agent/environment.ts';
import type { AgentEvent } from '../../src/agent/events.ts';
import { gitIn } from '../../src/agent/git.ts';
import type { Message, Model, ReplyBlock, ToolUseBlock } from '../../src/agent/models/model.ts';
import { parseScript } from '../../src/agent/models/script.ts';
import { scriptedModel } from '../../src/agent/models/scripted.ts';
import { madeBefore, resumable, standstill } from '../../src/agent/resume.ts';
import { WorkspaceUnusable } from '../../src/agent/workspace.ts';
import { NO_USAGE, type Report } from '../../src/core/run.ts';
import {
  briefFor,
  type Checkout,
  call,
  checkout,
  played,
  type RunOptions,
  resultsIn,
  runIn,
  standingClock,
  temporaryFolder,
  workspaceOf,
} from './support.ts';

/**
 * A model that takes these steps, and looks at what came of them: calls that were interrupted it makes again. It keeps nothing in mind that is
 * not in the history, so that another one can go on in its place.
 */
function careful(steps: readonly ReplyBlock[][]): Model {
  return {
    name: 'careful',
    reply({ tools, messages }) {
      const usage = { ...NO_USAGE, model_calls: 1, input_tokens: 7 };
      const answer = { answer: 'ISO', confidence: 0.9, reasons: 'So.' };
      const content: ReplyBlock[] =
        tools.length === 0 ? [{ type: 'text', text: JSON.stringify(answer) }] : next(steps, messages);
      return Promise.resolve({ content, usage, stop: 'tool_use' });
    },
  };
}

function next(steps: readonly ReplyBlock[][], messages: readonly Message[]): ReplyBlock[] {
  let taken = 0;
  let again: ToolUseBlock[] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role !== 'assistant') continue;
    const results = messages[index + 1]?.content ?? [];
    const lost = new Set(
      results.flatMap((block) =>
        block.type === 'tool_result' && (block.text.includes(INTERRUPTED) || block.text.includes(NOT_AFTER_INTERRUPTED))
          ? [block.id]
          : [],
      ),
    );
    again = message.content.filter((block) => block.type === 'tool_use').filter(({ id }) => lost.has(id));
    if (again.length === 0) taken += 1;
  }
  const wanted = again.length > 0 ? again : (steps[taken] ?? []);
  return wanted.map((block, place) =>
    block.type === 'tool_use' ? { ...block, id: `call_${messages.length}_${place}` } : block,
  );
}

const write = call('write', { path: 'test/a.test.js', content: 'throw new Error("red\u200b");\n' });
const done = call('done', { title: 'Do a', body: 'Tested.' });

const steps = [
  [write],
  [call('read', { path: 'test/a.test.js' }), call('glob', { pattern: '**/*.js' })],
  [{ type: 'text' as const, text: 'Hm.' }],
  [
    call('decide', { question: 'Which format?' }),
    call('write', { path: 'a.js', content: '1\n' }),
    call('commit', { stage: 'green', message: 'Do a\n\nIt is missing.' }),
  ],
  [done],
];

/** Work of an earlier run is there, so that one commit is enough to be done. */
const CONTINUES = { base: 'd'.repeat(40) };

/** A kill: what the transcript has, and what the checkout is like. */
interface Kill {
  name: string;
  events: AgentEvent[];
  place: Checkout;
  /** Whether a call, of the model or of a tool, was under way. */
  lost: boolean;
}

/** Runs once, and keeps a copy of everything at each event: as it was told, and where something may have been done and not yet been told. */
async function kills(
  place: Checkout,
  model: Model,
  options: RunOptions = CONTINUES,
  wanted: (event: AgentEvent) => boolean = () => true,
): Promise<{ report: Report; kills: Kill[] }> {
  const kept: Kill[] = [];
  const told: AgentEvent[] = [];
  const keep = (name: string, event: AgentEvent, lost: boolean): void => {
    if (!wanted(event)) return;
    const folder = temporaryFolder();
    const root = join(folder, 'checkout');
    const scratch = join(folder, 'scratch');
    mkdirSync(scratch);
    cpSync(place.root, root, { recursive: true });
    const git = gitIn(root, toolEnvironment({ path: process.env.PATH, home: scratch }));
    kept.push({ name, events: [...told], place: { ...place, root, scratch, git }, lost });
  };
  const count = (type: AgentEvent['type']) => told.filter((event) => event.type === type).length;
  const underWay = () => count('tool_start') > count('tool_end') || count('turn_start') > count('model_reply');
  const { report } = await runIn(place, model, {
    ...options,
    onEvent(event) {
      if (event.type === 'tool_end' || event.type === 'commit')
        keep(`${told.length} before ${event.type}`, event, true);
      told.push(JSON.parse(JSON.stringify(event)) as AgentEvent);
      keep(`${told.length} after ${event.type}`, event, underWay());
    },
  });
  return { report, kills: kept };
}

const resume = async (kill: Kill, model: Model, options: RunOptions = CONTINUES) =>
  await runIn(kill.place, model, { ...options, earlier: kill.events });

describe('a run that was killed', () => {
  it('after any event goes on to the same report', async () => {
    const { report, kills: all } = await kills(checkout(), careful(steps));
    expect(report.stop).toBe('done');
    expect(report.intents).toHaveLength(3);
    expect(all.length).toBeGreaterThan(35);
    for (const kill of all) {
      const { report: again, events } = await resume(kill, careful(steps));
      const { usage, ...rest } = again;
      const { usage: expected, ...wanted } = report;
      expect({ kill: kill.name, ...rest }).toEqual({ kill: kill.name, ...wanted });
      if (!kill.lost) expect({ kill: kill.name, usage }).toEqual({ kill: kill.name, usage: expected });
      else expect(usage.model_calls).toBeGreaterThanOrEqual(expected.model_calls);
      expect([...kill.events, ...events].filter(({ type }) => type === 'run_end')).toHaveLength(1);
    }
    // Some forty runs, each with a dozen processes of git.
  }, 120_000);

  it('in the end, with work in progress, is not saved twice', async () => {
    const ask = call('ask', { question: 'Which?', confidence: 0, reasoning: '', severity: 'critical' });
    const quiet = ({ type }: AgentEvent) => type !== 'stage' && type !== 'model_reply' && type !== 'run_start';
    const { report, kills: all } = await kills(checkout(), careful([[write, ask]]), CONTINUES, quiet);
    expect(report).toMatchObject({ stop: 'asked', intents: [{ stage: 'wip' }, { kind: 'question' }] });
    for (const kill of all) {
      const { report: again } = await resume(kill, careful([[write, ask]]));
      expect({ kill: kill.name, intents: again.intents }).toEqual({ kill: kill.name, intents: report.intents });
    }
  });

  it('twice goes on twice, from one transcript', async () => {
    const { report, kills: all } = await kills(checkout(), careful(steps), CONTINUES, ({ type }) => type === 'commit');
    const first = all.find(({ name }) => name.endsWith('before commit'))!;
    const unfinished = ({ type }: AgentEvent) => type === 'tool_start' || type === 'turn_start';
    const second = await kills(first.place, careful(steps), { ...CONTINUES, earlier: first.events }, unfinished);
    for (const kill of second.kills) {
      const events = [...first.events, ...kill.events];
      const { report: again } = await resume({ ...kill, events }, careful(steps));
      expect({ kill: kill.name, intents: again.intents }).toEqual({ kill: kill.name, intents: report.intents });
    }
  });

  it('tells the model of the call that was under way, and runs none behind it', async () => {
    const batch = [call('bash', { command: 'echo 1 > a' }), call('bash', { command: 'echo 2 > b' })];
    const { kills: all } = await kills(checkout(), played([batch]), CONTINUES, ({ type }) => type.startsWith('tool'));
    const kill = all.find(({ name }) => name.endsWith('after tool_start'))!;
    const model = played([]);
    const { events } = await resume(kill, model);
    const fenced = (text: string) => `<<<DATA bash n0nce\n${text}\nDATA bash n0nce>>>`;
    expect(model.requests[0]?.messages.at(-1)).toEqual({
      role: 'user',
      content: [
        { type: 'tool_result', id: 'call_1_0', text: fenced(INTERRUPTED), error: true },
        { type: 'tool_result', id: 'call_1_1', text: fenced(NOT_AFTER_INTERRUPTED), error: true },
      ],
    });
    expect(events.slice(0, 3).map(({ type }) => type)).toEqual(['tool_end', 'tool_start', 'tool_end']);
  });

  it('between two calls of an answer runs the second', async () => {
    const batch = [call('bash', { command: 'echo 1 > a' }), call('bash', { command: 'cat a' })];
    const { kills: all } = await kills(checkout(), played([batch]), CONTINUES, ({ type }) => type === 'tool_end');
    const model = played([]);
    await resume(all.find(({ name }) => name.endsWith('after tool_end'))!, model);
    expect(resultsIn(model, 1).map(({ text }) => text.split('\n')[1])).toEqual(['[exit status 0]', '1']);
  });

  it('shows the model the same history, byte for byte, masked where it was', async () => {
    const place = checkout({ 'long.txt': `${'many words '.repeat(800)}\u200b\n` });
    const long = Array.from({ length: 5 }, () => call('read', { path: 'long.txt' }));
    const whole = played([[write], long, [{ type: 'text', text: 'Hm.' }], long, long, [done]]);
    const options = { ...CONTINUES, maskTokens: 20_000 };
    const { kills: all } = await kills(place, whole, options, ({ type }) => type === 'turn_start');
    for (const [index, kill] of all.entries()) {
      const model = played([[done]]);
      await resume(kill, model, options);
      expect(JSON.stringify(model.requests[0]?.messages)).toBe(JSON.stringify(whole.requests[index]?.messages));
    }
    expect(JSON.stringify(whole.requests.at(-1)?.messages)).toContain('[left out: the old result of read');
    expect(JSON.stringify(whole.requests.at(-1)?.messages)).toContain('[taken out of it: ');
  });

  it('before its first turn begins anew', async () => {
    const { kills: all } = await kills(checkout(), played([]), CONTINUES, ({ type }) => type === 'stage');
    const kill = all.find(({ name }) => name.endsWith('after stage'))!;
    const { events } = await resume(kill, played([]));
    expect(events[0]?.type).toBe('run_start');
    const between = [...kill.events, ...events];
    expect(standstill(between, [])?.progress.turns).toBe(standstill(events, [])?.progress.turns);
  });

  it('has only the time that is left', async () => {
    const clock = standingClock();
    const model = played([
      () => {
        clock.pass(6 * 60_000);
        return [call('glob', { pattern: '*' })];
      },
    ]);
    const { kills: all } = await kills(checkout(), model, { ...CONTINUES, clock }, ({ type }) => type === 'tool_end');
    const kill = all.find(({ name }) => name.endsWith('after tool_end'))!;
    const later = standingClock(Date.parse('2026-12-24T09:00:00Z'));
    const { report } = await resume(
      kill,
      played([
        () => {
          later.pass(3 * 60_000);
          return [call('glob', { pattern: '*' })];
        },
        () => {
          later.pass(1 * 60_000);
          return [call('glob', { pattern: '*' })];
        },
      ]),
      { ...CONTINUES, clock: later },
    );
    expect(report).toMatchObject({ stop: 'time', usage: { model_calls: 3 } });
  });

  it('goes on at the right turn of a script', async () => {
    const script = parseScript(
      JSON.stringify({
        version: 1,
        turns: [
          { calls: [{ tool: 'glob', input: { pattern: '*' } }] },
          { say: 'Hm.' },
          { calls: [{ tool: 'write', input: { path: 'a.js', content: '1' } }] },
          { calls: [{ tool: 'commit', input: { stage: 'green', message: 'b' } }] },
          { calls: [{ tool: 'done', input: { title: 'c', body: '' } }] },
        ],
      }),
      'play.yaml',
    );
    const model = () => scriptedModel(script, { role: 'developer', title: 'Count', attempt: 1, continues: false });
    const turns = ({ type }: AgentEvent) => type === 'turn_start';
    const { report, kills: all } = await kills(checkout(), model(), CONTINUES, turns);
    expect(all).toHaveLength(5);
    for (const kill of all) {
      const { report: again } = await resume(kill, model());
      expect({ kill: kill.name, intents: again.intents }).toEqual({ kill: kill.name, intents: report.intents });
    }
  });
});

describe('a transcript', () => {
  it('is gone on with only by the run that it is of', async () => {
    const place = checkout();
    const { events } = await runIn(place, played([]));
    const brief = briefFor(place.head);
    expect(resumable(events, brief)).toBe(events);
    expect(resumable(events, { ...brief, run: '12-developer-2' })).toBeUndefined();
    expect(resumable(events, { ...brief, start: 'e'.repeat(40) })).toBeUndefined();
    expect(resumable([], brief)).toBeUndefined();
  });
});

describe('a checkout', () => {
  it('that does not have the commits of the transcript cannot be gone on with', async () => {
    const { kills: all } = await kills(checkout(), careful(steps), CONTINUES, ({ type }) => type === 'run_end');
    const earlier = madeBefore(all.at(-1)!.events);
    const other = checkout();
    await expect(workspaceOf(other, other.head, { earlier })).rejects.toThrow(WorkspaceUnusable);
  });
});
