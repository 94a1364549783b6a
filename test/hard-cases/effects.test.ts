/** Hard cases with effects. The numbers are those of the list of faults and attacks that every release is held against. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commentsOf, updateComment } from '../../src/localhub/world/comments.ts';
import { atWork, inReview } from '../scenarios/stages.ts';
import { type Acme, startWorld } from '../scenarios/world.ts';
import { diesAt, said, started, watchRequests } from './ground.ts';
import { type Process, post, signed, startTown, type Town } from './wire.ts';

describe('in the named world', () => {
  let acme: Acme;
  beforeEach(async () => {
    acme = await startWorld({ labels: true });
  });
  afterEach(() => acme.finish());

  const asks = () => {
    acme.opens('wes', { title: 'Accept "2 days"' });
    acme.labels('wes', 1, 'orch:run');
  };
  /** The process is started anew and sweeps, as often as it likes to. */
  const recovers = async (holder?: string) => {
    acme.restarts(holder);
    for (let round = 0; round < 3; round += 1) {
      acme.waits(3);
      await acme.orch.sweep();
      await acme.settles();
    }
  };

  describe.each(['server-1', 'server-2'])('looked after by %s', (holder) => {
    test('E11 it dies between the commit and the comment: the comment is there once after that', async () => {
      asks();
      diesAt(acme, 'comment', 'before');
      await acme.settles();
      expect(acme.news()).toMatch(/! server-1: killed/);
      expect(said(acme, 1)).toEqual([]);
      await recovers(holder);
      expect(said(acme, 1)).toEqual(['story:1']);
      expect(started(acme)).toHaveLength(1);
      expect(acme.story(1)?.outbox).toBeUndefined();
      acme.news();
    });

    test('E11 the same with an answer to somebody', async () => {
      await atWork(acme);
      acme.says('otto', 1, '/orch why');
      diesAt(acme, 'comment', 'before');
      await acme.settles();
      expect(said(acme, 1)).toEqual(['story:1']);
      await recovers(holder);
      expect(said(acme, 1)).toEqual(['story:1', expect.stringMatching(/^answer:/)]);
      acme.news();
    });

    test('E12 it dies between the comment and the note of it: the mark is found, and there is no second comment', async () => {
      asks();
      diesAt(acme, 'comment', 'after');
      await acme.settles();
      expect(said(acme, 1)).toEqual(['story:1']);
      expect(acme.story(1)?.sticky).toBeUndefined();
      await recovers(holder);
      expect(said(acme, 1)).toEqual(['story:1']);
      // It was found, and not only left alone: it is brought up to date from now on.
      expect(acme.story(1)?.sticky?.id).toBe(commentsOf(acme.world, acme.issue(1))[0]?.id);
      await acme.delivers(1);
      await acme.settles();
      expect(acme.sticky(1)).toContain('#2 is ready for review');
      acme.news();
    });

    test('E12 the same with an answer, a run, a pull request and its check', async () => {
      asks();
      acme.says('otto', 1, '/orch why');
      diesAt(acme, 'dispatch', 'after');
      await acme.settles();
      await recovers(holder);
      expect(started(acme)).toHaveLength(1);
      await acme.delivers(1);
      diesAt(acme, 'open_pull_request', 'after');
      await acme.settles();
      await recovers(holder);
      expect(said(acme, 1)).toEqual(['story:1', expect.stringMatching(/^answer:/)]);
      expect(acme.story(1)).toMatchObject({ status: 'review', pull_request: { number: 2 } });
      const news = acme.news();
      expect(news.match(/^opens #/gm)).toHaveLength(1);
      expect(news.match(/^publishes the check/gm)).toHaveLength(1);
      expect(news.match(/^answers on/gm)).toHaveLength(1);
    });

    test('E12 a mark that somebody else typed is not taken for Orch’s own', async () => {
      asks();
      acme.says('otto', 1, '<!-- orch:story:1 -->\n### All is well');
      diesAt(acme, 'comment', 'before');
      await acme.settles();
      await recovers(holder);
      expect(said(acme, 1)).toEqual(['story:1']);
      const [otto] = commentsOf(acme.world, acme.issue(1));
      expect(otto?.body).toContain('All is well');
      acme.news();
    });
  });

  test('E13 the comment is made and the answer is an error: it is looked for, and not made again', async () => {
    asks();
    const watch = { creates: 0, looks: 0 };
    acme.trouble(({ kind, acts }) => {
      const about = acts.some((act) => act.kind === 'comment');
      if (about && kind === 'look') watch.looks += 1;
      if (!about || kind !== 'perform') return undefined;
      watch.creates += 1;
      return { kind: 'answer_lost' };
    });
    // The same process goes on, and knows that it began something.
    acme.orch.place.begun = new Map();
    for (let round = 0; round < 8; round += 1) {
      await acme.settles();
      acme.waits(0.5);
    }
    await acme.orch.sweep();
    expect(watch).toEqual({ creates: 1, looks: 1 });
    expect(said(acme, 1)).toEqual(['story:1']);
    expect(acme.story(1)?.outbox).toBeUndefined();
    acme.trouble(undefined);
    acme.news();
  });

  describe('E26 a person meddles with the sticky comment', () => {
    const lost = { drops: () => true };
    const sweeps = async (count: number) => {
      for (let round = 0; round < count; round += 1) {
        acme.waits(10);
        await acme.orch.sweep();
        await acme.settles(lost);
      }
    };

    test('it is deleted: it is written again when there is something to tell, and then once', async () => {
      await inReview(acme);
      acme.deletesSticky('maria', 1);
      await acme.settles();
      expect(acme.news()).toBe('');
      await sweeps(10);
      expect(said(acme, 1)).toEqual([]);
      expect(acme.news()).not.toMatch(/writes|edits|answers/);
      acme.says('wes', 1, '/orch pause');
      await acme.settles();
      expect(said(acme, 1)).toEqual(['story:1']);
      expect(acme.sticky(1)).toContain('This story is on hold');
      await sweeps(10);
      acme.says('wes', 1, '/orch resume');
      await acme.settles();
      // The new one is the one that is kept up to date from now on.
      expect(said(acme, 1)).toEqual(['story:1']);
      expect(acme.sticky(1)).toContain('#2 is ready for review');
      acme.news();
    });

    test('it is edited: that stays until the story has news, nobody is woken by it, and there is no war', async () => {
      await inReview(acme);
      const sticky = acme.story(1)!.sticky!.id;
      const text = '<!-- orch:story:1 -->\nI put this in my own words.';
      acme.editsComment('maria', sticky, text);
      await acme.settles();
      expect(acme.news()).toBe('');
      await sweeps(10);
      expect(acme.news()).not.toMatch(/writes|edits|answers|deletes/);
      expect(acme.sticky(1)).toBe('I put this in my own words.');
      acme.reviews('wes', 2, 'request changes', 'Please rename it.');
      await acme.settles();
      expect(acme.sticky(1)).toContain('Working on the changes asked for in #2');
      expect(acme.news().match(/^edits #1/gm)).toHaveLength(1);
      // They edit it back and forth; Orch does not take part.
      for (let round = 0; round < 3; round += 1) {
        updateComment(acme.world, acme.bot, { comment: acme.world.comments.get(sticky)!, body: `${text} ${round}` });
        acme.editsComment('maria', sticky, `${text} Again.`);
        acme.news();
        await acme.settles();
        await sweeps(3);
        expect(acme.news()).not.toMatch(/writes|edits|answers|deletes/);
      }
      expect(said(acme, 1)).toEqual(['story:1']);
    });

    test('its mark is taken out of it: the same', async () => {
      await inReview(acme);
      const sticky = acme.story(1)!.sticky!.id;
      acme.editsComment('maria', sticky, 'Nothing to see here.');
      await acme.settles();
      await sweeps(10);
      expect(acme.news()).not.toMatch(/writes|edits|answers|deletes/);
      acme.says('wes', 1, '/orch pause');
      await acme.settles();
      expect(acme.sticky(1)).toContain('This story is on hold');
      expect(said(acme, 1)).toEqual(['story:1']);
      acme.news();
    });
  });

  test('E25 more than two hundred comments, and a command in each tenth: all are heard, each once', async () => {
    await atWork(acme);
    for (let index = 0; index < 250; index += 1) {
      acme.says('otto', 1, index % 50 === 49 ? '/orch why' : `Comment ${index}, about nothing.`);
    }
    await acme.settles({ drops: () => true });
    const watch = watchRequests(acme);
    await acme.orch.sweep();
    await acme.settles();
    expect(said(acme, 1).filter((key) => key.startsWith('answer:'))).toHaveLength(5);
    expect(watch.asked.filter((line) => line.includes('comment') && line !== 'recent_comments')).toHaveLength(1);
    acme.trouble(undefined);
    acme.news();
  });
});

describe('over the wire', () => {
  let town: Town;
  beforeAll(async () => {
    town = await startTown();
  });
  afterAll(() => town.end());

  test('E13 GitHub makes the comment and answers with 502: it was asked once, and the next process finds it', async () => {
    const first = await town.starts();
    await first.orch.idle();
    const issue = town.opens('Say it once');
    town.labels(issue, 'orch:run');
    first.gate.rule(({ body }) =>
      body.includes('addComment')
        ? { kind: 'works, but answers', status: 502, body: { message: 'Bad Gateway' } }
        : undefined,
    );
    const second = await hands(first, issue.number);
    expect(first.gate.asked.filter((line) => line.includes('addComment'))).toHaveLength(1);
    expect(town.comments(issue)).toHaveLength(1);
    await second.orch.idle();
    expect(second.gate.asked.filter((line) => line.includes('addComment'))).toEqual([]);
    expect(second.gate.asked).toContain(`GET /api/v3/repos/acme/durations/issues/${issue.number}/comments`);
    expect(town.comments(issue)).toHaveLength(1);
    expect(town.runs(issue)).toHaveLength(1);
  });

  test('E25 Orch’s comment is in the middle of 260, and a command far from the end: page by page, both are found', async () => {
    const first = await town.starts();
    await first.orch.idle();
    const issue = town.opens('Talk a lot');
    for (let index = 0; index < 130; index += 1) town.says(issue, `Before, ${index}.`);
    town.labels(issue, 'orch:run');
    first.gate.rule(({ body }) =>
      body.includes('addComment') ? { kind: 'works, but answers', status: 500, body: {} } : undefined,
    );
    const second = await hands(first, issue.number, () => {
      town.says(issue, '/orch why');
      for (let index = 0; index < 130; index += 1) town.says(issue, `After, ${index}.`);
      town.says(issue, '/orch status');
    });
    await second.orch.idle();
    const { number } = issue;
    const pages = second.gate.asked.filter(
      (line) => line === `GET /api/v3/repos/acme/durations/issues/${number}/comments`,
    );
    expect(pages).toHaveLength(2);
    expect(commentsOf(town.hub.world, issue)).toHaveLength(265);
    expect(town.comments(issue).filter((body) => body.includes(`orch:story:${number} `))).toHaveLength(1);
    expect(town.comments(issue).filter((body) => body.includes('orch:answer:'))).toHaveLength(2);
  });

  /** The process hears of the label, does what it can and dies; another one with another disk takes over. */
  async function hands(process: Process, issue: number, meanwhile = () => {}) {
    const body = town.delivery(issue);
    expect((await post(process.door, body, await signed(body))).status).toBe(202);
    await process.orch.idle();
    process.dies();
    meanwhile();
    return town.starts();
  }
});
