/** The schedule in sentences: what waits for whom, and what sets it free. */
import { code, listed } from '../messages/quoted.ts';
import type { Schedule, Stuck } from './schedule.ts';

/** One sentence or two for every pending story that is not started, by its number. */
export function scheduleWords({ held, waiting, stuck }: Schedule): Map<number, string> {
  const words = new Map<number, string>();
  for (const each of held) {
    words.set(
      each.id,
      each.why === 'slots'
        ? `Story ${each.id} is ready and waits for an agent.`
        : `Story ${each.id} is ready and waits for story ${each.other} to be merged, because both are likely to change ${sharedWords(each.overlap)}.`,
    );
  }
  for (const { id, on } of waiting) words.set(id, `Story ${id} waits for ${storyList(on)} to be merged.`);
  for (const each of stuck) words.set(each.id, stuckWords(each));
  return words;
}

const storyList = (ids: readonly number[]): string =>
  `${ids.length === 1 ? 'story' : 'stories'} ${listed(ids.map(String), 'and')}`;

const sharedWords = ([one, other]: readonly [string, string]): string =>
  one === other ? code(one) : `${code(one)} and ${code(other)}`;

/** What became of a story, and what a person can do about it. */
const ENDS: Record<string, [what: string, todo: (by: number) => string]> = {
  failed: ['has failed', (by) => `Write \`/orch retry\` on story ${by}`],
  skipped: ['was skipped', (by) => `Write \`/orch start\` on story ${by}`],
  abandoned: ['was abandoned', (by) => `Write \`/orch start\` on story ${by}`],
  unknown: ['is not a story here', (by) => `Put the label \`orch:story\` on issue ${by}`],
};

function stuckWords(stuck: Stuck): string {
  if (stuck.why === 'circle') {
    const way = [...stuck.circle, stuck.circle[0]].join(' -> ');
    return `Story ${stuck.id} cannot start: stories wait for each other (${way}). Take one of these dependencies out.`;
  }
  const [what, todo] = ENDS[stuck.status] ?? ENDS.unknown!;
  const through = stuck.via.length === 0 ? '' : `, through ${storyList(stuck.via)}`;
  return `Story ${stuck.id} cannot start: it depends on story ${stuck.by}${through}, which ${what}. ${todo(stuck.by)}, or take the dependency out.`;
}
