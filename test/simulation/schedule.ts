/**
 * One schedule: a seed decides what people do, what goes wrong, and who goes on next, until everybody has had enough; then the faults stop,
 * and what is left must come to rest.
 */
import { createHash } from 'node:crypto';
import { AT_REST } from '../../src/core/story.ts';
import type { WakeUp } from '../../src/core/wake-up.ts';
import { wakeUpOf } from '../../src/github/wake-up.ts';
import { listen } from '../../src/localhub/world/world.ts';
import { createMemoryRemote, type MemoryRemote } from '../../src/state/memory-store.ts';
import { begin, deliver, doSomething, type Spoken, type Stage } from './actions.ts';
import { type Feature, swarm } from './features.ts';
import { createWitness, type Violation } from './invariants.ts';
import { createNetwork, type FaultNote } from './network.ts';
import { PLANTED } from './planted.ts';
import { createRandom } from './random.ts';
import { checkAtRest } from './rest.ts';
import { createScheduler, settled } from './scheduler.ts';
import { type Asked, createServer, type Server } from './server.ts';
import { createTown, HEARD, SLUG, URLS } from './town.ts';
import { writeUnchecked } from './unchecked.ts';

/** Monday morning, as in the scenarios. */
const START = Date.UTC(2026, 10, 23, 9, 0, 0);
/** Things that people and Actions do in one schedule. */
const FEWEST_ACTIONS = 8;
const MOST_ACTIONS = 28;
/** Steps before the storm ends by itself, and after which a calm that does not come is a fault: a loop that never ends. */
const MOST_STEPS = 1_500;
/** Every wait of the loop has run out after so long (ms): the lease, and the longest pause after a failure. */
const LONG = 330_000;

export interface Plan {
  seed: number;
  /** Name of a planted bug. */
  planted?: string | undefined;
  /** Features that are on whatever the seed says. */
  with?: readonly Feature[] | undefined;
  /** One thing at a time and no faults: everything comes to rest before anybody does the next thing. `unheard` drops every delivery, so that only the sweep tells. */
  calm?: 'heard' | 'unheard' | undefined;
  /** What shrinking has found needless: features, and actions and faults by their number. */
  without?: Without | undefined;
}

export interface Without {
  features?: readonly Feature[];
  actions?: readonly number[];
  faults?: readonly number[];
}

export interface Outcome {
  violations: readonly Violation[];
  trace: readonly string[];
  /** SHA-256 of the trace and of the last commit's id, which is made from all that was ever committed. */
  hash: string;
  features: readonly Feature[];
  /** How many actions and faults were offered; the numbers in `without` refer to them. */
  actions: number;
  faults: number;
  steps: number;
  /** `fault on what`, as often as it struck. */
  faultsSeen: ReadonlyMap<string, number>;
  transitions: ReadonlySet<string>;
  /** Where each story stands in the end, and how many runs it took. */
  ends: readonly string[];
  /** Words that were lost with their delivery and that the sweep cannot find. */
  unheard: number;
}

