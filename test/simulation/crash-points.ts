/**
 * Every point at which a process can die around an effect, with every fault that the request can meet. Each story (`stories.ts`) is played again and
 * again; each time one of its requests meets one fault and the process dies at one of four points beside it. Another process takes over, the
 * story goes on, and in the end everything must be as if nothing had happened.
 */
import type { Act } from '../../src/core/act.ts';
import type { WakeUp } from '../../src/core/wake-up.ts';
import { openIssue } from '../../src/localhub/world/issues.ts';
import { listen } from '../../src/localhub/world/world.ts';
import { createMemoryRemote, type MemoryRemote } from '../../src/state/memory-store.ts';
import type { Spoken, Stage } from './actions.ts';
import { canMeet, FAULT_NAMES, type FaultName, faultOf } from './alphabet.ts';
import { createWitness, type Violation } from './invariants.ts';
import { createReplicas } from './lag.ts';
import { watchLimits } from './limits.ts';
import { createNetwork } from './network.ts';
import { wakeUpIn } from './post.ts';
import { createRandom } from './random.ts';
import { watchRefusals } from './refusals.ts';
import { checkAtRest } from './rest.ts';
import { createScheduler, settled, type Waiting } from './scheduler.ts';
import { createServer, type Server } from './server.ts';
import { STORIES } from './stories.ts';
import { createTown } from './town.ts';

/** Where the process dies, beside a request that changes something. */
export const POINTS = [
  'before it is sent',
  'when it is done and not answered',
  'when it is answered and not acknowledged',
  'when it is acknowledged and has not heard so',
] as const;
export type Point = (typeof POINTS)[number];

/** One cell of the matrix: which request of the story (from 0), where the process dies, and what the request meets. */
export interface Cell {
  story: string;
  request: number;
  point: Point;
  fault: FaultName;
}

export interface Told {
  violations: readonly Violation[];
  /** Where the story stands in the end, and how many runs it took. */
  end: string;
  /** The requests that changed something, as they were sent before anything went wrong. */
  requests: readonly (readonly Act[])[];
  /** Whether the process died and the fault struck. */
  struck: boolean;
}

const START = Date.UTC(2026, 10, 23, 9, 0, 0);
/** Longer than every wait there is (ms). */
const LONG = 1_500_000;
const MOST_STEPS = 3_000;

/** Plays a story, undisturbed or with one cell's mishap. */
export async function tellStory(name: string, cell?: Cell): Promise<Told> {
  const scheduler = createScheduler(START);
  const random = createRandom(1, name);
  const remote = witnessed(() => witness);
  const replicas = createReplicas(scheduler.now, random);
  const network = createNetwork({ scheduler, random, features: new Set(), note: () => true, replicas });
  const refusals = watchRefusals(() => witness);
  const requests: (readonly Act[])[] = [];
  let armed: FaultName | undefined;
  let dead = false;
  let struck = false;
  const town = createTown({
    labelled: true,
    now: () => new Date(scheduler.now()),
    remote,
    request: (request) => {
      const strikes = armed !== undefined && request.kind === 'perform' && canMeet(faultOf(armed), request.acts);
      const trouble = strikes ? network.meet(armed!, request) : undefined;
      if (strikes) {
        armed = undefined;
        struck = true;
      }
      refusals.heed(request, trouble);
      return trouble;
    },
  });
  const witness = createWitness(town, { purses: false });
  let transactions = 0;
  const transactionId = () => `t${++transactions}`;
  const spoken: Spoken[] = [];
  const stage: Stage = {
    town,
    remote,
    random,
    features: new Set(),
    issues: [],
    clock: () => new Date(scheduler.now()),
    transactionId,
    spoken: (command) => spoken.push(command),
    gone: new Set(),
    tampered: new Map(),
    stripped: new Set(),
    scribble: () => {},
    withdrawn: () => {},
    forgotten: () => {},
    say: () => {},
  };
  let generation = 0;
  const serve = (): Server => {
    generation += 1;
    return createServer({
      name: `a${generation}`,
      holder: `a-${generation}`,
      forge: town.forge,
      remote,
      network,
      scheduler,
      random: createRandom(generation, name),
      sabotage: undefined,
      transactionId,
      trace: () => {},
      saidAt: () => 0,
      limits: watchLimits(`a${generation}`, scheduler.now, witness),
      changed: () => {},
      sent: (acts) => {
        if (!dead) requests.push(acts);
      },
    });
  };
  let server = serve();
  let mail: WakeUp[] = [];
  listen(town.world, (event) => {
    const wake = wakeUpIn(event);
    if (wake) mail.push(wake);
  });

  const die = async (): Promise<void> => {
    dead = true;
    scheduler.kill(server.process);
    server = serve();
    server.sweep();
    await settled();
  };
  /** How far the request of the cell has come. */
  let reached: 'sent' | 'answered' | undefined;
  const step = async (next: Waiting): Promise<void> => {
    const ours = cell !== undefined && !dead && next.process === server.process;
    const leaves = next.orphan !== undefined && next.label !== 'push leaves';
    if (ours && leaves && requests.length - 1 === cell.request && reached === undefined) {
      armed = cell.fault;
      if (cell.point === POINTS[0]) return die();
      reached = 'sent';
      await scheduler.resume(next);
      if (cell.point === POINTS[1]) await die();
      return;
    }
    if (ours && reached === 'sent' && next.label.endsWith('is answered')) {
      reached = 'answered';
      await scheduler.resume(next);
      if (cell.point === POINTS[2]) await die();
      return;
    }
    if (ours && reached === 'answered' && next.label === 'push is answered') return die();
    await scheduler.resume(next);
  };
  const drain = async (): Promise<void> => {
    for (let steps = 0; witness.violations.length === 0; steps += 1) {
      if (steps > MOST_STEPS) return witness.report('stuck', 'it never comes to rest', name);
      scheduler.pass(40);
      const letter = mail.shift();
      const [next] = scheduler.ready();
      if (letter) {
        server.push(letter);
        await settled();
      } else if (next) await step(next);
      else if (reached !== undefined && !dead) await die();
      else {
        const at = Math.min(...server.due(), scheduler.nextTime() ?? Number.POSITIVE_INFINITY);
        if (at === Number.POSITIVE_INFINITY) return;
        scheduler.pass(Math.max(0, at - scheduler.now()));
        if (server.workDue()) await settled();
      }
    }
  };

  const sweepLater = async (): Promise<void> => {
    scheduler.pass(LONG);
    server.sweep();
    await settled();
    await drain();
  };
  let swept = false;

  const { number } = openIssue(town.world, town.person('otto'), {
    repository: town.repository,
    title: 'Parse "1h 30m"',
    body: 'It should be 5400 seconds.',
  });
  stage.issues.push(number);
  for (const act of STORIES[name]!) {
    await act(stage);
    await drain();
    // What died is found by the next sweep, which is not long in coming.
    if (dead && !swept) await sweepLater();
    swept = dead;
  }
  for (let round = 0; round < 2; round += 1) await sweepLater();
  const nothing = new Set<number>();
  if (witness.violations.length === 0)
    checkAtRest({
      town,
      remote,
      witness,
      issues: stage.issues,
      gone: nothing,
      edited: nothing,
      stripped: nothing,
      configured: false,
      spoken,
      refused: refusals.refused,
    });
  mail = [];
  scheduler.kill(server.process);
  const story = town.story(number);
  const end = `${story?.status ?? 'untouched'}, ${story?.runs.length ?? 0} runs`;
  return { violations: witness.violations, end, requests, struck: dead && struck };
}

