/** What is said without being written down first, because the state cannot be used: each once, found again by its mark. */
import { newerFile, stateLost } from './core/messages/notices.ts';
import { CONFIG_PATH, mark } from './core/names.ts';
import type { Observation } from './core/observation.ts';
import type { Place } from './place.ts';
import { StateBranchLost } from './state/errors.ts';

/** Writes a comment on the observed issue, unless it stands there. The key names what it is about, so that another fault is told anew. */
export async function sayOnce({ forge }: Place, observation: Observation, key: string, text: string): Promise<void> {
  const { issue, repository } = observation;
  if (!issue) return;
  const said = observation.comments.some((comment) => comment.by.kind === 'orch' && mark.parse(comment.body) === key);
  if (said) return;
  const body = `${mark.format(key)}\n${text}`;
  const target = { number: issue.number, nodeId: issue.nodeId };
  await forge.perform(repository, [{ kind: 'comment', issue: target, mark: key, body, look: true }]);
}

/** Tells whoever spoke that the configuration is a newer Orch's, so that nothing is done. */
export async function sayConfigIsNewer(place: Place, observation: Observation, newer: Newer): Promise<void> {
  place.log('the configuration is of a newer version; nothing is changed', { version: newer.version });
  const key = `newer:${observation.issue?.number ?? 0}:${observation.config?.oid ?? ''}`;
  await sayOnce(place, observation, key, newerFile(CONFIG_PATH, newer.version, newer.known));
}

/** A version that is greater than the greatest that is known here. */
export interface Newer {
  version: string;
  known: number;
}

/** Does something with a place's state. When the state branch turns out to be lost, the repository is told once, before the error goes on. */
export async function orTellOfLoss<T>(place: Place, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StateBranchLost) {
      // That it cannot be told now must not hide what is to be told; the next sweep tries again.
      await tellOfLoss(place, error).catch((failure: unknown) =>
        place.log('that the state branch is lost could not be told', { error: failure }),
      );
    }
    throw error;
  }
}

/** Opens an issue that says what happened and how to repair it; one that is open already is enough. */
async function tellOfLoss(place: Place, { happened, known }: StateBranchLost): Promise<void> {
  const { repository } = await place.forge.survey();
  const { title, body } = stateLost(happened, known);
  const key = `lost:${known}`;
  const text = `${mark.format(key)}\n${body}`;
  await place.forge.perform(repository, [{ kind: 'open_issue', title, body: text, mark: key, look: true }]);
}
