/** Which files a delivered branch changes, in a checkout that reaches as far as the job's. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changedFiles } from '../../src/deliver/changed.ts';
import { createSample, type Sample } from '../patch/sample.ts';

let sample: Sample;
let [first, second] = ['', ''];
beforeAll(() => {
  sample = createSample();
  const workshop = `${sample.root}/workshop`;
  sample.patch({ 'docs/other.md': 'From the run before.\n' });
  first = sample.git(workshop, 'rev-parse', 'HEAD').trim();
  sample.patch({ 'docs/epics/12/prd.md': 'What is wanted.\n' });
  second = sample.git(workshop, 'rev-parse', 'HEAD').trim();
  sample.git(workshop, 'push', '--quiet', sample.remote, 'HEAD:refs/heads/story/12');
});
afterAll(() => sample.remove());

/** What is told of the second commit by a run that started at `start`, in a checkout without history. */
const changed = (start: string, { plays = false, url = `file://${sample.remote}` } = {}) =>
  changedFiles({
    brief: { base: { ref: 'main', sha: sample.base }, start, ...(plays && { workflow: { name: 'prd' } }) },
    checkout: sample.checkout(second, start === sample.base ? 3 : 2),
    remote: { url, auth: {} },
    head: second,
  });

test('a first run: all that it changed', async () => {
  expect(await changed(sample.base)).toEqual(['docs/epics/12/prd.md', 'docs/other.md']);
});

test('a run that continues a story: what it changed itself, where the base is out of reach', async () => {
  expect(await changed(first)).toEqual(['docs/epics/12/prd.md']);
});

test('a run that continues a plan: also what was there before, for which the base is fetched', async () => {
  expect(await changed(first, { plays: true })).toEqual(['docs/epics/12/prd.md', 'docs/other.md']);
});

test('nothing is told where the base of a plan cannot be had', async () => {
  expect(await changed(first, { plays: true, url: `file://${sample.root}/gone.git` })).toBeUndefined();
});
