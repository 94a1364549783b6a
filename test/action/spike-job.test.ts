/** A run that answers one question by trying it out, and leaves nothing but the answer. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Checkout } from '../agent/support.ts';
import { epicCheckout, fenced, play, type Submit } from './epic-world.ts';

const FINDING = `
question: "Is 10 MB read within a second?"
viable: true
finding: "In 42 ms, in one pass."
evidence: ["node .spikes/read.mjs: 42"]
minutes: 5
`;

const TURNS: Submit[] = [
  { outputs: { question: 'Is 10 MB read within a second?' } },
  { outputs: { experiment: 'One loop, timed.' } },
  { outputs: { finding: 'Yes.' } },
  { passed: true },
  { outputs: { outcome: fenced(FINDING) } },
];

const TRY =
  'mkdir .spikes && echo "console.log(6 * 7)" > .spikes/read.mjs && echo more >> README.md && node .spikes/read.mjs';

/** A checkout whose script tries something in the shell before it submits. */
const trying = (submits: readonly Submit[]): Checkout =>
  epicCheckout([], {
    '.orch/script.yaml': JSON.stringify({
      version: 1,
      turns: [
        { calls: [{ tool: 'bash', input: { command: TRY } }] },
        ...submits.map((input) => ({ calls: [{ tool: 'submit', input }] })),
      ],
    }),
  });

const workflow = { name: 'spike', question: 'Is it fast?', document: 'docs/epics/12/spike-2.md' };

it('is known by the question that it was given, though its agent sharpened the words', async () => {
  const { report, first, read } = await play(epicCheckout(TURNS), 'spike', { workflow });
  expect(first).toContain('<<<DATA question n0nce\nIs it fast?');
  expect(report).toMatchObject({ stop: 'done', workflow: { outcome: { question: 'Is it fast?', viable: true } } });
  expect(read('docs/epics/12/spike-2.md')).toContain('Is 10 MB read within a second?');
});

it('has a shell to try it, and what it built is thrown away', async () => {
  const place = trying(TURNS);
  const { report, events, read } = await play(place, 'spike', { workflow });
  const tried = events.find((event) => event.type === 'tool_end' && event.tool === 'bash');
  expect(tried).toMatchObject({ outcome: 'ok', text: '42\n[exit status 0]' });
  expect(report).toMatchObject({ stop: 'done', intents: [{ kind: 'commit' }, { kind: 'pull_request' }] });
  expect((report.intents[0] as { patch: string }).patch.match(/^diff --git .*$/gm)).toEqual([
    'diff --git a/docs/epics/12/spike-2.md b/docs/epics/12/spike-2.md',
  ]);
  expect(existsSync(join(place.root, '.spikes'))).toBe(false);
  expect(read('README.md')).toBe('# sample\n');
});

it('leaves nothing behind either when its turns are over', async () => {
  const place = trying(TURNS);
  const { report, read } = await play(place, 'spike', { workflow, limits: { turns: 2, minutes: 5, usd: 1 } });
  expect(report).toMatchObject({ stop: 'turns', intents: [] });
  expect(read('README.md')).toBe('# sample\n');
});

it('goes on where it stopped when the next run is given what it had', async () => {
  const { report } = await play(trying(TURNS), 'spike', { workflow, limits: { turns: 3, minutes: 5, usd: 1 } });
  const { state } = report.workflow!;
  expect(report.stop).toBe('turns');
  const again = await play(epicCheckout(TURNS.slice(2)), 'spike', {
    workflow: { ...workflow, ...(state && { state }) },
  });
  expect(again.first).toContain('One loop, timed.');
  expect(again.report).toMatchObject({ stop: 'done', usage: { model_calls: 3 } });
});
