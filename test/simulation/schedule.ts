/**
 * One schedule: a seed decides what people do, what goes wrong, and who goes on next, until everybody has had enough; then the faults stop,
 * and what is left must come to rest.
 */
import { createHash } from 'node:crypto';
import { mark } from '../../src/core/names.ts';
import { AT_REST } from '../../src/core/story.ts';
import type { WakeUp } from '../../src/core/wake-up.ts';
import { listen } from '../../src/localhub/world/world.ts';
import { createMemoryRemote, type MemoryRemote } from '../../src/state/memory-store.ts';
import { begin, doSomething } from './actions.ts';
import { endWell } from './epics/ending.ts';
import { beginEpic } from './epics/epic.ts';
import { checkEpic } from './epics/rest.ts';
import { watchEpic } from './epics/watch.ts';
import { type Feature, swarm } from './features.ts';
import { createWitness } from './invariants.ts';
import { createReplicas } from './lag.ts';
import { watchLimits } from './limits.ts';
import {
  EPIC_ACTIONS,
  FEWEST_ACTIONS,
  LONG,
  LONG_ACTIONS,
  MOST_ACTIONS,
  MOST_STEPS,
  RESTART,
  START,
} from './measure.ts';
import { createNetwork, type FaultNote } from './network.ts';
import { normalState } from './normal-state.ts';
import type { Outcome, Plan } from './plan.ts';
import { PLANTED } from './planted.ts';
import { wakeUpsIn } from './post.ts';
import { MANY_AT_ONCE } from './purses.ts';
import { createRandom } from './random.ts';
import { watchRefusals } from './refusals.ts';
import { type AtRest, checkAtRest } from './rest.ts';
import { deliver } from './runs.ts';
import { createScheduler, settled } from './scheduler.ts';
import { createServer, type Server } from './server.ts';
import { createCrowd } from './stage.ts';
import { createTown, HEARD, HEARD_OF_EPICS, SLUG } from './town.ts';
import { writeUnchecked } from './unchecked.ts';
import { configure } from './upheavals.ts';

