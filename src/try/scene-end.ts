/** What is there when a scene is over: everything that its checks and its last pages are made from. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentEvent } from '../agent/events.ts';
import { runTitle } from '../core/names.ts';
import { artifactFolder } from '../localhub/actions/artifact-store.ts';
import { artifactsOf } from '../localhub/world/artifacts.ts';
import { accountById } from '../localhub/world/lookups.ts';
import { findPull } from '../localhub/world/pulls.ts';
import { findRepository } from '../localhub/world/repositories.ts';
import { runsOf } from '../localhub/world/workflow-runs.ts';
import type { House } from './house.ts';
import type { SceneEnd, Seen } from './scenes/scene.ts';
import { lookAround } from './seen.ts';
import { OWNER } from './stage.ts';

export async function sceneEnd(
  house: House,
  issue: number,
  { kept, mainBefore }: { kept: Record<string, Seen>; mainBefore: string },
): Promise<SceneEnd> {
  const { hub, session } = house;
  const repository = `${OWNER}/${session.repository}`;
  const seen = await lookAround(house, issue);
  const refs = await hub.git.listRefs(repository, 'refs/heads');
  const head = seen.story?.pull_request?.head;
  const base = seen.story?.base.sha;
  const changes = head && base ? await hub.git.fileDiffs(repository, base, head) : [];
  return {
    ...seen,
    kept,
    mainBefore,
    repository,
    pull: pullOf(house, seen.story?.pull_request?.number),
    transcripts: await transcriptsOf(house),
    branches: new Map([...refs].map(([ref, sha]) => [ref.replace('refs/heads/', ''), sha])),
    changedPaths: changes.map(({ path }) => path).toSorted(),
  };
}

function pullOf({ hub, session }: House, number: number | undefined): SceneEnd['pull'] {
  const repository = findRepository(hub.world, OWNER, session.repository);
  const pull = repository && number !== undefined ? findPull(hub.world, repository, number) : null;
  if (!pull) return null;
  const { title, body, state, authorId } = pull;
  return {
    number: pull.number,
    title,
    body: body ?? '',
    state: state === 'open' ? 'open' : 'closed',
    author: accountById(hub.world, authorId).login,
  };
}

/** The transcripts that the agent jobs kept as artifacts, by the ids of their runs. */
async function transcriptsOf({ hub, session }: House): Promise<Map<string, AgentEvent[]>> {
  const repository = findRepository(hub.world, OWNER, session.repository);
  const transcripts = new Map<string, AgentEvent[]>();
  for (const run of repository ? runsOf(hub.world, repository) : []) {
    const id = runTitle.parse(run.displayTitle);
    const artifact = artifactsOf(hub.world, run).find(({ name }) => name === 'orch-transcript');
    if (id === undefined || !artifact) continue;
    const folder = artifactFolder(hub.dir, artifact);
    const texts = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')));
    transcripts.set(
      id,
      texts.flatMap((text) => text.trim().split('\n')).map((line) => JSON.parse(line) as AgentEvent),
    );
  }
  return transcripts;
}
