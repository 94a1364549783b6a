/** What is different about GitHub when it is seen from a job of Actions. */
import type { Act } from '../core/act.ts';
import type { Observation } from '../core/observation.ts';
import type { Answer, Forge } from '../github/forge.ts';

export interface JobForgeOptions {
  /** With the GITHUB_TOKEN of the job. */
  forge: Forge;
  /**
   * With a token that stands for somebody other than Actions, where there is one. What it does starts workflows, so it opens pull requests
   * and merges them, and nothing else: only an App may write checks, and everything that Orch says is said by one account.
   */
  pullRequests: Forge | undefined;
  /** The Actions run whose last job this is, and how the jobs before it ended. It has not ended yet, and yet there is nothing more to come. */
  ownRun: { id: number; conclusion: string } | undefined;
}

const BY_THE_OTHER: ReadonlySet<Act['kind']> = new Set(['open_pull_request', 'merge']);

/** The same port, as a job has to use it. */
export function createJobForge({ forge, pullRequests, ownRun }: JobForgeOptions): Forge {
  const handFor = (act: Act): Forge => (pullRequests && BY_THE_OTHER.has(act.kind) ? pullRequests : forge);
  return {
    ...forge,
    perform: async (repository: Observation['repository'], acts: readonly Act[]) => {
      const answers: Answer[] = [];
      for (let rest = acts; rest.length > 0; ) {
        const hand = handFor(rest[0]!);
        const end = rest.findIndex((act) => handFor(act) !== hand);
        const group = end < 0 ? rest : rest.slice(0, end);
        rest = rest.slice(group.length);
        const given = await hand.perform(repository, group);
        answers.push(...given.map((answer, index) => explained(group[index]!, answer)));
      }
      return answers;
    },
    actionsRun: async (run) => {
      const found = await forge.actionsRun(run);
      return found && found.id === ownRun?.id
        ? { ...found, status: 'completed', conclusion: ownRun.conclusion }
        : found;
    },
  };
}

/** What GitHub answers says what is forbidden, and not where it can be allowed. */
function explained(act: Act, answer: Answer): Answer {
  if (act.kind !== 'open_pull_request' || answer.kind !== 'refused') return answer;
  if (!/not permitted to create or approve pull requests/i.test(answer.reason)) return answer;
  const reason =
    'GitHub Actions may not create pull requests here. Allow it in Settings → Actions → General → "Allow GitHub Actions to create and approve pull requests", or set the secret `ORCH_TOKEN`';
  return { kind: 'refused', reason };
}
