/** How the purses of an epic and its sprint read. */
import { describe, expect, test } from 'vitest';
import { configSchema, DEFAULT_CONFIG } from '../../../src/core/config.ts';
import { NEW_PLAN } from '../../../src/core/epic.ts';
import { type Purse, purse } from '../../../src/core/ledger.ts';
import { budget, cost, emptyWords, noCapToRaise, notAnAmount } from '../../../src/core/messages/money.ts';
import type { SprintCost } from '../../../src/core/sprint-costs.ts';
import type { Story } from '../../../src/core/story.ts';
import { waitOf } from '../../../src/core/waits.ts';
import { NOW, story } from '../samples.ts';

const DAY = '2026-11-23';
const record = 'runs/2026-11/7-analyst-1.yaml';
const EPIC: Story = story('underway', {
  id: 7,
  plan: NEW_PLAN,
  cost_usd: 0.3,
  runs: [
    { id: '7-analyst-1', record, cost: { usd: 0.3, model_calls: 2, tokens: 900, outcome: 'succeeded' } },
    { id: '7-retrospective-2', record, reserved: { usd: 2, day: DAY } },
  ],
});
const PLANNED: Story = story('pending', { id: 9, epic: 7, sprint: '7.1' });

const epicPurse = (spent: number, reserved: number, sprints: SprintCost[]): Purse => ({
  ...purse('epic', 20, spent, reserved),
  sprints,
});
const wide: Purse[] = [purse('day', undefined, 6, 3), purse('project', undefined, 8, 3)];

describe('/orch budget', () => {
  test('shows the purses of the story’s sprint and epic', () => {
    const purses = [purse('story', 5, 1, 2), purse('sprint', undefined, 3, 2), purse('epic', 10, 4, 2), ...wide];
    expect(budget(PLANNED, purses, DEFAULT_CONFIG, NOW)).toMatchInlineSnapshot(`
      "| purse | cap | spent | reserved | left | |
      |---|---|---|---|---|---|
      | this story | $5.00 | $1.00 | $2.00 | $2.00 | \`██████░░░░\` 60 % |
      | sprint 7.1 | none | $3.00 | $2.00 |  |  |
      | epic #7 | $10.00 | $4.00 | $2.00 | $4.00 | \`██████░░░░\` 60 % |
      | today (2026-11-23 UTC) | none | $6.00 | $3.00 |  |  |
      | project | none | $8.00 | $3.00 |  |  |

      One run may cost $5.00 (\`settings.run_usd\`), less where a purse holds less. Caps are \`budget.story_usd\`, \`budget.sprint_usd\`, \`budget.epic_usd\`, \`budget.day_usd\`, \`budget.project_usd\` in \`.orch/config.yaml\`; \`/orch budget <usd>\` (maintain) adds to this story’s."
    `);
  });

  test('tells an epic’s own runs from its stories', () => {
    const raises = [{ usd: 2, by: { id: 2, login: 'wes' }, at: NOW }];
    const config = configSchema.parse({ budget: { story_usd: 3 } });
    const said = budget({ ...EPIC, raises }, [purse('story', 5, 0.3, 2), epicPurse(4, 2, []), ...wide], config, NOW);
    expect(said).toContain('| its own runs | $5.00 |');
    expect(said).toContain('| this epic with its stories | $20.00 |');
    expect(said).toContain('`/orch budget` added $2.00 to the $3.00 of the epic’s own runs.');
    expect(said).toMatch(/adds to what its own runs may cost\.$/);
  });
});

