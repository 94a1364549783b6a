/**
 * What git's words about a remote mean. The words are git's own (in the C locale) and GitHub's; those that nobody foresaw count as a
 * connection that failed with an unknown outcome, which is the reading that can do no harm.
 */
import { StateUnavailable, type UnavailableReason } from '../errors.ts';
import type { GitResult } from './run-git.ts';

/** What a push came to. `failed` and `refused` carry the error to tell. */
export type PushAnswer =
  | { kind: 'applied' }
  | { kind: 'lost'; words: string }
  | { kind: 'failed'; error: StateUnavailable }
  | { kind: 'refused'; error: StateUnavailable };

/** What a fetch of the branch came to. */
export type FetchAnswer =
  | { kind: 'fetched' }
  | { kind: 'absent' }
  | { kind: 'rewound' }
  | { kind: 'failed'; error: StateUnavailable };

/** Reasons a server gives when another push was faster, or was under way at the same moment. */
const RACE =
  /stale info|non-fast-forward|fetch first|cannot lock ref|failed to (update ref|lock)|incorrect old value|already exists|but expected/i;

/** Reasons that are a server's trouble rather than its verdict. */
const SERVER_TROUBLE = /internal server error|unpacker error|failed to report status|timed? ?out/i;

/** Reads the output of `git push --porcelain` for one ref. */
export function readPush(result: GitResult, attempted: string): PushAnswer {
  const status = /^([ +*=!-])\t[^\t]*\t(.*)$/m.exec(result.stdout);
  if (!status) {
    const error = failure(result, attempted, 'unknown');
    return { kind: error.reason === 'unreachable' ? 'failed' : 'refused', error };
  }
  const [, flag, summary = ''] = status;
  if (flag !== '!') return { kind: 'applied' };
  if (summary.startsWith('[rejected]') || RACE.test(summary)) return { kind: 'lost', words: summary };
  const words = [summary, ...remoteWords(result.stderr)].join('; ');
  if (SERVER_TROUBLE.test(summary)) {
    return { kind: 'failed', error: unavailable('unreachable', attempted, words, 'unknown') };
  }
  return { kind: 'refused', error: unavailable('refused', attempted, words, 'no') };
}

/** Reads the output of `git fetch` for one ref that must only move forward. */
export function readFetch(result: GitResult, attempted: string): FetchAnswer {
  if (result.exitCode === 0) return { kind: 'fetched' };
  if (/couldn't find remote ref/i.test(result.stderr)) return { kind: 'absent' };
  if (/\[rejected\][^\n]*\(non-fast-forward\)/.test(result.stderr)) return { kind: 'rewound' };
  return { kind: 'failed', error: failure(result, attempted, 'no') };
}

/** The error for a command that ended otherwise than it should; `applied` is what to say when the words tell nothing certain. */
export function failure(result: GitResult, attempted: string, applied: 'no' | 'unknown'): StateUnavailable {
  if (result.silent) return unavailable('unreachable', attempted, 'there was no answer in time', applied);
  const words = result.stderr.trim() || `git ended with ${result.exitCode}`;
  const [reason, certain] = classify(words);
  // What git says of a refused token is that it may not ask a person for a name, which helps nobody who reads it in a log.
  const told = /could not read (username|password)/i.test(words)
    ? `the token was missing or was not accepted (${words})`
    : words;
  return unavailable(reason, attempted, told, certain ? 'no' : applied);
}

/** The error for a command that needs no remote: whatever went wrong, it went wrong on this machine. */
export function localFailure(result: GitResult, attempted: string): StateUnavailable {
  const words = result.silent ? 'git did not end in time' : result.stderr.trim() || `git ended with ${result.exitCode}`;
  return unavailable('local', attempted, words, 'no');
}

/** What words betray, first match first: the reason, and whether they prove that nothing was sent. */
const SIGNS: [pattern: RegExp, reason: UnavailableReason, certain: boolean][] = [
  [/spawn git ENOENT|directory that does not exist|not a git repository \(/i, 'local', true],
  [/no space left|read-only file system|\.lock'?: File exists/i, 'local', true],
  [/bad object|object file .* is empty|corrupt/i, 'local', true],
  [/authentication failed|could not read (username|password)|returned error: 40[13]/i, 'denied', true],
  [/permission to .* denied|write access to repository not granted|permission denied|access denied/i, 'denied', true],
  [/repository .*not found|does not appear to be a git repository/i, 'denied', true],
  [/could not resolve host|failed to connect|couldn't connect|connection refused/i, 'unreachable', true],
  [/unable to access .*returned error: (429|5\d\d)/i, 'unreachable', true],
];

function classify(words: string): [reason: UnavailableReason, certain: boolean] {
  const sign = SIGNS.find(([pattern]) => pattern.test(words));
  return sign ? [sign[1], sign[2]] : ['unreachable', false];
}

const NEXT: Record<UnavailableReason, string> = {
  unreachable: 'The same work is decided again at the next wake-up or sweep',
  denied: 'Check that the repository exists and that the App is installed on it with the permission "contents: write"',
  refused:
    'Let the App push to this branch (a ruleset or branch protection that covers it must list the App under bypass), then use /orch retry',
  contended: 'The same work is decided again at the next wake-up or sweep',
  local:
    'Check that git is installed and that the folder of the clone is writable; the clone itself can be deleted at any time',
};

function unavailable(reason: UnavailableReason, attempted: string, words: string, applied: 'no' | 'unknown') {
  return new StateUnavailable({
    reason,
    applied,
    attempted,
    words: oneLine(words).replace(/[.\s]+$/, ''),
    next: `${NEXT[reason]}.`,
  });
}

/** What the server itself said, without git's prefix. */
function remoteWords(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('remote:'))
    .map((line) => line.slice('remote:'.length).trim())
    .filter((line) => line !== '');
}

/** A thousand characters are enough for a person, and stack traces are for none; servers have been seen to answer with a page of HTML. */
function oneLine(words: string): string {
  const lines = words.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return lines
    .map((line) => line.trim())
    .join('; ')
    .slice(0, 1_000);
}
