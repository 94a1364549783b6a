import { describe, expect, it } from 'vitest';
import { closeIssue, openIssue } from '../../../src/localhub/world/issues.ts';
import { addLabels } from '../../../src/localhub/world/labels.ts';
import { fromJSON, listen, onChange, toJSON } from '../../../src/localhub/world/world.ts';
import { openedPull, smallWorld } from './small-world.ts';

describe('the world', () => {
  it('gives the same bytes for the same calls', () => {
    const live = (): string => {
      const small = smallWorld();
      openedPull(small);
      openIssue(small.world, small.ada, { repository: small.repository, title: 'One', labels: ['bug', 'new'] });
      return JSON.stringify(toJSON(small.world));
    };
    expect(live()).toBe(live());
  });

  it('comes back from its JSON and goes on where it was', () => {
    const small = smallWorld();
    const { repository, ada } = small;
    openedPull(small);
    const now = (): Date => new Date(0);
    const bytes = JSON.stringify(toJSON(small.world));
    const again = fromJSON(JSON.parse(bytes), { now });
    expect(JSON.stringify(toJSON(again))).toBe(bytes);
    const same = again.repositories.get(repository.id);
    expect(same && openIssue(again, ada, { repository: same, title: 'Next' }).number).toBe(2);
  });

  it('refuses the data of another version', () => {
    expect(() => fromJSON({ version: 9 }, { now: () => new Date() })).toThrow('version 9, known versions: 1');
  });

  it('shows every listener the same order, whatever a listener causes', () => {
    const small = smallWorld();
    const { world, repository, ada } = small;
    const seen: string[] = [];
    listen(world, ({ name, action, subject }) => {
      if (name === 'issues' && action === 'opened' && subject.issue !== undefined) {
        const issue = world.issues.get(subject.issue.id);
        if (issue !== undefined) closeIssue(world, ada, { issue });
      }
    });
    listen(world, ({ action }) => seen.push(String(action)));
    openIssue(world, ada, { repository, title: 'Closed at once', labels: ['bug'] });
    expect(seen).toEqual(['opened', 'closed', 'labeled']);
  });

  it('calls the other listeners when one throws, then tells', () => {
    const { world, repository, ada } = smallWorld();
    const seen: string[] = [];
    const stop = listen(world, () => {
      throw new Error('broken listener');
    });
    listen(world, ({ action }) => seen.push(String(action)));
    expect(() => openIssue(world, ada, { repository, title: 'One' })).toThrow('broken listener');
    stop();
    const issue = openIssue(world, ada, { repository, title: 'Two' });
    expect(seen).toEqual(['opened', 'opened']);
    expect(issue.number).toBe(2);
  });

  it('counts every change for savers, and none for reads or repeated calls', () => {
    const { world, repository, ada } = smallWorld();
    const issue = openIssue(world, ada, { repository, title: 'One', labels: ['bug'] });
    const before = world.revision;
    let called = 0;
    onChange(world, () => {
      called += 1;
    });
    addLabels(world, ada, { issue, names: ['bug'] });
    expect([world.revision - before, called]).toEqual([0, 0]);
    closeIssue(world, ada, { issue });
    expect(world.revision - before).toBe(called);
    expect(called).toBeGreaterThan(0);
  });
});
