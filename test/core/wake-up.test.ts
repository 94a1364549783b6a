/** Which wake-ups are worth a request. */
import { describe, expect, test } from 'vitest';
import { NEW_PLAN } from '../../src/core/epic.ts';
import { STATUSES } from '../../src/core/story.ts';
import { worthALook } from '../../src/core/wake-up.ts';
import { NOW, SHA, story } from './samples.ts';

const approvals = [{ by: { id: 2, login: 'wes' }, head: SHA, at: NOW }];

describe('an edit of the text', () => {
  test('is worth a look where something was approved, which is where checks are waited for too', () => {
    expect(worthALook(story('review', { approvals }), ['text_edited'])).toBe(true);
    expect(worthALook(story('review', { approvals }), ['checks_passed'])).toBe(true);
  });

  test.each(STATUSES)('is none where nothing was: %s', (status) => {
    expect(worthALook(story(status), ['text_edited'])).toBe(false);
  });

  test('is none where Orch was never spoken to', () => {
    expect(worthALook(null, ['text_edited'])).toBe(false);
  });

  test('is one while something is owed: it may rest on that text', () => {
    const outbox = { holder: 'server-1', until: NOW, effects: [{ id: '1.1.0', kind: 'sticky' as const }] };
    expect(worthALook(story('in_progress', { outbox }), ['text_edited'])).toBe(true);
  });
});

const wanted = { by: { id: 2, login: 'wes' }, at: NOW };
const outbox = { holder: 'server-1', until: NOW, effects: [{ id: '1.1.0', kind: 'sticky' as const }] };

describe('a place in the schedule', () => {
  test('is worth a look where nothing was begun: Orch may never have looked at what it opened itself', () => {
    expect(worthALook(null, ['schedule'])).toBe(true);
  });

  test.each(STATUSES)('where the story is %s', (status) => {
    expect(worthALook(story(status), ['schedule'])).toBe(status === 'pending' || status === 'untracked');
    expect(worthALook(story(status, { outbox }), ['schedule'])).toBe(true);
  });
});

describe('a change beside it', () => {
  test.each(STATUSES)('is worth a look where it was waited for: %s', (status) => {
    const { plan: _, ...plain } = story(status);
    expect(worthALook(plain, ['relative'])).toBe(false);
    expect(worthALook({ ...plain, wanted }, ['relative'])).toBe(status === 'pending');
    expect(worthALook(story(status, { plan: NEW_PLAN }), ['relative'])).toBe(status === 'underway');
  });

  test('is none where Orch was never spoken to', () => {
    expect(worthALook(null, ['relative'])).toBe(false);
  });
});
