import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseScript } from '../../src/agent/models/script.ts';
import { scriptedModel } from '../../src/agent/models/scripted.ts';
import { reportSchema } from '../../src/core/run.ts';
import { call, checkout, played, resultsIn, runIn } from './support.ts';

const question = { question: 'Which format?', confidence: 0.3, reasoning: 'Both occur.', severity: 'critical' };
const ask = call('ask', question);
const decide = call('decide', { question: 'Which format?' });
const write = call('write', { path: 'test/a.test.js', content: '1\n' });
const answer = (confidence: number) => ({
  content: [{ type: 'text' as const, text: JSON.stringify({ answer: 'ISO', confidence, reasons: 'So.' }) }],
});

describe('a run that asks', () => {
  it('ends with its question, and loses no work', async () => {
    const place = checkout();
    const late = call('write', { path: 'late.txt', content: 'x' });
    const { report, events } = await runIn(place, played([[write, ask, late, ask]]));
    expect(reportSchema.parse(report)).toMatchObject({
      stop: 'asked',
      reason: 'It waits for an answer to: Which format?',
      intents: [
        { kind: 'commit', stage: 'wip', message: expect.stringContaining('It waits for an answer to: Which format?') },
        { kind: 'question', ...question, options: [] },
      ],
    });
    const ends = events.flatMap((event) => (event.type === 'tool_end' ? [event] : []));
    expect(ends.map(({ outcome, text }) => [outcome, text])).toEqual([
      ['ok', 'Created test/a.test.js, 1 lines.'],
      ['ok', 'People are asked. The run ends here.'],
      ['error', 'Not run: people are asked, and the run ends.'],
      ['error', 'Not run: people are asked, and the run ends.'],
    ]);
    expect(ends[1]?.made).toEqual([{ intent: { kind: 'question', ...question, options: [] } }]);
    expect(place.person('ls-tree', '--name-only', '-r', 'HEAD')).not.toContain('late.txt');
  });

  it('cannot have said that it is done, nor the other way round', async () => {
    const red = [write, call('commit', { stage: 'red', message: 'Test' })];
    const green = [call('write', { path: 'a.js', content: '' }), call('commit', { stage: 'green', message: 'Do' })];
    const done = call('done', { title: 'Do', body: '' });
    const first = await runIn(checkout(), played([[...red, ...green, done, ask]]));
    expect(first.report.stop).toBe('done');
    expect(first.workspace.intents.map(({ kind }) => kind)).toEqual(['commit', 'commit', 'pull_request']);
    const second = await runIn(checkout(), played([[...red, ...green, ask, done]]));
    expect(second.report.stop).toBe('asked');
    expect(() => second.workspace.ask({ ...question, options: [], severity: 'info' })).toThrow('waits for people');
    await expect(second.workspace.propose('Do', '')).rejects.toThrow('A question waits for people');
    expect(() => first.workspace.ask({ ...question, options: [], severity: 'info' })).toThrow('is proposed');
  });

  it('goes on when it only tells', async () => {
    const tells = call('ask', { ...question, severity: 'info', options: ['ISO'], default: 1 });
    const model = played([[tells], [ask]]);
    const { report } = await runIn(checkout(), model);
    expect(resultsIn(model, 2)[0]?.text).toBe(
      '<<<DATA ask n0nce\nGo on with "ISO"; people are told.\nDATA ask n0nce>>>',
    );
    expect(report.intents).toMatchObject([
      { kind: 'decision', source: 'default', answer: 'ISO' },
      { kind: 'question' },
    ]);
  });
});

