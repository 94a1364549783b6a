/** A run that plays a workflow of an epic, from its brief to the document that it proposes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runAgentJob } from '../../action/agent/job.ts';
import { PLANNER_TOOLS } from '../../src/agent/planner/planner-tools.ts';
import { standingClock } from '../agent/support.ts';
import { jobIn } from './agent-job.ts';
import {
  epicBrief,
  epicCheckout,
  fenced,
  play,
  prdTurns,
  REQUIREMENTS,
  STORIES,
  type Submit,
  storiesTurns,
  whyTurns,
  workflow,
} from './epic-world.ts';

describe('a run that plays a workflow of an epic', () => {
  it.each([
    ['why', whyTurns(), 'Is it needed: Lists of durations', { verdict: 'proceed' }],
    ['prd', prdTurns(), 'Requirements: Lists of durations', { title: 'Lists of durations' }],
    ['stories', storiesTurns(), 'Stories: Lists of durations', { stories: [{ key: 'S1' }] }],
  ])('writes and proposes the document of %s in one conversation', async (name, turns, title, outcome) => {
    const place = epicCheckout(turns);
    const { report, read, answers } = await play(place, name);
    expect(report).toMatchObject({
      stop: 'done',
      usage: { model_calls: turns.length },
      intents: [
        { kind: 'commit', stage: 'green', message: expect.stringContaining('(epic 12): Lists of durations') },
        { kind: 'pull_request', title, body: expect.stringContaining(`docs/epics/12/${name}.md`) },
      ],
      workflow: { name, outcome },
    });
    expect(read(`docs/epics/12/${name}.md`)).toContain('## Outcome\n\n```yaml');
    expect(answers.map(({ outcome: came }) => came)).toEqual(turns.map(() => 'ok'));
  });

  it('may look, ask and answer, and nothing else; what every request carries is small', async () => {
    const place = epicCheckout(prdTurns());
    const { events, first } = await play(place, 'prd');
    const start = events.find((event) => event.type === 'run_start');
    if (start?.type !== 'run_start') throw new Error('the run did not start');
    expect(start.tools.map(({ name }) => name)).toEqual([...PLANNER_TOOLS]);
    expect(start.system).toContain('Who you are: Product manager.');
    const upTo = first.indexOf('Request 1, step 1');
    expect(upTo).toBeGreaterThan(0);
    const fixed = [start.system, JSON.stringify(start.tools), first.slice(0, upTo)].join('');
    expect(Buffer.byteLength(fixed)).toBeLessThan(6_000);
    expect(JSON.stringify(events)).not.toContain('src/workflow/builtin');
  });

  it('is told what people said, as data, and what documents there are', async () => {
    const place = epicCheckout(prdTurns(), { 'docs/epics/12/why.md': 'Because.\n' });
    const { first } = await play(place, 'prd', {
      feedback: 'Leave sums out.',
      decisions: [{ question: 'Which shape?', answer: 'An array', by: 'maria' }],
    });
    expect(first).toContain('<<<DATA feedback n0nce\nLeave sums out.');
    expect(first).toContain('Answer of maria: An array');
    expect(first).toContain('Documents of the epic in the checkout: docs/epics/12/why.md');
    expect(first).toContain('docs/epics/12/research.md');
  });

  it('dates its document by its own clock, and names the project after the repository', async () => {
    const notes = '<step n="1" goal="Write"><template-output>text</template-output></step>\n';
    const place = epicCheckout([{ outputs: { text: 'x' } }], {
      ...workflow('notes', notes, 'template: "{installed_path}/template.md"\ndate: system-generated\n'),
      '.orch/workflows/notes/template.md': '{{project_name}} {{epic}} {{date}} {{text}}\n',
    });
    const job = jobIn(place, {
      brief: JSON.stringify(epicBrief(place, 'notes')),
      repository: 'acme/durations',
      clock: standingClock(Date.parse('2031-02-03T10:00:00Z')),
    });
    const { report } = await runAgentJob(job);
    expect(report).toMatchObject({ stop: 'done', workflow: { name: 'notes' } });
    expect(JSON.stringify(report.intents)).toContain('+durations 12 2031-02-03 x');
  });

  it('answers what is wrong with an outcome, and takes the mended one', async () => {
    const place = epicCheckout(
      prdTurns([
        { outputs: { outcome: 'R1: lists are read.' } },
        { outputs: { outcome: fenced('title: Lists\nrequirements: [{ id: R1 }]') } },
        { outputs: { outcome: fenced(REQUIREMENTS) } },
      ]),
    );
    const { report, answers } = await play(place, 'prd');
    const [, none, lacking, taken] = answers.slice(-4);
    expect(none).toMatchObject({ outcome: 'error', text: expect.stringContaining('one fenced block of YAML') });
    expect(lacking).toMatchObject({ outcome: 'error', text: expect.stringContaining('`requirements.0.kind`') });
    expect(taken?.outcome).toBe('ok');
    expect(report).toMatchObject({ stop: 'done', workflow: { outcome: { title: 'Lists of durations' } } });
  });

  it('takes an outcome that comes as a value', async () => {
    const verdict = { verdict: 'proceed', confidence: 0.8, reason: 'Nothing is there.' };
    const place = epicCheckout([...whyTurns().slice(0, -1), { outputs: { outcome: verdict } }]);
    expect((await play(place, 'why')).report).toMatchObject({ stop: 'done', workflow: { outcome: verdict } });
  });

  it('has stories cover the requirements that are in the checkout', async () => {
    const uncovered = STORIES.replace('covers: [R1]', 'covers: []');
    const place = epicCheckout(
      storiesTurns([{ outputs: { outcome: fenced(uncovered) } }, { outputs: { outcome: fenced(STORIES) } }]),
      { 'docs/epics/12/prd.md': `# Requirements\n\n${fenced(REQUIREMENTS)}\n` },
    );
    const { report, answers } = await play(place, 'stories');
    expect(answers.at(-2)).toMatchObject({ outcome: 'error', text: expect.stringContaining('R1') });
    expect(report.stop).toBe('done');
  });

  it('says what does not fit and what would, and ends when that leads nowhere', async () => {
    const wrong: Submit[] = [
      { holds: true },
      { outputs: { needs: 'x' } },
      { variables: { a: 1 } },
      {},
      { outputs: {} },
      { answer: 'x' },
    ];
    const place = epicCheckout([...wrong, ...whyTurns()]);
    const { report, answers } = await play(place, 'why');
    expect(answers.map(({ text }) => text)).toEqual([
      '`holds` does not belong to this request. Submit `outputs`: `need`.',
      '`needs` was not asked for. Submit `outputs`: `need`.',
      '`need` is missing. Submit `outputs`: `need`.',
      '`need` is missing. Submit `outputs`: `need`.',
      '`need` is missing. Submit `outputs`: `need`.',
      expect.stringContaining('did not fit 6 times in a row'),
    ]);
    expect(report).toMatchObject({ stop: 'model_silent', intents: [], workflow: { name: 'why' } });
    expect(report.reason).toContain('The last: `answer` does not belong');
  });

  it('fails when the workflow is ended early', async () => {
    const stop = { what: 'run', reason: 'The issue says nothing.' };
    const place = epicCheckout([{ stop }]);
    const { report } = await play(place, 'why');
    expect(report).toMatchObject({
      stop: 'model_failed',
      reason: 'The workflow why was ended early: The issue says nothing.',
      intents: [],
    });
  });

  it('keeps secrets of the job out of what the workflow came to', async () => {
    const key = 'sk-ant-api03-0123456789abcdef0123456789abcdef';
    const outcome = fenced(`verdict: proceed\nconfidence: 1\nreason: "The key is ${key.slice(0, 20)}${key.slice(20)}"`);
    const place = epicCheckout(whyTurns(outcome));
    const job = jobIn(place, { brief: JSON.stringify(epicBrief(place, 'why')), apiKey: key });
    const { report } = await runAgentJob(job);
    expect(JSON.stringify(report)).not.toContain(key);
  });
});

describe('a run that was killed', () => {
  it('begins anew, also when it had committed', async () => {
    const place = epicCheckout(whyTurns());
    const job = jobIn(place, { brief: JSON.stringify(epicBrief(place, 'why')) });
    const { report, transcript } = await runAgentJob(job);
    const lines = readFileSync(transcript, 'utf8').split('\n');
    const end = lines.findIndex((line) => line.includes('"run_end"'));
    writeFileSync(transcript, `${lines.slice(0, end).join('\n')}\n`);
    const again = await runAgentJob(job);
    expect(again.report).toEqual(report);
    expect(place.person('rev-list', '--count', 'HEAD')).toBe('2');
  });
});

describe('a document that is there already', () => {
  it('is written anew after a review, on the commits of the branch', async () => {
    const place = epicCheckout(prdTurns());
    await play(place, 'prd');
    const start = place.person('rev-parse', 'HEAD');
    const turns = prdTurns();
    turns[1] = { outputs: { scope: 'Lists alone.' } };
    const other = epicCheckout(turns);
    other.person('fetch', '-q', place.root, 'HEAD');
    other.person('checkout', '-q', start, '--', 'docs');
    other.person('commit', '-qm', 'The document');
    const continued = other.person('rev-parse', 'HEAD');
    const played = await play(other, 'prd', { start: continued, feedback: 'No sums.' });
    expect(played.first).toContain('Documents of the epic in the checkout: docs/epics/12/prd.md');
    expect(played.report).toMatchObject({ stop: 'done', intents: [{ kind: 'commit' }, { kind: 'pull_request' }] });
    expect(played.read('docs/epics/12/prd.md')).toContain('Lists alone.');
  });

  it('may say what it said before', async () => {
    const place = epicCheckout(whyTurns());
    await play(place, 'why');
    const start = place.person('rev-parse', 'HEAD');
    const played = await play(place, 'why', { start, attempt: 2, run: '12-analyst-2' });
    expect(played.report).toMatchObject({ stop: 'done', intents: [{ kind: 'pull_request' }] });
  });
});
