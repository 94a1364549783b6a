import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cycleDiagram, cycleTable } from '../tools/docs/diagram.ts';
import { generated, outdated } from '../tools/generate-docs.ts';

describe('the documentation', () => {
  test('says what the code says; npm run docs brings it up to date', () => {
    expect(outdated()).toEqual([]);
  });

  test('has all its generated parts', () => {
    expect(generated().map(({ path }) => path)).toEqual([
      'README.md',
      'docs/design.md',
      'docs/configuration.md',
      'docs/permissions.md',
      'docs/state.md',
    ]);
  });

  test('tells of every variable that the server reads', () => {
    const source = readFileSync(new URL('../src/server/from-environment.ts', import.meta.url), 'utf8');
    const read = new Set([...source.matchAll(/\b([A-Z]+_[A-Z_]+|PORT|HOST)\b/g)].map(([name]) => name));
    const page = readFileSync(new URL('../docs/operating.md', import.meta.url), 'utf8');
    expect(read.size).toBeGreaterThan(10);
    expect([...read].filter((name) => !page.includes(`\`${name}\``))).toEqual(['STORE_CHOICES']);
  });
});

describe('the cycle of an epic’s sprints', () => {
  test('has every arrow but the loops in the drawing', () => {
    expect(cycleDiagram()).toMatchInlineSnapshot(`
      "\`\`\`mermaid
      stateDiagram-v2
        [*] --> idle
        idle --> backlog_ready: opened
        idle --> sprint_planned: plan
        backlog_ready --> sprint_planned: plan
        sprint_planned --> sprint_active: start
        sprint_planned --> backlog_ready: cancel
        sprint_active --> sprint_review: ended, review
        sprint_active --> backlog_ready: cancel
        sprint_review --> backlog_ready: close, stories are left
        sprint_review --> idle: close, none is left
      \`\`\`"
    `);
  });

  test('has a row for each state in the text', () => {
    expect(cycleTable()).toMatchInlineSnapshot(`
      "| state | event → next state |
      |---|---|
      | idle | \`opened\` → backlog_ready, \`plan\` → sprint_planned |
      | backlog_ready | \`opened\` → backlog_ready, \`plan\` → sprint_planned |
      | sprint_planned | \`opened\` → sprint_planned, \`start\` → sprint_active, \`cancel\` → backlog_ready |
      | sprint_active | \`opened\` → sprint_active, \`ended\` → sprint_review, \`review\` → sprint_review, \`cancel\` → backlog_ready, \`feedback\` → sprint_active |
      | sprint_review | \`opened\` → sprint_review, \`close\` → backlog_ready (stories are left) or idle (none is left), \`feedback\` → sprint_review |"
    `);
  });
});
