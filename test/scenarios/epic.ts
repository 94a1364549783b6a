/** An epic in the named world: what its runs write, and shortcuts to a stage of its life. */
import { expect } from 'vitest';
import { documentPath, type EpicWorkflow } from '../../src/core/epic.ts';
import type { Delivery } from './runner.ts';
import type { Acme } from './world.ts';

/** A story of the plan in a few words. */
export interface Wanted {
  key: string;
  title: string;
  after?: string[];
  priority?: number;
  touches?: string[];
}

/** Three stories: the second and the third wait for the first. */
export const THREE: Wanted[] = [
  { key: 'S1', title: 'Parse one unit', touches: ['src/parse.js'] },
  { key: 'S2', title: 'Parse several units', after: ['S1'], touches: ['src/several.js'] },
  { key: 'S3', title: 'Format a duration', after: ['S1'], touches: ['src/format.js'] },
];

/** A document of stories as the workflow `stories` writes it. */
export function storiesDocument(stories: readonly Wanted[]): string {
  const rows = stories.map(({ key, title, after = [], priority = 2, touches = [] }) =>
    [
      `  - key: ${key}`,
      '    epic: E1',
      `    title: ${title}`,
      '    value: Whoever reads a table of durations needs no calculator.',
      '    acceptance: ["It answers for the sample in the request."]',
      '    test_steps: ["Run the tests."]',
      `    priority: ${priority}`,
      '    estimate: { sessions: 1, complexity: 3 }',
      `    dependencies: [${after.join(', ')}]`,
      `    touches: [${touches.map((path) => `"${path}"`).join(', ')}]`,
    ].join('\n'),
  );
  return [
    '# Stories',
    '```yaml',
    'epics:',
    '  - { key: E1, title: Durations, goal: Durations can be read and written. }',
    'stories:',
    ...rows,
    '```',
    '',
  ].join('\n');
}

/** What a run that plays the workflow delivers for the epic. */
export function played(epic: number, workflow: EpicWorkflow, text = `# ${workflow}\n`, outcome?: unknown): Delivery {
  return {
    changes: { [documentPath(epic, workflow)]: text },
    workflow: { name: workflow, ...(outcome !== undefined && { outcome: outcome as null }) },
    pullRequest: { title: `The ${workflow}`, body: 'Read it.' },
  };
}

/** Somebody approves the newest pull request of the epic, and it is merged. */
export async function accepts(acme: Acme, epic: number): Promise<void> {
  acme.reviews('maria', acme.story(epic)!.pull_request!.number, 'approve');
  await acme.settles();
}

/** Issue 1 is an epic whose plan was accepted, and whose stories were opened: 5, 6 and 7. */
export async function opened(acme: Acme, stories: readonly Wanted[] = THREE): Promise<void> {
  acme.opens('otto', { title: 'Durations', body: 'We want to read and write durations.' });
  acme.labels('wes', 1, 'orch:epic');
  await acme.settles();
  for (const workflow of ['why', 'research', 'prd'] as const) {
    await acme.delivers(1, played(1, workflow));
    await acme.settles();
  }
  await accepts(acme, 1);
  await acme.delivers(1, played(1, 'architecture'));
  await acme.settles();
  await accepts(acme, 1);
  await acme.delivers(1, played(1, 'stories', storiesDocument(stories)));
  await acme.settles();
  await accepts(acme, 1);
  expect(acme.story(1)).toMatchObject({ status: 'underway' });
  acme.news();
}
