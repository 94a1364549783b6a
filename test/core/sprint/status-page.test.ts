/** The page for people on the state branch. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src/core/config.ts';
import { NEW_PLAN } from '../../../src/core/epic.ts';
import { withEpic } from '../../../src/core/sprint/status-page.ts';
import { ALL, epic, planOf, sprintOf, teamOf } from './samples.ts';

const active = epic('underway', planOf({ cycle: 'sprint_active', sprint: sprintOf(ALL) }));
const team = teamOf(['merged', 'in_progress', 'review', 'pending', 'pending', 'pending']);
const done = epic('merged', planOf({ past: [sprintOf(ALL)] }), { id: 3, title: 'Units' });
const young = epic('in_progress', NEW_PLAN, { id: 9, title: 'Time zones' });

const add = (page: string | null, one: typeof active, its = team) => withEpic(page, one, its, DEFAULT_CONFIG);

test('has each epic, those at work first', async () => {
  const page = add(add(add(null, done, teamOf(['merged', 'merged'])), young, []), active);
  await expect(page).toMatchFileSnapshot('boards/STATUS.md');
});

describe('one epic at a time', () => {
  test('comes to the same page, whatever the order', () => {
    const whole = add(add(null, active), young, []);
    expect(add(add(null, young, []), active)).toBe(whole);
    expect(add(whole, active)).toBe(whole);
  });

  test('begins a page, replaces its own part, and leaves the others as they are', () => {
    const first = add(null, active);
    const both = add(first, young, []);
    expect(both).toContain('- **#7 Durations as people say them**: Sprint 1 of epic 7: 1 of 6 merged');
    const merged = teamOf(['merged', 'merged', 'merged', 'pending', 'pending', 'pending']);
    const next = add(both, active, merged);
    expect(next).toContain('- **#7 Durations as people say them**: Sprint 1 of epic 7: 3 of 6 merged');
    expect(next).not.toContain('1 of 6 merged');
    expect(next.slice(next.indexOf('<!-- epic 9'))).toBe(both.slice(both.indexOf('<!-- epic 9')));
  });

  test('is short once it has ended, and stands behind the others', () => {
    const page = add(add(null, done), active);
    expect(page.indexOf('<!-- epic 7 -->')).toBeLessThan(page.indexOf('<!-- epic 3 ended -->'));
    expect(page.slice(page.indexOf('<!-- epic 3'))).not.toContain('|');
  });

  test('makes of whatever stands there a page', () => {
    for (const text of ['', 'by hand', '<!-- epic 7 -->', '<!-- epic 7 -->\n<!-- epic 7 -->\r\n# mine\r\n'])
      expect(add(text, active)).toBe(add(null, active));
  });

  test('no title can be a mark', () => {
    const title = 'x\n<!-- epic 9 -->\ny';
    const page = add(add(null, { ...active, title }), young, []);
    expect(page.match(/^<!-- epic 9 -->$/gm)).toHaveLength(1);
    expect(add(page, young, [])).toBe(page);
  });
});
