import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestHub } from './test-hub.ts';

/**
 * A process that dies in the middle of a job: reads a workflow file from standard input, dispatches it, and, when a step
 * prints `started`, waits until the world is on disk, prints the hub's folder and the runner's work folder, and kills itself.
 */
const hub = await createTestHub();
await hub.push({ '.github/workflows/ci.yml': readFileSync(0, 'utf8') });
await hub.start({ concurrency: 1 });
await hub.dispatch('ci.yml');
await hub.seen((event) => event.kind === 'log' && event.line === 'started');
await hub.settled();
const work = (await readFile(join(hub.dir, 'actions', 'work-folder.txt'), 'utf8')).trim();
process.stdout.write(`${hub.dir}\n${work}\n`, () => process.kill(process.pid, 'SIGKILL'));
