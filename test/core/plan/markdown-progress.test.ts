import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMarkdownPlan } from '../../../src/core/plan/markdown-plan.ts';
import { writeProgress } from '../../../src/core/plan/markdown-progress.ts';
import { BOLD, GROUPS, HEADINGS, PHASES, WHOLE } from './markdown-samples.ts';

const read = (text: string) => {
  const answer = readMarkdownPlan(text, 'x.md');
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  return answer;
};

/** Numbers of the lines that differ. */
const changed = (before: string, after: string): number[] => {
  const [one, other] = [before.split('\n'), after.split('\n')];
  return one.flatMap((line, index) => (line === other[index] ? [] : [index + 1]));
};

test('ticks a task and the checkboxes in it, and nothing else', () => {
  const after = writeProgress(PHASES, new Set(['S101', 'S203']));
  expect(changed(PHASES, after)).toEqual([21, 41]);
  expect(after.split('\n')[20]).toBe('  - [x] 1.1.1 "2m" is 120 seconds');
  expect(after.split('\n')[40]).toBe('- [x] 2.3 Sum durations');
});

test('a heading is done with its checkboxes, or by its own', () => {
  const after = writeProgress(HEADINGS, new Set(['S102', 'S103']));
  expect(after).toContain('- [x] Case does not count');
  expect(after).toContain('### [x] Task 1.3: Show what was found');
  expect(after).toContain('- [ ] 1.8 and this');
  expect(after).toContain('- [ ] **Step 1');
});

test('notes become findings, once', () => {
  const notes = new Map([
    ['S102', 'Columns count\nfrom 1.'],
    ['S205', 'The registry is slow.'],
    ['S777', 'nobody'],
  ]);
  const after = writeProgress(PHASES, new Set(), notes);
  expect(after).toContain('  - The place is counted from 1.\n  - Findings: Columns count from 1.\n\n**VERIFY');
  expect(after).toContain('- [ ] 2.5 Publish [SEQUENTIAL]\n  - Findings: The registry is slow.\n');
  expect(read(after).findings.get('S102')).toEqual(['Columns count from 1.']);
  expect(writeProgress(after, new Set(), notes)).toBe(after);
  expect(writeProgress('### Task 1.1: A', new Set(), new Map([['S101', 'b']]))).toBe('### Task 1.1: A\n- Findings: b');
});

describe('for any plan and any tasks', () => {
  const plans = [PHASES, HEADINGS, BOLD, GROUPS, WHOLE, PHASES.replaceAll('\n', '\r\n')];
  const cases = fc.constantFrom(...plans).chain((text) => {
    const keys = read(text).plan.stories.map(({ key }) => key);
    return fc.record({ text: fc.constant(text), done: fc.subarray(keys).map((each) => new Set(each)) });
  });

  test('only checkboxes change, and only from open to ticked', () => {
    fc.assert(
      fc.property(cases, ({ text, done }) => {
        const after = writeProgress(text, done);
        expect(after.length).toBe(text.length);
        for (let at = 0; at < text.length; at++) {
          if (text[at] === after[at]) continue;
          expect([text.slice(at - 1, at + 2), after.slice(at - 1, at + 2)]).toEqual(['[ ]', '[x]']);
        }
      }),
    );
  });

  test('reading what was written finds these done, and those that were', () => {
    fc.assert(
      fc.property(cases, ({ text, done }) => {
        const before = read(text);
        // What has no checkbox cannot be ticked.
        const tickable = new Set([...done].filter((key) => writeProgress(text, new Set([key])) !== text));
        const after = read(writeProgress(text, done));
        expect([...after.done].sort()).toEqual([...new Set([...before.done, ...tickable])].sort());
        expect(after.plan).toEqual(before.plan);
      }),
    );
  });

  test('nothing is thrown, and a text that is no plan stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(writeProgress(text, new Set(['S1', 'S101'])).length).toBe(text.length);
        expect(writeProgress(`Text.\n${text.replaceAll(/\d/g, '')}`, new Set(['S101']))).toBe(
          `Text.\n${text.replaceAll(/\d/g, '')}`,
        );
      }),
    );
  });
});
