/** The state branch through GitHub's API, as the port of state-branch.ts. */
import { StateBranchLost, StateUnavailable } from '../errors.ts';
import type { Author } from '../git/commit-stream.ts';
import type { Proposal, PushOutcome, StateBranch } from '../state-branch.ts';
import type { StoreLog } from '../store-log.ts';
import type { Api } from './ask.ts';
import { unavailable } from './faults.ts';
import type { ApiFiles } from './files.ts';
import { makeFirstCommit } from './first-commit.ts';
import {
  COMMIT,
  type CommitData,
  type CommitNode,
  HEAD,
  type HeadData,
  HISTORY,
  type HistoryData,
  NEWEST,
} from './queries.ts';

export interface ApiBranchOptions {
  api: Api;
  files: ApiFiles;
  /** `owner/name`, as the mutation wants it. */
  repository: string;
  branch: string;
  author: Author | undefined;
  now: () => Date;
  delay: (milliseconds: number) => Promise<void>;
  log: StoreLog;
}

/**
 * Pauses between the looks that must agree before a branch counts as lost (ms), half a minute together. GitHub's replicas have been seen
 * to show refs as they were for that long (rust-lang/homu#75), and a branch that looks old for a moment is no reason to stop everything.
 */
const SURE_MS = [500, 1_500, 4_000, 9_000, 15_000];
/** So many commits are searched for a transaction, as in the git store. */
const HISTORY_LIMIT = 1_000;

/** The branch at one look, with its newest commits. */
interface Look {
  head: string | null;
  newest: CommitNode[];
}

