/** What came of a try: the figures, as one object for programs and as a page for people. */
import { storyBranch } from '../core/names.ts';
import type { Run } from '../core/run.ts';
import type { Story } from '../core/story.ts';
import type { LoggedRequest } from '../localhub/http/request-log.ts';

/** What `--json` prints. */
export interface TryOutcome {
  story: number;
  branch: string;
  /** The pull request's number; null when none was opened. */
  pr: number | null;
  merged: boolean;
  mergeCommit: string | null;
  /** Whether the new tests failed without the change, and everything passed with it. */
  tdd: { red: boolean; green: boolean };
  /** Requests of Orch's server and of its Action jobs, from the label to the merged state. */
  requests: { total: number; content: number; byRoute: Record<string, number> };
  modelCalls: number;
  tokens: number;
  costUsd: number;
  seconds: number;
  hub: { api: string; git: string };
}

/** The requests that count: Orch's own, token mints included, git and people excluded. */
export const isOrchs = (request: LoggedRequest): boolean =>
  request.principal.kind === 'app' ||
  request.principal.kind === 'installation' ||
  request.principal.kind === 'github_token';

export function outcomeOf(found: {
  issue: number;
  story: Story | null;
  runs: readonly Run[];
  requests: readonly LoggedRequest[];
  seconds: number;
  urls: { api: string; git: string };
}): TryOutcome {
  const { story, runs, requests } = found;
  const byRoute: Record<string, number> = {};
  for (const { route } of requests) byRoute[route] = (byRoute[route] ?? 0) + 1;
  const verdict = runs.at(-1)?.result?.verdict;
  const usages = runs.flatMap((run) => (run.result ? [run.result.usage] : []));
  const sum = (pick: (usage: (typeof usages)[number]) => number): number =>
    usages.reduce((total, usage) => total + pick(usage), 0);
  return {
    story: found.issue,
    branch: storyBranch.format(found.issue),
    pr: story?.pull_request?.number ?? null,
    merged: story?.status === 'merged' && verdict?.ok === true,
    mergeCommit: story?.merge_commit ?? null,
    tdd: { red: (verdict?.red?.exit_code ?? 0) !== 0, green: verdict?.green?.exit_code === 0 },
    requests: {
      total: requests.length,
      content: requests.reduce((total, request) => total + request.content, 0),
      byRoute,
    },
    modelCalls: sum((usage) => usage.model_calls),
    tokens: sum(
      (usage) => usage.input_tokens + usage.output_tokens + usage.cache_read_tokens + usage.cache_write_tokens,
    ),
    costUsd: sum((usage) => usage.cost_usd),
    seconds: Math.round(found.seconds * 10) / 10,
    hub: found.urls,
  };
}
