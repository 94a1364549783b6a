/** Whom a change of a plan wakes, by the payloads that GitHub's schema describes. */
import { expect, test } from 'vitest';
import { wakeUpsOf } from '../../src/github/wake-up.ts';
import { addBlockedBy, removeBlockedBy } from '../../src/localhub/world/dependencies.ts';
import { closeIssue, openIssue, reopenIssue } from '../../src/localhub/world/issues.ts';
import { accountById } from '../../src/localhub/world/lookups.ts';
import { createRepository } from '../../src/localhub/world/repositories.ts';
import { addSubIssue, removeSubIssue } from '../../src/localhub/world/sub-issues.ts';
import { listen } from '../../src/localhub/world/world.ts';
import { smallWorld, urls } from '../localhub/world/small-world.ts';

test('a change of a plan wakes the epic and what waits, each in its own repository', () => {
  const { world, ada, repository } = smallWorld();
  const owner = accountById(world, repository.ownerId);
  const other = createRepository(world, ada, { owner, name: 'clock' });
  const epic = openIssue(world, ada, { repository, title: 'Epic' });
  const [one, two] = ['One', 'Two'].map((title) => openIssue(world, ada, { repository, title }));
  const far = openIssue(world, ada, { repository: other, title: 'Elsewhere' });
  if (!one || !two) throw new Error('two issues were opened');

  const woken: string[] = [];
  listen(world, (event) => {
    for (const { issue, reasons } of wakeUpsOf(event.name, event.payload(urls), 'orch'))
      woken.push(`${event.repository?.name}#${issue} ${reasons}`);
  });
  const after = (act: () => unknown): string[] => {
    woken.length = 0;
    act();
    return [...new Set(woken)].sort();
  };
  const [here, there] = [(number: number) => `${repository.name}#${number} relative`, `clock#${far.number} relative`];

  expect(after(() => addSubIssue(world, ada, { parent: epic, issue: one }))).toEqual([
    here(epic.number),
    here(one.number),
  ]);
  expect(after(() => closeIssue(world, ada, { issue: one }))).toEqual([
    here(epic.number),
    `${repository.name}#${one.number} issue_closed`,
  ]);
  expect(after(() => reopenIssue(world, ada, { issue: one }))).toEqual([
    here(epic.number),
    `${repository.name}#${one.number} issue_reopened`,
  ]);
  expect(after(() => removeSubIssue(world, ada, { issue: one }))).toEqual([here(epic.number), here(one.number)]);
  expect(after(() => closeIssue(world, ada, { issue: one }))).toEqual([
    `${repository.name}#${one.number} issue_closed`,
  ]);

  expect(after(() => addBlockedBy(world, ada, { issue: two, blocker: one }))).toEqual([here(two.number)]);
  expect(after(() => removeBlockedBy(world, ada, { issue: two, blocker: one }))).toEqual([
    `${repository.name}#${two.number} unblocked`,
  ]);
  expect(after(() => addBlockedBy(world, ada, { issue: far, blocker: one }))).toEqual([there]);
  expect(after(() => addBlockedBy(world, ada, { issue: two, blocker: far }))).toEqual([here(two.number)]);

  expect(after(() => addSubIssue(world, ada, { parent: epic, issue: far }))).toEqual([there, here(epic.number)].sort());
  // The epic is in another repository, where its number may be that of anything.
  expect(after(() => closeIssue(world, ada, { issue: far }))).toEqual([`clock#${far.number} issue_closed`]);
});
