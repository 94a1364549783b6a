/**
 * What GitHub's errors mean for the state branch. Kinds are told apart by status and by GraphQL's `type`; where GitHub gives one status to
 * several things (422), by its words. What nobody foresaw counts as no answer at all, which is the reading that can do no harm.
 */
import { GraphqlResponseError } from '@octokit/graphql';
import { RequestError } from '@octokit/request-error';
import { quietUntil, wordsOf } from '../../github/octokit/faults.ts';
import { StateUnavailable, type UnavailableReason } from '../errors.ts';

/** What came instead of an answer. */
export interface Fault {
  kind:
    | /** The branch is not at the expected commit: the lost race. */ 'stale'
    /** The ref is there already: the lost race of two creators. */
    | 'exists'
    /** Nothing of that name that this token may see. */
    | 'absent'
    /** The token was refused, or may not do this. */
    | 'denied'
    /** A rule of the repository says no. */
    | 'refused'
    /** A rate limit: GitHub wants silence until `at`. */
    | 'quiet'
    /** No answer, half an answer, or a server's trouble: what was asked may or may not have been done. */
    | 'unanswered';
  /** GitHub's words, in one line. */
  words: string;
  /** With `quiet`: when GitHub may be asked again. */
  at?: Date;
}

/** Reads what an Octokit request threw. */
export function faultOf(error: unknown, now: Date): Fault {
  const at = quietUntil(error, now);
  if (at) return { kind: 'quiet', words: oneLine(wordsOf(error)), at };
  if (error instanceof GraphqlResponseError) return graphqlFault(error);
  const words = oneLine(wordsOf(error));
  if (!(error instanceof RequestError)) return { kind: 'unanswered', words };
  return { kind: kindOfStatus(error.status, words), words };
}

function kindOfStatus(status: number, words: string): Fault['kind'] {
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'absent';
  if (status === 422 && /reference already exists/i.test(words)) return 'exists';
  // 408 is a time-out; everything from 500 on is a server's trouble, and Octokit gives 500 to a connection that died.
  return status >= 400 && status < 500 && status !== 408 ? 'refused' : 'unanswered';
}

/** Types that GraphQL gives to a refusal. Classic branch protection has one of its own; rulesets are known by their words. */
const TYPES: Readonly<Record<string, Fault['kind']>> = {
  STALE_DATA: 'stale',
  NOT_FOUND: 'absent',
  FORBIDDEN: 'denied',
  INSUFFICIENT_SCOPES: 'denied',
  UNPROCESSABLE: 'refused',
  BRANCH_PROTECTION_RULE_VIOLATION: 'refused',
};
const RULE = /rule violations? found|protected branch|must be made through a pull request|archived so is read-only/i;

function graphqlFault(error: GraphqlResponseError<unknown>): Fault {
  const first = error.errors?.[0];
  const words = oneLine(wordsOf(first ?? error));
  const type: string = first?.type ?? '';
  return { kind: RULE.test(words) ? 'refused' : (TYPES[type] ?? 'unanswered'), words };
}

const REASONS: Readonly<Record<Fault['kind'], UnavailableReason>> = {
  stale: 'contended',
  exists: 'contended',
  absent: 'denied',
  denied: 'denied',
  refused: 'refused',
  quiet: 'unreachable',
  unanswered: 'unreachable',
};

const LATER = 'The same work is decided again at the next wake-up or sweep.';
const NEXT: Readonly<Record<UnavailableReason, string>> = {
  unreachable: LATER,
  contended: LATER,
  denied: 'Check that the repository exists and that the App is installed on it with the permission "contents: write".',
  refused:
    'Let the App push to this branch (a ruleset or branch protection that covers it must list the App under bypass), then use /orch retry.',
  local: LATER,
};

/** The error that tells a fault to whoever wanted to read or write the state. `applied` is what to say of a request without an answer. */
export function unavailable(fault: Fault, attempted: string, applied: 'no' | 'unknown' = 'no'): StateUnavailable {
  const reason = REASONS[fault.kind];
  const empty = /repository is empty/i.test(fault.words);
  return new StateUnavailable({
    reason,
    applied: fault.kind === 'unanswered' ? applied : 'no',
    attempted,
    words: fault.words.replace(/[.\s]+$/, ''),
    next: empty
      ? 'Commit a first file to the default branch.'
      : fault.at
        ? `GitHub may be asked again at ${fault.at.toISOString()}. ${NEXT[reason]}`
        : NEXT[reason],
    at: fault.at,
  });
}

function oneLine(words: string): string {
  return words.replace(/\s+/g, ' ').trim() || 'no words';
}
