/** A story that has to take tests away: who lets it, and what its next run is told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeRun } from '../../src/state/codec.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
  acme.opens('otto', { title: 'Remove the old parser' });
});
afterEach(() => acme.finish());

const told = (): string[] | undefined => {
  const { record } = acme.story(1)!.runs.at(-1)!;
  return decodeRun(acme.remote.head()!.files.get(record)!, record).brief.allowed;
};

test('is said by someone with write access, and counts for the runs after it', async () => {
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  expect(told()).toBeUndefined();
  acme.says('wes', 1, '/orch allow `test/old/**` test/parse.test.js');
  acme.says('wes', 1, '/orch allow test/old/**');
  await acme.delivers(1, { fails: 'Tests were taken away.', stop: 'budget' });
  await acme.settles();
  acme.news();
  acme.says('wes', 1, '/orch retry');
  await acme.settles();
  acme.news();
  expect(told()).toEqual(['test/old/**', 'test/parse.test.js']);
  expect(acme.story(1)?.allowed).toMatchObject([{ by: { login: 'wes' } }, { by: { login: 'wes' } }]);
  expect(acme.history()).toContainEqual(
    expect.stringContaining('wes lets it take away tests in test/old/**, test/parse.test.js'),
  );
});

test('is refused to whoever has too little access, and where it names no path', async () => {
  acme.labels('wes', 1, 'orch:story');
  await acme.settles();
  acme.news();
  acme.says('tess', 1, '/orch allow test/**');
  acme.says('wes', 1, '/orch allow ../other');
  acme.says('wes', 1, '/orch allow');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      Sorry, tess: \`/orch allow\` needs the write role in this repository, and yours is triage. Nothing was changed; someone with write access can say it.
    answers on #1:
      \`../other\` is no path of a test. Name files by their paths from the root of the repository, also with \`*\` and \`**\`: \`/orch allow test/legacy/**\`.
    answers on #1:
      \`/orch allow\` needs a text after it. For example: \`/orch allow test/legacy/**\`.
    (observe, role, comment + comment + comment, observe, observe)"
  `);
  expect(acme.story(1)?.allowed).toBeUndefined();
});
