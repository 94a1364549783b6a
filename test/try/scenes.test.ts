/** The scenes as a person types them: each a process of its own, with a real hub, a real server and a real runner. */
import { describe, expect, test } from 'vitest';
import { SCENES } from '../../src/try/scenes/all.ts';
import { played, shown } from './played.ts';
import { run } from './process.ts';

/** A scene takes some fifteen seconds alone on a machine, and more beside other tests. */
const LONG = 120_000;

describe('npm run try -- --scene', { timeout: LONG }, () => {
  test('budget: tells of the money as it goes, and ends with what people saw', async () => {
    const { status, out, err } = await run(['--scene', 'budget']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const heads = [
      'Stopped: budget. The run has cost $0.80; its limit is $0.7.',
      'edits its comment on #1: This story waits for money',
      'comments on #1: maria, 114 % of a budget is spent',
      '@maria    comments on #1: /orch cost',
      '@maria    comments on #1: /orch budget 1',
      '@maria    comments on #1: /orch resume',
      'comments on #1: maria, 82 % of a budget is spent',
      'merges #2',
      '| 1-developer-1 | developer | 4 |',
      '| this story | $0.70 | $0.80 | $0.00 | $0.00 |',
      '✓ the second run went on from the work in progress',
    ];
    const places = heads.map((head) => out.indexOf(head));
    expect(
      places.every((place, index) => place > (places[index - 1] ?? -1)),
      `${places}\n${out}`,
    ).toBe(true);
    expect(out).not.toContain('✗');
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^Money stopped the run, .* merged\.$/);
  });

  test('escalation: the agent asks once, and the next run goes on with the answer', async () => {
    const outcome = await played('escalation');
    expect(outcome).toMatchObject({ merged: true, tdd: { red: true, green: true }, modelCalls: 11 });
    expect(shown(outcome, /question, as people saw it/)).toContain('- [ ] 2. Yes, a dot or a comma 🎉');
    expect(shown(outcome, /orch decisions/)).toMatch(/\| Rounded \| the agent \(85 % sure\)[\s\S]*a comma \| maria \|/);
  });

  test('repair: the run is told which test of the project fails, and repairs that first', async () => {
    const outcome = await played('repair');
    expect(outcome).toMatchObject({ merged: true, modelCalls: 6 });
    expect(shown(outcome, /second run was told/)).toMatch(/DATA feedback \w+\n.*writes nothing as zero seconds/);
  });

  test('proof: the second run is told why the first was refused', async () => {
    const outcome = await played('proof');
    expect(outcome).toMatchObject({ merged: true, tdd: { red: true, green: true }, modelCalls: 6 });
    expect(shown(outcome, /second run was told/)).toMatch(/DATA feedback \w+\n.*also pass without it/);
  });

  test('one that is not there is told, with those that are, before anything starts', async () => {
    const { status, out, err } = await run(['--scene', 'murder']);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^--scene murder: there is no such scene/);
    for (const { name, title } of SCENES) expect(err).toContain(`  ${name.padEnd(10)} ${title}\n`);
  });
});
