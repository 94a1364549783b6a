/** What the stories of an epic draw from its purse together, and from that of their sprint. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { money } from '../../src/core/ledger.ts';
import { decodeStory } from '../../src/state/codec.ts';
import { parseStoryPath, storyPath } from '../../src/state/layout.ts';
import { memoryHistory } from '../../src/state/memory-store.ts';
import { ledgerIn } from './money.ts';
import { expectRightBooks, ledgerOf, startedRuns, startsTogether, TODAY } from './purses.ts';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => {
  acme.finish();
  expectRightBooks(acme);
  for (const { files } of memoryHistory(acme.remote))
    expect(ledgerIn(files).epics?.[EPIC] ?? 0).toBe(costOfStories(files));
});

const EPIC = 1;

/** What the epic and its stories say that their runs have cost. */
function costOfStories(files: ReadonlyMap<string, string>): number {
  const paths = [...files.keys()].filter((path) => parseStoryPath(path) !== undefined);
  const stories = paths
    .map((path) => decodeStory(files.get(path) ?? '', path))
    .filter(({ id, epic }) => id === EPIC || epic === EPIC);
  return money(stories.flatMap(({ runs }) => runs).reduce((sum, { cost }) => sum + (cost?.usd ?? 0), 0));
}

/** What Orch answers when somebody asks on an issue what its purses hold and what it has cost. */
async function moneyAnswers(issue: number): Promise<string> {
  acme.says('otto', issue, '/orch budget');
  acme.says('otto', issue, '/orch cost');
  await acme.settles();
  return acme.news();
}

/** Issue 1 is the epic; so many more are stories of it, in its first sprint, and wait in the backlog. */
async function backlog(count: number): Promise<number[]> {
  acme.opens('otto', { title: 'Durations as people write them' });
  const issues = Array.from({ length: count }, (_, n) => acme.opens('otto', { title: `Part ${n + 1}` }));
  for (const issue of issues) acme.labels('wes', issue, 'orch:story');
  await acme.settles();
  for (const issue of issues) acme.scribbles(storyPath(issue), (text) => `${text}epic: ${EPIC}\nsprint: '${EPIC}.1'\n`);
  acme.news();
  return issues;
}

test('two stories empty the purse of their epic: the third waits for it, and goes on when one has ended for less', async () => {
  acme.configures('maria', 'settings: { run_usd: 2 }\nbudget: { epic_usd: 4, smallest_run_usd: 0.5 }\n');
  const issues = await backlog(3);
  await startsTogether(acme, issues);
  expect(startedRuns(acme)).toHaveLength(2);
  expect(Object.values(ledgerOf(acme).reserved)).toEqual(
    [2, 2].map((usd) => ({ story: expect.any(Number), epic: EPIC, sprint: '1.1', day: TODAY, usd })),
  );
  const waiting = issues.find((issue) => acme.story(issue)?.status === 'blocked')!;
  const [first, second] = issues.filter((issue) => issue !== waiting) as [number, number];
  expect(acme.sticky(waiting)).toMatchInlineSnapshot(`
    "### This story waits for money

    > No run was started, because there is no money for it. The epic with all its stories may cost $4.00 (\`budget.epic_usd\`): nothing is spent and $4.00 reserved for runs that have not ended, so nothing is left. The smallest run needs $0.50.

    Waiting for someone with write access to raise \`budget.epic_usd\` in \`.orch/config.yaml\` and write \`/orch resume\` (or only the latter, once a run at work has ended for less than was reserved).

    <sub>\`/orch resume\` · \`/orch budget\` · \`/orch cost\` · \`/orch abandon\` · \`/orch help\`</sub>"
  `);

  // A story of no epic does not wait for it.
  const other = acme.opens('otto', { title: 'Something else' });
  acme.labels('wes', other, 'orch:run');
  await acme.settles();
  expect(startedRuns(acme)).toEqual([`${other}-developer-1`]);

  await acme.delivers(first, { cost: 2 });
  await acme.settles();
  await acme.delivers(second, { cost: 1.5 });
  await acme.settles();
  expect(acme.news().match(/\w+, \d+ % of a budget is spent.*/g)).toMatchInlineSnapshot(`
    [
      "wes, 87 % of a budget is spent. Epic #1 with all its stories may cost $4.00 (\`budget.epic_usd\`), and $3.50 is spent.",
    ]
  `);
  expect(ledgerOf(acme)).toMatchObject({ epics: { [EPIC]: 3.5 }, sprints: { '1.1': 3.5 } });

  acme.says('wes', waiting, '/orch resume');
  await acme.settles();
  expect(startedRuns(acme)).toEqual([`${waiting}-developer-1`]);
  expect(ledgerOf(acme).reserved[`${waiting}-developer-1`]?.usd).toBe(0.5);
  expect(await moneyAnswers(waiting)).toMatchInlineSnapshot(`
    "answers on #4:
      | purse | cap | spent | reserved | left | |
      |---|---|---|---|---|---|
      | this story | none | $0.00 | $0.50 |  |  |
      | sprint 1.1 | none | $3.50 | $0.50 |  |  |
      | epic #1 | $4.00 | $3.50 | $0.50 | $0.00 | \`██████████\` 100 % |
      | today (2026-11-23 UTC) | none | $3.50 | $2.50 |  |  |
      | project | none | $3.50 | $2.50 |  |  |

      One run may cost $2.00 (\`settings.run_usd\`), less where a purse holds less. Caps are \`budget.story_usd\`, \`budget.sprint_usd\`, \`budget.epic_usd\`, \`budget.day_usd\`, \`budget.project_usd\` in \`.orch/config.yaml\`; \`/orch budget <usd>\` (maintain) adds to this story’s.
    answers on #4:
      | run | role | model calls | tokens | cost | outcome |
      |---|---|---|---|---|---|
      | 4-developer-1 | developer | | | up to $0.50 | not settled yet |
      | **sum** | | 0 | 0 | **$0.00** | |

      All stories of sprint 1.1: $3.50. Epic #1 with all its stories: $3.50. All stories on 2026-11-23 (UTC): $3.50. All stories ever: $3.50.
    (observe, comment + comment, observe)"
  `);
});

