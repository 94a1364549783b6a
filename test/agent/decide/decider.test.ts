import { describe, expect, it } from 'vitest';
import { answeredBefore } from '../../../src/agent/decide/decider.ts';

describe('a question that has an answer', () => {
  const answered = [
    { question: 'Which date format?', answer: 'ISO 8601', by: 'mona' },
    { question: 'Which  date format', answer: 'US', by: 'hubot' },
  ];

  it('is known whatever its spaces, capitals and last mark, by its newest answer', () => {
    expect(answeredBefore(' which date\nformat ?', answered)).toEqual(answered[1]);
  });

  it('is known by nothing less than all its words', () => {
    expect(answeredBefore('Which date', answered)).toBeUndefined();
    expect(answeredBefore('', answered)).toBeUndefined();
  });
});
