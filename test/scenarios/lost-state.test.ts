/** The state branch was deleted or force-pushed, a file of it is gone, or a newer Orch wrote it: Orch stops and says what to do. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeIssue } from '../../src/localhub/world/issues.ts';
import { storyPath } from '../../src/state/layout.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.labels('wes', 1, 'orch:run');
  await acme.settles();
  acme.news();
});
afterEach(() => acme.finish());

test('a branch that was deleted stops everything, is told once, and nothing is made anew', async () => {
  const known = acme.remote.head()!;
  acme.remote.force(null);
  acme.says('wes', 1, '/orch status');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "opened #2
    ! server-1: The state branch orch/state was deleted. Its last known commit is a358ae6d6255ad823f2d1e6d06fb71b39e2920b2; nothing was re-created. To restore it, set the branch to that commit, for instance with: gh api -X POST repos/OWNER/REPO/git/refs -f ref=refs/heads/orch/state -f sha=a358ae6d6255ad823f2d1e6d06fb71b39e2920b2 (Orch then goes on by itself). To accept the loss instead, start again.
    (observe, survey, look, open_issue)"
  `);
  expect(acme.remote.head()).toBeNull();
  acme.says('wes', 1, '/orch pause');
  await acme.settles();
  await expect(acme.orch.sweep()).rejects.toThrow(/was deleted/);
  expect(acme.news()).toMatchInlineSnapshot(`
    "! server-1: The state branch orch/state was deleted. Its last known commit is a358ae6d6255ad823f2d1e6d06fb71b39e2920b2; nothing was re-created. To restore it, set the branch to that commit, for instance with: gh api -X POST repos/OWNER/REPO/git/refs -f ref=refs/heads/orch/state -f sha=a358ae6d6255ad823f2d1e6d06fb71b39e2920b2 (Orch then goes on by itself). To accept the loss instead, start again.
    (observe, survey, look)"
  `);
  expect(acme.issue(2).body).toMatchInlineSnapshot(`
    "<!-- orch:lost:a358ae6d6255ad823f2d1e6d06fb71b39e2920b2 -->
    Where every story stands is kept on the branch \`orch/state\`. It was deleted, so I have stopped working in this repository: nothing is re-created, nothing is started, nothing is merged.

    **To restore it**, set it back to the last commit that I know, \`a358ae6d6255ad823f2d1e6d06fb71b39e2920b2\`. In a clone of this repository, one of these does it:

    \`\`\`sh
    orch repair a358ae6d6255ad823f2d1e6d06fb71b39e2920b2 --yes   # checks first that everything in it can be read
    git push origin a358ae6d6255ad823f2d1e6d06fb71b39e2920b2:refs/heads/orch/state
    \`\`\`

    I go on by myself as soon as it is back. This issue can be closed then.

    Was it meant? Then restart Orch without its data folder: it starts from what it finds."
  `);

  // Restored, it goes on by itself, and what was said meanwhile is heard.
  acme.remote.force(known.id);
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.story(1)?.status).toBe('blocked');
  expect(acme.news()).toContain('edits #1: This story is on hold');
  closeIssue(acme.world, acme.bot, { issue: acme.issue(2) });
  expect(acme.news()).toBe('closed #2');
});

test('a branch that was set back is not written to', async () => {
  const first = acme.remote.head()!;
  acme.says('wes', 1, '/orch pause');
  await acme.settles();
  acme.news();
  const paused = acme.remote.head()!;
  acme.remote.force(first.id);
  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "opened #2
    ! server-1: The state branch orch/state was force-pushed to a commit that does not contain 3fff46c96f22. Its last known commit is 3fff46c96f22473f9642391108f4c425554125c7; nothing was re-created. To restore it, set the branch to that commit, for instance with: gh api -X PATCH repos/OWNER/REPO/git/refs/heads/orch/state -F force=true -f sha=3fff46c96f22473f9642391108f4c425554125c7 (Orch then goes on by itself). To accept the loss instead, start again.
    (observe, survey, look, open_issue)"
  `);
  expect(acme.remote.head()?.id).toBe(first.id);
  acme.remote.force(paused.id);
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.story(1)?.status).toBe('in_progress');
  acme.news();
});

test('a server that never knew the branch does not begin a story anew that was worked on', async () => {
  acme.remote.force(null);
  acme.restarts('another-server');
  acme.says('wes', 1, '/orch start');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      I have worked on #1 before, but the branch \`orch/state\` says nothing of it any more. It was deleted, or set back, or its file was removed. I start nothing on my own, because the work would be done twice.

      **To bring it back**, set \`orch/state\` to its last good commit (\`git reflog\` of whoever pushed it knows it, and so does Orch’s log), for example with \`orch repair <commit> --yes\`. Then write \`/orch status\`.

      **To begin anew instead**, delete my older comment on this issue, the one that tells where the story stands, and write \`/orch start\`.
    (observe, look, comment)"
  `);
  expect(acme.remote.head()).toBeNull();
  acme.says('wes', 1, '/orch start');
  await acme.settles();
  expect(acme.news()).toBe('(observe)');
  // Whoever wants to begin anew takes the old comment away.
  acme.deletesSticky('wes', 1);
  acme.says('wes', 1, '/orch start');
  await acme.settles();
  expect(acme.story(1)?.status).toBe('in_progress');
  acme.news();
});

test('a story of a newer version is only read, and whoever asks is told', async () => {
  acme.scribbles(storyPath(1), (text) => text.replace('version: 1', 'version: 2'));
  const head = acme.remote.head()?.id;
  await acme.orch.sweep();
  acme.news();
  acme.says('wes', 1, '/orch pause');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      I only read here for now: \`stories/0000-0099/0001.yaml\` has version \`2\`, and this Orch knows version 1. A newer Orch wrote it.

      Nothing was changed and nothing is started. Update Orch, or set the file back; then say it again.
    (observe, look, comment)"
  `);
  expect(acme.remote.head()?.id).toBe(head);
});

test('a configuration of a newer version is not guessed at: nothing is done until Orch is newer too', async () => {
  acme.configures('maria', 'version: 2\nsettings:\n  merge_queue: always\n');
  const head = acme.remote.head()?.id;
  acme.says('wes', 1, '/orch pause');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      I only read here for now: \`.orch/config.yaml\` has version \`2\`, and this Orch knows version 1. A newer Orch wrote it.

      Nothing was changed and nothing is started. Update Orch, or set the file back; then say it again.
    (observe, look, comment)"
  `);
  expect(acme.remote.head()?.id).toBe(head);
  acme.configures('maria', 'version: 1\n');
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.story(1)?.status).toBe('blocked');
  acme.news();
});
