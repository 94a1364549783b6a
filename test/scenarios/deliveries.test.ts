/** Webhooks that come twice, in the wrong order, or never. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Acme, startWorld } from './world.ts';

let acme: Acme;
beforeEach(async () => {
  acme = await startWorld();
});
afterEach(() => acme.finish());

/** A whole story, with the post as it is given. */
async function play(post: Parameters<Acme['settles']>[0], sweep: boolean) {
  const world = await startWorld({ labels: true });
  const step = async () => {
    await world.settles(post);
    if (sweep) {
      await world.orch.sweep();
      await world.settles(post);
    }
  };
  world.opens('wes', { title: 'Accept "2 days"' });
  world.labels('wes', 1, 'orch:run');
  world.says('wes', 1, '/orch help');
  await step();
  await world.delivers(1);
  await step();
  world.reviews('wes', 2, 'request changes', 'Please rename it.');
  await step();
  await world.delivers(1, { changes: { 'src/renamed.js': 'export {};\n' } });
  world.checks(2, 'success');
  await step();
  world.reviews('wes', 2, 'approve');
  await step();
  const { seen: _, transition: __, ...story } = world.story(1)!;
  const news = world
    .news()
    .split('\n')
    .filter((line) => !line.startsWith('('));
  world.finish();
  return { story: { ...story, sticky: undefined }, sticky: world.sticky(1), news: news.sort() };
}

test('doubled, reordered and lost deliveries reach the same state, with the same effects', async () => {
  const plain = await play({}, false);
  expect(plain.story.status).toBe('merged');
  expect(await play({ times: 3 }, false)).toEqual(plain);
  expect(await play({ reversed: true }, true)).toEqual(plain);
  expect(await play({ times: 2, reversed: true }, true)).toEqual(plain);
  expect(await play({ drops: () => true }, true)).toEqual(plain);
});