describe('a run that decides', () => {
  it('asks the model without tools and history, as cold as it can be, from the documents of the base', async () => {
    const place = checkout({ 'docs/style.md': 'The format of dates is ISO, everywhere.' });
    place.put('docs/style.md', 'The format of dates is US.');
    const model = played([
      [decide],
      {
        content: [
          {
            type: 'text',
            text: JSON.stringify({ answer: 'ISO', confidence: 1, quote: 'The format of dates is ISO', passage: 1 }),
          },
        ],
      },
      [ask],
    ]);
    const { report } = await runIn(place, model);
    const aside = model.requests[1]!;
    expect(aside).toMatchObject({ tools: [], temperature: 0, messages: [{ role: 'user' }] });
    expect(JSON.stringify(aside)).toContain('is ISO, everywhere');
    expect(JSON.stringify(aside)).not.toContain('is US');
    expect(report.intents).toMatchObject([
      { kind: 'decision', source: 'documents', documents: ['docs/style.md'], confidence: 0.95 },
      { kind: 'commit', stage: 'wip' },
      { kind: 'question' },
    ]);
    // Its answer is nothing that the next turn's request would have to carry twice.
    expect(model.requests[2]?.messages).toHaveLength(3);
  });

  it('pays for it from the purse of the run, and its events say so', async () => {
    const model = played([[decide], answer(0.9)], { input_tokens: 10, cost_usd: 0.5 });
    const { report, events } = await runIn(checkout(), model, {
      brief: { limits: { turns: 20, minutes: 10, usd: 1 } },
    });
    expect(report).toMatchObject({ stop: 'budget', usage: { model_calls: 2, input_tokens: 20, cost_usd: 1 } });
    expect(events.find((event) => event.type === 'tool_end')).toMatchObject({
      usage: { model_calls: 1, cost_usd: 0.5 },
      made: [{ intent: { kind: 'decision' } }],
    });
  });

  it('does not ask the model past a limit', async () => {
    const dear = played([[decide], answer(0.9)], { cost_usd: 1 });
    const budget = await runIn(checkout(), dear, { brief: { limits: { turns: 20, minutes: 10, usd: 1 } } });
    expect(budget.report.stop).toBe('budget');
    expect(dear.requests).toHaveLength(1);

    const long = played([[decide], answer(0.9), [decide]]);
    const turns = await runIn(checkout(), long, { brief: { limits: { turns: 2, minutes: 10, usd: 1 } } });
    expect(turns.report.stop).toBe('turns');
    expect(long.requests).toHaveLength(2);
  });

  it('goes by the threshold and the answers of its brief', async () => {
    const model = played([[decide], answer(0.5)]);
    const { report } = await runIn(checkout(), model, { brief: { threshold: 0.6 } });
    expect(report).toMatchObject({ stop: 'asked', intents: [{ kind: 'question', options: ['ISO'], default: 1 }] });

    const low = await runIn(checkout(), played([[decide], answer(0.5), [ask]]), { brief: { threshold: 0.5 } });
    expect(low.report.intents).toMatchObject([{ kind: 'decision', confidence: 0.5 }, { kind: 'question' }]);

    const known = played([[decide]]);
    await runIn(checkout(), known, {
      brief: { decisions: [{ question: 'Which format?', answer: 'US\u200b', by: 'mona' }] },
    });
    expect(resultsIn(known, 2)[0]?.text).toContain('Answered before, by mona: US\nDATA decide');
  });

  it('may write down ten decisions, and is told when it is too many', async () => {
    const turns = Array.from({ length: 11 }, (_, n) => [[call('decide', { question: `Which ${n}?` })], answer(0.9)]);
    const model = played(turns.flat());
    const { report } = await runIn(checkout(), model, { brief: { limits: { turns: 50, minutes: 10, usd: 1 } } });
    expect(report.intents).toHaveLength(10);
    expect(resultsIn(model, 23)[0]?.text).toContain(
      'This run has written down 10 decisions, which is as many as it may.',
    );
  });

  it('is played by a script as its documentation says', async () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/scripts.md'), 'utf8');
    const questions = page.slice(page.indexOf('\n## Questions\n'));
    const text = /```yaml\n([\s\S]*?)```/.exec(questions)?.[1] ?? '';
    const casting = { role: 'developer', title: 'Log in ISO 8601', attempt: 1, continues: false };
    const { report } = await runIn(checkout(), scriptedModel(parseScript(text, 'play.yaml'), casting));
    expect(report.intents).toEqual([
      {
        kind: 'decision',
        question: 'Which date format does the log use?',
        answer: 'ISO 8601',
        confidence: 0.9,
        reasoning: 'Every example in the tests has it.',
        source: 'model',
      },
    ]);

    const twice = text.replace(/decide: (\{.*\})/, 'decide: [nonsense, $1]');
    const again = await runIn(checkout(), scriptedModel(parseScript(twice, 'play.yaml'), casting));
    expect(again.report.intents).toEqual(report.intents);

    const silent = text.replace(/ +decide: \{.*\}\n/, '');
    const asked = await runIn(checkout(), scriptedModel(parseScript(silent, 'play.yaml'), casting));
    expect(asked.report).toMatchObject({ stop: 'asked', intents: [{ kind: 'question', options: ['ISO 8601', 'US'] }] });
    expect(asked.report.intents[0]).not.toHaveProperty('default');
  });
});
