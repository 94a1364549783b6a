/** Stories that come from a plan which people wrote themselves, in Markdown. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld({ labels: true });
});
afterEach(() => acme.finish());

const PLAN = `# Durations

## Phase 1: Reading

- [x] 1.1 Parse one unit
- [ ] 1.2 Parse several units (depends on 1.1)
  - Files: src/several.js
  - Findings: 1m is a minute here
- [ ] 1.3 Refuse nonsense (depends on 1.2)
`;

test('what is not ticked becomes stories, with what was found out before', async () => {
  acme.pushes('maria', 'main', { 'docs/plans/durations.md': PLAN });
  acme.opens('otto', { title: 'Durations' });
  acme.says('wes', 1, '/orch stories docs/plans/durations.md');
  await acme.settles();
  expect([2, 3].map((number) => acme.issue(number).title)).toEqual(['1.2 Parse several units', '1.3 Refuse nonsense']);
  expect(acme.issue(2).body).toContain('## Found out before\n\n- 1m is a minute here');
  expect(acme.story(2)).toMatchObject({ status: 'pending', epic: 1, touches: ['src/several.js'] });
  expect(acme.sticky(1)).toContain('| #3 1.3 Refuse nonsense | in the backlog | 3 | #2 |');
  // Each retrospective ticks off in it what was merged.
  expect(acme.remote.head()?.files.get('epics/0001.yaml')).toContain('ticked: docs/plans/durations.md');
  acme.news();
});

test('a path that is no plan, and a plan that is not there, are told of', async () => {
  acme.opens('otto', { title: 'Durations' });
  acme.says('wes', 1, '/orch stories ../secrets.md');
  acme.says('wes', 1, '/orch stories docs/plans/none.md');
  await acme.settles();
  const told = acme.news();
  expect(told).toContain('`../secrets.md` cannot be a plan.');
  expect(told).toContain('There is no `docs/plans/none.md` on the default branch.');
});

test('a task that is taken out of the plan while its issue is being opened keeps its issue', async () => {
  const file = 'docs/plans/durations.md';
  acme.finish();
  acme = await startWorld();
  const reads = (text: string): void => {
    acme.pushes('maria', 'main', { [file]: text });
    acme.says('wes', 1, `/orch stories ${file}`);
  };
  acme.opens('otto', { title: 'Durations' });
  reads('# Durations\n\n- [ ] 1.1 Parse one unit\n');
  await acme.settles();
  reads('# Durations\n\n- [ ] 1.1 Parse one unit\n- [ ] 1.2 Parse several units\n');
  acme.trouble(({ acts }) => {
    if (!acts.some(({ kind }) => kind === 'open_issue')) return undefined;
    acme.trouble(() => {
      throw new Error('killed');
    });
    return { kind: 'answer_lost' };
  });
  await acme.settles().catch(() => {});
  acme.trouble(undefined);
  expect(acme.issue(3).title).toBe('1.2 Parse several units');
  acme.restarts();
  reads('# Durations\n\n- [ ] 1.1 Parse one unit\n');
  await acme.settles();
  acme.waits(30);
  await acme.orch.sweep();
  await acme.settles();
  expect(acme.story(3)).toMatchObject({ status: 'pending', epic: 1 });
  expect(acme.remote.head()?.files.get('epics/0001.yaml')).toContain('key: S102');
  acme.news();
});
