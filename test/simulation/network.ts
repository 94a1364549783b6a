/**
 * The network between a process and GitHub: how long things are under way, and what goes wrong there. The world's own forge answers at
 * once; here its calls become requests with a departure and an arrival, each a point where the schedule may let others go first.
 */
import type { Act } from '../../src/core/act.ts';
import type { Answer, Forge } from '../../src/github/forge.ts';
import type { Trouble, WorldRequest } from '../../src/localhub/forge/world-forge.ts';
import type { Feature } from './features.ts';
import type { Random } from './random.ts';
import type { Process, Scheduler, WaitOptions } from './scheduler.ts';

/**
 * A request is under way for so long at the most (ms), there and back each; a request that was given up works within `ZOMBIE`. Both stay below
 * what the loop allows for: a lease of 120 s of which at least half is left when it begins, and 30 s before a second try.
 */
const UNDER_WAY = 4_000;
const ZOMBIE = 15_000;

/** What the network tells of each thing that goes wrong. */
export interface FaultNote {
  fault: string;
  /** The request, or the acts in it. */
  on: string;
}

export interface Network {
  depart(process: Process, label: string, options: WaitOptions): Promise<void>;
  arrive(process: Process, label: string, pausable: boolean): Promise<void>;
  stateTrouble(what: 'fetch' | 'push'): 'before' | 'after' | 'late' | undefined;
  /** The hook of the world's forge. */
  requestTrouble(request: WorldRequest): Trouble | undefined;
  /** Carries something out some seconds from now, whatever becomes of its sender. */
  later(label: string, work: () => Promise<unknown>): void;
  /** A forge whose requests travel. */
  travel(forge: Forge, process: Process, told: Traveller): Forge;
  /** From now on nothing goes wrong any more. */
  calm(): void;
}

/** Who wants to know of requests. */
export interface Traveller {
  leaving: (label: string) => void;
  arriving: () => void;
}

export interface NetworkOptions {
  scheduler: Scheduler;
  random: Random;
  features: ReadonlySet<Feature>;
  note: (fault: FaultNote) => boolean;
}

/** Acts that are REST requests of their own; all others that follow each other share one GraphQL request. */
const REST: ReadonlySet<Act['kind']> = new Set(['dispatch', 'cancel_run', 'merge']);

export function createNetwork({ scheduler, random, features, note }: NetworkOptions): Network {
  let stormy = true;
  let orphaned = false;
  const post: Process = { name: 'network', alive: true, pausedUntil: 0 };

  const strikes = (feature: Feature, probability: number, on: string): boolean =>
    stormy && features.has(feature) && random.chance(probability) && note({ fault: feature, on });

  const network: Network = {
    depart: (process, label, options) =>
      scheduler.stop(process, `${label} leaves`, { deadline: scheduler.now() + UNDER_WAY, ...options }),
    arrive: (process, label, pausable) =>
      scheduler.stop(process, `${label} is answered`, { deadline: scheduler.now() + UNDER_WAY, pausable }),
    stateTrouble(what) {
      if (!strikes('stateFaults', 0.06, what)) return undefined;
      return what === 'fetch' ? 'before' : random.pick(['before', 'after', 'late'] as const);
    },
    requestTrouble({ kind, acts }) {
      // What was given up by its sender meets no further mishap.
      if (orphaned) return undefined;
      const on = kind === 'perform' ? acts.map((act) => act.kind).join('+') : kind;
      if (strikes('unreachable', 0.06, on)) return { kind: 'unreachable' };
      if (kind === 'perform' && strikes('answersLost', 0.08, on)) return { kind: 'answer_lost' };
      if (strikes('quiet', 0.03, on)) return { kind: 'quiet', until: new Date(scheduler.now() + 60_000) };
      return undefined;
    },
    later(label, work) {
      const notBefore = scheduler.now() + 1_000 + random.below(ZOMBIE - 6_000);
      void scheduler.stop(post, `${label} works late`, { notBefore, deadline: scheduler.now() + ZOMBIE }).then(work);
    },
    travel(forge, process, told) {
      const trip = async <T>(label: string, request: () => Promise<T>): Promise<T> => {
        told.leaving(label);
        await network.depart(process, label, {});
        told.arriving();
        try {
          return await request();
        } finally {
          await network.arrive(process, label, true);
        }
      };
      const send = async (
        repository: Parameters<Forge['perform']>[0],
        acts: readonly Act[],
        last: boolean,
      ): Promise<Answer[]> => {
        const label = acts.map((act) => act.kind).join('+');
        const orphan = async (): Promise<Answer[]> => {
          orphaned = true;
          const answers = forge.perform(repository, acts);
          // The world does everything before it answers.
          orphaned = false;
          return answers;
        };
        told.leaving(label);
        await network.depart(process, label, { orphan });
        told.arriving();
        let answers: Answer[];
        if (strikes('givenUp', 0.05, label)) {
          network.later(label, orphan);
          answers = acts.map(() => ({ kind: 'later', reason: 'there was no answer in time' }));
        } else answers = await forge.perform(repository, acts);
        await network.arrive(process, label, last);
        return answers;
      };
      return {
        observe: (subject) => trip(`observe ${subject.issue}`, () => forge.observe(subject)),
        role: (person) => trip(`role ${person.login}`, () => forge.role(person)),
        actionsRun: (id) => trip('actions_run', () => forge.actionsRun(id)),
        labelled: () => trip('labelled', () => forge.labelled()),
        async perform(repository, acts) {
          const answers: Answer[] = [];
          for (let rest = acts; rest.length > 0; ) {
            const end = rest.findIndex((act) => REST.has(act.kind));
            const group = end < 0 ? rest : rest.slice(0, Math.max(end, 1));
            rest = rest.slice(group.length);
            answers.push(...(await send(repository, group, rest.length === 0)));
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
