import { describe, expect, it } from 'vitest';
import {
  addBlockedBy,
  blockedOf,
  blockersOf,
  MAX_DEPENDENCIES,
  removeBlockedBy,
} from '../../../src/localhub/world/dependencies.ts';
import { openIssue } from '../../../src/localhub/world/issues.ts';
import { pinIssue, pinnedIssuesOf, unpinIssue } from '../../../src/localhub/world/pins.ts';
import type { Issue } from '../../../src/localhub/world/types.ts';
import { openedPull, refusal, type SmallWorld, smallWorld } from './small-world.ts';

const opened = ({ world, repository, ada }: SmallWorld): Issue =>
  openIssue(world, ada, { repository, title: 'Broken' });

describe('dependencies', () => {
  it('are seen from both sides, and taken back', () => {
    const small = smallWorld();
    const { world, ada } = small;
    const [one, other, third] = [opened(small), opened(small), opened(small)];
    addBlockedBy(world, ada, { issue: one, blocker: third });
    addBlockedBy(world, ada, { issue: one, blocker: other });
    expect(blockersOf(world, one)).toEqual([third, other]);
    expect(blockedOf(world, other)).toEqual([one]);
    removeBlockedBy(world, ada, { issue: one, blocker: third });
    removeBlockedBy(world, ada, { issue: one, blocker: third });
    expect([blockersOf(world, one), blockedOf(world, third)]).toEqual([[other], []]);
    expect(small.happened().slice(3)).toEqual([
      'issue_dependencies.blocked_by_added',
      'issue_dependencies.blocking_added',
      'issue_dependencies.blocked_by_added',
      'issue_dependencies.blocking_added',
      'issue_dependencies.blocked_by_removed',
      'issue_dependencies.blocking_removed',
    ]);
  });

  it('are refused twice, of oneself, and of pull requests', () => {
    const small = smallWorld();
    const { world, ada } = small;
    const [one, other, pull] = [opened(small), opened(small), openedPull(small)];
    const wait = (issue: Issue, blocker: Issue) => refusal(() => addBlockedBy(world, ada, { issue, blocker }));
    expect(wait(one, other)).toBeNull();
    expect(wait(one, other)).toMatch('Target issue has already been taken');
    expect(wait(one, one)).toMatch('422');
    expect(wait(one, pull)).toMatch('Target issue may only be an issue');
    expect(wait(pull, one)).toMatch('Source issue may only be an issue');
  });

  it('are fifty at the most, in each direction', () => {
    const small = smallWorld();
    const { world, ada } = small;
    const [one, other] = [opened(small), opened(small)];
    for (let count = 0; count < MAX_DEPENDENCIES; count += 1) {
      addBlockedBy(world, ada, { issue: one, blocker: opened(small) });
      addBlockedBy(world, ada, { issue: opened(small), blocker: other });
    }
    expect(refusal(() => addBlockedBy(world, ada, { issue: one, blocker: opened(small) }))).toMatch('more than 50');
    expect(refusal(() => addBlockedBy(world, ada, { issue: opened(small), blocker: other }))).toMatch('more than 50');
  });
});

describe('pinned issues', () => {
  it('are three at the most', () => {
    const small = smallWorld();
    const { world, ada, repository } = small;
    const issues = [opened(small), opened(small), opened(small), opened(small)] as const;
    const pin = (issue: Issue) => refusal(() => pinIssue(world, ada, { repository, issue }));
    expect(issues.slice(0, 3).map(pin)).toEqual([null, null, null]);
    expect(pin(issues[0])).toMatch('already pinned');
    expect(pin(issues[3])).toMatch('Maximum 3 pinned issues');
    unpinIssue(world, ada, { issue: issues[1] });
    unpinIssue(world, ada, { issue: issues[1] });
    expect(pin(issues[3])).toBeNull();
    expect(pinnedIssuesOf(world, repository)).toEqual([issues[0], issues[2], issues[3]]);
    expect(small.happened().filter((name) => /pinned/.test(name))).toHaveLength(5);
  });
});
