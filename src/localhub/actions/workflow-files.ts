import type { LanguageServices } from './languageservices.ts';
import type { DispatchHub } from './runner-hub.ts';
import { readWorkflow, type WorkflowReading } from './workflow.ts';

/** Where GitHub looks for workflow files. Subfolders do not count. */
const workflowFolder = '.github/workflows';

/** The workflow files of commits, by path. */
export interface WorkflowFiles {
  /** All files of a commit, in git's order. `repository` is `owner/name`. */
  of(repository: string, commit: string): Promise<ReadonlyMap<string, WorkflowReading>>;
}

/** How many commits are remembered: most events of a time look at the same few. */
const commitsKept = 32;

/** Reads workflow files and remembers those of the last commits. A commit never changes, so what is remembered stays true. */
export function createWorkflowFiles(hub: Pick<DispatchHub, 'git'>, services: LanguageServices): WorkflowFiles {
  const kept = new Map<string, Promise<ReadonlyMap<string, WorkflowReading>>>();
  return {
    of(repository, commit) {
      const key = `${repository}@${commit}`;
      const known = kept.get(key);
      if (known) return known;
      const files = readAll(hub, services, repository, commit);
      kept.set(key, files);
      files.catch(() => kept.delete(key));
      const [oldest] = kept.keys();
      if (kept.size > commitsKept && oldest !== undefined) kept.delete(oldest);
      return files;
    },
  };
}

async function readAll(
  hub: Pick<DispatchHub, 'git'>,
  services: LanguageServices,
  repository: string,
  commit: string,
): Promise<Map<string, WorkflowReading>> {
  const readings = new Map<string, WorkflowReading>();
  const folder = await hub.git.resolve(repository, `${commit}:${workflowFolder}`);
  if (folder?.type !== 'tree') return readings;
  for (const { type, name } of await hub.git.listTree(repository, folder.oid)) {
    if (type !== 'blob' || !/\.ya?ml$/.test(name)) continue;
    const path = `${workflowFolder}/${name}`;
    const text = await hub.git.readFile(repository, commit, path);
    if (text !== null) readings.set(path, await readWorkflow(services, path, text.toString('utf8')));
  }
  return readings;
}
