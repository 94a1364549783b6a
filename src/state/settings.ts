/** Which configuration is in force: the newest that could be used. */
import {
  CAREFUL_CONFIG,
  CONFIG_VERSION,
  type Config,
  configSchema,
  DEFAULT_CONFIG,
  newerVersion,
  type Settings,
} from '../core/config.ts';
import { frozenCopy } from '../core/copy.ts';
import { CONFIG_PATH } from '../core/names.ts';
import type { Observation } from '../core/observation.ts';
import type { Project } from '../core/project.ts';
import { type Read, readYaml } from '../yaml/read.ts';

/** Reads the observed file; falls back to the one that the project remembers, then to one that starts and merges nothing. */
export function settingsOf(observed: Observation['config'], project: Project | null): Settings {
  if (!observed) return { config: DEFAULT_CONFIG, problems: [], source: null, newest: null };
  const remembered = project?.config;
  if (remembered?.source === observed.oid) {
    return { config: remembered.values, problems: [], source: observed.oid, newest: observed.oid };
  }
  const read = readConfig(observed.text);
  if (read.ok) return { config: read.value, problems: [], source: observed.oid, newest: observed.oid };
  const newer = newerVersion(read.problems, CONFIG_VERSION);
  return {
    ...(newer !== undefined && { newer }),
    config: remembered?.values ?? CAREFUL_CONFIG,
    problems: read.problems,
    source: remembered?.source ?? null,
    newest: observed.oid,
  };
}

/**
 * What the last texts meant. A project does not remember a file that cannot be used, nor a new one before something is decided on it, and each look
 * would read it anew. All who look share the value, so it is frozen.
 */
const lastRead = new Map<string, Read<Config>>();
/** A few kilobytes each. */
const REMEMBERED = 16;

function readConfig(text: string): Read<Config> {
  const known = lastRead.get(text);
  if (known) return known;
  const read = frozenCopy(readYaml(configSchema, text, CONFIG_PATH));
  lastRead.set(text, read);
  if (lastRead.size > REMEMBERED) lastRead.delete(lastRead.keys().next().value ?? '');
  return read;
}
