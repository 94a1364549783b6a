import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folders of one job. They exist while it runs and are removed after it. */
export interface JobFolders {
  /** GITHUB_WORKSPACE, laid out `<repository>/<repository>` as on GitHub. */
  readonly workspace: string;
  /** HOME: empty, so that no configuration of the person who runs the hub reaches a job. */
  readonly home: string;
  /** RUNNER_TEMP. */
  readonly temp: string;
  /** RUNNER_TOOL_CACHE. */
  readonly toolCache: string;
  /** Event payload and the files that steps write commands to. */
  readonly commands: string;
  remove(): Promise<void>;
}

/** Makes the folders of a job below `base`, with the event's payload in place. */
export async function makeJobFolders(base: string, repositoryName: string, event: unknown): Promise<JobFolders> {
  const folders = {
    workspace: join(base, 'work', repositoryName, repositoryName),
    home: join(base, 'home'),
    temp: join(base, 'work', '_temp'),
    toolCache: join(base, 'tools'),
    commands: join(base, 'work', '_temp', '_runner_file_commands'),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  await writeFile(join(folders.commands, 'event.json'), JSON.stringify(event, null, 2));
  return { ...folders, remove: () => rm(base, { recursive: true, force: true, maxRetries: 3 }) };
}
