/** The matrix of crash points: complete, and a sample of its cells. All of them are played by `npm run simulate -- --matrix`. */
import { expect, test } from 'vitest';
import { FAULT_NAMES } from './alphabet.ts';
import { cellsOf, checkStory, POINTS, tellStory } from './crash-points.ts';
import { STORIES } from './stories.ts';

/** One cell in so many is played here. Prime to the numbers of points and faults, so that the sample wanders over all of them. */
const EVERY = 41;

test('there are thirty stories, and each comes to its end undisturbed', async () => {
  const names = Object.keys(STORIES);
  expect(names).toHaveLength(30);
  for (const name of names) expect((await tellStory(name)).violations, name).toEqual([]);
});

test('every request of every story has a cell for each point and each fault that it can meet', async () => {
  for (const name of Object.keys(STORIES)) {
    const { requests } = await tellStory(name);
    const { cells, of } = await cellsOf(name);
    expect(of).toBe(requests.length * POINTS.length * FAULT_NAMES.length);
    const keys = new Set(cells.map(({ request, point, fault }) => `${request} ${point} ${fault}`));
    expect(keys.size).toBe(cells.length);
    for (const request of requests.keys())
      for (const point of POINTS) expect(keys, name).toContain(`${request} ${point} serverErrorAfter`);
  }
  // Each fault meets something.
  const met = new Set(
    (await Promise.all(Object.keys(STORIES).map(cellsOf))).flatMap(({ cells }) => cells.map(({ fault }) => fault)),
  );
  expect([...met].toSorted()).toEqual(FAULT_NAMES.toSorted());
});

test('wherever a process dies and whatever goes wrong there, the story comes to the same end', {
  timeout: 120_000,
}, async () => {
  let played = 0;
  for (const name of Object.keys(STORIES)) {
    const checked = await checkStory(name, EVERY);
    expect(checked.wrong).toEqual([]);
    played += checked.played;
  }
  expect(played).toBeGreaterThan(350);
});
