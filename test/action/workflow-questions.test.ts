/** What a run that plays a workflow asks people, and how it goes on with their answers. */
import { describe, expect, it } from 'vitest';
import type { Brief } from '../../src/core/brief.ts';
import type { Checkout } from '../agent/support.ts';
import { epicCheckout, fenced, type Played, play, type Submit, UNPLAYED, whyTurns, workflow } from './epic-world.ts';

const commits = ({ report }: Played) =>
  report.intents.map((intent) => (intent as { kind: string }).kind).filter((kind) => kind === 'commit').length;

const ASKS = `# Notes
<step n="1" goal="First"><action>Begin.</action><template-output>first</template-output></step>
<step n="2" goal="Choose"><ask response="colour">Which colour should it have?</ask></step>
<step n="3" goal="Last"><action>Paint it {{colour}}.</action><template-output>last</template-output></step>
`;

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
