/** The variables of a workflow: what they stand for, and which are only known later. */
import type { Definition } from './definition.ts';
import type { Finding, Place } from './finding.ts';
import { refusedWord } from './safe-path.ts';

/** What variables are resolved with. */
export interface Surroundings {
  /** Absolute path that `{project-root}` stands for. */
  projectRoot: string;
  /** Absolute path of the folder of the workflow, for `{installed_path}`. */
  installedPath: string;
  /** What the file of `config_source` holds; `undefined` where there is none. */
  config?: Readonly<Record<string, unknown>> | undefined;
  now: Date;
}

/** A variable that somebody has to give before it is used: its text becomes `{{name}}`. */
export interface Asked extends Place {
  name: string;
  /** The key of the configuration it should come from, if any. */
  key?: string;
  /** What the configuration proposes. */
  proposal?: unknown;
}

/** Variables with everything put in that is known when a workflow is loaded. `{{name}}` stays for the run. */
export interface Resolved {
  values: Record<string, unknown>;
  asked: Asked[];
  findings: Finding[];
}

const REFERENCE = /\{\{[^{}]*\}\}|\{config_source\}:([\w.-]+)|\{([A-Za-z_][\w.-]*)\}/g;

/** Values that the clock gives, by name. */
function fromClock(name: string, now: Date): string | undefined {
  const day = now.toISOString().slice(0, 10);
  switch (name.replaceAll('-', '_').replace(/^system\./, '')) {
    case 'date':
      return day;
    case 'current_year':
    case 'year':
      return day.slice(0, 4);
    case 'current_month':
    case 'month':
      return now.toLocaleString('en-US', { month: 'long', timeZone: 'UTC' });
    case 'time':
      return now.toISOString().slice(11, 16);
    case 'timestamp':
      return now.toISOString();
    default:
      return undefined;
  }
}

/** Resolves all variables. Never throws; a name that nothing defines, a circle and a path that leaves the project are errors with their place. */
export function resolveVariables(definition: Definition, surroundings: Surroundings): Resolved {
  const values: Record<string, unknown> = {};
  const asked = new Map<string, Asked>();
  const findings: Finding[] = [];
  const names = new Map(Object.keys(definition.values).map((key) => [plain(key), key]));
  const done = new Set<string>();
  const path: string[] = [];

  const ask = (name: string, place: Place, more: Partial<Asked> = {}) => {
    asked.set(name, { name, ...place, ...more });
    return more.proposal ?? `{{${name}}}`;
  };
  const say = (place: Place, message: string) =>
    void findings.push({ severity: 'error', file: definition.file, ...place, message });

  const resolveKey = (key: string): unknown => {
    if (done.has(key)) return values[key];
    const raw = definition.values[key];
    if (path.includes(key)) {
      const circle = [...path.slice(path.indexOf(key)), key].join(' -> ');
      say(definition.placeOf(key), `\`${key}\` refers to itself: ${circle}`);
      return '';
    }
    path.push(key);
    const value = key === 'installed_path' ? surroundings.installedPath : resolveValue(raw, key, []);
    path.pop();
    done.add(key);
    values[key] = value;
    return value;
  };

  const resolveValue = (raw: unknown, key: string, below: PropertyKey[]): unknown => {
    if (typeof raw === 'string') return resolveText(raw, key, below);
    if (Array.isArray(raw)) return raw.map((item, index) => resolveValue(item, key, [...below, index]));
    if (typeof raw !== 'object' || raw === null || raw instanceof Date) return raw;
    return Object.fromEntries(
      Object.entries(raw).map(([name, value]) => [name, resolveValue(value, key, [...below, name])]),
    );
  };

  const resolveText = (raw: string, key: string, below: PropertyKey[]): unknown => {
    const place = () => definition.placeOf(key, ...below);
    if (raw === 'system-generated') return fromClock(key, surroundings.now) ?? ask(key, place());
    if (raw === 'runtime-captured') return ask(key, place());
    const whole = /^\{config_source\}:([\w.-]+)$/.exec(raw);
    if (whole) return fromConfig(whole[1] as string, key, place);
    const text = raw.replace(REFERENCE, (found, configKey?: string, name?: string) => {
      if (configKey !== undefined) return String(fromConfig(configKey, key, place));
      return name === undefined ? found : String(named(name, key, place));
    });
    const refused = text === raw ? undefined : refusedWord(text);
    if (refused) say(place(), `\`${key}\` becomes \`${refused.word}\`, which is refused: ${refused.why}`);
    return text;
  };

  const fromConfig = (configKey: string, key: string, place: () => Place): unknown => {
    if (definition.configSource === undefined) {
      say(place(), `\`${key}\` is read from {config_source}, but the workflow has no \`config_source\``);
      return '';
    }
    const value = surroundings.config?.[configKey];
    if (isMapping(value)) return ask(key, place(), { key: configKey, proposal: value.default ?? value.result });
    if (value === undefined || value === null) return ask(key, place(), { key: configKey });
    return typeof value === 'string' ? value.replaceAll('{project-root}', surroundings.projectRoot) : value;
  };

  const named = (name: string, key: string, place: () => Place): unknown => {
    const simple = plain(name);
    if (simple === 'project_root') return surroundings.projectRoot;
    if (simple === 'installed_path') return surroundings.installedPath;
    const other = names.get(simple);
    if (other !== undefined) return resolveKey(other);
    const now = simple.startsWith('system.') || simple === 'date' ? fromClock(simple, surroundings.now) : undefined;
    if (now !== undefined) return now;
    const known = ['project-root', 'installed_path', ...Object.keys(definition.values)].join(', ');
    say(
      place(),
      `\`{${name}}\` in \`${key}\` is not defined; defined are ${known}. What is only known in a run is written {{${name}}}`,
    );
    return '';
  };

  for (const key of Object.keys(definition.values)) resolveKey(key);
  return { values, asked: [...asked.values()], findings };
}

/** `project-root` and `project_root` are one name. */
function plain(name: string): string {
  return name.replaceAll('-', '_');
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
