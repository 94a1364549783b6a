import { mkdir, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { type ActionCall, readInputs } from '../action-call.ts';
import { createGit, type Git } from './checkout-git.ts';
import { commitToCheckOut, type Target } from './checkout-ref.ts';

/**
 * `actions/checkout`: a real clone or fetch from the hub, over HTTP and with the job's token, as on GitHub.
 *
 * With `persist-credentials` (the default) the token stays in `.git/config` until the job's last step is done.
 * What it cannot do (submodules, LFS, sparse checkouts, SSH keys) is refused by name.
 */
export async function checkout(call: ActionCall): Promise<Record<string, string>> {
  const { job } = call;
  const github = job.spec.contexts.github as { repository: string; token: string; ref: string; sha: string };
  const inputs = readInputs('actions/checkout', call, {
    repository: github.repository,
    ref: '',
    token: github.token,
    path: '',
    clean: 'true',
    'fetch-depth': '1',
    'fetch-tags': 'false',
    'persist-credentials': 'true',
    'set-safe-directory': 'true',
    'show-progress': 'true',
    submodules: 'false',
    lfs: 'false',
  });
  for (const name of ['submodules', 'lfs'] as const) {
    if (inputs[name] !== 'false')
      throw new Error(`The input '${name}' of actions/checkout is only known as 'false' here.`);
  }
  const folder = resolve(job.folders.workspace, inputs.path);
  const way = relative(job.folders.workspace, folder);
  if (way.startsWith('..') || isAbsolute(way))
    throw new Error(`Repository path '${folder}' is not under '${job.folders.workspace}'`);

  const credentials = Buffer.from(`x-access-token:${inputs.token}`).toString('base64');
  job.mask.add(inputs.token);
  job.mask.add(credentials);
  const git = createGit(call, folder, `AUTHORIZATION: basic ${credentials}`);
  const target = await prepare(git, folder, `${job.urls.git}/${inputs.repository}.git`, inputs.clean === 'true').then(
    () =>
      commitToCheckOut(git, {
        ref: inputs.ref,
        own: inputs.repository.toLowerCase() === github.repository.toLowerCase() ? github : undefined,
      }),
  );
  await fetchCommit(git, target, Number(inputs['fetch-depth']), inputs['fetch-tags'] === 'true');
  const where = target.branch === undefined ? ['--detach', target.start] : ['-B', target.branch, target.start];
  await git(['checkout', '--progress', '--force', ...where]);
  if (inputs['persist-credentials'] === 'true') await persistCredentials(call, git, credentials);
  const commit = /^[0-9a-f]{40}$/m.exec(await git(['log', '-1', '--format=%H']))?.[0] ?? '';
  return { ref: inputs.ref || target.ref, commit };
}

async function prepare(git: Git, folder: string, url: string, clean: boolean): Promise<void> {
  await mkdir(folder, { recursive: true });
  const exists = await stat(join(folder, '.git')).then(
    () => true,
    () => false,
  );
  if (!exists) {
    await git(['init', '--quiet', folder]);
    await git(['remote', 'add', 'origin', url]);
    return;
  }
  await git(['remote', 'set-url', 'origin', url]);
  if (!clean) return;
  await git(['clean', '-ffdx']);
  // A repository without a commit has nothing to reset.
  await git(['reset', '--hard', 'HEAD'], { codes: [0, 128] });
}

async function fetchCommit(git: Git, target: Target, depth: number, tags: boolean): Promise<void> {
  if (!Number.isInteger(depth) || depth < 0)
    throw new Error(`fetch-depth must be a whole number from 0, not '${depth}'.`);
  const options = ['--prune', '--no-recurse-submodules', ...(tags || depth === 0 ? ['--tags'] : ['--no-tags'])];
  if (depth > 0) {
    await git(['fetch', ...options, `--depth=${depth}`, 'origin', target.refspec], { credentials: true });
    return;
  }
  const everything = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
  // A commit that is named by its id takes no ref that the others would take too: it comes with them.
  const together = target.refspec === target.start;
  if (together) everything.push(target.refspec);
  await git(['fetch', ...options, 'origin', ...everything], { credentials: true });
  if (together) return;
  // The branch may have moved on since the event: what is checked out is the commit of the event.
  await git(['fetch', '--no-tags', '--no-recurse-submodules', 'origin', target.refspec], { credentials: true });
}

async function persistCredentials(call: ActionCall, git: Git, credentials: string): Promise<void> {
  const key = `http.${call.job.urls.git}/.extraheader`;
  await git(['config', '--local', key, `AUTHORIZATION: basic ${credentials}`]);
  call.job.posts.push({
    name: `Post ${call.name}`,
    condition: 'always()',
    run: async (signal) => {
      await git(['config', '--local', '--unset-all', key], { codes: [0, 5, 128], signal });
    },
  });
}
