/**
 * The jail of a run: where the model's commands run, and git with them, because the repository that git reads is in the model's hands. It is
 * tried before it is used; a jail that does not hold is no jail.
 */
import { randomBytes } from 'node:crypto';
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, foldersOutside, toolEnvironment } from '../environment.ts';
import type { GitLaunch } from '../git.ts';
import { type Launch, processShell, type Shell } from '../shell.ts';
import { JAIL_HOME, jailArguments } from './bubblewrap.ts';
import { INSIDE, MAX_TASKS, OUTSIDE } from './limits.ts';
import { probeJail, remedy } from './probe.ts';
import { openProcessCap } from './process-cap.ts';
import { clearTheWay, honestBefore, tidyGitFolder } from './tidy.ts';
import { lookAround, type ViewOptions } from './view.ts';
import { watchJail } from './watch.ts';

/** There is no jail that holds. The message says what is missing and the remedy, for people. */
export class JailUnavailable extends Error {
  override readonly name = 'JailUnavailable';
}

/** Where tools run. Contract: nothing that runs by `shell` or `git` outlives the call, when this is a jail. */
export interface ToolPlace {
  shell: Shell;
  git: GitLaunch;
  /** HOME, PATH and the like of what runs there. */
  env: Environment;
  /** One sentence for the log. */
  described: string;
  /** To be called when no command runs any more. Never rejects. */
  close(): Promise<void>;
}

export interface JailOptions extends ViewOptions {
  lang: string | undefined;
  signal: AbortSignal;
}

const BASH = '/bin/bash';

/** Opens the jail and tries it. Rejects with JailUnavailable. */
export async function openJail(options: JailOptions): Promise<ToolPlace> {
  const bwrap = await findBwrap(options.path, options.workspace);
  if (bwrap === undefined) {
    throw new JailUnavailable(
      `There is no jail for the model’s commands: the program bwrap (bubblewrap) is not installed. ${await remedy(false)} ${OPT_OUT}`,
    );
  }
  await mkdir(options.scratch, { recursive: true });
  const view = await lookAround(options);
  const env = toolEnvironment({ path: options.path, home: JAIL_HOME, lang: options.lang });
  const isRoot = process.getuid?.() === 0;
  const cap = isRoot
    ? await openProcessCap(`orch-${process.pid}-${randomBytes(4).toString('hex')}`, MAX_TASKS)
    : undefined;
  const procs = cap?.procs ?? '';
  const close = async () => await cap?.close();
  const honest = await honestBefore(view.gitFolder);
  const inside = ['--', BASH, '-c', INSIDE, 'bash'];
  // What starts bubblewrap has the same short environment: a command can read that of the jail's first process.
  const outside = { file: BASH, env: toolEnvironment({ path: options.path, home: '/', lang: options.lang }) };

  const started = (keep: number, args: readonly string[]) => [
    '-c',
    OUTSIDE,
    'bash',
    String(keep),
    procs,
    bwrap,
    ...args,
  ];
  const launch = async (cwd: string, command: string): Promise<Launch> => {
    await clearTheWay(view);
    const args = [...jailArguments(view, env, cwd, 3), ...inside, BASH, '-c', command];
    const watch = watchJail([view.workspace, view.tmp]);
    return {
      ...outside,
      args: started(3, args),
      watch: { begin: watch.begin, end: () => watch.end().then(() => tidyGitFolder(view.gitFolder, honest)) },
    };
  };
  const shell = processShell(({ cwd, command }) => launch(cwd, command));
  const broken = await probeJail(shell, view.workspace, options.signal);
  if (broken.length > 0) {
    await close();
    throw new JailUnavailable(
      `The jail for the model’s commands does not hold: ${broken.join('; ')}. ${await remedy(true)} ${OPT_OUT}`,
    );
  }
  return {
    shell,
    env,
    close,
    described:
      'bubblewrap: no network, own processes, only the checkout can be written; it was tried and holds' +
      (isRoot && !cap
        ? '. As root and without control groups, the number of processes is limited from outside alone'
        : ''),
    git: (args, gitEnv) => ({
      ...outside,
      args: started(2, [
        ...jailArguments(view, { ...gitEnv, HOME: JAIL_HOME }, view.workspace),
        ...inside,
        'git',
        ...args,
      ]),
    }),
  };
}

const OPT_OUT = 'To run without a jail all the same, write `agents: { jail: none }` into .orch/config.yaml.';

/** The program by the search path, never one of the checkout's. */
async function findBwrap(path: string, workspace: string): Promise<string | undefined> {
  for (const folder of foldersOutside(path, workspace)) {
    const file = join(folder, 'bwrap');
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return file;
  }
  return undefined;
}