test('two servers that start stories of one epic at the same moment draw no more from it than it holds', async () => {
  acme.configures('maria', 'settings: { run_usd: 2 }\nbudget: { epic_usd: 5, smallest_run_usd: 1 }\n');
  const issues = await backlog(4);
  await startsTogether(acme, issues, [acme.orch, acme.anotherServer('server-2')]);
  expect(startedRuns(acme)).toHaveLength(3);
  const held = Object.values(ledgerOf(acme).reserved).map(({ usd }) => usd);
  expect(held.toSorted()).toEqual([1, 2, 2]);
  expect(issues.filter((issue) => acme.story(issue)?.status === 'blocked')).toHaveLength(1);
});

test('a sprint has a purse of its own, and the next one another', async () => {
  acme.configures('maria', 'settings: { run_usd: 2 }\nbudget: { sprint_usd: 2 }\n');
  const issues = await backlog(2);
  await startsTogether(acme, issues);
  expect(startedRuns(acme)).toHaveLength(1);
  const waiting = issues.find((issue) => acme.story(issue)?.status === 'blocked')!;
  expect(acme.story(waiting)?.blocked?.purse).toEqual({ name: 'sprint', cap: 2, spent: 0, reserved: 2, least: 0.05 });
  acme.scribbles(storyPath(waiting), (text) => text.replace("sprint: '1.1'", "sprint: '1.2'"));
  acme.says('wes', waiting, '/orch resume');
  await acme.settles();
  expect(startedRuns(acme)).toEqual([`${waiting}-developer-1`]);
  expect(ledgerOf(acme).reserved[`${waiting}-developer-1`]).toMatchObject({ epic: EPIC, sprint: '1.2', usd: 2 });
});

test('an epic’s own runs draw from the same purse as its stories, and it tells what each sprint cost', async () => {
  acme.configures('maria', 'settings: { run_usd: 2 }\nbudget: { epic_usd: 5 }\n');
  const [story] = await backlog(1);
  acme.labels('wes', EPIC, 'orch:epic');
  acme.labels('wes', story!, 'orch:run');
  await acme.settles();
  expect(startedRuns(acme)).toEqual([`${EPIC}-analyst-1`, `${story}-developer-1`]);
  expect(ledgerOf(acme).reserved).toMatchObject({
    [`${EPIC}-analyst-1`]: { story: EPIC, epic: EPIC, usd: 2 },
    [`${story}-developer-1`]: { story, epic: EPIC, sprint: '1.1', usd: 2 },
  });
  await acme.delivers(story!, { cost: 0.7 });
  await acme.settles();
  acme.news();
  expect(await moneyAnswers(EPIC)).toMatchInlineSnapshot(`
    "answers on #1:
      | purse | cap | spent | reserved | left | |
      |---|---|---|---|---|---|
      | its own runs | none | $0.00 | $2.00 |  |  |
      | this epic with its stories | $5.00 | $0.70 | $2.00 | $2.30 | \`█████░░░░░\` 54 % |
      | today (2026-11-23 UTC) | none | $0.70 | $2.00 |  |  |
      | project | none | $0.70 | $2.00 |  |  |

      One run may cost $2.00 (\`settings.run_usd\`), less where a purse holds less. Caps are \`budget.story_usd\`, \`budget.epic_usd\`, \`budget.day_usd\`, \`budget.project_usd\` in \`.orch/config.yaml\`; \`/orch budget <usd>\` (maintain) adds to what its own runs may cost.
    answers on #1:
      | run | role | model calls | tokens | cost | outcome |
      |---|---|---|---|---|---|
      | 1-analyst-1 | analyst | | | up to $2.00 | not settled yet |
      | **sum** | | 0 | 0 | **$0.00** | |

      What its stories have cost, by sprint:

      | sprint | spent | reserved |
      |---|---|---|
      | 1.1 | $0.70 | $0.00 |
      | **sum** | **$0.70** | $0.00 |

      The epic with all its stories: $0.70 spent, $2.00 reserved, $2.30 left of $5.00.

      All stories on 2026-11-23 (UTC): $0.70. All stories ever: $0.70.
    (observe, comment + comment, observe)"
  `);
});
