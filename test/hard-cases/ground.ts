/** What the hard cases count in the named world: what stands on GitHub, and what became of a story, whoever did it. */
import { mark } from '../../src/core/names.ts';
import type { WakeUp } from '../../src/core/wake-up.ts';
import { wakeUpsOf } from '../../src/github/wake-up.ts';
import type { WorldRequest } from '../../src/localhub/forge/world-forge.ts';
import { commentsOf } from '../../src/localhub/world/comments.ts';
import type { WorldEvent } from '../../src/localhub/world/types.ts';
import { runsOf } from '../../src/localhub/world/workflow-runs.ts';
import { listen } from '../../src/localhub/world/world.ts';
import { HEARD, SLUG } from '../scenarios/people.ts';
import type { Acme } from '../scenarios/world.ts';

/** Runs that were started on Actions, oldest first, by their title. */
export const started = (acme: Acme): string[] =>
  runsOf(acme.world, acme.repository).map(({ displayTitle }) => displayTitle);

/** Orch's own comments on an issue, each by the mark of what it is for. */
export const said = (acme: Acme, issue: number): string[] =>
  commentsOf(acme.world, acme.issue(issue)).flatMap(({ authorId, body }) =>
    acme.world.accounts.get(authorId)?.login === `${SLUG}[bot]` ? [mark.parse(body) ?? 'without a mark'] : [],
  );

/** Adds up requests from now on, by kind: `observe`, or the acts of one that changes something. */
export function watchRequests(acme: Acme): { asked: string[]; of(word: string): number } {
  const asked: string[] = [];
  acme.trouble(({ kind, acts }: WorldRequest) => {
    asked.push(kind === 'perform' ? acts.map((act) => act.kind).join(' + ') : kind);
    return undefined;
  });
  return { asked, of: (word) => asked.filter((line) => line.split(' + ').includes(word)).length };
}

const URLS = {
  html: 'https://github.test',
  api: 'https://github.test/api/v3',
  graphql: 'https://github.test/api/graphql',
  git: 'https://github.test',
};

/** Keeps what GitHub would deliver, so that it can be delivered once more. Whoever would be woken by nothing is left out. */
export function keepsPost(acme: Acme): WakeUp[] {
  const kept: WakeUp[] = [];
  listen(acme.world, (event: WorldEvent) => {
    if (!HEARD.includes(event.name) || event.onlyAppId !== undefined) return;
    kept.push(...wakeUpsOf(event.name, event.payload(URLS), SLUG));
  });
  return kept;
}

/** The process dies right before, or right after, the first request that holds such an act. */
export function diesAt(acme: Acme, kind: string, when: 'before' | 'after'): void {
  const { place } = acme.orch;
  const { forge } = place;
  place.forge = {
    ...forge,
    perform: async (repository, acts, notAfter) => {
      if (!acts.some((act) => act.kind === kind)) return forge.perform(repository, acts, notAfter);
      if (when === 'after') await forge.perform(repository, acts, notAfter);
      throw new Error('killed');
    },
  };
}
