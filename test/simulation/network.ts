/**
 * The network between a process and GitHub: how long things are under way, and what goes wrong there. The world's own forge answers at
 * once; here its calls become requests with a departure and an arrival, each a point where the schedule may let others go first.
 */
import type { Act } from '../../src/core/act.ts';
import { type Answer, type Forge, ForgeUnavailable } from '../../src/github/forge.ts';
import { type Governor, writeOf } from '../../src/github/governor.ts';
import type { Trouble, WorldRequest } from '../../src/localhub/forge/world-forge.ts';
import { canMeet, FAULT_NAMES, type Fault, type FaultName, faultOf, REST } from './alphabet.ts';
import type { Feature } from './features.ts';
import { markOf, type Replicas } from './lag.ts';
import type { Limits } from './limits.ts';
import type { Random } from './random.ts';
import type { Process, Scheduler, WaitOptions } from './scheduler.ts';

/**
 * A request is under way for so long at the most (ms), there and back each; a request that was given up works within `ZOMBIE`. Both stay below
 * what the loop allows for: a lease of 120 s of which at least half is left when it begins, and 30 s before a second try.
 */
const UNDER_WAY = 4_000;
const ZOMBIE = 15_000;
/** A request that is not answered is given up after so long (src/server/installations.ts). */
const GIVEN_UP = 10_000;
/** How often something goes wrong with a request, when anything can. */
const RATE = 0.08;
const RATE_OF_CHANGES = 0.25;

/** What the network tells of each thing that goes wrong. */
export interface FaultNote {
  fault: string;
  /** The request, or the acts in it. */
  on: string;
}

export interface Network {
  depart(process: Process, label: string, options: WaitOptions): Promise<void>;
  arrive(process: Process, label: string, pausable: boolean, notBefore?: number): Promise<void>;
  stateTrouble(what: 'fetch' | 'push'): 'before' | 'after' | 'late' | undefined;
  /** A fault of the alphabet on a request, as the world's forge understands it. */
  meet(name: FaultName, request: WorldRequest): Trouble;
  /** The hook of the world's forge. */
  requestTrouble(request: WorldRequest): Trouble | undefined;
  /** Carries something out some seconds from now, whatever becomes of its sender. */
  later(label: string, work: () => Promise<unknown>): void;
  /** A forge whose requests travel. */
  travel(forge: Forge, process: Process, traveller: Traveller): Forge;
  /** From now on nothing goes wrong any more. */
  calm(): void;
}

/** Whose requests travel, and who watches them. */
export interface Traveller {
  governor: Governor;
  limits: Limits;
  /** Told of each request that changes something, before it leaves. */
  sent?: (acts: readonly Act[]) => void;
  /** Something may have changed on GitHub. */
  changed: () => void;
}

export interface NetworkOptions {
  scheduler: Scheduler;
  random: Random;
  features: ReadonlySet<Feature>;
  note: (fault: FaultNote) => boolean;
  replicas: Replicas;
  /** Told when a request has worked that was given up before. */
  worked?: (() => void) | undefined;
}

