import { describe, expect, it } from 'vitest';
import type { Decider } from '../../../src/agent/decide/decider.ts';
import { ModelFailed } from '../../../src/agent/models/model.ts';
import { decideTool } from '../../../src/agent/tools/decide.ts';
import { callTool } from '../../../src/agent/tools/tool.ts';
import type { Intent } from '../../../src/core/intent.ts';

const documents = [
  { path: 'docs/dates.md', text: '# Dates\n\nDates are written as ISO 8601, in UTC.' },
  { path: 'README.md', text: '# Sample\n\nIt adds numbers.' },
];

/** The tool with a model that gives these answers, one after the other. */
function deciding(answers: unknown[], changes: Partial<Decider> = {}) {
  const intents: Intent[] = [];
  const asked: string[] = [];
  const tool = decideTool({
    intents,
    documents: () => Promise.resolve(documents),
    ask(question) {
      const intent = { kind: 'question' as const, ...question };
      intents.push(intent);
      return intent;
    },
    decide(decision) {
      const intent = { kind: 'decision' as const, ...decision };
      intents.push(intent);
      return intent;
    },
  });
  const decider: Decider = {
    answered: [],
    threshold: 0.75,
    nonce: 'k3y',
    consult(_system, text) {
      asked.push(text);
      const answer = answers[asked.length - 1];
      return Promise.resolve({ text: typeof answer === 'string' ? answer : JSON.stringify(answer) });
    },
    ...changes,
  };
  const call = (input: object) =>
    callTool(
      [tool],
      'decide',
      { question: 'Which date format?', ...input },
      {
        signal: new AbortController().signal,
        decider,
      },
    );
  return { intents, asked, call };
}

const sure = { answer: 'ISO 8601', confidence: 0.8, reasons: 'Common.' };

describe('decide', () => {
  it('goes on with what the documents say, and names where', async () => {
    const { intents, call } = deciding([
      { ...sure, confidence: 0.2, quote: 'Dates are written as ISO 8601', passage: 1 },
    ]);
    expect(await call({})).toEqual({ outcome: 'ok', text: 'Decided: ISO 8601 (docs/dates.md says so)' });
    expect(intents).toEqual([
      {
        kind: 'decision',
        question: 'Which date format?',
        answer: 'ISO 8601',
        confidence: 0.95,
        reasoning: 'Common.',
        source: 'documents',
        documents: ['docs/dates.md'],
      },
    ]);
  });

  it('goes on with what the model is sure enough of', async () => {
    const { intents, call } = deciding([sure]);
    expect(await call({})).toEqual({ outcome: 'ok', text: 'Decided: ISO 8601 (confidence 0.80)' });
    expect(intents).toMatchObject([{ kind: 'decision', source: 'model', confidence: 0.8 }]);
  });

  it.each([
    [0.75, 'decision'],
    [0.7499, 'question'],
  ])('draws the line at the threshold: %d is a %s', async (confidence, kind) => {
    const { intents, call } = deciding([{ ...sure, confidence }]);
    await call({});
    expect(intents).toMatchObject([{ kind }]);
  });

  it('asks people what it is not sure of, with its answer as the default', async () => {
    const { intents, call } = deciding([{ answer: 'us', confidence: 0.6, reasons: 'A guess.' }]);
    expect(await call({ options: ['ISO', 'US'] })).toEqual({
      outcome: 'ok',
      text: 'Not sure enough: 0.60, where 0.75 is needed. People are asked. The run ends here.',
    });
    expect(intents).toEqual([
      {
        kind: 'question',
        question: 'Which date format?',
        options: ['ISO', 'US'],
        default: 2,
        confidence: 0.6,
        reasoning: 'A guess.',
        severity: 'important',
      },
    ]);
  });

  it('offers its answer as the only option where there were none', async () => {
    const { intents, call } = deciding([{ answer: 'x'.repeat(300), confidence: 0.6 }]);
    await call({});
    expect(intents).toMatchObject([{ options: ['x'.repeat(200)], default: 1 }]);
  });

  it('asks people even what the documents say where nothing is sure enough', async () => {
    const { intents, call } = deciding([{ ...sure, quote: 'Dates are written as ISO 8601' }], { threshold: 1 });
    expect((await call({})).text).toContain('although the documents say it');
    expect(intents).toMatchObject([{ kind: 'question', confidence: 0.95 }]);
  });

  it('shows the model the passages that matter, as data, and what hangs on it', async () => {
    const { asked, call } = deciding([sure]);
    await call({ options: ['ISO', 'US'], why: 'The log is read by machines.' });
    expect(asked[0]).toContain('Question: Which date format?\n\nOptions:\n- ISO\n- US');
    expect(asked[0]).toContain('Why it matters: The log is read by machines.');
    expect(asked[0]).toContain(
      '<<<DATA passage 1 k3y\ndocs/dates.md > Dates\nDates are written as ISO 8601, in UTC.\nDATA passage 1 k3y>>>',
    );
    expect(asked[0]).not.toContain('It adds numbers');
  });

  it('says what was wrong when the answer is nonsense, once, and then asks people without a default', async () => {
    const recovered = deciding(['Well …', sure]);
    expect((await recovered.call({})).text).toContain('Decided: ISO 8601');
    expect(recovered.asked[1]).toContain('Your answer before could not be used: it was no JSON object.');

    const lost = deciding(['Well …', { answer: 'Julian', confidence: 1 }, sure]);
    expect(await lost.call({ options: ['ISO', 'US'] })).toMatchObject({ outcome: 'ok' });
    expect(lost.asked).toHaveLength(2);
    expect(lost.intents).toEqual([
      {
        kind: 'question',
        question: 'Which date format?',
        options: ['ISO', 'US'],
        confidence: 0,
        reasoning:
          'The model that was to decide gave no answer that could be used (its answer is none of the options).',
        severity: 'important',
      },
    ]);
  });

  it('asks nobody what was answered before, by people or in this run', async () => {
    const before = deciding([sure], { answered: [{ question: 'which date format', answer: 'ISO', by: 'mona' }] });
    expect((await before.call({})).text).toBe('Answered before, by mona: ISO');
    expect(before.asked).toEqual([]);

    const twice = deciding([sure]);
    await twice.call({});
    expect((await twice.call({})).text).toBe('Answered before, by this run: ISO 8601');
    expect(twice.asked).toHaveLength(1);
    expect(twice.intents).toHaveLength(1);
  });

  it('decides nothing when the run may ask no more, or the model cannot be reached', async () => {
    const over = deciding([], { consult: () => Promise.resolve({ over: 'The run has cost $5.' }) });
    expect(await over.call({})).toEqual({ outcome: 'error', text: 'Not decided: The run has cost $5.' });
    const away = deciding([], { consult: () => Promise.reject(new ModelFailed('Overloaded.')) });
    expect(await away.call({})).toEqual({ outcome: 'error', text: 'Overloaded.' });
    expect([...over.intents, ...away.intents]).toEqual([]);
  });
});
