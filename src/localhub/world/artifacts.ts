import { repositoryById } from './lookups.ts';
import { type Artifact, HubError, type Repository, type WorkflowRun } from './types.ts';
import { nextId, timestamp, type World } from './world.ts';

const DAY_MS = 86_400_000;

/** How long GitHub keeps an artifact that names no time of its own, in days. */
const RETENTION_DAYS = 90;

/** Notes that a run uploaded an artifact. Throws 409 when it has one of that name already (names are unique in a run). */
export function addArtifact(
  world: World,
  args: {
    run: WorkflowRun;
    name: string;
    sizeInBytes: number;
    digest?: string | null;
    retentionDays?: number;
  },
): Artifact {
  const { run, name } = args;
  if (artifactsOf(world, run).some((one) => one.name === name)) {
    throw new HubError(409, `An artifact with the name ${name} already exists on this workflow run.`);
  }
  const now = timestamp(world);
  return world.artifacts.add({
    id: nextId(world),
    repositoryId: repositoryById(world, run.repositoryId).id,
    runId: run.id,
    name,
    sizeInBytes: args.sizeInBytes,
    digest: args.digest ?? null,
    expired: false,
    createdAt: now,
    updatedAt: now,
    expiresAt: timestamp(world, (args.retentionDays ?? RETENTION_DAYS) * DAY_MS),
  });
}

/** Forgets an artifact; the bytes are the runner's to delete. */
export function removeArtifact(world: World, args: { artifact: Artifact }): void {
  world.artifacts.remove(args.artifact);
}

/** The artifacts of a run, oldest first. */
export function artifactsOf(world: World, run: WorkflowRun): readonly Artifact[] {
  return world.artifacts.where('run', run.id);
}

/** The artifacts of a repository, oldest first. */
export function repositoryArtifacts(world: World, repository: Repository): readonly Artifact[] {
  return world.artifacts.where('repository', repository.id);
}