/** Plays one schedule to its end, or to its first violation. Throws TypeError when there is no such planted bug. */
export async function play({ seed, planted, with: more = [], without = {}, calm, shuffle }: Plan): Promise<Outcome> {
  const sabotage = planted === undefined ? undefined : PLANTED[planted];
  if (planted !== undefined && !sabotage)
    throw new TypeError(`There is no planted bug "${planted}"; there are ${Object.keys(PLANTED).join(', ')}.`);
  const scheduler = createScheduler(START);
  const order = createRandom(seed, 'order');
  const people = createRandom(seed, 'people');
  const mishaps = createRandom(seed, 'mishaps');
  const drawn = new Set([...swarm(createRandom(seed, 'features')), ...more, ...(sabotage?.meets ?? [])]);
  const features = new Set([...drawn].filter((feature) => !without.features?.includes(feature)));
  const post = shuffle ? createRandom(seed, `post ${shuffle}`) : undefined;
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
      epicWatch?.commit(commit, before ?? undefined);
      return pushed;
    },
  };
  // Schedules without an epic show late what worked late; those with one rest on how old a read can be.
  const worked = features.has('epics') ? () => keepReplicas() : undefined;
  const replicas = createReplicas(scheduler.now, createRandom(seed, 'replicas'));
  const network = createNetwork({ scheduler, random: mishaps, features, note, replicas, worked });
  if (!stormy) network.calm();
  const refusals = watchRefusals(() => witness);
  const town = createTown({
    heard: features.has('epics') ? HEARD_OF_EPICS : HEARD,
    labelled: !features.has('newHere'),
    now: () => new Date(scheduler.now()),
    remote,
    request: (request) => refusals.heed(request, network.requestTrouble(request)),
  });
  const witness = createWitness(town, {
    purses: features.has('purses'),
    ...(features.has('epics') && {
      atOnce: MANY_AT_ONCE,
      mayMergeAlone: (branch: string) => epicWatch?.mayMergeAlone(branch) ?? false,
    }),
  });
  const epicWatch = features.has('epics')
    ? watchEpic({ town, remote, witness, now: scheduler.now, pauses: features.has('pauses'), stage: () => stage })
    : undefined;

  let transactions = 0;
  const transactionId = () => `t${++transactions}`;
  const { stage, spoken, edited, stripped } = createCrowd({
    town,
    remote,
    plain,
    witness,
    random: people,
    features,
    clock: () => new Date(scheduler.now()),
    transactionId,
    deliverUnchecked: sabotage?.uncheckedResults && (async (run) => writeUnchecked(remote, run, transactionId)),
  });

  if (features.has('purses')) configure(stage, '');

  const keepReplicas = (): void => {
    if (features.has('laggingReads')) for (const issue of stage.issues) replicas.keep(town.see(issue));
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
      saidAt: (comment) => Date.parse(town.world.comments.get(comment)?.createdAt ?? ''),
      limits: watchLimits(name, scheduler.now, witness),
      changed: keepReplicas,
    });
  };
  let servers: Server[] = [serve('a', 'a-1')];
  if (features.has('twoServers')) servers.push(serve('b', 'b-1'));

  /** What arrives days later, when everything else is over. */
  const held: { wake: WakeUp; name: string }[] = [];
  /** Jobs of Actions that do one thing and end. */
  let visitors: Server[] = [];
  let mail: { wake: WakeUp; name: string }[] = [];
  listen(town.world, (event) => {
    if (event.actor.appSlug === SLUG)
      tell(
        `    GitHub sees ${[event.name, event.action, event.subject.comment && mark.parse(event.subject.comment.body)].filter(Boolean).join(' ')}`,
      );
  });
  listen(town.world, (event) => {
    const wakes = calm === 'unheard' ? [] : wakeUpsIn(event, { town, relatives: features.has('epics') });
    if (wakes.length === 0) return;
    const name = `${event.name}.${event.action ?? ''}`;
    const letters = wakes.map((wake) => ({ wake, name }));
    if (strikes('lostDeliveries', 0.25, name)) return;
    if (strikes('veryLate', 0.2, name)) {
      held.push(...letters);
      return;
    }
    mail.push(...letters);
    if (post?.chance(0.4)) mail.push(...letters);
    if (strikes('doubledDeliveries', 0.25, name)) mail.push(...letters);
  });
  if (features.has('epics')) stage.epic = beginEpic(stage, createRandom(seed, 'epic'));
  const deliverMail = (index: number): void => {
    const { wake, name } = mail[index]!;
    mail = mail.filter((_, at) => at !== index);
    // Two servers behind one address share the deliveries; two addresses both get each. Half and half here.
    const to = servers.length > 1 && order.chance(0.5) ? [order.pick(servers)] : servers;
    tell(`  ${name} #${wake.issue} reaches ${to.map((one) => one.process.name).join(', ')}`);
    for (const server of to) server.push(wake);
  };

  const crash = (server: Server): void => {
    // A restarted container has its old name; a new one has not. A restart takes longer than what the dead process had under way.
    const sameName = mishaps.chance(0.5);
    for (const lost of scheduler.kill(server.process))
      if (lost.orphan && !sameName && strikes('zombies', 0.5, lost.label)) network.later(lost.label, lost.orphan);
    const letter = server.process.name.charAt(0);
    const next = serve(letter, sameName ? server.holder : `${letter}-${generation + 1}`);
    servers = servers.map((one) => (one === server ? next : one));
    if (sameName) next.process.pausedUntil = scheduler.now() + RESTART;
    tell(`  ! ${server.process.name} dies, ${next.process.name} starts as ${next.holder}`);
    next.sweep();
  };

  /** The Action's own sweep: another process beside the servers, which ends when it has nothing more to do. */
  const visit = async (): Promise<void> => {
    if (!strikes('actionToo', 1, 'a sweep')) return;
    const visitor = serve('j', `job-${generation + 1}`);
    visitors.push(visitor);
    tell(`  ! a job sweeps as ${visitor.process.name}`);
    visitor.sweep();
    await settled();
  };
  const seeOff = (): void => {
    for (const visitor of visitors) if (visitor.idle()) scheduler.kill(visitor.process);
    visitors = visitors.filter((visitor) => visitor.process.alive);
  };

  const workDue = async (): Promise<void> => {
    if (servers.map((server) => server.workDue()).includes(true)) await settled();
  };

  /** One step of what is under way: a request, a timer, a delivery, or time that passes. False when there is nothing. */
  const stepOnce = async (): Promise<boolean> => {
    if (visitors.length > 0) seeOff();
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
        deliverMail(
          post?.below(mail.length) ?? (stormy && features.has('lateDeliveries') ? choice - ready.length * 3 : 0),
        );
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

  const deeds = new Map<string, number>();
  let actions = 0;
  const act = async (): Promise<void> => {
    actions += 1;
    if (without.actions?.includes(actions - 1)) return;
    const { deed, told } = await doSomething(stage);
    keepReplicas();
    if (told) deeds.set(deed, (deeds.get(deed) ?? 0) + 1);
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

  const most = people.chance(1 / 12) ? LONG_ACTIONS : MOST_ACTIONS;
  const budget = FEWEST_ACTIONS + people.below(most - FEWEST_ACTIONS) + (stage.epic ? EPIC_ACTIONS : 0);
  while (calm && actions < budget && witness.violations.length === 0) {
    // Only what the sweep looks at is spoken to: a story that is at rest hears by its deliveries alone.
    const all = stage.issues;
    stage.issues = all.filter((issue) => !AT_REST.has(town.story(issue)?.status ?? 'untracked'));
    if (stage.issues.length === 0) {
      actions += 1;
      tell(await begin(stage));
    } else for (let deeds = shuffle === undefined ? 1 : 3; deeds > 0; deeds -= 1) await act();
    stage.issues = [...new Set([...all, ...stage.issues])].filter((issue) => !stage.gone.has(issue));
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
    else if (dice < 0.056) await visit();
    else if (dice < 0.146 || !(await stepOnce())) {
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
  for (const [path, text] of [...stage.tampered]) {
    stage.tampered.delete(path);
    stage.scribble(path, text);
  }
  mail.push(...held);
  await calmDown();
  await sweepTwice();
  const endRuns = async (): Promise<void> => {
    for (let run = active(); run && witness.violations.length === 0; run = active()) {
      const cancelled = run.actionsRun.cancelRequestedAt !== null;
      tell(cancelled ? `run ${run.id} stops as it was told` : await deliver(stage, run.id));
      town.end(run.actionsRun, cancelled ? 'cancelled' : 'success');
      await calmDown();
      // What the end of a run lets others begin is begun two sweeps later at the latest.
      if (calm || stage.epic) await sweepTwice();
    }
  };
  await endRuns();
  for (let told = endWell(stage); told && witness.violations.length === 0; told = endWell(stage)) {
    tell(told);
    await calmDown();
    await endRuns();
    await sweepTwice();
  }

  if (witness.violations.length === 0) {
    const rest: AtRest = {
      town,
      remote,
      witness,
      issues: stage.issues,
      gone: stage.gone,
      edited,
      stripped,
      configured: features.has('configs'),
      tampering: features.has('tampering'),
      spoken,
      refused: refusals.refused,
    };
    checkAtRest(rest);
    if (stage.epic && epicWatch) checkEpic(rest, stage.epic, epicWatch);
  }
  for (const { kind, rule, details } of witness.violations) tell(`${kind.toUpperCase()}: ${rule}: ${details}`);
  for (const server of [...servers, ...visitors]) scheduler.kill(server.process);
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
    deeds,
    ends: stage.issues.map((issue) => {
      const story = town.story(issue);
      return `#${issue} ${story?.status ?? 'untouched'}, ${story?.runs.length ?? 0} runs`;
    }),
    state: calm ? normalState(remote) : '',
  };
}