/** A remote whose commits the witness sees. */
function witnessed(witness: () => ReturnType<typeof createWitness>): MemoryRemote {
  const plain = createMemoryRemote();
  return {
    ...plain,
    push(expected, commit) {
      const before = plain.head();
      const pushed = plain.push(expected, commit);
      if (pushed === 'applied') witness().commit(commit, before ?? undefined);
      return pushed;
    },
  };
}

/** Every cell of a story that can be: each request, each point, each fault that the request can meet. `of` counts those that cannot too. */
export async function cellsOf(story: string): Promise<{ cells: Cell[]; of: number; end: string }> {
  const { requests, end, violations } = await tellStory(story);
  if (violations.length > 0)
    throw new Error(`"${story}" fails undisturbed: ${violations[0]?.rule}: ${violations[0]?.details}`);
  const cells = requests.flatMap((acts, request) =>
    POINTS.flatMap((point) =>
      FAULT_NAMES.filter((fault) => canMeet(faultOf(fault), acts)).map((fault) => ({ story, request, point, fault })),
    ),
  );
  return { cells, of: requests.length * POINTS.length * FAULT_NAMES.length, end };
}

/** What is wrong with a cell, in a line; undefined when nothing is. */
export async function checkCell(cell: Cell, end: string): Promise<string | undefined> {
  const told = await tellStory(cell.story, cell);
  const [violation] = told.violations;
  const where = `"${cell.story}", request ${cell.request}, ${cell.fault}, dies ${cell.point}`;
  if (violation) return `${where}: ${violation.rule}: ${violation.details}`;
  if (!told.struck) return `${where}: it did not come to that`;
  // What GitHub will not do changes how a story goes on; nothing else may.
  if (told.end !== end && faultOf(cell.fault).answer === 'later')
    return `${where}: it ended ${told.end} and not ${end}`;
  return undefined;
}

/** What came of the cells of one story. */
export interface Checked {
  played: number;
  /** Cells there are, with those whose request cannot meet the fault. */
  of: number;
  /** A line for each that failed. */
  wrong: string[];
}

/** Plays the cells of a story, or every so many of them. */
export async function checkStory(story: string, every = 1): Promise<Checked> {
  const { cells, of, end } = await cellsOf(story);
  const chosen = cells.filter((_, index) => index % every === 0);
  const wrong: string[] = [];
  for (const cell of chosen) {
    const found = await checkCell(cell, end);
    if (found !== undefined) wrong.push(found);
  }
  return { played: chosen.length, of, wrong };
}
