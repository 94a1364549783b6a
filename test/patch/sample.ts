/** A small real repository to try patches on: a bare remote, a workshop where patches are made, and clones of it. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Brief } from '../../src/core/brief.ts';
import type { CommitIntent, Stage } from '../../src/core/intent.ts';
import { NO_USAGE, type Report } from '../../src/core/run.ts';
import type { ApplyInput } from '../../src/patch/apply.ts';

/** Text of a file, null to delete it, or something that is not a plain file. */
export type Content = string | Buffer | null | { link: string } | { executable: string } | { submodule: string };
export type Contents = Record<string, Content>;

export interface Sample {
  root: string;
  /** Address of the bare repository. */
  remote: string;
  /** The first commit of `main`. */
  base: string;
  git(dir: string, ...args: string[]): string;
  /** The contents as a commit on top of the workshop's head, and the patch that makes it. */
  patch(contents: Contents): string;
  /** The same as a commit intent. */
  commit(stage: Stage, message: string, contents: Contents): CommitIntent;
  /** A clone of the remote with `commit` checked out. */
  checkout(commit: string, depth?: number): string;
  /** Takes the workshop back to the first commit, so that the next patch applies to that. */
  restart(): void;
  remove(): void;
}

const ENV = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Maria',
  GIT_AUTHOR_EMAIL: 'maria@example.com',
  GIT_COMMITTER_NAME: 'Maria',
  GIT_COMMITTER_EMAIL: 'maria@example.com',
  GIT_AUTHOR_DATE: '@1700000000 +0000',
  GIT_COMMITTER_DATE: '@1700000000 +0000',
};

export const PROJECT: Contents = {
  'package.json': '{ "name": "sample", "type": "module" }\n',
  'src/add.js': 'export const add = (a, b) => a + b;\n',
  'test/add.test.js':
    "import { test } from 'node:test';\nimport assert from 'node:assert';\nimport { add } from '../src/add.js';\ntest('adds', () => assert.equal(add(1, 2), 3));\n",
  '.github/workflows/ci.yml': 'on: push\n',
};

export function createSample(project: Contents = PROJECT): Sample {
  const root = mkdtempSync(join(tmpdir(), 'orch-sample-'));
  const remote = join(root, 'remote.git');
  const workshop = join(root, 'workshop');
  let clones = 0;
  const git = (dir: string, ...args: string[]): string =>
    execFileSync('git', ['-c', 'init.defaultBranch=main', '-c', 'core.protectNTFS=false', ...args], {
      cwd: dir,
      env: ENV,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  git(root, 'init', '-q', '--bare', remote);
  git(remote, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  git(root, 'init', '-q', workshop);
  put(workshop, project);
  git(workshop, 'add', '-A');
  git(workshop, 'commit', '-qm', 'The project');
  git(workshop, 'push', '-q', remote, 'HEAD:refs/heads/main');
  const base = git(workshop, 'rev-parse', 'HEAD').trim();

  function put(dir: string, contents: Contents): void {
    for (const [path, content] of Object.entries(contents)) {
      const file = join(dir, path);
      rmSync(file, { recursive: true, force: true });
      if (content === null) continue;
      mkdirSync(dirname(file), { recursive: true });
      if (typeof content === 'string' || Buffer.isBuffer(content)) writeFileSync(file, content);
      else if ('link' in content) symlinkSync(content.link, file);
      else if ('submodule' in content)
        git(dir, 'update-index', '--add', '--cacheinfo', `160000,${content.submodule},${path}`);
      else {
        writeFileSync(file, content.executable);
        chmodSync(file, 0o755);
      }
    }
  }

  const sample: Sample = {
    root,
    remote,
    base,
    git,
    patch(contents) {
      put(workshop, contents);
      const plain = Object.entries(contents).filter(
        ([, content]) => !(content && typeof content === 'object' && 'submodule' in content),
      );
      if (plain.length > 0) git(workshop, 'add', '-A', '-f', '--', ...plain.map(([path]) => `:(literal)${path}`));
      const patch = git(workshop, 'diff', '--cached', '--binary', '--full-index', 'HEAD');
      git(workshop, 'commit', '-qm', 'work');
      return patch;
    },
    commit: (stage, message, contents) => ({ kind: 'commit', stage, message, patch: sample.patch(contents) }),
    checkout(commit, depth) {
      clones += 1;
      const dir = join(root, `clone-${clones}`);
      git(root, 'init', '-q', dir);
      git(dir, 'fetch', '-q', ...(depth ? [`--depth=${depth}`] : []), `file://${remote}`, commit);
      git(dir, 'checkout', '-q', '--detach', commit);
      return dir;
    },
    restart: () => void git(workshop, 'reset', '-q', '--hard', base),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  return sample;
}

/** The brief of run 12-developer-1 on the sample. */
export function briefOf(sample: Sample, changes: Partial<Brief> = {}): Brief {
  return {
    version: 1,
    run: '12-developer-1',
    story: 12,
    role: 'developer',
    attempt: 1,
    title: 'Subtract',
    body: 'Please.',
    base: { ref: 'main', sha: sample.base },
    branch: 'story/12',
    start: sample.base,
    feedback: '',
    state: { branch: 'orch/state', record: 'runs/2026-11/12-developer-1.yaml' },
    model: 'scripted:script.yaml',
    commands: { test: 'node --test' },
    tests: ['test/**'],
    protected: [],
    jail: 'required',
    limits: { turns: 10, minutes: 5, usd: 1 },
    ...changes,
  };
}

/** What `applyIntents` needs besides intents, for run 12-developer-1 on a clone of the sample with its first commit checked out. */
export function applicationTo(sample: Sample, dir: string): Omit<ApplyInput, 'intents'> {
  return {
    dir,
    start: sample.base,
    protected: [],
    commands: { test: 'npm test' },
    tests: ['test/**'],
    run: '12-developer-1',
    story: 12,
    date: '2026-11-21T08:30:00Z',
  };
}

/** A report with these intents that stopped because it was done. */
export function reportOf(brief: Brief, intents: unknown[], changes: Partial<Report> = {}): Report {
  return {
    version: 1,
    run: brief.run,
    story: brief.story,
    start: brief.start,
    stop: 'done',
    intents,
    usage: { ...NO_USAGE, model_calls: 3, cost_usd: 0.25 },
    ...changes,
  };
}

/** The two commits of honest work: a test that fails, and what makes it pass. */
export const RED: Contents = {
  'test/subtract.test.js':
    "import { test } from 'node:test';\nimport assert from 'node:assert';\nimport { subtract } from '../src/subtract.js';\ntest('subtracts', () => assert.equal(subtract(3, 2), 1));\n",
};
export const GREEN: Contents = { 'src/subtract.js': 'export const subtract = (a, b) => a - b;\n' };
