/** Several objects in one question, and the care that a server which does not have the commit yet cannot pass absence for an answer. */
import type { Api } from './ask.ts';
import { unavailable } from './faults.ts';
import { type ObjectNode, type ObjectsData, objectsQuery } from './queries.ts';

/** Asks for the objects that the expressions name; null for those that are not there, in the order of the expressions. */
export type ObjectQuestions = (
  what: 'files' | 'trees',
  commit: string,
  expressions: readonly string[],
) => Promise<(ObjectNode | null)[]>;

/** Pauses before a commit that is known to exist is asked for again (ms): a replica is behind by a second as a rule, and rarely by more. */
const BEHIND_MS = [500, 2_000, 5_000];

/** Questions throw StateUnavailable when GitHub gives no answer that can be used. */
export function createObjectQuestions(options: {
  api: Api;
  branch: string;
  delay: (milliseconds: number) => Promise<void>;
}): ObjectQuestions {
  const { api, branch, delay } = options;
  return async (what, commit, expressions) => {
    const attempted = `read ${branch}`;
    const document = objectsQuery(what, expressions.length);
    const named = Object.fromEntries(expressions.map((expression, index) => [`o${index}`, expression]));
    for (const pause of [...BEHIND_MS, undefined]) {
      const answer = await api.graphql<ObjectsData>(document, { commit, ...named });
      if (!answer.ok) throw unavailable(answer.fault, attempted);
      const repository = answer.data.repository;
      if (repository?.at) return expressions.map((_, index) => repository[`o${index}`] ?? null);
      if (pause !== undefined) await delay(pause);
    }
    throw unavailable({ kind: 'unanswered', words: `GitHub does not show the commit ${commit}` }, attempted);
  };
}
