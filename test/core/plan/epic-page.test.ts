import { describe, expect, test } from 'vitest';
import { dependencyGraph } from '../../../src/core/plan/dependency-graph.ts';
import { epicPage, storyIssue } from '../../../src/core/plan/epic-page.ts';
import { readStories } from '../../../src/core/plan/read-stories.ts';
import type { StoriesPlan } from '../../../src/core/plan/stories.ts';
import { PLAN, YAML } from './samples.ts';

const planOf = (document: string): StoriesPlan => {
  const read = readStories(document, 'stories.md', YAML);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.plan;
};

describe('the page of an epic', () => {
  test('has its stories in a table and as a drawing', () => {
    const plan = planOf(PLAN);
    expect(epicPage(plan, plan.epics[0]!, new Map([['S1', 12]]))).toMatchInlineSnapshot(`
      "# Show what is in stock

      Shoppers see before they order whether a thing is there.

      ## Stories

      3 stories, estimated at 4 sessions.

      | story | | priority | sessions | waits for | covers |
      |---|---|---|---|---|---|
      | #12 | Count what is in stock | 1 | 1 | – | R1 |
      | S2 | Show the count on the page | 2 | 2 | #12 | R2 |
      | S3 | Refuse an order for more than there is | 2 | 1 | #12 | R1 |

      \`\`\`mermaid
      flowchart LR
        S1["S1 Count what is in stock"]
        S2["S2 Show the count on the page"]
        S3["S3 Refuse an order for more than there is"]
        S1 --> S2
        S1 --> S3
      \`\`\`"
    `);
  });

  test('shows a story of another epic that is waited for, in the drawing alone', () => {
    const plan = planOf(
      PLAN.replace('stories:\n', '  - { key: E2, title: Orders, goal: g }\nstories:\n').replace(
        'epic: E1\n    title: Refuse',
        'epic: E2\n    title: Refuse',
      ),
    );
    const page = epicPage(plan, plan.epics[1]!);
    expect(page).toContain('One story, estimated at 1 session.');
    expect(page).toContain('  S1["S1 Count what is in stock"]\n  S3["S3 Refuse');
    expect(page).toContain('  S1 --> S3');
  });
});

describe('the issue of a story', () => {
  test('says what must hold, how to see it, and what it waits for', () => {
    const { stories } = planOf(PLAN);
    expect(storyIssue(stories[1]!, new Map([['S1', 12]]))).toMatchInlineSnapshot(`
      {
        "body": "As a shopper, I see how many are left.

      ## Acceptance criteria

      - [ ] The page of a thing shows its count.

      ## Test steps

      1. Open the page of a thing with count 3; it says 3.

      ## Plan

      - Estimate: 2 sessions, complexity 2 of 10
      - Waits for: #12
      - Covers: R2
      - Likely to change: \`src/page/**\`",
        "title": "Show the count on the page",
      }
    `);
  });

  test('can call nobody, close nothing and draw nothing', () => {
    const evil = 'Thanks @maria, fixes #3 <img src=x> ![p](https://x.y) /orch merge';
    const plan = planOf(PLAN.replaceAll('Show the count on the page', JSON.stringify(evil)));
    const { title, body } = storyIssue({ ...plan.stories[1]!, value: evil, notes: evil });
    const page = epicPage(plan, plan.epics[0]!);
    // GitHub reads no Markdown in a title.
    expect(title).not.toMatch(/@maria|#3/);
    for (const text of [body, page.replace(/```mermaid[\s\S]*$/, '')])
      expect(text).not.toMatch(/@maria|#3|<img|!\[|(?<=\s)\/orch/);
  });
});

test('a drawing has a look for each state, and no label can end it', () => {
  const boxes = [
    { id: 'S1', label: 'One "]:::x\n```\nclick S1 href', dependencies: ['S9'], look: 'done' as const },
    { id: 'S2', label: 'Zwei — ž', dependencies: ['S1'], look: 'stuck' as const },
  ];
  expect(dependencyGraph(boxes)).toMatchInlineSnapshot(`
    "\`\`\`mermaid
    flowchart LR
      S1["One :::x click S1 href"]:::done
      S2["Zwei ž"]:::stuck
      S1 --> S2
      classDef done fill:#dafbe1,stroke:#1a7f37,color:#24292f
      classDef stuck fill:#ffebe9,stroke:#cf222e,color:#24292f
    \`\`\`"
  `);
});