describe('/orch cost', () => {
  test('of a story ends with its sprint and its epic', () => {
    const purses = [purse('story', 5, 0, 0), purse('sprint', undefined, 3, 2), purse('epic', 10, 4, 2), ...wide];
    expect(cost(PLANNED, purses, NOW)).toBe(
      'This story has had no run, so it has cost nothing.\n\nAll stories of sprint 7.1: $3.00. Epic #7 with all its stories: $4.00. All stories on 2026-11-23 (UTC): $6.00. All stories ever: $8.00.',
    );
    expect(cost(story('pending'), [purse('story', 5, 0, 0), ...wide], NOW)).not.toMatch(/sprint|Epic/);
  });

  test('of an epic shows its own runs, and its stories by sprint', () => {
    const sprints = [
      { sprint: '7.1', spent: 3, reserved: 0 },
      { sprint: '7.2', spent: 1.2, reserved: 1 },
    ];
    expect(cost(EPIC, [purse('story', 5, 0.3, 2), epicPurse(5, 3, sprints), ...wide], NOW)).toMatchInlineSnapshot(`
      "| run | role | model calls | tokens | cost | outcome |
      |---|---|---|---|---|---|
      | 7-analyst-1 | analyst | 2 | 900 | $0.30 | succeeded |
      | 7-retrospective-2 | retrospective | | | up to $2.00 | not settled yet |
      | **sum** | | 2 | 900 | **$0.30** | |

      What its stories have cost, by sprint:

      | sprint | spent | reserved |
      |---|---|---|
      | 7.1 | $3.00 | $0.00 |
      | 7.2 | $1.20 | $1.00 |
      | outside of sprints | $0.50 | $0.00 |
      | **sum** | **$4.70** | $1.00 |

      The epic with all its stories: $5.00 spent, $3.00 reserved, $12.00 left of $20.00.

      All stories on 2026-11-23 (UTC): $6.00. All stories ever: $8.00."
    `);
  });

  test('of an epic without stories says so, and one of many sprints adds the first of them up', () => {
    const blank = { ...EPIC, runs: [], cost_usd: 0 };
    expect(cost(blank, [purse('story', 5, 0, 0), purse('epic', undefined, 0, 0), ...wide], NOW)).toMatch(
      /^This epic has had no run of its own\.\n\nIts stories have cost nothing yet\.\n\nThe epic with all its stories: \$0\.00 spent, \$0\.00 reserved\.\n/,
    );
    const many = Array.from({ length: 23 }, (_, n) => ({ sprint: `7.${n + 1}`, spent: 1, reserved: 0 }));
    const said = cost(blank, [purse('story', 5, 0, 0), epicPurse(23, 0, many), ...wide], NOW);
    expect(said).toContain('| 3 earlier | $3.00 | $0.00 |\n| 7.4 | $1.00 |');
    expect(said).toContain('| **sum** | **$23.00** |');
    expect(said).not.toContain('outside of sprints');
  });
});

describe.each([
  ['epic', 'The epic with all its stories may cost $4.00 (`budget.epic_usd`)'],
  ['sprint', 'All stories of the sprint together may cost $4.00 (`budget.sprint_usd`)'],
] as const)('the purse of the %s, when it is empty', (name, whose) => {
  const empty = { name, cap: 4, spent: 3, reserved: 1, least: 0.05 };

  test('is named, with what it held', () => {
    expect(emptyWords(empty, NOW)).toBe(
      `No run was started, because there is no money for it. ${whose}: $3.00 is spent and $1.00 reserved for runs that have not ended, so nothing is left. The smallest run needs $0.05.`,
    );
  });

  test('is filled in the configuration, or by a run that ends for less', () => {
    const blocked = {
      kind: 'budget',
      by: 'Orch',
      reason: '',
      at: NOW,
      resume_to: 'in_progress',
      purse: empty,
    } as const;
    expect(waitOf(story('blocked', { ...PLANNED, status: 'blocked', blocked }), DEFAULT_CONFIG)).toEqual({
      who: 'someone with write access',
      what: `raise \`budget.${name}_usd\` in \`.orch/config.yaml\` and write \`/orch resume\``,
      until: 'or only the latter, once a run at work has ended for less than was reserved',
    });
  });
});

test('what cannot be added says to what', () => {
  expect(notAnAmount(PLANNED, 'lots')).toContain('how many US dollars this story may cost more,');
  expect(notAnAmount(EPIC, 'lots')).toContain('how many US dollars the epic’s own runs may cost more,');
  expect(noCapToRaise(PLANNED)).toMatch(/^This story has no cap of its own \(/);
  expect(noCapToRaise(EPIC)).toMatch(/^The epic’s own runs have no cap of their own \(/);
});
