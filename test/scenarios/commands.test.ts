/** What people write to Orch, and what it answers. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { atWork, inReview } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

test('/orch start on a fresh issue makes it a story', async () => {
  acme.opens('rita', { title: 'Accept "2 days"' });
  acme.says('wes', 1, 'Good idea.\n\n/orch start');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-1 on refs/heads/main
    reacts with 👍
    writes #1: Working on it, tests first
    (observe, dispatch, comment + react)"
  `);
  expect(acme.story(1)).toMatchObject({ status: 'in_progress', requested_by: { login: 'wes' } });
});

test('a misspelt command is answered once, with the nearest one', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.says('wes', 1, '/orch strat');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      I do not know \`/orch strat\`. Did you mean \`/orch start\` (make this issue a story and start working on it)?
    (observe, comment)"
  `);
  expect(acme.story(1)?.status).toBe('untracked');
});

test('a word that resembles no command is answered with the list', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.says('otto', 1, '/orch deploy @maria `now` #1');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      I do not know \`/orch deploy\`. I know \`start\`, \`status\`, \`why\`, \`budget\`, \`cost\`, \`pause\`, \`resume\`, \`retry\`, \`answer\`, \`decisions\`, \`override\`, \`approve\`, \`changes\`, \`allow\`, \`skip\`, \`abandon\`, \`epic\`, \`stories\`, \`sprint\`, \`backlog\`, \`priority\`, \`feedback\`, \`help\`; \`/orch help\` tells what each does.
    (observe, comment)"
  `);
});

test('/orch alone is a question for help', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.says('rita', 1, '/orch');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      Write one of these on a line of its own. Labels do it too: \`orch:story\` puts the issue into the backlog, \`orch:run\` starts it, \`orch:epic\` plans it as an epic first.

      | command | what it does | who |
      |---|---|---|
      | \`/orch start\` | make this issue a story and start working on it | write |
      | \`/orch status\` | say where this story stands | everyone |
      | \`/orch why\` | say what this story waits for, who can provide it, and what can be done now | everyone |
      | \`/orch budget [usd]\` | say what may be spent, is spent and reserved; with an amount, let this story cost so much more | everyone; with \`usd\`: maintain |
      | \`/orch cost\` | say what each run of this story has cost; on an epic, what its stories have cost by sprint | everyone |
      | \`/orch pause [reason]\` | stop the run and hold the story where it is | write |
      | \`/orch resume\` | go on with a paused or blocked story | write |
      | \`/orch retry [hint]\` | try a failed, skipped or abandoned story again, with a hint for the agent if you like | write |
      | \`/orch answer <number or words>\` | answer the question that the story waits with, by the number of an option or in your own words | write |
      | \`/orch decisions\` | list what was asked about this story, what was answered, and by whom | everyone |
      | \`/orch override <number and answer>\` | replace an answer of that list; a run that works by the old one begins again | write |
      | \`/orch approve [commit]\` | approve the pull request as it was delivered, or at the commit you name, like an approving review | write |
      | \`/orch changes <what to change>\` | ask for changes to the pull request, like a review that requests changes | write |
      | \`/orch allow <paths of tests>\` | let this story take away or weaken tests in these files, by path or glob; its pull request names each of them | write |
      | \`/orch skip [reason]\` | leave this story out; its branch and pull request stay | write |
      | \`/orch abandon [reason]\` | give this story up and close its pull request; the branch stays | write |
      | \`/orch epic [title]\` | plan and build this issue as an epic; with a title, open a new issue for it | write |
      | \`/orch stories [path]\` | open the stories of the accepted plan as sub-issues, or those of a Markdown plan on the default branch | write |
      | \`/orch sprint [step]\` | say how the sprint of this epic stands; or \`plan\` one (with a goal if you like), \`start\`, \`pause\`, \`resume\`, \`review\`, \`close\` or \`cancel\` it | everyone; with \`step\`: write |
      | \`/orch backlog\` | list the stories of this epic that are in no sprint | everyone |
      | \`/orch priority <1 to 4>\` | say how urgent this story is: 1 goes first, 4 can wait | triage |
      | \`/orch feedback <words>\` | say something about the sprint of this epic; its retrospective reads it | write |
      | \`/orch help\` | list these commands | everyone |
    (observe, comment)"
  `);
});

test('a command without its text is told what it needs', async () => {
  await atWork(acme);
  acme.says('wes', 1, '/orch changes');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      \`/orch changes\` needs a text after it. For example: \`/orch changes please keep the old name as an alias\`.
    (observe, comment)"
  `);
});

test('someone without the role is refused, once, and nothing changes', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.says('tess', 1, '/orch start');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      Sorry, tess: \`/orch start\` needs the write role in this repository, and yours is triage. Nothing was changed; someone with write access can say it.
    (observe, comment)"
  `);
  acme.says('otto', 1, '/orch start');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      Sorry, otto: \`/orch start\` needs the write role in this repository, and you have none. Nothing was changed; someone with write access can say it.
    (observe, comment)"
  `);
  expect(acme.story(1)?.status).toBe('untracked');
});

test('what stands in a quote, code, an HTML comment or a list is not said to Orch', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.says('wes', 1, '> /orch start');
  acme.says('wes', 1, '```\n/orch start\n```');
  acme.says('wes', 1, '    /orch start');
  acme.says('wes', 1, '<!--\n/orch start\n-->');
  acme.says('wes', 1, '- /orch start');
  acme.says('wes', 1, 'You could write /orch start here.');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`""`);
  expect(acme.story(1)).toBeNull();
});

test('a bot is not heard', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.says('renovate[bot]', 1, '/orch start');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`""`);
  expect(acme.story(1)).toBeNull();
});

test('an edited comment runs nothing, neither the old text nor the new', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  const comment = acme.says('wes', 1, '/orch start');
  acme.editsComment('wes', comment, '/orch help');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`"(observe)"`);
  expect(acme.story(1)).toBeNull();
});

test('a command on the pull request is for the story that it closes, and is answered there', async () => {
  await inReview(acme);
  acme.says('wes', 2, '/orch pause');
  acme.says('otto', 2, '/orch statsu');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    edits #1: This story is on hold
    answers on #2:
      I do not know \`/orch statsu\`. Did you mean \`/orch status\` (say where this story stands)?
    (observe, edit_comment + react + comment, observe)"
  `);
  expect(acme.story(1)?.status).toBe('blocked');
});

test('a command on a pull request that is no story’s is no one’s', async () => {
  await inReview(acme);
  acme.pushes('wes', 'fix/typo', { 'README.md': 'Durations.\n' });
  const pull = acme.proposes('wes', 'fix/typo', 'Closes #1 by hand');
  acme.says('wes', pull, '/orch pause');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`""`);
  expect(acme.story(1)?.status).toBe('review');
});

test('/orch status and /orch why answer everyone', async () => {
  await atWork(acme);
  acme.says('otto', 1, '/orch status');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      **Story 1 is in progress.**

      Waiting for GitHub Actions to finish run 1-developer-1 (its agent stops after 30 minutes at the latest and delivers what it has).

      1 run, $0.00.
    (observe, comment)"
  `);
  acme.says('otto', 1, '/orch why');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      **Story 1 is in progress.**

      Waiting for GitHub Actions to finish run 1-developer-1 (its agent stops after 30 minutes at the latest and delivers what it has).

      What fits now: \`/orch pause [reason]\`, \`/orch skip [reason]\`, \`/orch abandon [reason]\`.
    (observe, comment)"
  `);
});

test('/orch why on an issue that is no story says how to make it one', async () => {
  acme.opens('wes', { title: 'Accept "2 days"' });
  acme.says('otto', 1, '/orch why');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      **This issue is not a story yet.**

      Waiting for someone with write access to write \`/orch start\` or put the label \`orch:run\` on.

      What fits now: \`/orch start\`.
    (observe, comment)"
  `);
});

test('a command that does not fit is told what fits', async () => {
  await atWork(acme);
  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      \`/orch resume\` does not fit now. Story 1 is in progress. What fits: \`/orch pause [reason]\`, \`/orch skip [reason]\`, \`/orch abandon [reason]\`.
    (observe, comment)"
  `);
});

test('two commands in one comment are obeyed in their order', async () => {
  await atWork(acme);
  acme.says('wes', 1, '/orch pause lunch\n/orch why');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "cancels the Actions run
    reacts with 👍
    edits #1: This story is on hold
    answers on #1:
      **Story 1 is on hold.**

      Waiting for someone with write access to write \`/orch resume\`.

      Since 2026-11-23 09:03 UTC. Paused by wes: lunch.

      What fits now: \`/orch resume\`, \`/orch skip [reason]\`, \`/orch abandon [reason]\`.
    (observe, cancel_run, edit_comment + react + comment)"
  `);
});
