/** Which configuration is in force: the newest that could be used. */
import {
  CAREFUL_CONFIG,
  CONFIG_VERSION,
  configSchema,
  DEFAULT_CONFIG,
  newerVersion,
  type Settings,
} from '../core/config.ts';
import { CONFIG_PATH } from '../core/names.ts';
import type { Observation } from '../core/observation.ts';
import type { Project } from '../core/project.ts';
import { readYaml } from '../yaml/read.ts';

/** Reads the observed file; falls back to the one that the project remembers, then to one that starts and merges nothing. */
export function settingsOf(observed: Observation['config'], project: Project | null): Settings {
  if (!observed) return { config: DEFAULT_CONFIG, problems: [], source: null, newest: null };
  const remembered = project?.config;
  if (remembered?.source === observed.oid) {
    return { config: remembered.values, problems: [], source: observed.oid, newest: observed.oid };
  }
  const read = readYaml(configSchema, observed.text, CONFIG_PATH);
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
