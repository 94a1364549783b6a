/** The environment that a tool's process gets: what a build needs to start, and nothing that opens a door. */

import { delimiter, isAbsolute } from 'node:path';

/** Variables by name, as `spawn` takes them. */
export type Environment = Readonly<Record<string, string>>;

/**
 * The whole environment of a tool's process. It is written down, not filtered: a variable that nobody thought of (a token, a
 * GITHUB_ or ACTIONS_ file) is left out by default. `home` should be a fresh folder, so that no credential store is found there.
 */
export function toolEnvironment(options: {
  path: string | undefined;
  home: string;
  lang?: string | undefined;
}): Environment {
  return {
    PATH: options.path ?? '/usr/local/bin:/usr/bin:/bin',
    HOME: options.home,
    LANG: options.lang ?? 'C.UTF-8',
    CI: 'true',
  };
}

/** The folders of a search path that are outside the checkout: what a story's branch calls `git` must not be started there. */
export function foldersOutside(path: string, workspace: string): string[] {
  return path.split(delimiter).filter((folder) => isAbsolute(folder) && !folder.startsWith(workspace));
}

/** A key, and an address other than the provider's own. */
export interface Access {
  apiKey: string | undefined;
  baseURL: string | undefined;
}

/** How models are reached: Claude's key and address, and those of an OpenAI-compatible API. */
export interface ModelAccess extends Access {
  openai: Access;
}

/**
 * Takes everything that is secret out of an environment, in place, and returns what the loop itself needs from it. Called before any
 * tool runs. Beside the models' keys these are the runner's own tokens, the Action's inputs and the paths by which steps hand data on.
 */
export function withdrawSecrets(env: NodeJS.ProcessEnv): ModelAccess {
  const apiKey = env.ANTHROPIC_API_KEY || undefined;
  const baseURL = env.ANTHROPIC_BASE_URL || undefined;
  const openai = { apiKey: env.OPENAI_API_KEY || undefined, baseURL: env.OPENAI_BASE_URL || undefined };
  for (const name of Object.keys(env)) {
    if (/^(ANTHROPIC_|OPENAI_|ACTIONS_|INPUT_)|TOKEN|SECRET|PASSWORD|_KEY$|CREDENTIAL/i.test(name)) delete env[name];
  }
  return { apiKey, baseURL, openai };
}
