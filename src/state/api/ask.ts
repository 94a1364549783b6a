/**
 * One repository's API, as the store asks it: every request gives data or a fault, and nothing is asked while GitHub wants silence, whoever of
 * the same installation was told so.
 */
import type { Octokit } from '@octokit/rest';
import type { Governor } from '../../github/governor.ts';
import { type Fault, faultOf } from './faults.ts';

/** What a request came to. */
export type Answer<T> = { ok: true; data: T } | { ok: false; fault: Fault };

export interface Api {
  /** A GraphQL document. Every variable that the documents of `queries.ts` share is given already. */
  graphql<T>(document: string, variables: Record<string, unknown>): Promise<Answer<T>>;
  /** A REST request about the repository. */
  rest<T>(
    request: (octokit: Octokit, repo: { owner: string; repo: string }) => Promise<{ data: T }>,
  ): Promise<Answer<T>>;
}

/** Asks through a client that neither repeats requests nor waits by itself, and that gives up after a time. */
export function createApi(options: {
  octokit: Octokit;
  repo: { owner: string; repo: string };
  governor: Governor;
  now: () => Date;
}): Api {
  const { octokit, repo, governor, now } = options;
  const key = `the state of ${repo.owner}/${repo.repo}`;

  async function answerOf<T>(writes: boolean, request: () => Promise<T>): Promise<Answer<T>> {
    const at = writes ? await governor.turn({ key, creates: 1, urgent: false }) : governor.quiet();
    if (at) return { ok: false, fault: { kind: 'quiet', words: 'GitHub has to be left alone for now', at } };
    try {
      return { ok: true, data: await request() };
    } catch (error) {
      const fault = faultOf(error, now());
      if (fault.at) governor.silence(fault.at);
      return { ok: false, fault };
    }
  }

  return {
    async graphql<T>(document: string, variables: Record<string, unknown>) {
      const names = { owner: repo.owner, name: repo.repo };
      const answer = await answerOf(document.startsWith('mutation'), () =>
        octokit.graphql<T | undefined>(document, { ...names, ...variables }),
      );
      // Octokit gives nothing for a body that is no JSON: the connection was cut off in the middle of it.
      if (answer.ok && answer.data === undefined) return CUT_OFF;
      return answer as Answer<T>;
    },
    async rest<T>(request: (octokit: Octokit, repo: { owner: string; repo: string }) => Promise<{ data: T }>) {
      const answer = await answerOf(false, () => request(octokit, repo));
      if (!answer.ok) return answer;
      return typeof answer.data.data === 'string' ? CUT_OFF : { ok: true as const, data: answer.data.data };
    },
  };
}

const CUT_OFF = { ok: false, fault: { kind: 'unanswered', words: 'the answer was cut off' } } as const;
