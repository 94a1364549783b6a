/** The forge's contract, kept by the adapter that drives the world directly. */
import { createMemoryGit } from '../../src/localhub/forge/memory-git.ts';
import { createWorldForge, type Trouble } from '../../src/localhub/forge/world-forge.ts';
import { findAccount, userActor } from '../../src/localhub/world/accounts.ts';
import { createRepository } from '../../src/localhub/world/repositories.ts';
import { registerWorkflow } from '../../src/localhub/world/workflow-runs.ts';
import { createWorld } from '../../src/localhub/world/world.ts';
import { describeForge } from './forge.ts';
import { appoint, FILES, type ForgeStage, type Mishap, populate, SLUG, stageOf } from './forge-world.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const html = 'https://github.test';
const urls = { html, api: `${html}/api/v3`, graphql: `${html}/api/graphql`, git: html };

async function start(): Promise<ForgeStage> {
  const world = createWorld({ now: () => NOW });
  const { orch, bot, installation } = populate(world);
  const maria = userActor(findAccount(world, 'maria')!);
  const repository = createRepository(world, maria, { owner: findAccount(world, 'acme')!, name: 'durations' });
  appoint(world, repository);
  const git = createMemoryGit(world, repository);
  git.push(maria, 'main', FILES);
  registerWorkflow(world, { repository, path: '.github/workflows/orch.yml', name: 'Orch' });
  const troubles: Record<Mishap, Trouble> = {
    unreachable: { kind: 'unreachable' },
    'answer lost': { kind: 'answer_lost' },
    quiet: { kind: 'quiet', until: new Date(NOW.getTime() + 60_000) },
  };
  let trouble: Trouble | undefined;
  const forge = createWorldForge({ world, repository, actor: orch, appSlug: SLUG, git, urls, request: () => trouble });
  const ground = {
    world,
    forge,
    repository,
    installation,
    push: async (
      who: Parameters<typeof git.push>[0],
      branch: string,
      changes: Record<string, string | null>,
      onto?: string,
    ) => git.push(who, branch, changes, onto === undefined ? {} : { onto }),
    deleteBranch: async (who: Parameters<typeof git.push>[0], branch: string) => git.deleteBranch(who, branch),
    settled: async () => {},
    mishap: (kind: Mishap | undefined) => {
      trouble = kind && troubles[kind];
    },
    now: NOW,
    end: async () => {},
  };
  return stageOf(ground, orch, bot);
}

describeForge('the world forge', start);
