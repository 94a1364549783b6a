import { appendFile, cp, mkdir, mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NO_OID } from '../graphql/git.ts';
import type { GitIdentity } from '../world/types.ts';
import { gitText, runGit } from './run-git.ts';
import { moveRef } from './write.ts';

/** The variable by which `receive-pack` tells the hook that the pusher may not change workflow files; its value is who. */
export const refuseWorkflowsVariable = 'LOCALHUB_REFUSE_WORKFLOWS_BY';

/**
 * Runs for each pushed ref before it moves. A pusher without the `workflows` permission may not bring a commit that changes a
 * workflow file; commits that the repository has already, such as those of a branch made from the default one, do not count.
 * A hook and not a check after the fact, because only a hook can refuse before anybody sees the ref.
 */
const updateHook = `#!/bin/sh
# Written by the local hub; see src/localhub/git/bare-repository.ts
test -n "$${refuseWorkflowsVariable}" || exit 0
test "$3" != ${NO_OID} || exit 0
file=$(git log --full-history -c --format= --name-only "$3" --not --all -- .github/workflows | head -n 1)
test -z "$file" && exit 0
echo "refusing to allow $${refuseWorkflowsVariable} to create or update workflow \\\`$file\\\` without \\\`workflows\\\` permission" >&2
exit 1
`;

/** The variable by which `receive-pack` tells the hook where to note what was pushed: one `before after ref` a line. */
export const pushedFileVariable = 'LOCALHUB_PUSHED_FILE';

/** Runs once after a push, with the refs that really moved: the only one who knows them when several push at once. */
const postReceiveHook = `#!/bin/sh
# Written by the local hub; see src/localhub/git/bare-repository.ts
test -z "$${pushedFileVariable}" || cat > "$${pushedFileVariable}"
`;

/** Settings that make a bare repository answer as GitHub's do, in the words of a git configuration file. */
const settings = `[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[receive]
	# Pull request refs are the hub's own: readable, never pushed to.
	hideRefs = refs/pull
	# Housekeeping in the background would race with whoever removes the folder.
	autogc = false
[gc]
	auto = 0
[maintenance]
	auto = false
[core]
	logAllRefUpdates = true
`;

/** A repository of another user of this machine may be read like any folder; git's guard is about running its hooks and settings. */
const trustAnyOwner = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' };

/** Makes an empty bare repository at `folder`. The folder must not exist yet. */
export async function createBareRepository(folder: string, defaultBranch: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await runGit(dirname(folder), [
    'init',
    '--quiet',
    '--bare',
    '--template=',
    `--initial-branch=${defaultBranch}`,
    folder,
  ]);
  await appendFile(join(folder, 'config'), settings);
  await mkdir(join(folder, 'hooks'), { recursive: true });
  for (const [name, script] of Object.entries({ update: updateHook, 'post-receive': postReceiveHook })) {
    await writeFile(join(folder, 'hooks', name), script, { mode: 0o755 });
  }
}

/**
 * Copies the branches and tags of a git repository on this machine. The source is only read.
 * Gives the branch that the source has checked out, or null when it stands on no branch.
 *
 * @throws when `source` is not a git repository
 */
export async function fetchFromPath(folder: string, source: string): Promise<string | null> {
  await runGit(
    folder,
    [
      'fetch',
      '--quiet',
      '--update-shallow',
      '--no-write-fetch-head',
      '--update-head-ok',
      source,
      '+refs/heads/*:refs/heads/*',
      '+refs/tags/*:refs/tags/*',
    ],
    {
      env: trustAnyOwner,
    },
  );
  const head = await runGit(source, ['symbolic-ref', '--quiet', '--short', 'HEAD'], {
    codes: [0, 1, 128],
    env: trustAnyOwner,
  });
  return head.code === 0 ? head.stdout.toString('utf8').trim() : null;
}

/** Writes a folder of files, executable bits kept, as the first commit of a branch. Folders named `.git` and `node_modules` are left out. */
export async function commitFolder(
  folder: string,
  source: string,
  commit: { readonly branch: string; readonly message: string; readonly author: GitIdentity },
): Promise<string> {
  const scratch = await mkdtemp(join(dirname(folder), '.import-'));
  try {
    const tree = join(scratch, 'tree');
    await cp(source, tree, {
      recursive: true,
      filter: (path) => !/(^|[\\/])(\.git|node_modules)$/.test(path.slice(source.length)),
    });
    const env = { GIT_DIR: folder, GIT_WORK_TREE: tree, GIT_INDEX_FILE: join(scratch, 'index') };
    // Forced: what a template ignores by its own .gitignore is still part of the template.
    await runGit(tree, ['-c', 'core.bare=false', '-c', 'core.autocrlf=false', 'add', '--all', '--force', '.'], { env });
    const written = await gitText(tree, ['write-tree'], { env });
    const { author } = commit;
    const oid = await gitText(folder, ['commit-tree', written, '-F', '-'], {
      input: commit.message,
      env: {
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_AUTHOR_DATE: author.date,
        GIT_COMMITTER_NAME: author.name,
        GIT_COMMITTER_EMAIL: author.email,
        GIT_COMMITTER_DATE: author.date,
      },
    });
    await moveRef(folder, { ref: `refs/heads/${commit.branch}`, before: NO_OID, after: oid });
    return oid;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Points HEAD at a branch, which becomes the default one. */
export async function setDefaultBranch(folder: string, branch: string): Promise<void> {
  await runGit(folder, ['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
}

/**
 * Whether a folder is the top of a git repository, bare or with a checkout. A folder somewhere inside one is not: then its
 * files are meant, not the history of what surrounds it.
 */
export async function isGitRepository(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) return false;
  const args = ['rev-parse', '--is-bare-repository', '--absolute-git-dir', '--show-prefix'];
  const { code, stdout } = await runGit(folder, args, { codes: [0, 128], env: trustAnyOwner });
  const [bare, gitDirectory = '', prefix] = stdout.toString('utf8').split('\n');
  if (code !== 0) return false;
  return bare === 'true' ? (await realpath(folder)) === (await realpath(gitDirectory)) : prefix === '';
}
