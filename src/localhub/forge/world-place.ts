/** Where a forge over the world stands: one repository of one world, seen and changed through one App. */
import type { Act } from '../../core/act.ts';
import type { Actor, Repository, Urls } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { WorldGit } from './world-git.ts';

/** What is asked of GitHub in one request, and what is to be done in it. */
export interface WorldRequest {
  kind: 'observe' | 'role' | 'actions_run' | 'survey' | 'recent_comments' | 'look' | 'perform';
  /** Of `perform` what it does; of `look` the act whose mark is looked for, or those that were refused and may be done already; empty otherwise. */
  acts: readonly Act[];
}

/**
 * What goes wrong with a request: GitHub cannot be reached and nothing is done; it does everything and the answer is lost; it does everything after the
 * request was given up; it wants to be left alone until a time; it says no to all; it answers from
 * a copy that lags behind; or it does and answers each act as `fates` says.
 */
export type Trouble =
  | { kind: 'unreachable' }
  | { kind: 'answer_lost' }
  /** All is done, and what was made is not told. */
  | { kind: 'facts_lost' }
  /** `hand` gets what is to be done later. */
  | { kind: 'works_late'; hand: (work: () => void) => void }
  | { kind: 'quiet'; until: Date }
  | { kind: 'refused' | 'stale'; reason: string }
  /** Only for `look`: what is looked for is there, and does not show yet. */
  | { kind: 'unseen' }
  | { kind: 'partial'; fates: readonly ('answered' | 'unanswered' | 'undone')[] };

export interface WorldPlace {
  world: World;
  repository: Repository;
  /** Who acts: usually an installation's token (`installationActor`). */
  actor: Actor;
  /** The App's slug: what `<slug>[bot]` wrote is Orch's own. */
  appSlug: string;
  git: WorldGit;
  /** Where pages would be; they stand in links. */
  urls: Urls;
  /** Where the state branch is, when it is not kept as a ref of the world. */
  stateHead?: () => string | null;
  /** Told of every request before it happens; what it answers goes wrong. For tests and the simulator. */
  request?: (request: WorldRequest) => Trouble | undefined;
}
