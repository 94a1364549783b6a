/** A bare repository in a temporary folder that plays the remote, and git stores over it. */
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createGitStore, type GitStoreOptions } from '../../../src/state/git-store.ts';
import type { StateStore } from '../../../src/state/store.ts';

const run = promisify(execFile);

export const BRANCH = 'orch/state';

export interface BareRemote {
  /** Temporary folder that holds everything; clones go in here too. */
  folder: string;
  /** The bare repository, as a path. */
  url: string;
  /** Runs git in the bare repository; gives its output without the last newline. */
  git(...args: string[]): Promise<string>;
  /** Installs a shell script as a hook of the bare repository. */
  hook(name: 'pre-receive' | 'update' | 'reference-transaction', script: string): Promise<void>;
  removeHook(name: string): Promise<void>;
  /** A store with a clone of its own (or in the given folder). It is closed by `end`. */
  store(options?: Partial<GitStoreOptions>): StateStore;
  /** Messages of the branch's commits, newest first. */
  messages(): Promise<string[]>;
  end(): Promise<void>;
}

/** A new remote without any branch. `blobless`: it can leave out file contents, as GitHub can. */
export async function createBareRemote({ blobless = false } = {}): Promise<BareRemote> {
  const folder = await mkdtemp(join(tmpdir(), 'orch-state-'));
  const url = join(folder, 'remote.git');
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  await run('git', ['init', '--quiet', '--bare', '--template=', url], { env });
  const git = async (...args: string[]) => (await run('git', args, { cwd: url, env })).stdout.trimEnd();
  if (blobless) await git('config', 'uploadpack.allowFilter', 'true');
  const stores: StateStore[] = [];
  let count = 0;
  return {
    folder,
    url,
    git,
    async hook(name, script) {
      const path = join(url, 'hooks', name);
      await run('mkdir', ['-p', join(url, 'hooks')]);
      await writeFile(path, `#!/bin/sh\n${script}\n`);
      await chmod(path, 0o755);
    },
    removeHook: (name) => rm(join(url, 'hooks', name)),
    store(options = {}) {
      const number = ++count;
      let transactions = 0;
      const store = createGitStore({
        dir: join(folder, `clone-${number}`),
        url,
        branch: BRANCH,
        credentials: async () => undefined,
        author: { name: 'orch[bot]', email: '1+orch[bot]@users.noreply.github.com' },
        transactionId: () => `${number}-${++transactions}`,
        now: () => new Date('2026-11-21T08:00:00Z'),
        delay: async () => {},
        random: () => 0.5,
        ...options,
      });
      stores.push(store);
      return store;
    },
    async messages() {
      const log = await git('log', '-z', '--format=%B', `refs/heads/${BRANCH}`, '--').catch(() => '');
      return log.split('\0').filter((message) => message !== '');
    },
    async end() {
      await Promise.all(stores.map((store) => store.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
