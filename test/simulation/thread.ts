/** One thread of the simulator: does the pieces of work that it is given, one after another. */
import { parentPort } from 'node:worker_threads';
import { checkStory } from './crash-points.ts';
import { playRange } from './simulate.ts';
import type { Done, Piece } from './threads.ts';

const work = async (piece: Piece): Promise<Done> =>
  piece.kind === 'range'
    ? { kind: 'range', tally: await playRange(piece.range) }
    : { kind: 'story', found: await checkStory(piece.story) };

parentPort?.on('message', (piece: Piece) => {
  void work(piece).then((done) => parentPort?.postMessage(done));
});
