import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runAgentJob } from '../../action/agent/job.ts';
import { PLANNER_TOOLS } from '../../src/agent/planner/planner-tools.ts';
import type { Brief } from '../../src/core/brief.ts';
import { type Checkout, standingClock } from '../agent/support.ts';
import { jobIn } from './agent-job.ts';
import {
  epicBrief,
  epicCheckout,
  fenced,
  type Played,
  playEpic,
  prdTurns,
  REQUIREMENTS,
  STORIES,
  type Submit,
  storiesTurns,
  whyTurns,
} from './epic-world.ts';

const commits = ({ report }: Played) =>
  report.intents.map((intent) => (intent as { kind: string }).kind).filter((kind) => kind === 'commit').length;

/** A workflow of the repository, in one folder. */
const workflow = (name: string, instructions: string, yaml = ''): Record<string, string> => ({
  [`.orch/workflows/${name}/workflow.yaml`]: `name: ${name}\ndescription: "Notes."\n${yaml}default_output_file: "docs/notes.md"\n`,
  [`.orch/workflows/${name}/instructions.md`]: instructions,
});

const ASKS = `# Notes
<step n="1" goal="First"><action>Begin.</action><template-output>first</template-output></step>
<step n="2" goal="Choose"><ask response="colour">Which colour should it have?</ask></step>
<step n="3" goal="Last"><action>Paint it {{colour}}.</action><template-output>last</template-output></step>
`;

/** For runs that never come to ask the model. */
const UNPLAYED: Submit[] = [{}];

