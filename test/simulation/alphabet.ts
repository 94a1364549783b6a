/**
 * Everything that can become of one request, by name: what really happened on GitHub, what the Octokit adapter makes of it at the port, and what it
 * looks like on the wire. The simulator draws from this table; `test/contract/fault-alphabet.test.ts` sends the same faults over the wire and
 * compares. Where the numbers come from: GitHub's documentation of rate limits, and what its API was seen to answer.
 */
import type { Act } from '../../src/core/act.ts';
import { type Answer, REST_ACTS } from '../../src/github/forge.ts';

export interface Fault {
  /** As a person would say it. */
  what: string;
  /** Which requests can meet it: all, those that change something, those of several acts at once, merges. */
  meets: 'any' | 'changes' | 'batches' | 'merges';
  /** What happened: nothing, all of it, each act by itself this way or that way, or all of it some seconds after the request was given up. */
  works: 'no' | 'yes' | 'partly' | 'late';
  /** What the port answers for an act that is not answered well. */
  answer: Answer['kind'];
  /** Ms until GitHub wants to be asked again, when it says so. */
  silence?: number;
  /** What comes over the wire. */
  wire: Wire;
}

export type Wire =
  | { kind: 'status'; status: number; headers?: Record<string, string>; message: string }
  /** The connection breaks, or nothing comes for ten seconds: the client cannot tell which. */
  | { kind: 'broken' }
  /** The answer ends in the middle. */
  | { kind: 'truncated' }
  /** 200, with the data of some mutations and an error in place of the others. */
  | { kind: 'partial' }
  /** 200, with errors and no data. */
  | { kind: 'errors'; type: string; message: string; headers?: Record<string, string> };

const MINUTE = 60_000;
/** When the primary limit is used up: the time of the next hour's budget, at the most an hour off. */
const RESET = 20 * MINUTE;
const SECONDARY = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

export const FAULTS = {
  connectionBroken: {
    what: 'the connection breaks before anything happened',
    meets: 'any',
    works: 'no',
    answer: 'later',
    wire: { kind: 'broken' },
  },
  secondaryLimitTimed: {
    what: '403, a secondary limit with `Retry-After`',
    meets: 'any',
    works: 'no',
    answer: 'later',
    silence: 90_000,
    wire: { kind: 'status', status: 403, headers: { 'retry-after': '90' }, message: SECONDARY },
  },
  secondaryLimit: {
    what: '403, a secondary limit that names no time',
    meets: 'any',
    works: 'no',
    answer: 'later',
    silence: MINUTE,
    wire: { kind: 'status', status: 403, message: SECONDARY },
  },
  tooManyRequests: {
    what: '429',
    meets: 'any',
    works: 'no',
    answer: 'later',
    silence: MINUTE,
    wire: { kind: 'status', status: 429, message: 'Too many requests' },
  },
  primaryLimit: {
    what: '403, the budget of the hour is used up',
    meets: 'any',
    works: 'no',
    answer: 'later',
    silence: RESET,
    wire: {
      kind: 'status',
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'RESET' },
      message: 'API rate limit exceeded for installation ID 1.',
    },
  },
  primaryLimitOfGraphql: {
    what: '200 with the error RATE_LIMITED, the budget of the hour is used up',
    meets: 'batches',
    works: 'no',
    answer: 'later',
    silence: RESET,
    wire: {
      kind: 'errors',
      type: 'RATE_LIMITED',
      message: 'API rate limit exceeded for installation ID 1.',
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'RESET' },
    },
  },
  tokenExpired: {
    what: '401, the token has expired',
    meets: 'any',
    works: 'no',
    answer: 'later',
    wire: { kind: 'status', status: 401, message: 'Bad credentials' },
  },
  conflict: {
    what: '409, what is to be merged is no longer what was looked at',
    meets: 'merges',
    works: 'no',
    answer: 'stale',
    wire: { kind: 'status', status: 409, message: 'Head branch was modified. Review and try the merge again.' },
  },
  validation: {
    what: '422, GitHub will not do it, whatever the reason',
    meets: 'changes',
    works: 'no',
    answer: 'refused',
    wire: { kind: 'status', status: 422, message: 'Validation Failed' },
  },
  serverErrorBefore: {
    what: '502, and nothing happened',
    meets: 'any',
    works: 'no',
    answer: 'later',
    wire: { kind: 'status', status: 502, message: 'Server Error' },
  },
  serverErrorAfter: {
    what: '502, and it was done all the same',
    meets: 'changes',
    works: 'yes',
    answer: 'later',
    wire: { kind: 'status', status: 502, message: 'Server Error' },
  },
  answerLost: {
    what: 'it was done, and the connection breaks before the answer has come',
    meets: 'changes',
    works: 'yes',
    answer: 'later',
    wire: { kind: 'broken' },
  },
  truncatedAnswer: {
    what: 'it was done, and the answer ends in the middle (of a dispatch or a merge, 200 says enough)',
    meets: 'changes',
    works: 'yes',
    answer: 'later',
    wire: { kind: 'truncated' },
  },
  partialAnswer: {
    what: '200 with errors: some acts are done and answered, others done and not answered, others neither',
    meets: 'batches',
    works: 'partly',
    answer: 'later',
    wire: { kind: 'partial' },
  },
  neverAnswered: {
    what: 'no answer within ten seconds, and nothing was done',
    meets: 'any',
    works: 'no',
    answer: 'later',
    wire: { kind: 'broken' },
  },
  neverAnsweredDone: {
    what: 'no answer within ten seconds, and it was done',
    meets: 'changes',
    works: 'yes',
    answer: 'later',
    wire: { kind: 'broken' },
  },
  neverAnsweredLate: {
    what: 'no answer within ten seconds, and it is done some seconds later',
    meets: 'changes',
    works: 'late',
    answer: 'later',
    wire: { kind: 'broken' },
  },
} as const satisfies Record<string, Fault>;
export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];
export const faultOf = (name: FaultName): Fault => FAULTS[name];

/** Acts that are REST requests of their own; all others that follow each other share one GraphQL request. */
export const REST = REST_ACTS;

/** Whether a request can meet a fault. Without acts it only asks. */
export function canMeet({ meets }: Fault, acts: readonly Act[]): boolean {
  const first = acts[0];
  switch (meets) {
    case 'any':
      return true;
    case 'changes':
      return first !== undefined;
    case 'batches':
      return first !== undefined && !REST.has(first.kind);
    case 'merges':
      return first?.kind === 'merge';
  }
}
