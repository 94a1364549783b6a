/** Whether a run is jailed. Only two things let it go without: a person's word in the configuration, or that no model speaks at all. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Brief, modelsOf } from '../../core/brief.ts';
import { toolEnvironment } from '../environment.ts';
import { scriptPath } from '../models/choose.ts';
import { plainShell } from '../shell.ts';
import { type JailOptions, JailUnavailable, openJail, type ToolPlace } from './jail.ts';

/** A place for tools, and whether it is a jail. */
export interface ChosenPlace extends ToolPlace {
  jailed: boolean;
}

/**
 * The place where the tools of a run work. Rejects with JailUnavailable when a jail is required and cannot be had: then no model may be
 * asked. A script was written by people with write access, and is read from the base commit, so it may do without.
 */
export async function chooseToolPlace(
  brief: Pick<Brief, 'jail' | 'model'>,
  options: JailOptions,
): Promise<ChosenPlace> {
  if (brief.jail === 'none') {
    return await unjailed(
      options,
      'none, as `agents.jail: none` in .orch/config.yaml asks. Commands have the network and everything that this user can read.',
    );
  }
  try {
    return { ...(await openJail(options)), jailed: true };
  } catch (error) {
    const onlyScripts = modelsOf(brief).every((name) => scriptPath(name) !== undefined);
    if (!(error instanceof JailUnavailable) || !onlyScripts) throw error;
    return await unjailed(
      options,
      `none, and only because no model is asked: a script of the repository is played. ${error.message}`,
    );
  }
}

async function unjailed(options: JailOptions, described: string): Promise<ChosenPlace> {
  const home = join(options.scratch, 'home');
  await mkdir(home, { recursive: true });
  const env = toolEnvironment({ path: options.path, home, lang: options.lang });
  return {
    shell: plainShell(env),
    env,
    git: (args, gitEnv) => ({ file: 'git', args, env: gitEnv }),
    described,
    close: async () => {},
    jailed: false,
  };
}