/** A branch of one repository; nothing is asked before the first call. */
export function createApiBranch(options: ApiBranchOptions): StateBranch {
  const { api, files, branch, delay, log } = options;
  let known: string | null = null;
  let last: Look = { head: null, newest: [] };
  let loss: { at: string | null; error: StateBranchLost } | undefined;

  async function look(): Promise<Look> {
    const answer = await api.graphql<HeadData>(HEAD, { ref: `refs/heads/${branch}` });
    if (!answer.ok) throw unavailable(answer.fault, `look at ${branch}`);
    const target = answer.data.repository?.ref?.target;
    return { head: target?.oid ?? null, newest: target?.history?.nodes ?? [] };
  }

  /** Whether what is known is part of what was seen. */
  async function goesOn({ head, newest }: Look, from: string): Promise<boolean> {
    if (head === null) return false;
    if (head === from || newest.some(({ oid }) => oid === from)) return true;
    if (newest.length < NEWEST) return false;
    const answer = await api.rest((octokit, repo) =>
      octokit.rest.repos.compareCommitsWithBasehead({ ...repo, basehead: `${from}...${head}`, per_page: 1 }),
    );
    if (answer.ok) return answer.data.status === 'ahead' || answer.data.status === 'identical';
    if (answer.fault.kind === 'absent') return false;
    throw unavailable(answer.fault, `look at ${branch}`);
  }

  async function fetch(): Promise<string | null> {
    let seen = await look();
    if (known !== null && !(await goesOn(seen, known))) seen = await makeSure(seen, known);
    loss = undefined;
    last = seen;
    known = seen.head;
    return known;
  }

  /** Looks again for a while before it believes that the branch is lost; what was believed once is believed at once. */
  async function makeSure(first: Look, from: string): Promise<Look> {
    if (loss && loss.at === first.head && loss.error.known === from) throw loss.error;
    let seen = first;
    for (const pause of SURE_MS) {
      log.debug({ branch, known: from, seen: seen.head }, 'the branch looks older than it was; looking again');
      await delay(pause);
      seen = await look();
      if (await goesOn(seen, from)) return seen;
    }
    const happened = seen.head === null ? 'deleted' : 'rewound';
    const error = new StateBranchLost({ branch, known: from, happened, accept: 'stop Orch and start it again' });
    loss = { at: seen.head, error };
    throw error;
  }

  async function push(proposal: Proposal): Promise<PushOutcome> {
    const outcome = proposal.parent === null ? await begin(proposal) : await append(proposal, proposal.parent);
    if (outcome.kind === 'applied') {
      files.wrote(proposal.parent, outcome.commit, proposal.writes);
      known = outcome.commit;
    }
    return outcome;
  }

  async function begin({ writes, message }: Proposal): Promise<PushOutcome> {
    const attempted = `create ${branch}`;
    const texts = [...writes].flatMap(([path, text]) => (text === null ? [] : [[path, text] as const]));
    if (texts.length === 0) {
      const words = 'GitHub makes no first commit without a file';
      throw new StateUnavailable({ reason: 'refused', attempted, words, next: 'Write a file with the first change.' });
    }
    const date = options.now().toISOString();
    const author = options.author && { ...options.author, date };
    const answer = await makeFirstCommit(api, { branch, files: texts, message, author });
    if (answer.ok) return { kind: 'applied', commit: answer.commit };
    const { fault, atRef } = answer;
    if (fault.kind === 'exists') return { kind: 'lost', words: fault.words };
    const error = unavailable(fault, attempted, atRef ? 'unknown' : 'no');
    if (fault.kind === 'unanswered') return { kind: 'failed', error };
    throw error;
  }

  async function append({ writes, message }: Proposal, parent: string): Promise<PushOutcome> {
    const attempted = `commit to ${branch}`;
    const additions: { path: string; contents: string }[] = [];
    const deletions: { path: string }[] = [];
    for (const [path, text] of writes) {
      if (text !== null) additions.push({ path, contents: Buffer.from(text, 'utf8').toString('base64') });
      // GitHub refuses the whole commit for the deletion of a file that is not there.
      else if (!(await files.holds(parent, path, null))) deletions.push({ path });
    }
    const [headline = '', ...body] = message.split('\n');
    const answer = await api.graphql<CommitData>(COMMIT, {
      input: {
        branch: { repositoryNameWithOwner: options.repository, branchName: branch },
        expectedHeadOid: parent,
        message: { headline, body: body.join('\n').trim() },
        fileChanges: { additions, deletions },
      },
    });
    if (answer.ok) {
      const commit = answer.data.createCommitOnBranch?.commit?.oid;
      if (commit !== undefined) return { kind: 'applied', commit };
      const fault = { kind: 'unanswered', words: 'the answer names no commit' } as const;
      return { kind: 'failed', error: unavailable(fault, attempted, 'unknown') };
    }
    const { fault } = answer;
    if (fault.kind === 'stale') return { kind: 'lost', words: fault.words };
    const error = unavailable(fault, attempted, 'unknown');
    if (fault.kind === 'unanswered') return { kind: 'failed', error };
    if (fault.kind !== 'absent') throw error;
    // No such branch, or no such repository any more: the look tells which, and throws what is to be told.
    return (await fetch()) === parent ? { kind: 'failed', error } : { kind: 'lost', words: fault.words };
  }

  async function history(since: string | null, head: string): Promise<{ commit: string; message: string }[]> {
    const found = last.head === head ? [...last.newest] : [];
    const ends = (): number => found.findIndex(({ oid }) => oid === since);
    const complete = last.head === head && found.length < NEWEST;
    if (ends() < 0 && !complete) {
      found.length = 0;
      for (let after: string | null = null, more = true; more && ends() < 0 && found.length < HISTORY_LIMIT; ) {
        const answer: Awaited<ReturnType<typeof page>> = await page(head, after);
        found.push(...answer.nodes);
        after = answer.pageInfo.endCursor;
        more = answer.pageInfo.hasNextPage;
      }
    }
    const end = ends();
    return (end < 0 ? found : found.slice(0, end)).map(({ oid, message }) => ({ commit: oid, message }));
  }

  async function page(commit: string, after: string | null) {
    const answer = await api.graphql<HistoryData>(HISTORY, { commit, after });
    if (!answer.ok) throw unavailable(answer.fault, `read the history of ${branch}`);
    const history = answer.data.repository?.object?.history;
    if (history) return history;
    // A replica that does not have the commit yet. Nothing may be concluded from that, least of all that a transaction is not there.
    throw unavailable(
      { kind: 'unanswered', words: `GitHub does not show the commit ${commit}` },
      `read the history of ${branch}`,
    );
  }

  return {
    name: branch,
    fetch,
    push,
    history,
    read: files.read,
    list: files.list,
    holds: files.holds,
    async close() {},
  };
}
