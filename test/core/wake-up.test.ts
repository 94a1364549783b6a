/** Which wake-ups are worth a request. */
import { describe, expect, test } from 'vitest';
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
