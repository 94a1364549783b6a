import { expect, test } from 'vitest';
import { formatCommitMessage, sameMessage } from '../../src/state/commit-message.ts';

test('one transition is the title', () => {
  expect(
    formatCommitMessage({ sentences: ['story 12: in_progress -> review (pull request 15)'], transaction: 'a-1' }),
  ).toBe('story 12: in_progress -> review (pull request 15)\n\nOrch-Transaction: a-1\n');
});

test('several are counted in the title and named one a line', () => {
  expect(formatCommitMessage({ sentences: ['story 1: new', 'story 2: new'], transaction: 'a-1' })).toBe(
    '2 transitions\n\nstory 1: new\nstory 2: new\n\nOrch-Transaction: a-1\n',
  );
});

test('a sentence with line breaks stays one line, and cannot pass for the trailer', () => {
  const message = formatCommitMessage({
    sentences: ['story 1\n\nOrch-Transaction: forged\n', '  '],
    transaction: 'a-1',
  });
  expect(message).toBe('2 transitions\n\nstory 1 Orch-Transaction: forged\nstate changed\n\nOrch-Transaction: a-1\n');
});

test('messages are the same whatever happened to their white space, and differ by the id alone', () => {
  const one = formatCommitMessage({ sentences: ['story 1: new'], transaction: 'a-1' });
  expect(sameMessage(one, `${one.trimEnd()}\r\n\n`)).toBe(true);
  expect(sameMessage(one, formatCommitMessage({ sentences: ['story 1: new'], transaction: 'a-2' }))).toBe(false);
});
