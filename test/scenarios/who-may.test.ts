/**
 * The table of rights as people meet it: for every trigger, who has just enough is heeded, and who has just too little is not. The table itself
 * is tested cell by cell beside `rights.ts`.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMMANDS, type CommandSpec } from '../../src/core/commands.ts';
import type { Status } from '../../src/core/story.ts';
import { atWork, inQuestion, inReview } from './stages.ts';
import { type Acme, type Name, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld({ labels: true });
});
afterEach(() => acme.finish());

/** Where a story has to stand for a command to fit, and where it then goes. */
const WAYS: Record<
  string,
  { from: 'new' | 'at work' | 'review' | 'paused' | 'skipped' | 'asked' | 'decided'; to: Status }
> = {
  start: { from: 'new', to: 'in_progress' },
  pause: { from: 'at work', to: 'blocked' },
  resume: { from: 'paused', to: 'review' },
  retry: { from: 'skipped', to: 'in_progress' },
  answer: { from: 'asked', to: 'in_progress' },
  override: { from: 'decided', to: 'in_progress' },
  approve: { from: 'review', to: 'merged' },
  changes: { from: 'review', to: 'in_progress' },
  skip: { from: 'review', to: 'skipped' },
  abandon: { from: 'review', to: 'abandoned' },
};

async function begin(from: (typeof WAYS)[string]['from'], onPull = false): Promise<void> {
  if (from === 'new') acme.opens('otto', { title: 'Accept "2 days"' });
  else if (from === 'at work' && !onPull) await atWork(acme);
  else if (from === 'asked' || from === 'decided') await inQuestion(acme, from === 'decided');
  else await inReview(acme);
  const before = { paused: '/orch pause', skipped: '/orch skip' }[from as string];
  if (before) {
    acme.says('maria', 1, before);
    await acme.settles();
    acme.news();
  }
}

const moving = (COMMANDS as readonly CommandSpec[]).filter((spec) => spec.event);
const asking = (COMMANDS as readonly CommandSpec[]).filter((spec) => !spec.event);
/** People with just too little, and machines with more than enough. */
const REFUSED = ['otto', 'rita', 'tess'] as const satisfies Name[];
const UNHEARD = ['renovate[bot]', 'github-actions[bot]', 'ghost'] as const satisfies Name[];
const WORDS: Record<string, string> = { answer: '2', override: '1 please', changes: 'please' };
const textOf = ({ name }: CommandSpec) => `/orch ${[name, WORDS[name]].filter(Boolean).join(' ')}`;

describe.each(moving)('/orch $name', (spec) => {
  const { from, to } = WAYS[spec.name]!;
  // There is no pull request to write it on before the first run is over.
  const places = from === 'new' || from === 'asked' || from === 'decided' ? [1] : [1, 2];

  describe.each(places)('on #%i', (place) => {
    const status = () => acme.story(1)?.status;

    test.each(['wes', 'mona', 'maria'] as const)('%s is obeyed', async (who) => {
      await begin(from, place === 2);
      acme.says(who, place, textOf(spec));
      await acme.settles();
      expect(acme.news()).toContain('reacts with 👍');
      expect(status()).toBe(to);
    });

    test.each(REFUSED)('%s is refused, once', async (who) => {
      await begin(from, place === 2);
      const before = status();
      acme.says(who, place, textOf(spec));
      await acme.settles({ times: 2 });
      const news = acme.news();
      expect(news.split('Sorry,')).toHaveLength(2);
      expect(news).toContain(`answers on #${place}:\n  Sorry, ${who}: \`/orch ${spec.name}\` needs the write role`);
      expect(news).not.toMatch(/reacts|starts|merges|cancels|closes|edits/);
      expect(status()).toBe(before ?? 'untracked');
    });

    test.each(UNHEARD)('%s is not heard', async (who) => {
      await begin(from, place === 2);
      const before = status();
      acme.says(who, place, textOf(spec));
      await acme.settles();
      await acme.orch.sweep();
      expect(acme.news()).not.toMatch(/[a-z]+ (on )?#/);
      expect(status()).toBe(before);
    });
  });

  test('Orch itself is not heard', async () => {
    await begin(from);
    const before = status1();
    acme.says('orch[bot]', 1, textOf(spec));
    await acme.settles();
    await acme.orch.sweep();
    expect(acme.news()).toContain(`answers on #1:\n  /orch ${spec.name}`);
    expect(status1()).toBe(before);
  });
  const status1 = () => acme.story(1)?.status;
});

describe.each(asking)('/orch $name', ({ name }) => {
  test.each([...REFUSED, 'wes'] as const)('%s gets an answer', async (who) => {
    await begin('review');
    acme.says(who, 2, `/orch ${name}`);
    await acme.settles();
    expect(acme.news()).toContain('answers on #2:');
  });

  test.each(UNHEARD)('%s does not', async (who) => {
    await begin('review');
    acme.says(who, 2, `/orch ${name}`);
    await acme.settles();
    await acme.orch.sweep();
    expect(acme.news()).not.toContain('answers');
  });
});

describe.each([
  { label: 'orch:story', may: ['tess', 'wes'], mayNot: ['otto', 'rita'], to: 'pending' },
  { label: 'orch:run', may: ['wes', 'mona'], mayNot: ['rita', 'tess'], to: 'in_progress' },
] as const)('the label $label', ({ label, may, mayNot, to }) => {
  test.each(may)('%s is obeyed', async (who) => {
    await begin('new');
    acme.labels(who, 1, label);
    await acme.settles();
    expect(acme.news()).toContain('writes #1');
    expect(acme.story(1)?.status).toBe(to);
  });

  test.each(mayNot)('put on by %s it is taken back with one explanation', async (who) => {
    await begin('new');
    acme.labels(who, 1, label);
    await acme.settles({ times: 3 });
    const news = acme.news();
    expect(news).toContain(`takes ${label} off #1`);
    expect(news.split(`The label \`${label}\` needs the`)).toHaveLength(2);
    expect(acme.issue(1).labelIds).toEqual([]);
    expect(acme.story(1)?.status).toBe('untracked');
  });

  test.each(UNHEARD)('put on by %s it is no one’s wish', async (who) => {
    await begin('new');
    acme.labels(who, 1, label);
    await acme.settles();
    await acme.orch.sweep();
    expect(acme.news()).not.toContain('#');
    expect(acme.story(1)).toBeNull();
  });
});

describe.each(['approve', 'request changes'] as const)('a review that says %s', (verdict) => {
  test.each(['wes', 'mona', 'maria'] as const)('by %s counts', async (who) => {
    await begin('review');
    acme.reviews(who, 2, verdict, 'So.');
    await acme.settles();
    expect(acme.news()).toContain(verdict === 'approve' ? 'merges #2' : 'starts the run 1-developer-2');
  });

  test.each([...REFUSED, ...UNHEARD, 'former'] as const)('by %s does not', async (who) => {
    await begin('review');
    if (who === 'former') acme.appoints('wes', null);
    if (who === 'github-actions[bot]') acme.repository.settings.actionsMayCreateAndApprovePullRequests = true;
    acme.reviews(who === 'former' ? 'wes' : who, 2, verdict, 'So.');
    await acme.settles();
    await acme.orch.sweep();
    expect(acme.news()).not.toContain('#');
    expect(acme.story(1)?.status).toBe('review');
    expect(acme.story(1)?.approvals).toBeUndefined();
  });
});
