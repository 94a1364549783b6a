/** Reading and writing entities: what was read or written once is not read again, and nobody can change it. */
import { expect, test } from 'vitest';
import type { Story } from '../../src/core/story.ts';
import { BrokenFile, decodeStory, encodeStory } from '../../src/state/codec.ts';

const TEXT = `version: 1
id: 12
title: Parse durations
status: pending
requested_by:
  id: 1
  login: wes
created_at: '2026-11-23T09:00:00.000Z'
base:
  ref: main
  sha: ${'a'.repeat(40)}
attempts: 0
rounds: 0
runs: []
cost_usd: 0
seen:
  comment: 0
  review: 0
  labelings: 0
  issue: open
transition: 1
`;

test('all readers of a text share one value, and none of them can change it', () => {
  const first = decodeStory(TEXT, 'stories/0000-0099/0012.yaml');
  expect(decodeStory(TEXT, 'stories/0000-0099/0012.yaml')).toBe(first);
  expect(() => {
    first.seen.comment = 7;
  }).toThrow(TypeError);
  expect(() => first.runs.push({ id: '12-developer-1', record: 'runs/2026-11/12-developer-1.yaml' })).toThrow(
    TypeError,
  );
  expect(encodeStory(first)).toBe(TEXT);
});

test('what was written is read as its text says, not as it was before', () => {
  const story = {
    ...structuredClone(decodeStory(TEXT, 'stories/0000-0099/0012.yaml')),
    failure: undefined,
    note: 'by hand',
  };
  const text = encodeStory(story as unknown as Story);
  const read = decodeStory(text, 'stories/0000-0099/0012.yaml');
  expect('failure' in read).toBe(false);
  expect(read).toMatchObject({ note: 'by hand' });
  // The writer goes on with a value of its own.
  story.seen.comment = 9;
  expect(decodeStory(text, 'stories/0000-0099/0012.yaml').seen.comment).toBe(0);
});

test('what cannot be read is never remembered', () => {
  const broken = TEXT.replace('pending', 'on the moon');
  for (let round = 0; round < 2; round += 1) {
    expect(() => decodeStory(broken, 'stories/0000-0099/0012.yaml')).toThrow(BrokenFile);
    expect(() => decodeStory(broken, 'elsewhere.yaml')).toThrow(/^elsewhere\.yaml line 4/);
  }
});