/** Plays one schedule to its end, or to its first violation. Throws TypeError when there is no such planted bug. */
export async function play({ seed, planted, with: more = [], without = {}, calm }: Plan): Promise<Outcome> {
  const sabotage = planted === undefined ? undefined : PLANTED[planted];
  if (planted !== undefined && !sabotage)
    throw new TypeError(`There is no planted bug "${planted}"; there are ${Object.keys(PLANTED).join(', ')}.`);
  const scheduler = createScheduler(START);
  const order = createRandom(seed, 'order');
  const people = createRandom(seed, 'people');
  const mishaps = createRandom(seed, 'mishaps');
  const drawn = new Set([...swarm(createRandom(seed, 'features')), ...more, ...(sabotage?.meets ?? [])]);
  const features = new Set([...drawn].filter((feature) => !without.features?.includes(feature)));
  let stormy = calm === undefined;

  const trace: string[] = [];
  const tell = (line: string): void => {
    trace.push(`${((scheduler.now() - START) / 1_000).toFixed(1).padStart(7)} ${line}`);
  };
  const faultsSeen = new Map<string, number>();
  let faults = 0;
  const note = ({ fault, on }: FaultNote): boolean => {
    faults += 1;
    if (without.faults?.includes(faults - 1)) return false;
    const cell = `${fault} on ${on.replace(/ .*/, '')}`;
    faultsSeen.set(cell, (faultsSeen.get(cell) ?? 0) + 1);
    tell(`  ! ${fault} on ${on} [fault ${faults - 1}]`);
    return true;
  };
  const strikes = (feature: Feature, probability: number, on: string): boolean =>
    stormy && features.has(feature) && mishaps.chance(probability) && note({ fault: feature, on });

  const plain = createMemoryRemote();
  const remote: MemoryRemote = {
    ...plain,
    push(expected, commit) {
      const before = plain.head();
      const pushed = plain.push(expected, commit);
      if (pushed === 'stale') return pushed;
      tell(`  state: ${commit.message.replace(/\n\nOrch-Transaction: .*\n$/, '').replaceAll('\n', ' | ')}`);
      witness.commit(commit, before ?? undefined);
      return pushed;
    },
  };
  const network = createNetwork({ scheduler, random: mishaps, features, note });
  if (!stormy) network.calm();
  /** Until when GitHub wants silence of a server about an issue. */
  const quiet = new Map<string, { told: number; until: number }>();
  let asking = '';
  const town = createTown({
    now: () => new Date(scheduler.now()),
    remote,
    request: (request) => {
      const trouble = network.requestTrouble(request);
      if (trouble?.kind === 'quiet') quiet.set(asking, { told: scheduler.now(), until: trouble.until.getTime() });
      return trouble;
    },
  });
  const witness = createWitness(town);

  let transactions = 0;
  const transactionId = () => `t${++transactions}`;
  const heard = new Set<number>();
  const spoken: Spoken[] = [];
  const stage: Stage = {
    town,
    remote,
    random: people,
    features,
    issues: [],
    clock: () => new Date(scheduler.now()),
    transactionId,
    spoken: (command) => spoken.push(command),
    deliverUnchecked: sabotage?.uncheckedResults && (async (run) => writeUnchecked(remote, run, transactionId)),
  };

  /** What a server decides to try again after it was told of the silence must wait for its end. */
  const heedSilence = (server: Server, { issue, origin, since, label }: Asked): void => {
    const who = `${server.process.name}/${issue}`;
    const silence = quiet.get(who);
    if (!silence) return;
    // News, the sweep and older timers break the silence: there is no governor over all of a server's requests yet.
    if (origin !== 'timer' || since < silence.told) quiet.delete(who);
    else if (silence.until > scheduler.now()) {
      const early = silence.until - scheduler.now();
      witness.report('noisy', 'a server asked again before it was time', `${who}: ${label}, ${early} ms early`);
    }
  };
  let generation = 0;
  const serve = (letter: string, holder: string): Server => {
    generation += 1;
    const name = `${letter}${generation}`;
    return createServer({
      name,
      holder,
      forge: town.forge,
      remote,
      network,
      scheduler,
      random: createRandom(seed, name),
      sabotage,
      transactionId,
      trace: tell,
      asked: heedSilence,
      sends: (server, issue) => {
        asking = `${server.process.name}/${issue}`;
      },
      heard: (tickets) => {
        for (const ticket of tickets) heard.add(ticket);
      },
    });
  };
  let servers: Server[] = [serve('a', 'a-1')];
  if (features.has('twoServers')) servers.push(serve('b', 'b-1'));

  let mail: { wake: WakeUp; tickets: readonly number[]; name: string }[] = [];
  listen(town.world, (event) => {
    if (!HEARD.has(event.name) || event.onlyAppId !== undefined || calm === 'unheard') return;
    const wake = wakeUpOf(event.name, event.payload(URLS), SLUG);
    if (!wake) return;
    const name = `${event.name}.${event.action ?? ''}`;
    const tickets = event.name === 'issue_comment' && event.action === 'created' ? [event.subject.comment!.id] : [];
    if (strikes('lostDeliveries', 0.25, name)) return;
    mail.push({ wake, tickets, name });
    if (strikes('doubledDeliveries', 0.25, name)) mail.push({ wake, tickets, name });
  });
  const deliverMail = (index: number): void => {
    const { wake, tickets, name } = mail[index]!;
    mail = mail.filter((_, at) => at !== index);
    // Two servers behind one address share the deliveries; two addresses both get each. Half and half here.
    const to = servers.length > 1 && order.chance(0.5) ? [order.pick(servers)] : servers;
    tell(`  ${name} #${wake.issue} reaches ${to.map((one) => one.process.name).join(', ')}`);
    for (const server of to) server.push(wake, 'delivery', tickets);
  };

  const crash = (server: Server): void => {
    // A restarted container has its old name; a new one has not. A restart takes longer than what the dead process had under way.
    const sameName = mishaps.chance(0.5);
    for (const lost of scheduler.kill(server.process))
      if (lost.orphan && !sameName && strikes('zombies', 0.5, lost.label)) network.later(lost.label, lost.orphan);
    const letter = server.process.name.charAt(0);
    const next = serve(letter, sameName ? server.holder : `${letter}-${generation + 1}`);
    servers = servers.map((one) => (one === server ? next : one));
    tell(`  ! ${server.process.name} dies, ${next.process.name} starts as ${next.holder}`);
    next.sweep();
  };

  const workDue = async (): Promise<void> => {
    if (servers.map((server) => server.workDue()).includes(true)) await settled();
  };

  /** One step of what is under way: a request, a timer, a delivery, or time that passes. False when there is nothing. */
  const stepOnce = async (): Promise<boolean> => {
    const ready = scheduler.ready();
    const pass = 20 + order.below(700);
    const overdue = scheduler.overdue(scheduler.now() + pass);
    if (overdue) {
      await scheduler.resume(overdue);
      return true;
    }
    const choices = ready.length * 3 + mail.length;
    if (choices > 0) {
      scheduler.pass(pass);
      await workDue();
      const choice = order.below(choices);
      if (choice < ready.length * 3) await scheduler.resume(ready[Math.floor(choice / 3)]!);
      else {
        deliverMail(stormy && features.has('lateDeliveries') ? choice - ready.length * 3 : 0);
        await settled();
      }
      return true;
    }
    const due = servers.flatMap((server) => server.due().map((at) => Math.max(at, server.process.pausedUntil)));
    const next = Math.min(...due, scheduler.nextTime() ?? Number.POSITIVE_INFINITY);
    if (next === Number.POSITIVE_INFINITY) return false;
    scheduler.pass(Math.max(0, next - scheduler.now()));
    await workDue();
    return true;
  };

  let actions = 0;
  const act = async (): Promise<void> => {
    actions += 1;
    if (without.actions?.includes(actions - 1)) return;
    const told = await doSomething(stage);
    if (told) tell(`${told} [action ${actions - 1}]`);
    await settled();
  };

  /** Lets a process stand still, unless it is in the middle of a request: what is on its way arrives. */
  const pause = (server: Server): void => {
    const standing = scheduler.under(server.process);
    if (standing.length === 0 || !standing.every((one) => one.pausable)) return;
    if (!strikes('pauses', 1, standing[0]!.label)) return;
    server.process.pausedUntil = scheduler.now() + 130_000 + order.below(200_000);
  };

  const sweep = async (server: Server): Promise<void> => {
    tell(`the sweep of ${server.process.name}`);
    server.sweep();
    await settled();
  };

  let steps = 0;
  const calmDown = async (): Promise<void> => {
    const before = steps;
    while (witness.violations.length === 0 && (await stepOnce())) {
      steps += 1;
      if (steps - before > MOST_STEPS)
        witness.report('stuck', 'it never comes to rest', `${MOST_STEPS} steps after the last fault`);
    }
  };
  const sweepTwice = async (): Promise<void> => {
    for (let round = 0; round < 2 && witness.violations.length === 0; round += 1) {
      scheduler.pass(LONG);
      await sweep(servers[0]!);
      await calmDown();
    }
  };

  const budget = FEWEST_ACTIONS + people.below(MOST_ACTIONS - FEWEST_ACTIONS);
  while (calm && actions < budget && witness.violations.length === 0) {
    // Only what the sweep looks at is spoken to: a story that is at rest hears by its deliveries alone.
    const all = stage.issues;
    stage.issues = all.filter((issue) => !AT_REST.has(town.story(issue)?.status ?? 'untracked'));
    if (stage.issues.length === 0) tell(await begin(stage));
    else await act();
    stage.issues = [...new Set([...all, ...stage.issues])];
    await calmDown();
    await sweepTwice();
  }
  while (actions < budget && steps < MOST_STEPS && witness.violations.length === 0) {
    steps += 1;
    const dice = order.next();
    if (dice < 0.012) {
      if (!strikes('crashes', 1, 'a server')) continue;
      crash(order.pick(servers));
      await settled();
    } else if (dice < 0.03) pause(order.pick(servers));
    else if (dice < 0.05) await sweep(order.pick(servers));
    else if (dice < 0.14 || !(await stepOnce())) {
      const idle = scheduler.overdue(Number.POSITIVE_INFINITY) === undefined;
      if (idle && order.chance(0.15)) scheduler.pass(order.below(180_000));
      await act();
    }
  }

  const active = () => town.runs().find(({ actionsRun }) => actionsRun.status !== 'completed');

  // The storm is over: no more faults, everybody runs, what is in the post arrives, what is at work ends.
  stormy = false;
  network.calm();
  tell('the storm is over');
  await calmDown();
  await sweepTwice();
  for (let run = active(); run && witness.violations.length === 0; run = active()) {
    const cancelled = run.actionsRun.cancelRequestedAt !== null;
    tell(cancelled ? `run ${run.id} stops as it was told` : await deliver(stage, run.id));
    town.end(run.actionsRun, cancelled ? 'cancelled' : 'success');
    await calmDown();
    if (calm) await sweepTwice();
  }

  let unheard = 0;
  if (witness.violations.length === 0) {
    const unreachable = (what: string): void => {
      unheard += 1;
      tell(`nobody could hear ${what}`);
    };
    checkAtRest({ town, remote, witness, issues: stage.issues, spoken, heard, unreachable });
  }
  for (const { kind, rule, details } of witness.violations) tell(`${kind.toUpperCase()}: ${rule}: ${details}`);
  for (const server of servers) scheduler.kill(server.process);
  return {
    violations: witness.violations,
    trace,
    hash: createHash('sha256')
      .update(trace.join('\n'))
      .update(remote.head()?.id ?? '')
      .digest('hex'),
    features: [...drawn],
    actions,
    faults,
    steps,
    faultsSeen,
    transitions: witness.transitions,
    ends: stage.issues.map((issue) => {
      const story = town.story(issue);
      return `#${issue} ${story?.status ?? 'untouched'}, ${story?.runs.length ?? 0} runs`;
    }),
    unheard,
  };
}
