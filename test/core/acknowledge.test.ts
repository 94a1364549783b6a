/** What an answer leaves in the state, where the scenarios cannot easily make GitHub give it. */
import { expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../src/core/config.ts';
import { acknowledge, type Performed } from '../../src/core/decide/acknowledge.ts';
import { EMPTY_LEDGER } from '../../src/core/ledger.ts';
import { observation, story } from './samples.ts';

const ground = {
  observation: observation(),
  settings: { config: DEFAULT_CONFIG, problems: [], source: null, newest: null },
  ledger: EMPTY_LEDGER,
  now: '2026-11-23T09:00:00.000Z',
};
const lease = { holder: 'server-1', until: '2026-11-23T09:02:00.000Z' };
const sticky = { id: '1.4.0', kind: 'sticky' as const };

test('a comment that was found but could not be brought up to date is known from then on', () => {
  const before = story('pending', { outbox: { ...lease, effects: [sticky] } });
  const facts = {
    comment: { id: 40, nodeId: 'IC_40', url: 'https://github.test/acme/durations/issues/1#issuecomment-40' },
  };
  const refused: Performed = { effect: sticky, outcome: { kind: 'refused', reason: 'Body is too long', facts } };
  const { story: after, message } = acknowledge(before, null, [refused], ground, lease);
  expect(after?.sticky).toEqual({ id: 40, node_id: 'IC_40', url: facts.comment.url });
  expect(after?.outbox).toBeUndefined();
  expect(message).toContain('sticky was refused: Body is too long');
});

test('an answer that comes after somebody else’s takes the place of nothing', () => {
  const open = { id: '1.3.0', kind: 'open_pull_request' as const, run: '1-developer-1' };
  const others = {
    pull_request: { number: 3, url: 'https://github.test/acme/durations/pull/3', head: 'c'.repeat(40) },
    sticky: { id: 41, node_id: 'IC_41', url: 'u' },
  };
  const late: Performed[] = [
    { effect: open, outcome: { kind: 'done', facts: { pullRequest: { number: 2, url: 'u' } } } },
    { effect: sticky, outcome: { kind: 'done', facts: { comment: { id: 40, nodeId: 'IC_40', url: 'u' } } } },
  ];
  const { story: after } = acknowledge(story('review', others), null, late, ground, lease, true);
  expect(after).toMatchObject(others);
  // While the state still waits for it, or has nothing yet, it is news.
  const owed = story('review', { ...others, outbox: { ...lease, effects: [open] } });
  expect(acknowledge(owed, null, late, ground, lease).story?.pull_request?.number).toBe(2);
  expect(acknowledge(story('in_progress'), null, late, ground, lease, true).story?.pull_request?.number).toBe(2);
});
