/** Shortcuts to a stage of a story's life, for scenarios that begin there. What Orch does on the way is the subject of label-to-merge. */
import { expect } from 'vitest';
import type { Asked } from '../../src/core/run.ts';
import type { Acme } from './world.ts';

/** Issue 1 is labelled and its first run is at work. */
export async function atWork(acme: Acme): Promise<void> {
  acme.opens('otto', { title: 'Parse "1h 30m"', body: 'It should be 5400 seconds.' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  expect(acme.news()).toMatch(/^starts the run 1-developer-1 .*\nwrites #1: Working on it, tests first\n/);
}

/** Issue 1 is built, and pull request 2 waits for a review. */
export async function inReview(acme: Acme): Promise<void> {
  await atWork(acme);
  await acme.delivers(1);
  await acme.settles();
  expect(acme.news()).toMatch(/^opens #2 .*\npublishes the check .*\nedits #1: #2 is ready for review\n/);
}

/** What the agent of `inQuestion` asks. */
export const QUESTION: Asked = {
  question: 'What is "1h" with a plus sign before it?',
  options: ['The same as without', 'An error'],
  default: 1,
  confidence: 0.6,
  reasoning: 'The issue does not say, and both are in use.',
  severity: 'important',
};

/** Issue 1 waits for the answer to QUESTION; or it was answered, and the next run is at work. */
export async function inQuestion(acme: Acme, answered = false): Promise<void> {
  await atWork(acme);
  await acme.delivers(1, { asks: QUESTION });
  await acme.settles();
  expect(acme.news()).toMatch(/^edits #1: This story waits for an answer\n/);
  if (!answered) return;
  acme.says('wes', 1, '/orch answer 1');
  await acme.settles();
  expect(acme.news()).toContain('starts the run 1-developer-2');
}
