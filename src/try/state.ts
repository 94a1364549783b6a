/** Reads the state branch of the tried project out of the hub, as a curious person would with git. */
import { STATE_BRANCH } from '../core/names.ts';
import type { Run } from '../core/run.ts';
import type { Story } from '../core/story.ts';
import type { Hub } from '../localhub/hub.ts';
import { decodePlan, decodeRun, decodeStory } from '../state/codec.ts';
import { epicPath, storyPath } from '../state/layout.ts';
import { OWNER } from './stage.ts';

/** The story, its runs, and the story's file as it is; null, none and empty while nothing was written. */
export async function readStory(
  hub: Hub,
  repository: string,
  issue: number,
): Promise<{ story: Story | null; runs: Run[]; yaml: string }> {
  const read = async (path: string): Promise<string | undefined> =>
    (await hub.git.readFile(`${OWNER}/${repository}`, `refs/heads/${STATE_BRANCH}`, path))?.toString('utf8');
  const path = storyPath(issue);
  const yaml = await read(path);
  if (yaml === undefined) return { story: null, runs: [], yaml: '' };
  const known = decodeStory(yaml, path);
  const plan = known.epic_file === undefined ? undefined : await read(epicPath(issue));
  const story = plan === undefined ? known : { ...known, plan: decodePlan(plan, epicPath(issue)) };
  const texts = await Promise.all(story.runs.map(async ({ record }) => ({ record, text: await read(record) })));
  return {
    story,
    runs: texts.flatMap(({ record, text }) => (text === undefined ? [] : [decodeRun(text, record)])),
    yaml,
  };
}

/** The stories of an epic that were opened, in the order of its plan. */
export async function readTeam(hub: Hub, repository: string, { plan }: Story): Promise<Story[]> {
  const read = await Promise.all(
    (plan?.stories ?? []).map(async ({ issue }) =>
      issue ? (await readStory(hub, repository, issue.number)).story : null,
    ),
  );
  return read.filter((story) => story !== null);
}
