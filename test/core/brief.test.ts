/** What a run is told always fits into a dispatch. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dispatchInputs } from '../../src/core/act.ts';
import { briefSchema, MAX_BRIEF, modelsOf } from '../../src/core/brief.ts';
import { decide } from '../../src/core/decide/decide.ts';
import { ground, LEASE, NOW, observation, story, WES } from './samples.ts';

/** The brief of the run that a retry queues, for an issue with this text and a story with this feedback. */
function briefFor(body: string, hint = '') {
  const seen = observation({ labelings: { count: 1, newest: [{ label: 'orch:run', by: WES, at: NOW }] } });
  const question = {
    ...ground({ ...seen, issue: { ...seen.issue!, body } }),
    story: story('failed', { feedback: hint }),
  };
  return decide({ ...question, run: null, lease: LEASE }).runs[0]!.run.brief;
}

test('an ordinary issue travels whole', () => {
  expect(briefFor('It should be 5400 seconds.', 'look at src/units.js')).toMatchObject({
    body: 'It should be 5400 seconds.',
    feedback: 'look at src/units.js',
  });
});

test.each([
  ['plain text', 'x'.repeat(70_000)],
  ['text that JSON makes six times as long', '\u0001'.repeat(65_536)],
  ['quotes', '"'.repeat(65_536)],
  ['characters outside the basic plane', '😀'.repeat(40_000)],
  ['halves of such characters', '\ud83d'.repeat(65_536)],
])('a text that is too long is cut, and says so: %s', (_, body) => {
  const brief = briefFor(body);
  expect(JSON.stringify(brief).length).toBeLessThanOrEqual(MAX_BRIEF);
  expect(brief.body).toMatch(/\[cut here: the text is longer than a run can be told\]$/);
  expect(briefSchema.parse(JSON.parse(dispatchInputs(brief).brief))).toEqual(JSON.parse(JSON.stringify(brief)));
});

test('both texts are cut when both are too long', () => {
  const brief = briefFor('a'.repeat(65_000), 'b'.repeat(65_000));
  expect(JSON.stringify(brief).length).toBeLessThanOrEqual(MAX_BRIEF);
  expect(brief.body.length).toBeGreaterThan(1_000);
  expect(brief.feedback.length).toBeGreaterThan(1_000);
});

test('all inputs together stay under GitHub’s limit, whatever people wrote', () => {
  const text = fc.string({ unit: 'binary', maxLength: 70_000, size: 'max' });
  fc.assert(
    fc.property(text, text, (body, feedback) => {
      const inputs = dispatchInputs(briefFor(body, feedback));
      expect(Object.values(inputs).join('').length).toBeLessThan(65_535);
    }),
    { numRuns: 30 },
  );
});

test('a brief names one model as it always did, or several in their order', () => {
  expect(modelsOf({ model: 'claude-opus-5' })).toEqual(['claude-opus-5']);
  expect(modelsOf({ model: ['claude-opus-5', 'openai:x'] })).toEqual(['claude-opus-5', 'openai:x']);
  const { model } = briefSchema.shape;
  expect(model.parse('claude-opus-5')).toBe('claude-opus-5');
  expect(model.parse(['claude-opus-5', 'openai:x'])).toEqual(['claude-opus-5', 'openai:x']);
  expect(model.safeParse([]).success).toBe(false);
});
