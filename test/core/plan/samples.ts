/** Plans and stories for the tests of planning. */

import type { Yaml } from '../../../src/core/plan/outcome.ts';
import type { Scheduled } from '../../../src/core/plan/schedule.ts';
import { yamlLines } from '../../../src/yaml/lines.ts';
import { readYaml } from '../../../src/yaml/read.ts';

export const YAML: Yaml = { read: readYaml, lines: yamlLines };

/** A story in the schedule; a number more is a younger one. */
export const scheduled = (id: number, more: Partial<Scheduled> = {}): Scheduled => ({
  id,
  status: 'pending',
  priority: 2,
  sessions: 1,
  dependencies: [],
  touches: [],
  created_at: new Date(Date.UTC(2026, 2, 1) + id * 1000).toISOString(),
  ...more,
});

/** A small plan that can be carried out, as a document. Its YAML begins in line 6. */
export const PLAN = `# Stock: stories

Three stories.

\`\`\`yaml
epics:
  - key: E1
    title: Show what is in stock
    goal: Shoppers see before they order whether a thing is there.
stories:
  - key: S1
    epic: E1
    title: Count what is in stock
    value: As a clerk, I see how many of a thing are left.
    acceptance:
      - Given 3 of a thing and an order for 2, the count is 1.
    test_steps:
      - Order 2 of a thing of which there are 3; the count says 1.
    priority: 1
    estimate: { sessions: 1, complexity: 3 }
    covers: [R1]
    touches: [src/stock/**]
  - key: S2
    epic: E1
    title: Show the count on the page
    value: As a shopper, I see how many are left.
    acceptance:
      - The page of a thing shows its count.
    test_steps:
      - Open the page of a thing with count 3; it says 3.
    priority: 2
    estimate: { sessions: 2, complexity: 2 }
    dependencies: [S1]
    covers: [R2]
    touches: [src/page/**]
  - key: S3
    epic: E1
    title: Refuse an order for more than there is
    value: As a shopper, I am not sold what is not there.
    acceptance:
      - An order for 4 of a thing with count 3 is refused with the count.
    test_steps:
      - Order 4 of a thing with count 3; the answer names 3.
    priority: 2
    estimate: { sessions: 1, complexity: 3 }
    dependencies: [S1]
    covers: [R1]
    touches: [src/order/**]
\`\`\`
`;