export function createNetwork(options: NetworkOptions): Network {
  const { scheduler, random, features, note, replicas, worked } = options;
  const faults = FAULT_NAMES.filter((name) => features.has(name));
  let stormy = true;
  let orphaned = false;
  /** Before which time the answer of the request that is just being made does not come. */
  let silentUntil = 0;
  const post: Process = { name: 'network', alive: true, pausedUntil: 0 };

  const strikes = (feature: Feature, probability: number, on: string): boolean =>
    stormy && features.has(feature) && random.chance(probability) && note({ fault: feature, on });

  /** A fault of the alphabet, as the world's forge understands it. */
  const troubleOf = (fault: Fault, acts: readonly Act[], on: string): Trouble => {
    if (fault.what.startsWith('no answer')) silentUntil = scheduler.now() + GIVEN_UP;
    if (fault.silence !== undefined) return { kind: 'quiet', until: new Date(scheduler.now() + fault.silence) };
    // A dispatch or a merge that was answered with 200 is done, however little of the answer came; a milestone has to be known by its number.
    if (fault.wire.kind === 'truncated' && acts[0] && REST.has(acts[0].kind) && acts[0].kind !== 'create_milestone')
      return { kind: 'facts_lost' };
    if (fault.answer === 'refused' || fault.answer === 'stale') return { kind: fault.answer, reason: fault.what };
    switch (fault.works) {
      case 'no':
        return { kind: 'unreachable' };
      case 'yes':
        return { kind: 'answer_lost' };
      case 'late':
        return {
          kind: 'works_late',
          hand: (work) =>
            network.later(on, async () => {
              for (const act of acts) replicas.made(markOf(act));
              work();
            }),
        };
      case 'partly':
        return { kind: 'partial', fates: acts.map(() => random.pick(['answered', 'unanswered', 'undone'])) };
    }
  };
  const mishap = ({ kind, acts }: WorldRequest): Trouble | undefined => {
    if (!stormy) return undefined;
    const changes = kind === 'perform' ? acts : [];
    if (random.chance(kind === 'perform' ? RATE_OF_CHANGES : RATE)) {
      const able = faults.filter((name) => canMeet(faultOf(name), changes));
      const name = able.length > 0 ? random.pick(able) : undefined;
      const on = changes.length > 0 ? changes.map((act) => act.kind).join('+') : kind;
      if (name && note({ fault: name, on })) return troubleOf(faultOf(name), acts, on);
    }
    const sought = kind === 'look' ? acts[0] : undefined;
    if (!sought || !features.has('laggingReads') || !replicas.hides(markOf(sought))) return undefined;
    return note({ fault: 'laggingReads', on: `look ${sought.kind}` }) ? { kind: 'unseen' } : undefined;
  };
  /** The time before which the answer of the request that was just made does not come; forgotten with that. */
  const silence = (): number => {
    const until = silentUntil;
    silentUntil = 0;
    return until;
  };

  const network: Network = {
    depart: (process, label, options) =>
      scheduler.stop(process, `${label} leaves`, { deadline: scheduler.now() + UNDER_WAY, ...options }),
    arrive: (process, label, pausable, notBefore = 0) =>
      scheduler.stop(process, `${label} is answered`, {
        deadline: Math.max(notBefore, scheduler.now()) + UNDER_WAY,
        notBefore,
        pausable,
      }),
    stateTrouble(what) {
      if (!strikes('stateFaults', 0.06, what)) return undefined;
      return what === 'fetch' ? 'before' : random.pick(['before', 'after', 'late'] as const);
    },
    meet: (name, { acts }) => troubleOf(faultOf(name), acts, acts.map((act) => act.kind).join('+')),
    requestTrouble(request) {
      const trouble = orphaned ? undefined : mishap(request);
      if (request.kind === 'perform' && worksNow(trouble)) for (const act of request.acts) replicas.made(markOf(act));
      return trouble;
    },
    later(label, work) {
      const notBefore = scheduler.now() + 1_000 + random.below(ZOMBIE - 6_000);
      void scheduler
        .stop(post, `${label} works late`, { notBefore, deadline: scheduler.now() + ZOMBIE })
        .then(work)
        .then(worked);
    },
    travel(forge, process, { governor, limits, sent, changed }) {
      const hush = (until: Date | undefined): void => {
        if (!until) return;
        governor.silence(until);
        limits.silenced(until);
      };
      const trip = async <T>(label: string, request: () => Promise<T>): Promise<T> => {
        const quiet = governor.quiet();
        if (quiet) throw new ForgeUnavailable('GitHub asks for silence', { at: quiet });
        limits.leaves(label);
        await network.depart(process, label, {});
        const [result] = await Promise.allSettled([request()]);
        await network.arrive(process, label, true, silence());
        if (result.status === 'fulfilled') return result.value;
        if (result.reason instanceof ForgeUnavailable) hush(result.reason.at);
        throw result.reason;
      };
      const send = async (
        repository: Parameters<Forge['perform']>[0],
        acts: readonly Act[],
        last: boolean,
        notAfter: Date | undefined,
      ): Promise<Answer[]> => {
        const label = acts.map((act) => act.kind).join('+');
        const orphan = async (): Promise<Answer[]> => {
          orphaned = true;
          const answers = forge.perform(repository, acts);
          // The world does everything before it answers.
          orphaned = false;
          return answers;
        };
        const early = await governor.turn(writeOf(acts));
        if (early) return acts.map(() => ({ kind: 'later', reason: 'GitHub allows only so much', at: early }));
        const now = new Date(scheduler.now());
        if (notAfter && now > notAfter) return acts.map(() => ({ kind: 'later', reason: 'it is too late', at: now }));
        limits.leaves(label);
        limits.writes(acts);
        sent?.(acts);
        await network.depart(process, label, { orphan });
        const answers = await forge.perform(repository, acts);
        changed();
        await network.arrive(process, label, last, silence());
        for (const answer of answers) if (answer.kind === 'later') hush(answer.at);
        return answers;
      };
      return {
        observe: (subject) =>
          trip(`observe ${subject.issue}`, async () => {
            const seen = await forge.observe(subject);
            const lags = stormy && features.has('laggingReads') && random.chance(0.6);
            return lags && note({ fault: 'laggingReads', on: 'observe' }) ? replicas.age(subject, seen) : seen;
          }),
        role: (person) => trip(`role ${person.login}`, () => forge.role(person)),
        actionsRun: (run) => trip('actions_run', () => forge.actionsRun(run)),
        survey: () => trip('survey', () => forge.survey()),
        recentComments: (since) => trip('recent_comments', () => forge.recentComments(since)),
        async perform(repository, acts, notAfter) {
          const answers: Answer[] = [];
          for (let rest = acts; rest.length > 0; ) {
            const end = rest.findIndex((act) => REST.has(act.kind));
            const group = end < 0 ? rest : rest.slice(0, Math.max(end, 1));
            rest = rest.slice(group.length);
            answers.push(...(await send(repository, group, rest.length === 0, notAfter)));
          }
          return answers;
        },
      };
    },
    calm() {
      stormy = false;
    },
  };
  return network;
}

/** Whether something is done at once, or may be. */
const worksNow = (trouble: Trouble | undefined): boolean =>
  trouble === undefined ||
  trouble.kind === 'answer_lost' ||
  trouble.kind === 'facts_lost' ||
  trouble.kind === 'partial';
