/** A story at its cap, and the maintainers who add to it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { capOfRun, expectRightBooks, ledgerOf, startedRuns } from './purses.ts';
import { atWork } from './stages.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => {
  acme.finish();
  expectRightBooks(acme);
});

test('a story that nears its cap tells whoever asked for it, and waits at the cap until someone adds to it', async () => {
  acme.configures('maria', 'budget: { story_usd: 6 }\n');
  await atWork(acme);
  await acme.delivers(1, { fails: 'The tests do not fail without the change.', cost: 5 });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "starts the run 1-developer-2 on refs/heads/main
    edits #1: Working on it, attempt 2
    answers on #1:
      wes, 83 % of a budget is spent. This story may cost $6.00 (\`budget.story_usd\`), and $5.00 is spent.

      At 100 % no run is started any more. Someone with maintain access can add to it with \`/orch budget <usd>\`; \`budget.story_usd\` in \`.orch/config.yaml\` says it for every story. \`/orch budget\` shows all purses.
    (observe, dispatch, edit_comment + comment)"
  `);
  expect(capOfRun(acme, 1)).toBe(1);
  // It stopped because the purse held no more, which is no failure of the story.
  await acme.delivers(1, { fails: 'The run has cost $1.02; its limit is $1.', stop: 'budget', cost: 1.02 });
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "edits #1: This story waits for money
    (observe, edit_comment)"
  `);
  expect(acme.sticky(1)).toMatchInlineSnapshot(`
    "### This story waits for money

    > No run was started, because there is no money for it. This story may cost $6.00 (\`budget.story_usd\`): $6.02 is spent, so nothing is left. The smallest run needs $0.05.

    Waiting for someone with maintain access to write \`/orch budget <usd>\` (or someone raises \`budget.story_usd\` in \`.orch/config.yaml\`; after either, \`/orch resume\` goes on).

    Run [1-developer-2](…/actions/runs/ID) delivered c0de2f0: 3 model calls, 12,400 tokens, $1.02 · 2 runs, $6.02 in all

    <sub>\`/orch resume\` · \`/orch budget\` · \`/orch cost\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);
  acme.says('otto', 1, '/orch why');
  acme.says('otto', 1, '/orch budget');
  acme.says('otto', 1, '/orch cost');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      **Story 1 is on hold.**

      Waiting for someone with maintain access to write \`/orch budget <usd>\` (or someone raises \`budget.story_usd\` in \`.orch/config.yaml\`; after either, \`/orch resume\` goes on).

      Since 2026-11-23 09:05 UTC. No run was started, because there is no money for it. This story may cost $6.00 (\`budget.story_usd\`): $6.02 is spent, so nothing is left. The smallest run needs $0.05.

      What fits now: \`/orch resume\`, \`/orch skip [reason]\`, \`/orch abandon [reason]\`.
    answers on #1:
      | purse | cap | spent | reserved | left | |
      |---|---|---|---|---|---|
      | this story | $6.00 | $6.02 | $0.00 | $0.00 | \`██████████\` 100 % |
      | today (2026-11-23 UTC) | none | $6.02 | $0.00 |  |  |
      | project | none | $6.02 | $0.00 |  |  |

      One run may cost $5.00 (\`settings.run_usd\`), less where a purse holds less. Caps are \`budget.story_usd\`, \`budget.day_usd\`, \`budget.project_usd\` in \`.orch/config.yaml\`; \`/orch budget <usd>\` (maintain) adds to this story’s.
    answers on #1:
      | run | role | model calls | tokens | cost | outcome |
      |---|---|---|---|---|---|
      | 1-developer-1 | developer | 3 | 12,400 | $5.00 | failed |
      | 1-developer-2 | developer | 3 | 12,400 | $1.02 | failed |
      | **sum** | | 6 | 24,800 | **$6.02** | |

      All stories on 2026-11-23 (UTC): $6.02. All stories ever: $6.02.
    (observe, comment + comment + comment, observe, observe)"
  `);

  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      No run was started, because there is no money for it. This story may cost $6.00 (\`budget.story_usd\`): $6.02 is spent, so nothing is left. The smallest run needs $0.05.

      Waiting for someone with maintain access to write \`/orch budget <usd>\` (or someone raises \`budget.story_usd\` in \`.orch/config.yaml\`; after either, \`/orch resume\` goes on).
    (observe, edit_comment + comment)"
  `);
  acme.says('wes', 1, '/orch budget 5');
  acme.says('mona', 1, '/orch budget 5');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "reacts with 👍
    edits #1: This story waits for money
    answers on #1:
      Sorry, wes: \`/orch budget <usd>\` needs the maintain role in this repository, and yours is write. Nothing was changed; someone with maintain access can say it.
    (observe, role, edit_comment + react + comment, observe)"
  `);
  expect(acme.sticky(1)).toContain('Waiting for someone with write access to write `/orch resume`.');
  acme.says('wes', 1, '/orch resume');
  await acme.settles();
  expect(startedRuns(acme)).toEqual(['1-developer-3']);
  expect(capOfRun(acme, 1)).toBeCloseTo(4.98);
  await acme.delivers(1, { cost: 0.5 });
  await acme.settles();
  acme.news();
  expect(acme.story(1)).toMatchObject({ status: 'review', cost_usd: 6.52 });
  expect(ledgerOf(acme)).toMatchObject({ spent_usd: 6.52, reserved: {} });
});

test.each([
  ['an amount that is none', '/orch budget lots'],
  ['nothing', '/orch budget 0'],
  ['less', '/orch budget -5'],
  ['more than one command may add', '/orch budget 5000'],
])('%s changes nothing', async (_, said) => {
  acme.configures('maria', 'budget: { story_usd: 6 }\n');
  await atWork(acme);
  acme.says('mona', 1, said);
  await acme.settles();
  expect(acme.news()).toMatch(/is no amount, so nothing was changed\. .*\(observe, comment\)$/s);
  expect(acme.story(1)?.raises).toBeUndefined();
});

test('where a story has no cap of its own there is nothing to add to', async () => {
  await atWork(acme);
  acme.says('mona', 1, '/orch budget $5');
  await acme.settles();
  expect(acme.news()).toMatchInlineSnapshot(`
    "answers on #1:
      This story has no cap of its own (\`budget.story_usd\` in \`.orch/config.yaml\` is not set), so there is nothing to add to. \`/orch budget\` shows what other caps there are.
    (observe, comment)"
  `);
});
