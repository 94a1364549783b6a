/** What an agent asks and decides, before it is kept. */
import { expect, test } from 'vitest';
import type { DecisionIntent, QuestionIntent } from '../../src/core/intent.ts';
import { harmlessDecision, harmlessQuestion, wordsOf } from '../../src/patch/question.ts';

const QUESTION: QuestionIntent = {
  kind: 'question',
  question: 'Which?',
  options: ['This', 'That'],
  default: 2,
  confidence: 0.5,
  reasoning: '',
  severity: 'important',
};
const DECISION: DecisionIntent = {
  kind: 'decision',
  question: 'Which?',
  answer: 'This',
  confidence: 0.8,
  reasoning: '',
  source: 'model',
};

test.each([' ', '\n\t', '\u200b\u2060', '\u{e0041}'])(
  'a question or an option that nobody can see is none: %j',
  (nothing) => {
    expect(harmlessQuestion(QUESTION, {})).toMatchObject({ question: 'Which?', options: ['This', 'That'], default: 2 });
    expect(harmlessQuestion({ ...QUESTION, question: nothing }, {})).toBeUndefined();
    expect(harmlessQuestion({ ...QUESTION, options: ['This', nothing] }, {})).toBeUndefined();
    expect(harmlessDecision({ ...DECISION, answer: nothing }, {})).toBeUndefined();
  },
);

test('nobody is surer than the documents, and no model as sure as they', () => {
  const sure = (over: Partial<DecisionIntent>) => harmlessDecision({ ...DECISION, ...over }, {})?.confidence;
  expect(sure({})).toBe(0.8);
  expect(sure({ confidence: 1 })).toBe(0.9);
  expect(sure({ confidence: 1, source: 'default' })).toBe(0.9);
  expect(sure({ confidence: 1, source: 'documents' })).toBe(0.95);
});

test('a secret is looked for in the words themselves', () => {
  const secret = 'two "quotes"\\and a\nline';
  expect(wordsOf({ ...QUESTION, options: ['This', secret] })).toContain(secret);
  expect(wordsOf({ ...DECISION, documents: [secret] })).toContain(secret);
});
