/** The state branch in git: a bare clone of that one branch, as the port of state-branch.ts. */
import { StateBranchLost, StateUnavailable } from '../errors.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { Proposal, PushOutcome, StateBranch } from '../state-branch.ts';
import type { StoreLog } from '../store-log.ts';
import { claimFolder, emptyFolder, hasRepository, removeStaleLocks } from './clone-folder.ts';
import { type Author, commitStream } from './commit-stream.ts';
import {
  localEnvironment,
  type RemoteSettings,
  remoteEnvironment,
  type Setting,
  withoutSecrets,
} from './environment.ts';
import { createFilesAtCommit } from './files-at-commit.ts';
import { createObjectReader, type GitObject } from './object-reader.ts';
import { failure, localFailure, readFetch, readPush } from './remote-answer.ts';
import { type GitResult, runGit } from './run-git.ts';
import { needsTidying, type TidinessLimits } from './tidiness.ts';

export interface GitBranchOptions {
  /** Folder of the clone. One process and one store use it at a time. */
  dir: string;
  url: string;
  branch: string;
  /** A token that is valid now, or undefined where the address needs none. Asked before each command that talks to the remote. */
  credentials: () => Promise<string | undefined>;
  author: Author;
  now: () => Date;
  /** Milliseconds without a word from git after which a command is given up. */
  silenceMs: number;
  blobsAsNeeded: boolean;
  /** The surrounding process's variables; of these git sees only what environment.ts lets through. */
  environment: NodeJS.ProcessEnv;
  /** When this process began, in milliseconds since 1970: lock files older than that are nobody's. */
  processStartedAt: number;
  tidiness: TidinessLimits;
  log: StoreLog;
}

/** Housekeeping has to read the whole clone once; it may be silent for so long. */
const TIDYING_SILENCE_MS = 600_000;
/** Whether tidying is needed is looked up once in so many transfers. */
const TRANSFERS_BETWEEN_LOOKS = 100;

