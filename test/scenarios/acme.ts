/** What people can do in the named world of the scenarios, and what can be asked of it. The world itself is in `world.ts`. */
import type { Act } from '../../src/core/act.ts';
import type { Story } from '../../src/core/story.ts';
import type { FileChanges, MemoryGit } from '../../src/localhub/forge/memory-git.ts';
import type { Trouble, WorldRequest } from '../../src/localhub/forge/world-forge.ts';
import type {
  Actor,
  Issue,
  ReactionContent,
  Repository,
  RoleName,
  WorldEvent,
} from '../../src/localhub/world/types.ts';
import type { World } from '../../src/localhub/world/world.ts';
import type { MemoryRemote } from '../../src/state/memory-store.ts';
import type { Name } from './people.ts';
import type { Delivery } from './runner.ts';
import type { Server } from './server.ts';

/** How the deliveries of one settling go wrong. */
export interface Post {
  /** Deliveries that never arrive. */
  drops?: (event: WorldEvent) => boolean;
  /** How often each one arrives. */
  times?: number;
  /** Arrive newest first. */
  reversed?: boolean;
  /** The servers that get them, all at once. */
  to?: Server[];
}

export interface Acme {
  readonly world: World;
  readonly repository: Repository;
  readonly git: MemoryGit;
  readonly remote: MemoryRemote;
  readonly orch: Server;
  opens(who: Name, issue: { title: string; body?: string }): number;
  labels(who: Name, issue: number, label: string): void;
  unlabels(who: Name, issue: number, label: string): void;
  says(who: Name, issue: number, text: string): number;
  /** Ticks options of the question that Orch asks on an issue. */
  ticks(who: Name, issue: number, ...options: number[]): void;
  /** Reacts to that question. */
  reacts(who: Name, issue: number, content: ReactionContent): void;
  editsComment(who: Name, comment: number, text: string): void;
  /** Changes the text of an issue. */
  edits(who: Name, issue: number, text: { title?: string; body?: string }): void;
  /** Gives someone another role in the repository, or none. */
  appoints(who: Name, role: RoleName | null): void;
  closes(who: Name, issue: number): void;
  reopens(who: Name, issue: number): void;
  /** Says that one issue waits for another. */
  blocks(who: Name, number: number, blocker: number): void;
  /** Takes out that one issue waits for another. */
  frees(who: Name, number: number, blocker: number): void;
  deletesSticky(who: Name, issue: number): void;
  reviews(who: Name, pull: number, verdict: 'approve' | 'request changes' | 'comment', text?: string): void;
  dismisses(who: Name, pull: number): void;
  /** Opens a pull request of one's own from a branch into main, and answers its number. */
  proposes(who: Name, branch: string, body: string): number;
  merges(who: Name, pull: number): void;
  pushes(who: Name, branch: string, changes: FileChanges): string;
  protects(rule: { approvals?: number; checks?: string[] }): void;
  configures(who: Name, text: string): void;
  removesWorkflow(): void;
  checks(pull: number, conclusion: 'success' | 'failure' | 'pending', about?: { name?: string; title?: string }): void;
  delivers(story: number, delivery?: Delivery): Promise<void>;
  /** The Actions run of a story's run ends without a result. */
  loses(story: number, conclusion: 'failure' | 'cancelled' | 'timed_out'): void;
  waits(minutes: number): void;
  /** What happens in it takes no time: all of it within one second. */
  atOnce(acts: () => void): void;
  settles(post?: Post): Promise<void>;
  /** What goes wrong with a request from now on; undefined for nothing. */
  trouble(cause: ((request: WorldRequest) => Trouble | undefined) | undefined): void;
  /** Holds back the first request with such an act, after it was made ready, or its answer (`after`). `reached` tells when it is there; `open` lets it go on. */
  gate(kind: Act['kind'], about?: { after?: boolean }): { reached: Promise<void>; open(): void };
  anotherServer(holder: string): Server;
  restarts(holder?: string): void;
  news(): string;
  /** How many requests Orch made in all, tokens not counted. */
  requests(): number;
  story(issue: number): Story | null;
  /** Changes a file of the state branch as a person would. */
  scribbles(path: string, change: (text: string) => string): void;
  /** Deletes a file of the state branch as a person would. */
  deletes(path: string): void;
  sticky(issue: number): string;
  issue(number: number): Issue;
  history(): string[];
  /** Orch's own account. */
  bot: Actor;
  finish(): void;
}
