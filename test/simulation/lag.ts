/**
 * Replicas that lag behind. GitHub answers reads from copies that may be some seconds old, and each part of an answer from another copy. What is shown
 * here is never older than `LAG`; docs/reliability.md says what that bound means.
 */
import type { Act } from '../../src/core/act.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Subject } from '../../src/github/forge.ts';
import type { Random } from './random.ts';

/** How old a read can be (ms): the longest that operators of other bots have seen, GitHub itself names no number. */
export const LAG = 30_000;

export interface Replicas {
  /** Keeps how an issue looks now, for later. */
  keep(seen: Observation): void;
  /** An observation of now, some parts of which are from a while ago. */
  age(subject: Subject, now: Observation): Observation;
  /** Something that can be looked for was made just now. */
  made(key: string): void;
  /** Whether it is there but does not show yet. */
  hides(key: string): boolean;
}

export function createReplicas(clock: () => number, random: Random): Replicas {
  const history = new Map<number, { at: number; seen: Observation }[]>();
  const making = new Map<string, number>();

  /** The issue as it looked then; undefined when that was before anything was kept of it. */
  const then = (issue: number): Observation | undefined => {
    const time = clock() - random.below(LAG);
    return history.get(issue)?.findLast(({ at }) => at <= time)?.seen;
  };

  return {
    keep(seen) {
      if (!seen.issue) return;
      const kept = history.get(seen.issue.number) ?? [];
      history.set(seen.issue.number, kept);
      kept.push({ at: clock(), seen });
      while (kept[1] && kept[1].at < clock() - LAG) kept.shift();
    },
    age({ issue, afterComment }, now) {
      const aged = { ...now };
      const old = <Part>(part: (seen: Observation) => Part, set: (value: Part) => void): void => {
        const seen = random.chance(0.5) ? then(issue) : undefined;
        if (seen) set(part(seen));
      };
      old(
        ({ issue: subject, labelings }) => ({ issue: subject, labelings }),
        (value) => Object.assign(aged, value),
      );
      old(
        ({ comments }) => comments.filter((comment) => comment.id > afterComment),
        (comments) => {
          aged.comments = comments;
        },
      );
      old(
        ({ pullRequest }) => pullRequest,
        (pullRequest) => {
          aged.pullRequest = pullRequest;
        },
      );
      old(
        ({ pullRequest }) => pullRequest,
        (pull) => {
          if (!pull || pull.number !== aged.pullRequest?.number) return;
          aged.pullRequest = { ...aged.pullRequest, reviews: pull.reviews, opinions: pull.opinions };
        },
      );
      old(
        ({ branch }) => branch,
        (branch) => {
          aged.branch = branch;
        },
      );
      old(
        ({ stateHead }) => stateHead,
        (stateHead) => {
          aged.stateHead = stateHead;
        },
      );
      return aged;
    },
    made: (key) => void making.set(key, clock()),
    hides(key) {
      const at = making.get(key);
      return at !== undefined && at > clock() - random.below(LAG);
    },
  };
}

/** By which an act is looked for. */
export function markOf(act: Act): string {
  switch (act.kind) {
    case 'comment':
    case 'open_issue':
      return act.mark;
    case 'dispatch':
      return act.title;
    case 'open_pull_request':
      return act.head;
    case 'check':
      return `${act.name} ${act.externalId}`;
    default:
      return act.kind;
  }
}
