/** Approvals through several looks: what is bound, what is void, what counts again, and what files from before say. */
import { describe, expect, test } from 'vitest';
import { configSchema, DEFAULT_CONFIG } from '../../src/core/config.ts';
import { decide, voices } from '../../src/core/decide/decide.ts';
import type { Comment, Observation, PullRequest, Review } from '../../src/core/observation.ts';
import type { Role } from '../../src/core/permissions.ts';
import type { Story } from '../../src/core/story.ts';
import { decodeStory, encodeStory } from '../../src/state/codec.ts';
import { comment, ground, LEASE, NOW, observation, pullRequest, run, SHA, story, TEXT, WES } from './samples.ts';

const OTHER = 'other'.padEnd(40, '0');
const before = '2026-11-23T08:59:59Z';
const review: Review = { id: 5, by: WES, state: 'approved', body: '', commit: SHA, at: NOW };
const pending = [{ name: 'ci', state: 'pending' as const, summary: '', url: '', own: false }];

interface Seen {
  review?: Partial<Review> | null;
  comments?: Comment[];
  pull?: Partial<PullRequest>;
  issue?: Partial<NonNullable<Observation['issue']>>;
  role?: Role;
}

/** What GitHub shows: a pull request with the review of wes, whose checks still run. */
function show({ review: over, comments = [], pull, issue, role = 'write' }: Seen): Observation {
  const reviews = over === null ? [] : [{ ...review, ...over }];
  const plain = observation();
  return observation({
    pullRequest: pullRequest({ reviews, opinions: reviews, checks: pending, ...pull }),
    issue: { ...plain.issue!, ...issue },
    comments,
    roles: { [WES.id]: role },
  });
}

/** The story after one look after the other, each through its file as the state branch would keep it. */
function through(looks: Seen[], start: Story = story('review')): Story {
  return looks.reduce<Story>((told, one) => {
    const question = { ...ground(show(one)), run: run({ status: 'succeeded' }), lease: LEASE };
    const decision = decide({ ...question, story: told });
    const next = decodeStory(encodeStory(decision.story!), 'story.yaml');
    // The same look again is no news.
    expect(decide({ ...question, story: next }).message).toBe('');
    return next;
  }, start);
}

const byReview: Seen = {};
const byComment: Seen = { review: null, comments: [comment(7, '/orch approve')] };

describe.each([
  ['a review', byReview, {}],
  ['a comment', byComment, { review: null }],
] as const)('an approval by %s', (_, first, later) => {
  const approvals = (...looks: Seen[]) => through([first, ...looks.map((look) => ({ ...later, ...look }))]).approvals;

  test('is kept with the commit, the text, the person, the time and where it is from', () => {
    expect(approvals()).toEqual([
      {
        by: { id: WES.id, login: 'wes' },
        head: SHA,
        text: TEXT,
        at: NOW,
        from: first === byReview ? 'review' : 'comment',
        source: first === byReview ? 5 : 7,
      },
    ]);
    expect(approvals({})).toEqual(approvals());
  });

  test.each<[string, Seen, string]>([
    ['another head', { pull: { head: OTHER } }, 'push'],
    ['an edit later', { issue: { edited: { at: '2026-11-23T09:00:01Z', by: null } } }, 'text'],
    ['an edit in the same second', { issue: { edited: { at: '2026-11-23T09:00:00Z', by: WES } } }, 'text'],
    ['another text that GitHub tells no edit of', { issue: { text: 'x' } }, 'text'],
    ['a role too low', { role: 'triage' }, 'right'],
    ['no role at all', { role: 'none' }, 'right'],
  ])('is void after %s', (__, look, why) => {
    const told = through([first, { ...later, ...look }]);
    expect(told.approvals).toBeUndefined();
    expect(told.void).toMatchObject([{ by: 'wes', why }]);
    expect(told.outbox?.effects.map(({ kind }) => kind)).toContain('sticky');
  });

  test('stays after an edit that came before it', () => {
    expect(approvals({ issue: { text: 'x', edited: { at: before, by: null } } })).toHaveLength(1);
  });

  test.each<[string, Seen]>([
    ['the approved commit is the head again', { pull: { head: OTHER } }],
    ['the role is back', { role: 'read' }],
  ])('counts again when %s', (__, look) => {
    expect(approvals(look)).toBeUndefined();
    expect(approvals(look, look, {})).toHaveLength(1);
    expect(through([first, { ...later, ...look }, later]).void).toBeUndefined();
  });

  test('does not count again when the text looks as it did', () => {
    expect(approvals({ issue: { text: 'x' } }, {})).toBeUndefined();
  });

  test('asks for the role of whoever gave it, as long as it can count', () => {
    const told = through([first]);
    const asked = (look: Seen) => voices(told, show({ ...later, ...look })).map(({ login }) => login);
    expect(asked({})).toEqual(['wes']);
    expect(asked({ pull: { head: OTHER } })).toEqual([]);
    expect(asked({ pull: { state: 'merged' } })).toEqual([]);
  });
});

