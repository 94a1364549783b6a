import { describe, expect, it } from 'vitest';
import { openIssue } from '../../../src/localhub/world/issues.ts';
import {
  addSubIssue,
  MAX_LEVELS,
  MAX_SUB_ISSUES,
  moveSubIssue,
  parentOf,
  removeSubIssue,
  subIssuesOf,
} from '../../../src/localhub/world/sub-issues.ts';
import type { Issue } from '../../../src/localhub/world/types.ts';
import { openedPull, refusal, type SmallWorld, smallWorld } from './small-world.ts';

const opened = ({ world, repository, ada }: SmallWorld, parent?: Issue): Issue =>
  openIssue(world, ada, { repository, title: 'Broken', ...(parent && { parent }) });

describe('sub-issues', () => {
  it('have one parent, which is theirs until it is replaced', () => {
    const small = smallWorld();
    const { world, ada } = small;
    const [epic, story, other] = [opened(small), opened(small), opened(small)];
    addSubIssue(world, ada, { parent: epic, issue: story });
    expect(subIssuesOf(world, epic)).toEqual([story]);
    expect(parentOf(world, story)).toBe(epic);
    expect(refusal(() => addSubIssue(world, ada, { parent: epic, issue: story }))).toMatch('duplicate sub-issues');
    expect(refusal(() => addSubIssue(world, ada, { parent: other, issue: story }))).toMatch('only have one parent');
    addSubIssue(world, ada, { parent: other, issue: story, replaceParent: true });
    expect([subIssuesOf(world, epic), subIssuesOf(world, other)]).toEqual([[], [story]]);
    removeSubIssue(world, ada, { issue: story });
    expect(parentOf(world, story)).toBeNull();
    expect(refusal(() => removeSubIssue(world, ada, { issue: story }))).toBe('404 Not Found');
  });

  it('are told to both sides', () => {
    const small = smallWorld();
    const [epic, story] = [opened(small), opened(small)];
    addSubIssue(small.world, small.ada, { parent: epic, issue: story });
    removeSubIssue(small.world, small.ada, { issue: story });
    expect(small.happened().slice(2)).toEqual([
      'sub_issues.parent_issue_added',
      'sub_issues.sub_issue_added',
      'sub_issues.parent_issue_removed',
      'sub_issues.sub_issue_removed',
    ]);
  });

  it('are never above themselves', () => {
    const small = smallWorld();
    const { world, ada } = small;
    const epic = opened(small);
    const story = opened(small, epic);
    const task = opened(small, story);
    for (const parent of [epic, story, task])
      expect(refusal(() => addSubIssue(world, ada, { parent, issue: epic }))).toMatch('circular');
  });

  it('are issues, below issues', () => {
    const small = smallWorld();
    const { world, ada } = small;
    const [epic, pull] = [opened(small), openedPull(small)];
    expect(refusal(() => addSubIssue(world, ada, { parent: epic, issue: pull }))).toMatch('Sub issue may only be an');
    expect(refusal(() => addSubIssue(world, ada, { parent: pull, issue: epic }))).toMatch(
      'Parent may only be an issue',
    );
  });

  it('are a hundred at the most, and eight levels deep at the most', () => {
    const small = smallWorld();
    const { world, ada } = small;
    const epic = opened(small);
    for (let count = 0; count < MAX_SUB_ISSUES; count += 1) opened(small, epic);
    const before = world.issues.size;
    expect(refusal(() => opened(small, epic))).toMatch('more than 100 sub-issues');
    expect(world.issues.size).toBe(before);
    let deepest = opened(small);
    const [top, pair] = [deepest, opened(small)];
    opened(small, pair);
    for (let level = 1; level < MAX_LEVELS; level += 1) deepest = opened(small, deepest);
    // The pair brings a level of its own.
    expect(refusal(() => addSubIssue(world, ada, { parent: deepest, issue: pair }))).toMatch('8 levels');
    const last = opened(small, deepest);
    expect(refusal(() => opened(small, last))).toMatch('8 levels');
    expect(parentOf(world, top)).toBeNull();
  });

  it('stand in the order in which people put them', () => {
    const small = smallWorld();
    const { world, ada } = small;
    const epic = opened(small);
    const [a, b, c] = [opened(small, epic), opened(small, epic), opened(small, epic)];
    moveSubIssue(world, { parent: epic, issue: c, before: a });
    expect(subIssuesOf(world, epic)).toEqual([c, a, b]);
    moveSubIssue(world, { parent: epic, issue: c, after: a });
    expect(subIssuesOf(world, epic)).toEqual([a, c, b]);
    removeSubIssue(world, ada, { issue: a });
    addSubIssue(world, ada, { parent: epic, issue: a });
    expect(subIssuesOf(world, epic)).toEqual([c, b, a]);
    expect(refusal(() => moveSubIssue(world, { parent: epic, issue: a, after: epic }))).toMatch('422');
    expect(refusal(() => moveSubIssue(world, { parent: epic, issue: a }))).toMatch('422');
  });
});
