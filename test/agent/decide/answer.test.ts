import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../src/agent/decide/answer.ts';

const passages = [
  { path: 'docs/a.md', under: [], text: 'Releases are made\non Mondays.' },
  { path: 'docs/b.md', under: [], text: 'Dates are written as ISO 8601.' },
];
const read = (answer: unknown, options: string[] = []) =>
  readAnswer(typeof answer === 'string' ? answer : JSON.stringify(answer), options, passages);

describe('an answer', () => {
  it.each([
    ['a quotation that stands there', 'written as ISO 8601', 'docs/b.md'],
    ['one with other spaces', '  Releases  are made on\tMondays. ', 'docs/a.md'],
  ])('comes from the documents with %s', (_, quote, path) => {
    expect(read({ answer: 'So', confidence: 0.1, reasons: 'It says so.', quote, passage: 7 })).toEqual({
      answer: 'So',
      confidence: 0.95,
      reasons: 'It says so.',
      source: 'documents',
      path,
    });
  });

  it.each([
    ['no quotation', {}],
    ['null', { quote: null, passage: null }],
    ['one that stands nowhere', { quote: 'Dates are written as you like', passage: 2 }],
    ['one across two passages', { quote: 'on Mondays. Dates are written', passage: 1 }],
    ['one that is too short to prove anything', { quote: 'Dates are', passage: 2 }],
  ])('is the model’s own with %s', (_, more) => {
    expect(read({ answer: 'So', confidence: 1, reasons: ['a', 'b'], ...more })).toEqual({
      answer: 'So',
      confidence: 0.9,
      reasons: 'a b',
      source: 'model',
    });
  });

  it('is one of the options, in the spelling of the question', () => {
    const options = ['Yes, always', 'No'];
    const answerOf = (answer: unknown) => read({ answer, confidence: 0.5 }, options);
    expect(answerOf('yes,  always.')).toMatchObject({ answer: 'Yes, always' });
    expect(answerOf(2)).toMatchObject({ answer: 'No' });
    expect(answerOf('3')).toEqual({ wrong: 'its answer is none of the options' });
    expect(answerOf('Perhaps')).toEqual({ wrong: 'its answer is none of the options' });
  });

  it('may be wrapped into words', () => {
    expect(read('Sure!\n```json\n{"answer": "So", "confidence": 0.5}\n```\nBye.')).toMatchObject({ answer: 'So' });
  });

  it.each([
    ['', 'it was no JSON object'],
    ['I do not know.', 'it was no JSON object'],
    ['} {', 'it was no JSON object'],
    ['{"answer": }', 'it was no JSON object'],
    ['{"confidence": 0.5}', 'answer: '],
    ['{"answer": "a"}', 'confidence: '],
    ['{"answer": "a", "confidence": 95}', 'confidence: '],
    ['{"answer": " ", "confidence": 0.5}', 'its answer is empty'],
  ])('cannot be used when it is %j', (text, wrong) => {
    expect(read(text)).toEqual({ wrong: expect.stringContaining(wrong) });
  });

  it('is cut to what a decision may hold', () => {
    expect(read({ answer: 'x'.repeat(2_000), confidence: 0.5, reasons: 'y'.repeat(3_000) })).toMatchObject({
      answer: 'x'.repeat(1_000),
      reasons: 'y'.repeat(2_000),
    });
  });
});
