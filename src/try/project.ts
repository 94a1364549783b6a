/**
 * The project that is tried on: the sample that ships with Orch, or a clone of a repository of the user's. Orch's configuration and workflow are
 * committed on top, as a maintainer would do when installing it.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { load } from 'js-yaml';
import { simpleGit } from 'simple-git';
import {
  EVENTS_WORKFLOW_PATH,
  installedEventsWorkflow,
  installedWorkflow,
  WORKFLOW_PATH,
} from '../install/workflow.ts';
import { UserError } from '../user-error.ts';
import { writeYaml } from '../yaml/read.ts';
import type { TryPlan } from './options.ts';
import type { Scene } from './scenes/scene.ts';

export interface TryProject {
  /** A git repository with a work tree, made for this try. */
  dir: string;
  name: string;
  branch: string;
  issue: { title: string; body: string };
  /** What people should know of the preparation, one sentence each. */
  notes: string[];
}

/** Orch's own checkout: the sample and the bundled actions are in it. */
export const ORCH_ROOT = join(import.meta.dirname, '..', '..');
const SAMPLE = join(ORCH_ROOT, 'sample');
const SCRIPT_IN_REPO = '.orch/script.yaml';
/** A commit of Orch's action stands in the workflow; the local runner maps every one of them to this checkout. */
const LOCAL_ACTION_REF = '0'.repeat(40);

/** Makes the project in `dir`, which must not exist. Throws UserError for a repository or script that cannot be used. */
export async function prepareProject(plan: TryPlan, dir: string): Promise<TryProject> {
  const notes: string[] = [];
  const given = plan.repo === undefined ? await copySample(dir) : await cloneRepository(plan, dir, notes);
  const git = simpleGit(dir);
  const branch = (await git.revparse(['--abbrev-ref', 'HEAD'])).trim();
  const testCommand = plan.testCommand ?? (await defaultTestCommand(dir, plan));
  const { scene } = plan;
  for (const deed of scene?.history ?? []) await doBefore(dir, deed);
  await installOrch(plan, dir, testCommand);
  await git.add(['--all', '--force', '.orch', '.github']);
  await commitAs(dir, 'Install Orch');
  const { title, body } = scene?.issues.at(-1) ?? given;
  return {
    dir,
    name: plan.repo === undefined ? 'lapse' : repositoryName(plan.repo),
    branch,
    issue: { title, body },
    notes,
  };
}

/** One thing that somebody did to the project before, as a commit. */
async function doBefore(dir: string, deed: NonNullable<Scene['history']>[number]): Promise<void> {
  const file = join(dir, deed.path);
  const text = await readFile(file, 'utf8');
  if (!text.includes(deed.old)) throw new Error(`The sample’s ${deed.path} does not hold ${JSON.stringify(deed.old)}.`);
  await writeFile(
    file,
    text.replace(deed.old, () => deed.new),
  );
  await simpleGit(dir).add(deed.path);
  await commitAs(dir, deed.message);
}

async function copySample(dir: string): Promise<{ title: string; body: string }> {
  await cp(join(SAMPLE, 'project'), dir, { recursive: true });
  await simpleGit(dir).init(['--initial-branch=main']);
  await simpleGit(dir).add('--all');
  await commitAs(dir, 'A small library with a defect');
  return load(await readFile(join(SAMPLE, 'issue.yaml'), 'utf8')) as { title: string; body: string };
}

async function cloneRepository(plan: TryPlan, dir: string, notes: string[]): Promise<{ title: string; body: string }> {
  try {
    // --no-local copies the objects instead of linking them, so that nothing here can touch the original.
    await simpleGit().clone(plan.repo!, dir, ['--no-local', '--single-branch', '--no-tags']);
    await simpleGit(dir).revparse(['--verify', 'HEAD']);
  } catch (error) {
    const words = (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1);
    throw new UserError(
      `--repo ${plan.repo}: git could not clone it (${words}). It needs at least one commit on the branch that is checked out.`,
    );
  }
  const workflows = join(dir, '.github', 'workflows');
  const own = await readdir(workflows).catch(() => []);
  if (own.length > 0) {
    await rm(workflows, { recursive: true });
    notes.push(
      `its own workflows (${own.join(', ')}) are left out here: the local runner knows only the few actions that Orch’s need`,
    );
  }
  return { title: plan.title ?? '', body: plan.body ?? '' };
}

async function defaultTestCommand(dir: string, plan: TryPlan): Promise<string> {
  const manifest = await readFile(join(dir, 'package.json'), 'utf8').catch(() => undefined);
  const scripts = manifest === undefined ? {} : (JSON.parse(manifest) as { scripts?: Record<string, string> }).scripts;
  if (scripts?.test) return 'npm test';
  throw new UserError(
    `--repo ${plan.repo}: how are its tests run? There is no \`test\` script in a package.json; say it with --test-command "…".`,
  );
}

async function installOrch(plan: TryPlan, dir: string, test: string): Promise<void> {
  await mkdir(join(dir, '.orch'), { recursive: true });
  await mkdir(join(dir, '.github', 'workflows'), { recursive: true });
  const developer = plan.model.kind === 'model' ? plan.model.name : `scripted:${SCRIPT_IN_REPO}`;
  const config = { version: 1, commands: { test }, agents: { developer }, ...plan.scene?.config };
  await writeFile(join(dir, '.orch', 'config.yaml'), writeYaml(config));
  if (plan.scene) {
    const { title: about, parts } = plan.scene;
    await writeFile(join(dir, SCRIPT_IN_REPO), writeYaml({ version: 1, about, parts }));
  } else if (plan.model.kind !== 'model') {
    const script = plan.model.kind === 'script' ? plan.model.file : join(SAMPLE, 'script.yaml');
    await cp(script, join(dir, SCRIPT_IN_REPO));
  }
  const { actionsOnly } = plan;
  await writeFile(join(dir, WORKFLOW_PATH), installedWorkflow({ actionRef: LOCAL_ACTION_REF, actionsOnly }));
  if (actionsOnly)
    await writeFile(
      join(dir, EVENTS_WORKFLOW_PATH),
      installedEventsWorkflow({ actionRef: LOCAL_ACTION_REF, checks: ['CI'] }),
    );
  if (plan.repo !== undefined) await writeFile(join(dir, '.github', 'workflows', 'ci.yml'), ciWorkflow(test));
}

/** The project's own checks on a pull request, where its real ones cannot run. */
const ciWorkflow = (test: string): string =>
  writeYaml({
    name: 'CI',
    on: { pull_request: null },
    permissions: { contents: 'read' },
    jobs: {
      test: {
        'runs-on': 'ubuntu-latest',
        'timeout-minutes': 15,
        steps: [{ uses: 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8' }, { run: test }],
      },
    },
  });

const repositoryName = (path: string): string =>
  basename(path)
    .replace(/\.git$/, '')
    .replaceAll(/[^\w.-]+/g, '-') || 'project';

async function commitAs(dir: string, message: string): Promise<void> {
  const git = simpleGit(dir);
  await git.addConfig('user.name', 'maria');
  await git.addConfig('user.email', 'maria@example.com');
  await git.addConfig('commit.gpgsign', 'false');
  await git.commit(message, { '--no-verify': null });
}