describe('a review', () => {
  test('of an older commit is told of once, and asks for the role only then', () => {
    const late: Seen = { review: { commit: OTHER } };
    expect(voices(story('review'), show(late)).map(({ login }) => login)).toEqual(['wes']);
    const told = through([late]);
    expect(told).toMatchObject({ void: [{ by: 'wes', why: 'push' }], seen: { review: 5 } });
    expect(voices(told, show(late))).toEqual([]);
  });

  test('of an older commit by someone who may not is nobody’s business', () => {
    expect(through([{ review: { commit: OTHER }, role: 'read' }]).void).toBeUndefined();
  });

  test('that GitHub no longer knows the commit of does not count', () => {
    expect(through([{ review: { commit: null } }]).approvals).toBeUndefined();
  });

  test('that is gone is as good as dismissed', () => {
    expect(through([byReview, { review: null }]).void).toEqual([{ by: 'wes', why: 'dismissed' }]);
    expect(through([byReview, { review: { state: 'dismissed' } }]).void).toEqual([{ by: 'wes', why: 'dismissed' }]);
  });

  test('by someone whose account was deleted since does not count any more', () => {
    const ghost = { id: 0, login: 'ghost', kind: 'ghost' } as const;
    expect(through([byReview, { review: { by: ghost } }]).approvals).toBeUndefined();
  });
});

test('of one person who approved by both, the one that is left counts', () => {
  const both = through([byReview, { comments: [comment(7, '/orch approve')] }]);
  expect(both.approvals).toMatchObject([{ from: 'comment' }]);
  expect(through([{ review: { state: 'dismissed' } }], both).approvals).toMatchObject([{ from: 'comment' }]);
});

test('a file from before texts and sources were kept goes on counting', () => {
  const old = { by: { id: WES.id, login: 'wes' }, head: SHA, at: '2026-11-23T09:00:00.123Z' };
  const told = through([byReview], story('review', { approvals: [old] }));
  expect(told.approvals).toMatchObject([{ by: { login: 'wes' }, text: TEXT, from: 'review', source: 5 }]);
  expect(told.void).toBeUndefined();
  const gone = through([{ review: { state: 'dismissed' } }], story('review', { approvals: [old] }));
  expect(gone).toMatchObject({ void: [{ by: 'wes', why: 'dismissed' }] });
});

test('approvers who are named later make the others void, and back', () => {
  const told = through([byComment]);
  const config = configSchema.parse({ settings: { approvers: ['maria'] } });
  const look = (from: Story, now = config) =>
    decide({ ...ground(show({ review: null }), now), story: from, run: run({ status: 'succeeded' }), lease: LEASE })
      .story!;
  const named = look(told);
  expect(named).toMatchObject({ void: [{ by: 'wes', why: 'approvers' }] });
  expect(look(named, DEFAULT_CONFIG).approvals).toHaveLength(1);
});