/** A branch over a clone that is made, repaired or reused at the first `fetch`. */
export function createGitBranch(options: GitBranchOptions): StateBranch {
  const { dir, branch, log } = options;
  const tracking = `refs/remotes/origin/${branch}`;
  const local = localEnvironment(options.environment);
  const reader = createObjectReader({ dir, environment: local });
  const files = createFilesAtCommit(reader, fetchBlobs);
  const transfer = oneAtATime();
  let opened: Promise<void> | undefined;
  let known: string | null = null;
  let transfers = 0;

  async function runLocal(args: string[], input?: string): Promise<GitResult> {
    const silenceMs = options.silenceMs;
    return await runGit({ args, environment: local, dir, silenceMs, ...(input === undefined ? {} : { input }) });
  }

  /** Runs a command with the remote's address and a fresh token. What it says comes back without the token. */
  async function runRemote(args: string[], more: { input?: string; extra?: Setting[]; silenceMs?: number } = {}) {
    const remote: RemoteSettings = {
      url: options.url,
      token: await options.credentials(),
      blobsAsNeeded: options.blobsAsNeeded,
      silenceSeconds: Math.max(1, Math.ceil(options.silenceMs / 1000)),
    };
    const environment = remoteEnvironment(options.environment, remote, more.extra);
    const { input, silenceMs = options.silenceMs } = more;
    const result = await runGit({ args, environment, dir, silenceMs, ...(input === undefined ? {} : { input }) });
    return {
      ...result,
      stdout: withoutSecrets(result.stdout, remote),
      stderr: withoutSecrets(result.stderr, remote),
    };
  }

  async function object(name: string): Promise<GitObject | null> {
    return await reader.read(name).catch((error: unknown) => {
      throw error instanceof StateUnavailable ? suspect(error) : error;
    });
  }

  async function open(): Promise<void> {
    await claimFolder(dir);
    await removeStaleLocks(dir, options.processStartedAt, log);
    if (await hasRepository(dir)) {
      const head = await soundHead();
      if (head !== undefined) {
        known = head ?? known;
        return;
      }
      log.warn({ dir }, 'the clone of the state branch was broken and is fetched again');
      await reader.close();
      await emptyFolder(dir);
    }
    const made = await runLocal(['init', '--bare', '--quiet', '--template=', '.']);
    if (made.exitCode !== 0) throw localFailure(made, `make a clone in ${dir}`);
  }

  /** The head that the clone knows, null when it knows none; undefined when the clone is broken. */
  async function soundHead(): Promise<string | null | undefined> {
    const refs = await runLocal(['for-each-ref', '--format=%(objectname) %(tree)', tracking]);
    if (refs.exitCode !== 0 || refs.stderr !== '') return undefined;
    const [head, tree] = refs.stdout.trim().split(' ');
    if (!head || !tree) return null;
    return (await reader.read(tree)) ? head : undefined;
  }

  async function ready(): Promise<void> {
    opened ??= open();
    try {
      await opened;
    } catch (error) {
      opened = undefined;
      throw error;
    }
  }

  /** A failure of this machine may be a broken clone: the next use opens it anew, and repairs it. */
  function suspect(error: StateUnavailable): StateUnavailable {
    if (error.reason === 'local') opened = undefined;
    return error;
  }

  async function fetch(): Promise<string | null> {
    await ready();
    const attempted = `fetch ${branch}`;
    const result = await runRemote([
      'fetch',
      '--no-tags',
      '--no-write-fetch-head',
      // The first time, only the newest commit: history is kept by the remote. Later fetches bring what came since.
      ...(known === null || !(await object(tracking)) ? ['--depth=1'] : []),
      'origin',
      // Without a plus, git itself refuses to replace what is known by something that does not contain it.
      `refs/heads/${branch}:${tracking}`,
    ]);
    const answer = readFetch(result, attempted);
    if (answer.kind === 'failed') throw suspect(answer.error);
    if (answer.kind === 'absent') {
      if (known !== null) throw lost('deleted', known);
      return null;
    }
    if (answer.kind === 'rewound') throw lost('rewound', known ?? 'unknown');
    const head = await object(tracking);
    if (!head) throw suspect(localFailure(result, attempted));
    known = head.oid;
    return known;
  }

  function lost(happened: 'deleted' | 'rewound', last: string): StateBranchLost {
    return new StateBranchLost({
      branch,
      known: last,
      happened,
      accept: `stop Orch, delete the folder ${dir} and start it again`,
    });
  }

  async function fetchBlobs(oids: string[]): Promise<void> {
    await transfer(async () => {
      const result = await runRemote(['fetch', '--no-tags', '--no-write-fetch-head', '--stdin', 'origin'], {
        input: `${oids.join('\n')}\n`,
        // Blobs have no history to negotiate about.
        extra: [['fetch.negotiationAlgorithm', 'noop']],
      });
      if (result.exitCode !== 0) throw suspect(failure(result, `read ${oids.length} files of ${branch}`, 'no'));
    });
  }

  async function push(proposal: Proposal): Promise<PushOutcome> {
    await ready();
    // A clone that was made anew meanwhile does not have the parent; what it has then is the newest commit.
    if (proposal.parent !== null && !(await object(proposal.parent)) && (await fetch()) !== proposal.parent) {
      return { kind: 'lost', words: 'the clone was made anew' };
    }
    const imported = await runLocal(
      ['fast-import', '--quiet', '--force'],
      commitStream(proposal, options.author, options.now()),
    );
    const commit = imported.stdout.trim();
    if (imported.exitCode !== 0 || commit === '') throw suspect(localFailure(imported, `write a commit for ${branch}`));
    const result = await runRemote(
      [
        'push',
        '--porcelain',
        '--no-verify',
        // The compare-and-swap: empty means that the branch must not exist.
        `--force-with-lease=refs/heads/${branch}:${proposal.parent ?? ''}`,
        'origin',
        `${commit}:refs/heads/${branch}`,
      ],
      // So that git notes the new head beside the push, for the next start.
      { extra: [['remote.origin.fetch', `refs/heads/${branch}:${tracking}`]] },
    );
    const answer = readPush(result, `push to ${branch}`);
    if (answer.kind === 'refused') throw suspect(answer.error);
    if (answer.kind !== 'applied') return answer;
    known = commit;
    return { kind: 'applied', commit };
  }

  async function tidy(): Promise<void> {
    if (!(await needsTidying(dir, options.tidiness))) return;
    const result = await runRemote(['gc', '--quiet', '--prune=now'], { silenceMs: TIDYING_SILENCE_MS });
    if (result.exitCode !== 0) log.warn({ dir, words: result.stderr }, 'tidying the clone failed; it goes on untidied');
    else log.debug({ dir }, 'tidied the clone');
  }

  /** A transfer, and now and then, behind it, the tidying: whoever waits for the transfer does not wait for that. */
  function counted<T>(work: () => Promise<T>): Promise<T> {
    const done = transfer(work);
    if (transfers++ % TRANSFERS_BETWEEN_LOOKS === 0) {
      transfer(tidy).catch((error: unknown) => log.warn({ err: error }, 'tidying the clone failed'));
    }
    return done;
  }

  return {
    name: branch,
    fetch: () => counted(fetch),
    push: (proposal) => counted(() => push(proposal)),
    read: files.read,
    list: files.list,
    holds: files.holds,
    async history(since, head) {
      const range = since === null ? head : `${since}..${head}`;
      const result = await runLocal(['log', '-z', '--max-count=1000', '--format=%H%n%B', range]);
      if (result.exitCode !== 0) throw suspect(localFailure(result, `read the history of ${branch}`));
      const commits = result.stdout.split('\0').filter((text) => text !== '');
      return commits.map((text) => ({
        commit: text.slice(0, text.indexOf('\n')),
        message: text.slice(text.indexOf('\n') + 1),
      }));
    },
    async close() {
      await transfer(() => reader.close());
    },
  };
}
