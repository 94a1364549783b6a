import { describe, expect, it } from 'vitest';
import { askTool } from '../../../src/agent/tools/ask.ts';
import { callTool } from '../../../src/agent/tools/tool.ts';
import { IntentRefused } from '../../../src/agent/workspace.ts';
import type { DecisionIntent, QuestionIntent } from '../../../src/core/intent.ts';

const basic = { question: 'Which format?', confidence: 0.4, reasoning: 'Both occur.', severity: 'important' };

function asking(answered: { question: string; answer: string; by: string }[] = []) {
  const asked: object[] = [];
  const tool = askTool({
    ask(question): QuestionIntent {
      asked.push({ kind: 'question', ...question });
      return { kind: 'question', ...question };
    },
    decide(decision): DecisionIntent {
      asked.push({ kind: 'decision', ...decision });
      return { kind: 'decision', ...decision };
    },
  });
  const decider = { answered, threshold: 0.75, nonce: 'n', consult: () => Promise.reject(new Error('not asked')) };
  const call = (input: object) =>
    callTool([tool], 'ask', { ...basic, ...input }, { signal: new AbortController().signal, decider });
  return { asked, call };
}

describe('ask', () => {
  it('asks people, and says that the run ends', async () => {
    const { asked, call } = asking();
    expect(await call({ options: ['ISO', 'US'], default: 2 })).toEqual({
      outcome: 'ok',
      text: 'People are asked. The run ends here.',
    });
    expect(asked).toEqual([{ kind: 'question', ...basic, options: ['ISO', 'US'], default: 2 }]);
  });

  it('asks without options, too', async () => {
    const { asked, call } = asking();
    await call({});
    expect(asked).toEqual([{ kind: 'question', ...basic, options: [] }]);
  });

  it('goes on with the default of what is only information, and writes it down', async () => {
    const { asked, call } = asking();
    expect(await call({ severity: 'info', options: ['ISO', 'US'], default: 1 })).toEqual({
      outcome: 'ok',
      text: 'Go on with "ISO"; people are told.',
    });
    expect(asked).toEqual([
      {
        kind: 'decision',
        question: 'Which format?',
        answer: 'ISO',
        confidence: 0.4,
        reasoning: 'Both occur.',
        source: 'default',
      },
    ]);
  });

  it('asks about information that has no default', async () => {
    const { asked, call } = asking();
    await call({ severity: 'info', options: ['ISO', 'US'] });
    expect(asked).toMatchObject([{ kind: 'question', severity: 'info' }]);
  });

  it.each([
    [{ default: 1 }, 'The default is 1, but there are no options.'],
    [{ options: ['ISO', 'US'], default: 3 }, 'The default is 3, but the options are 1 to 2.'],
    [{ options: ['ISO', 'US'], default: 0 }, 'The default is 0, but the options are 1 to 2.'],
  ])('refuses a default that is none: %j', async (input, text) => {
    const { asked, call } = asking();
    expect(await call(input)).toEqual({ outcome: 'bad_call', text });
    expect(asked).toEqual([]);
  });

  it('does not ask twice what was answered', async () => {
    const { asked, call } = asking([{ question: 'which FORMAT', answer: 'ISO', by: 'mona' }]);
    expect(await call({})).toEqual({ outcome: 'ok', text: 'Answered before, by mona: ISO' });
    expect(asked).toEqual([]);
  });

  it('hands on why it was refused', async () => {
    const refuse = () => {
      throw new IntentRefused('A question waits already.');
    };
    const tool = askTool({ ask: refuse, decide: refuse });
    expect(await tool.call(basic, { signal: new AbortController().signal })).toEqual({
      outcome: 'error',
      text: 'A question waits already.',
    });
  });
});
