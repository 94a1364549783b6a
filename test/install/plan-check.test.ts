import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkPlans, describePlans } from '../../src/install/plan-check.ts';
import { PHASES } from '../core/plan/markdown-samples.ts';
import { PLAN, YAML } from '../core/plan/samples.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orch-plans-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** The report with the folder's name left out. */
const said = (paths: string[], graph = false): string =>
  describePlans(checkPlans(paths, { yaml: YAML, graph }))
    .join('\n')
    .replaceAll(`${folder}/`, '');

test('each file is told with what it is, and all that is wrong', () => {
  const paths = [
    put('a.md', PHASES),
    put('b.md', PLAN),
    put('c.md', '- [ ] 1.1 A\n  - Depends on: 1.2, 1.3\n- [ ] 1.1 B\n'),
  ];
  expect(said([...paths, join(folder, 'd.md')])).toBe(`ok      a.md  (Markdown plan, 6 stories, 1 done)
  advice: One chain of dependencies holds 3.5 of 5.5 sessions, so that little can be done at the same time. Which of its dependencies are only a habit?
  advice: 1.2, 2.1, 2.2, 2.3, 2.4 and 2.5 do not say what files will change (\`touches\`), so that nothing keeps them apart from others.
ok      b.md  (stories, 3 stories)
FAILED  c.md  (2 problems)
  c.md:2: 1.1.dependencies: 1.2, 1.3: there is no task 1.2 or 1.3; there are 1.1; did you mean 1.1?
  c.md:3: 1.1: 1.1 B: task 1.1 stands in line 1 already; give each its own number
FAILED  d.md  (1 problem)
  d.md:1: there is no such file or folder
4 files, 2 failed`);
});

test('the dependencies are drawn', () => {
  const drawn = said([put('b.md', PLAN)], true);
  expect(drawn).toContain('```mermaid\nflowchart LR\n  S1["S1 Count what is in stock"]');
  expect(drawn).toContain('  S1 --> S2\n  S1 --> S3\n');
});

test('of a folder the plans are checked, and other Markdown is left alone', () => {
  mkdirSync(join(folder, 'plans'));
  expect(said([join(folder, 'plans')])).toContain('there is no plan in this folder or below it');
  put('plans/a.md', PHASES);
  put('plans/README.md', '# Plans\n\nThey are here.\n');
  expect(checkPlans([folder], { yaml: YAML })).toMatchObject({
    ok: true,
    failed: 0,
    files: [
      {
        path: join(folder, 'plans/a.md'),
        kind: 'markdown',
        stories: 6,
        done: 1,
        order: ['S102', 'S201', 'S202', 'S203', 'S204', 'S205'],
      },
    ],
  });
});