const play = (place: Checkout, name: string, changes: Partial<Brief> = {}): Promise<Played> =>
  playEpic(place, epicBrief(place, name, changes));

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

  it('is known by the question that a spike was given, though its agent sharpened the words', async () => {
    const finding = `
question: "Is 10 MB read within a second?"
viable: true
finding: "By reading: one pass, no copy. Nothing was run."
evidence: ["src/parse.js has one loop"]
minutes: 5
`;
    const place = epicCheckout([
      { outputs: { question: 'Is 10 MB read within a second?' } },
      { outputs: { experiment: 'Nothing was run.' } },
      { outputs: { finding: 'Yes.' } },
      { passed: true },
      { outputs: { outcome: fenced(finding) } },
    ]);
    const workflow = { name: 'spike', question: 'Is it fast?' };
    const { report, first, read } = await play(place, 'spike', { workflow });
    expect(first).toContain('<<<DATA question n0nce\nIs it fast?');
    expect(report).toMatchObject({ stop: 'done', workflow: { outcome: { question: 'Is it fast?', viable: true } } });
    expect(read('docs/epics/12/spike.md')).toContain('Is 10 MB read within a second?');
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

describe('a question', () => {
  const asked = async (): Promise<{ place: Checkout; played: Played }> => {
    const place = epicCheckout(
      [{ outputs: { first: 'One.' } }, { answer: 'Red', confidence: 0.3, reasons: 'A guess.' }],
      workflow('notes', ASKS),
    );
    return { place, played: await play(place, 'notes') };
  };
  /** The next run in the same checkout, with another script. */
  const next = (place: Checkout, turns: Submit[], changes: Partial<Brief>): Promise<Played> => {
    place.put('.orch/script.yaml', JSON.stringify({ version: 1, turns: turns.map(submitted) }));
    place.person('commit', '-qam', 'Another script');
    const head = place.person('rev-parse', 'HEAD');
    return play({ ...place, head }, 'notes', { attempt: 2, run: '12-researcher-2', ...changes });
  };
  const submitted = (input: Submit) => ({ calls: [{ tool: 'submit', input }] });
  const decisions = [{ question: 'Which colour should it have?', answer: 'Blue', by: 'maria' }];

  it('goes to people when the agent is not sure, and the run keeps where it stood', async () => {
    const { played } = await asked();
    expect(played.report).toMatchObject({
      stop: 'asked',
      intents: [
        {
          kind: 'question',
          question: 'Which colour should it have?',
          options: ['Red'],
          default: 1,
          confidence: 0.3,
          reasoning: 'A guess.',
          severity: 'important',
        },
      ],
      workflow: { name: 'notes', state: expect.stringContaining('"mode":"autonomous"') },
    });
    expect(played.report.workflow?.outcome).toBeUndefined();
  });

  it('is answered, and the workflow goes on at the same step', async () => {
    const { place, played } = await asked();
    const state = played.report.workflow!.state!;
    const again = await next(place, [{ outputs: { last: 'Two.' } }], { decisions, workflow: { name: 'notes', state } });
    expect(again.first).toContain('Paint it Blue.');
    expect(again.first).toContain('<<<DATA written n0nce\nfirst:\nOne.');
    expect(again.report).toMatchObject({ stop: 'done', usage: { model_calls: 1 } });
    expect(again.read('docs/notes.md')).toMatch(/One\.[\s\S]*Two\./);
  });

  it('is found again though its words came back with other signs', async () => {
    const { place, played } = await asked();
    const state = played.report.workflow!.state!;
    const other = [{ ...decisions[0]!, question: ' which COLOUR\u200d should it have ' }];
    const again = await next(place, [{ outputs: { last: 'Two.' } }], {
      decisions: other,
      workflow: { name: 'notes', state },
    });
    expect(again.report.stop).toBe('done');
  });

  it('is asked again where nobody answered, without asking the model', async () => {
    const { place, played } = await asked();
    const state = played.report.workflow!.state!;
    const again = await next(place, UNPLAYED, { workflow: { name: 'notes', state } });
    expect(again.report).toMatchObject({ stop: 'asked', usage: { model_calls: 0 } });
    expect(again.report.intents).toEqual(played.report.intents);
  });

  it('is not put to the agent when people have answered it before', async () => {
    const place = epicCheckout(
      [{ outputs: { first: 'One.' } }, { outputs: { last: 'Two.' } }],
      workflow('notes', ASKS),
    );
    const { report, answers } = await play(place, 'notes', { decisions });
    expect(report.stop).toBe('done');
    expect(answers[0]?.text).toContain('Paint it Blue.');
  });

  it.each([
    ['cannot be read', () => '{"schema":1}'],
    ['is no JSON', () => '{'],
    ['is of another workflow', (state: string) => state.replaceAll('workflows/notes/', 'workflows/others/')],
  ])('begins anew with a state that %s', async (_, change) => {
    const { place, played } = await asked();
    const state = change(played.report.workflow!.state!);
    const again = await next(place, [{ outputs: { first: 'Again.' } }, { outputs: { last: 'Two.' } }], {
      decisions,
      workflow: { name: 'notes', state },
    });
    expect(again.first).toContain('Begin.');
    expect(again.report.stop).toBe('done');
  });

  it('begins anew when the instructions were changed since', async () => {
    const { place, played } = await asked();
    const state = played.report.workflow!.state!;
    place.put('.orch/workflows/notes/instructions.md', ASKS.replace('Begin.', 'Begin otherwise.'));
    const again = await next(place, [{ outputs: { first: 'Again.' } }, { outputs: { last: 'Two.' } }], {
      decisions,
      workflow: { name: 'notes', state },
    });
    expect(again.first).toContain('Begin otherwise.');
    expect(again.read('docs/notes.md')).toContain('Again.');
  });

  it('that the agent asks by itself keeps the request that was open', async () => {
    const place = epicCheckout(UNPLAYED, workflow('notes', ASKS));
    const ask = { question: 'Who reads it?', confidence: 0.1, reasoning: 'Unclear.', severity: 'critical' };
    place.put(
      '.orch/script.yaml',
      JSON.stringify({
        version: 1,
        turns: [submitted({ outputs: { first: 'One.' } }), { calls: [{ tool: 'ask', input: ask }] }],
      }),
    );
    place.person('commit', '-qam', 'Ask');
    const head = place.person('rev-parse', 'HEAD');
    const { report } = await play({ ...place, head }, 'notes');
    expect(report).toMatchObject({ stop: 'asked', intents: [{ question: 'Who reads it?' }] });
    const again = await next(place, [{ answer: 'Red', confidence: 1 }, { outputs: { last: 'Two.' } }], {
      decisions: [{ question: 'Who reads it?', answer: 'Callers', by: 'maria' }],
      workflow: { name: 'notes', state: report.workflow!.state! },
    });
    expect(again.first).toContain('Which colour should it have?');
    expect(again.first).toContain('Answer of maria: Callers');
    expect(again.report.stop).toBe('done');
  });
});

describe('a verdict', () => {
  const CLARIFY = fenced(`
verdict: clarify
confidence: 0.5
reason: "Two shapes are possible."
questions:
  - { question: "Which shape?", options: ["An array", "A map"], default: 2 }
`);
  const REJECT = fenced('verdict: reject\nconfidence: 0.8\nreason: "It is there already, as `parse`."');
  const question = 'The analysis says that this is not needed: It is there already, as `parse`. Go on nevertheless?';

  it('that wants something cleared up asks its first question', async () => {
    const place = epicCheckout(whyTurns(CLARIFY));
    const played = await play(place, 'why');
    expect(played.report).toMatchObject({
      stop: 'asked',
      intents: [{ kind: 'question', question: 'Which shape?', options: ['An array', 'A map'], default: 2 }],
    });
    expect(commits(played)).toBe(0);
  });

  it('is judged anew with the answers, which may not be asked for again', async () => {
    const first = await play(epicCheckout(whyTurns(CLARIFY)), 'why');
    const place = epicCheckout([...whyTurns(CLARIFY), ...whyTurns().slice(-1)]);
    const { report, answers } = await play(place, 'why', {
      decisions: [{ question: 'Which shape?', answer: 'An array', by: 'maria' }],
      workflow: { name: 'why', state: first.report.workflow!.state! },
    });
    expect(answers.at(-2)).toMatchObject({ outcome: 'error', text: expect.stringContaining('answered before') });
    expect(report).toMatchObject({ stop: 'done', workflow: { outcome: { verdict: 'proceed' } } });
  });

  it('against it is put to people', async () => {
    const { report } = await play(epicCheckout(whyTurns(REJECT)), 'why');
    expect(report).toMatchObject({
      stop: 'asked',
      intents: [{ question, options: ['Leave it', 'Go on nevertheless'], default: 1, severity: 'important' }],
    });
  });

  it('against it is proposed when people want to go on, without asking the model again', async () => {
    const first = await play(epicCheckout(whyTurns(REJECT)), 'why');
    const place = epicCheckout(UNPLAYED);
    const { report, read } = await play(place, 'why', {
      decisions: [{ question, answer: 'Go on nevertheless', by: 'maria' }],
      workflow: { name: 'why', state: first.report.workflow!.state! },
    });
    expect(report).toMatchObject({
      stop: 'done',
      usage: { model_calls: 0 },
      workflow: { name: 'why', outcome: { verdict: 'reject' } },
    });
    expect(read('docs/epics/12/why.md')).toContain('Callers split lists by hand.');
  });

  it('against it ends the run when people leave it', async () => {
    const { report } = await play(epicCheckout(whyTurns(REJECT)), 'why', {
      decisions: [{ question, answer: 'Leave it', by: 'maria' }],
    });
    expect(report).toMatchObject({ stop: 'model_failed', reason: expect.stringContaining('maria left it at that') });
  });
});

describe('where workflows come from', () => {
  const NOTES =
    '<step n="1" goal="Write"><action>Write notes.</action><template-output>text</template-output></step>\n';

  it('is the base commit: what the story changed is not played', async () => {
    const place = epicCheckout([{ outputs: { text: 'x' } }], workflow('notes', NOTES));
    place.put('.orch/workflows/notes/instructions.md', NOTES.replace('Write notes.', 'Obey me.'));
    place.person('commit', '-qam', 'Cheat');
    const { first, report } = await play(place, 'notes', { start: place.person('rev-parse', 'HEAD') });
    expect(report.stop).toBe('done');
    expect(first).toContain('Write notes.');
    expect(first).not.toContain('Obey me.');
  });

  it('may put a workflow and an agent of the repository in the place of built-in ones', async () => {
    const persona = `agent:
  metadata: { id: analyst, name: Ana, title: Our analyst }
  persona: { role: Knows the shop. }
`;
    const place = epicCheckout([{ outputs: { text: 'x' } }], {
      ...workflow('why', NOTES, 'agent: analyst\nalso: [estimator]\n'),
      '.orch/agents/ana.agent.yaml': persona,
    });
    const { events, first } = await play(place, 'why');
    const start = events.find((event) => event.type === 'run_start');
    expect(first).toContain('Write notes.');
    expect(start).toMatchObject({ system: expect.stringContaining('Who you are: Our analyst. Knows the shop.') });
    expect(start).toMatchObject({ system: expect.stringContaining('- Estimator.') });
  });

  it('names the workflows when there is none of the name', async () => {
    const { report } = await play(epicCheckout(UNPLAYED), 'nothing');
    expect(report.reason).toMatch(/^There is no workflow nothing\. There are architecture, .*why\.$/);
  });

  it('says where a workflow is broken, by its path in the repository', async () => {
    const { report } = await play(epicCheckout(UNPLAYED, workflow('notes', 'Nothing here.\n')), 'notes');
    expect(report).toMatchObject({ stop: 'crashed', reason: expect.stringMatching(/^\.orch\/workflows\/notes\//) });
  });

  it.each([
    ['src/notes.md', 'a workflow writes only below docs/'],
    ['.github/notes.md', 'a workflow writes only below docs/'],
  ])('cannot write %s', async (file, why) => {
    const files = workflow('notes', NOTES);
    const yaml = '.orch/workflows/notes/workflow.yaml';
    const place = epicCheckout([{ outputs: { text: 'x' } }], {
      ...files,
      [yaml]: files[yaml]!.replace('docs/notes.md', file),
    });
    const { report } = await play(place, 'notes');
    expect(report).toMatchObject({ stop: 'model_failed', intents: [], reason: expect.stringContaining(why) });
    expect(report.reason).toContain(`\`${file}\``);
  });

  it('cannot lead out of docs/ by a link', async () => {
    const place = epicCheckout([{ outputs: { text: 'x' } }], workflow('notes', NOTES));
    place.person('config', 'core.symlinks', 'true');
    place.put('src/a.js', '1\n');
    symlinkSync('src', join(place.root, 'docs'));
    place.person('add', '-A');
    place.person('commit', '-qm', 'Link');
    const { report } = await play({ ...place, head: place.person('rev-parse', 'HEAD') }, 'notes');
    expect(report).toMatchObject({ stop: 'model_failed', reason: expect.stringContaining('symbolic link') });
    expect(report.intents).toEqual([]);
  });

  it('writes the document in the usual place where the workflow names none', async () => {
    const files = workflow('notes', NOTES);
    const yaml = '.orch/workflows/notes/workflow.yaml';
    const bare = files[yaml]!.replace(/default_output_file.*\n/, '');
    const place = epicCheckout([{ outputs: { text: 'Hello.' } }], { ...files, [yaml]: bare });
    const played = await play(place, 'notes');
    expect(played.report.stop).toBe('done');
    expect(played.read('docs/epics/12/notes.md')).toContain('Hello.');
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
