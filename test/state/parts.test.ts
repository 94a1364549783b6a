/** What is taken over from what an entity was before: never more than what is the same. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { frozenCopy } from '../../src/core/copy.ts';
import { type Story, storySchema } from '../../src/core/story.ts';
import { decodeStory, encodeLedger, encodeStory } from '../../src/state/codec.ts';
import { writeParts } from '../../src/state/parts.ts';
import { writeYaml } from '../../src/yaml/read.ts';

const AT = '2026-11-23T09:00:00.000Z';
const STORY: Story = {
  version: 1,
  id: 12,
  title: 'Parse durations',
  status: 'in_progress',
  requested_by: { id: 1, login: 'wes' },
  created_at: AT,
  base: { ref: 'main', sha: 'a'.repeat(40) },
  attempts: 1,
  rounds: 0,
  runs: [{ id: '12-developer-1', record: 'runs/2026-11/12-developer-1.yaml' }],
  cost_usd: 0,
  seen: { comment: 0, review: 0, labelings: 0, issue: 'open' },
  transition: 1,
};
const PATH = 'stories/0000-0099/0012.yaml';
const held = (story: Story): Story => decodeStory(writeYaml(storySchema.parse(story)), PATH);
const inFull = (story: Story): string => writeYaml(storySchema.parse(story));

const edits = fc.record(
  {
    title: fc.constantFrom('Parse durations', 'Parse them\n\n', '\n'),
    status: fc.constantFrom('in_progress', 'review'),
    attempts: fc.constantFrom(1, 2, -0),
    cost_usd: fc.constantFrom(0, -0, 0.42),
    feedback: fc.constantFrom(undefined, 'two\nlines\n', 'an open end\n\n'),
    seen: fc.constantFrom(0, 7).map((comment) => ({ ...STORY.seen, comment })),
    runs: fc.array(fc.constant(STORY.runs[0]), { maxLength: 2 }),
    touches: fc.constantFrom(undefined, [], ['src/**'], ['an open end\n\n']),
    void: fc.constantFrom(undefined, [{ by: 'wes', why: 'push' }], [{ by: 'wes', why: 'push', more: 1 }]),
    note: fc.constantFrom(undefined, 'by hand', { at: AT }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<Story>>;

test('the text is the same, whatever the story was before and however often it was written', () => {
  fc.assert(
    fc.property(fc.array(edits, { minLength: 1, maxLength: 4 }), (steps) => {
      let before = held(STORY);
      for (const step of steps) {
        const story = { ...before, ...step } as Story;
        const text = encodeStory(story, before);
        expect(text).toBe(inFull(story));
        expect(decodeStory(text, PATH)).toEqual(frozenCopy(storySchema.parse(story)));
        before = decodeStory(text, PATH);
      }
    }),
    { numRuns: 500 },
  );
});

test('a change deep inside is written, and so is one that is taken back', () => {
  const before = held(STORY);
  const changed = structuredClone(before);
  changed.runs[0]!.record = 'runs/2026-12/12-developer-1.yaml';
  const text = encodeStory(changed, before);
  expect(text).toContain('record: runs/2026-12/12-developer-1.yaml');
  expect(encodeStory(structuredClone(before), decodeStory(text, PATH))).toBe(inFull(STORY));
});

test('what the writer changes afterwards changes nothing that was written', () => {
  const before = held(STORY);
  const story = structuredClone(before);
  story.runs.push({ id: '12-developer-2', record: 'runs/2026-11/12-developer-2.yaml' });
  const text = encodeStory(story, before);
  story.runs.pop();
  const read = decodeStory(text, PATH);
  expect(read.runs).toHaveLength(2);
  expect(encodeStory({ ...read }, read)).toBe(text);
  expect(encodeStory(story, read)).toBe(inFull(STORY));
});

test('an entity that was never validated proves nothing', () => {
  const wrong = { ...STORY, status: 'on the moon', base: { ref: 'main' } } as unknown as Story;
  Object.freeze(wrong);
  Object.freeze(wrong.base);
  expect(() => encodeStory({ ...wrong }, wrong)).toThrow(/on the moon|Invalid option/);
  expect(() => encodeStory({ ...STORY, base: wrong.base }, wrong)).toThrow(/sha/);
});

test('what fits one key does not fit another, and what fitted before does not save what does not now', () => {
  const before = held({ ...STORY, sticky: { id: 1, node_id: 'n', url: 'u' } });
  expect(() =>
    encodeStory({ ...before, base: before.sticky as never }, { ...before, base: before.sticky as never }),
  ).toThrow(/ref/);
  expect(() => encodeStory({ ...before, created_at: new Date(AT) as never }, before)).toThrow(/string/);
  const seen = { ...before.seen, comment: '0' as never };
  expect(() => encodeStory({ ...before, seen }, before)).toThrow(/number/);
  const { base: _, ...lacking } = before;
  expect(() => encodeStory(lacking as Story, before)).toThrow(/base/);
});

test('a value that stands under two keys has its lines under each', () => {
  const person = z.object({ login: z.string() });
  const pair = z.object({ one: person, other: person });
  const wes = { login: 'wes' };
  const first = writeParts(pair, { one: wes, other: { login: 'maria' } }, undefined)!.value;
  const both = { one: first.one, other: first.one };
  const second = writeParts(pair, both, both)!;
  expect(second.text).toBe('one:\n  login: wes\nother:\n  login: wes\n');
  expect(writeParts(pair, second.value, second.value)?.text).toBe(second.text);
});

test('a date in a key that people added is read anew each time', () => {
  const at = new Date(AT);
  const ledger = {
    version: 1 as const,
    spent_usd: 0,
    days: {},
    reserved: { a: { story: 1, day: '2026-11-23', usd: 1, at } },
  };
  encodeLedger(ledger, ledger);
  at.setUTCFullYear(2027);
  expect(encodeLedger(ledger, ledger)).toContain('2027-11-23T09:00:00.000Z');
});
