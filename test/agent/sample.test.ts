import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AgentEvent } from '../../src/agent/events.ts';
import { parseScript } from '../../src/agent/models/script.ts';
import { scriptedModel } from '../../src/agent/models/scripted.ts';
import type { CommitIntent } from '../../src/core/intent.ts';
import type { Report } from '../../src/core/run.ts';
import { type Checkout, checkout, cloneAt, runIn } from './support.ts';

const sample = join(import.meta.dirname, '../../sample');

/** The sample project as a git repository of one commit. */
function sampleCheckout(): Checkout {
  const place = checkout();
  cpSync(join(sample, 'project'), place.root, { recursive: true });
  place.person('add', '-A');
  place.person('commit', '-q', '-m', 'lapse 0.3.1');
  return { ...place, head: place.person('rev-parse', 'HEAD') };
}

/** Runs the project's own tests, away from this test runner's environment. */
function runTests(root: string): { status: number | null; output: string } {
  const env = { PATH: process.env.PATH ?? '', HOME: root, CI: 'true' };
  const { status, stdout, stderr } = spawnSync('npm', ['test'], { cwd: root, env, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

describe('the sample', () => {
  const issue = z
    .strictObject({ title: z.string(), body: z.string() })
    .parse(load(readFileSync(join(sample, 'issue.yaml'), 'utf8')));
  let place: Checkout;
  let report: Report;
  let events: AgentEvent[];

  const play = async () => {
    place = sampleCheckout();
    const script = parseScript(readFileSync(join(sample, 'script.yaml'), 'utf8'), 'sample/script.yaml');
    const model = scriptedModel(script, { role: 'developer', title: issue.title, attempt: 1, continues: false });
    ({ report, events } = await runIn(place, model, { brief: { title: issue.title, body: issue.body } }));
  };

  it('has an issue that is true: the project does what the user complains of, and its tests pass', () => {
    place = sampleCheckout();
    const shown = execFileSync(
      process.execPath,
      ['-e', `import('${place.root}/src/index.js').then(({ parse }) => console.log(parse('1.5h'), parse('0.5s')))`],
      { encoding: 'utf8' },
    );
    expect(shown).toBe('18000000 5000\n');
    expect(issue.body).toContain('// 18000000');
    expect(issue.body).toContain('// 5000\n');
    expect(runTests(place.root).status).toBe(0);
  });

  it('has a script that fixes it, red and then green, for real', async () => {
    await play();
    expect(report.reason).toBeUndefined();
    expect(report.stop).toBe('done');
    expect(report.intents.map((intent) => [(intent as CommitIntent).kind, (intent as CommitIntent).stage])).toEqual([
      ['commit', 'red'],
      ['commit', 'green'],
      ['pull_request', undefined],
    ]);
    expect(events.flatMap((e) => (e.type === 'tool_end' && e.outcome !== 'ok' ? [e.text] : []))).toEqual([]);

    const [red, green] = report.intents as [CommitIntent, CommitIntent];
    const clone = cloneAt(place, place.head);
    clone.apply(red.patch);
    const failed = runTests(clone.root);
    expect(failed.status).not.toBe(0);
    expect(failed.output).toMatch(/pass 8\b/);
    expect(failed.output).toMatch(/fail 2\b/);
    expect(red.patch).not.toContain('src/parse.js');

    clone.apply(green.patch);
    const passed = runTests(clone.root);
    expect(passed.output).toMatch(/pass 10\b/);
    expect(passed.status).toBe(0);
    expect(green.patch).not.toContain('test/parse.test.js');
  });

  it('says plainly that it is a script', () => {
    const text = readFileSync(join(sample, 'script.yaml'), 'utf8');
    expect(text).toContain('No model is asked');
    expect(text).toContain('played from a script, not written by a model');
  });

  it('pins every action of its workflow by commit', () => {
    const text = readFileSync(join(sample, 'project/.github/workflows/ci.yml'), 'utf8');
    const uses = [...text.matchAll(/uses: (\S+)/g)].map((m) => m[1]);
    expect(uses.length).toBeGreaterThan(0);
    for (const action of uses) expect(action).toMatch(/@[0-9a-f]{40}$/);
  });
});
