/**
 * What the project's test command runs through: scripts of package.json, Makefiles, programs of the repository. A run that could change them
 * would be the judge of its own work, so they belong to people. The tests themselves do not: to write them is the work.
 */
import picomatch from 'picomatch';
import { foldedSegments } from './fold.ts';

export interface TestCommand {
  /** The shell command. */
  command: string;
  /** Glob patterns of the files that count as tests. */
  tests: readonly string[];
}

/** Text of a file before and after a commit; null where there is none. */
export interface Sides {
  before: string | null;
  after: string | null;
}

/** Names of files that are read to judge a change: the manifests whose scripts a test command may run. */
export const isManifest = (path: string): boolean => foldedSegments(path).at(-1) === 'package.json';

/**
 * Whether changing this file changes what the test command does. `manifests` has the package.json of the root as it was, and every one that the
 * commit changes.
 */
export function changesTestCommand(path: string, test: TestCommand, manifests: ReadonlyMap<string, Sides>): boolean {
  const root = scriptsIn(manifests.get('package.json')?.before ?? null);
  const lines = [test.command, ...Object.values(reached(test.command, root))];
  const segments = foldedSegments(path);
  const folded = segments.join('/');
  if (isManifest(path)) {
    // A twin by case or composition would take the place of the real one on some machines.
    if (!path.endsWith('package.json')) return true;
    const sides = manifests.get(path);
    return sides !== undefined && changesScripts(sides, lines);
  }
  if (
    BUILD_FILES.some(
      ({ runner, names }) => names.test(segments.at(-1) ?? '') && lines.some((line) => runner.test(line)),
    )
  )
    return true;
  const isTest = picomatch([...test.tests], { dot: true });
  return !isTest(path) && lines.some((line) => programsOf(line).includes(folded));
}

/** What package managers run unasked, on every machine that installs. */
const INSTALL = 'npm preinstall install postinstall prepublish prepare dependencies';

/** Whether a script that these lines lead to, or one that runs unasked, is another one afterwards. A new manifest changes no test that ran before. */
function changesScripts({ before, after }: Sides, lines: readonly string[]): boolean {
  const old = before === null ? {} : scriptsIn(before);
  const fresh = after === null ? {} : scriptsIn(after);
  if (old === undefined) return false;
  if (fresh === undefined) return true;
  const run = before === null ? [INSTALL] : [INSTALL, ...lines];
  const was: Record<string, string> = Object.assign({}, ...run.map((line) => reached(line, old)));
  const is: Record<string, string> = Object.assign({}, ...run.map((line) => reached(line, fresh)));
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...names].some((name) => was[name] !== is[name]);
}

type Scripts = Readonly<Record<string, string>>;

/** The scripts of a manifest; undefined when it cannot be read. */
function scriptsIn(manifest: string | null): Scripts | undefined {
  if (manifest === null) return undefined;
  try {
    const data: unknown = JSON.parse(manifest);
    const scripts = typeof data === 'object' && data !== null && 'scripts' in data ? data.scripts : undefined;
    if (typeof scripts !== 'object' || scripts === null) return {};
    return Object.fromEntries(
      Object.entries(scripts).map(([name, script]) => [
        name,
        typeof script === 'string' ? script : JSON.stringify(script),
      ]),
    );
  } catch {
    return undefined;
  }
}

/** The scripts that a command line runs through, those before and after them included, by name. */
function reached(command: string, scripts: Scripts | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  const open = namesIn(command, scripts);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const each of [`pre${name}`, name, `post${name}`]) {
      const script = scripts && Object.hasOwn(scripts, each) ? scripts[each] : undefined;
      if (script === undefined || Object.hasOwn(found, each)) continue;
      found[each] = script;
      open.push(...namesIn(script, scripts));
    }
  }
  return found;
}

/** Names of scripts that a command line runs by a package manager. */
function namesIn(command: string, scripts: Scripts | undefined): string[] {
  const names: string[] = [];
  const words = command.split(/[\s;&|()]+/).map((word) => word.replace(/^["']|["']$/g, ''));
  words.forEach((word, index) => {
    if (
      !/(?:^|\/)(?:npm|pnpm|yarn|bun|node)$/.test(word) &&
      !/^(?:run-[sp]|npm-run-all\d?|wireit|turbo|nx|lerna)$/.test(word)
    )
      return;
    // All words behind it: options with values stand between, and a name that is none runs nothing.
    for (const next of words.slice(index + 1)) {
      if (next === 't' || next === 'tst') names.push('test');
      else if (/^[\w:.-]*\*/.test(next))
        names.push(
          ...Object.keys(scripts ?? {}).filter((name) =>
            picomatch.isMatch(name.replaceAll(':', '/'), next.replaceAll(':', '/')),
          ),
        );
      else if (/^[\w@][\w:./@-]*$/.test(next)) names.push(next);
    }
  });
  return names;
}

/** Files that say what another program does when it is called. */
const BUILD_FILES: readonly { runner: RegExp; names: RegExp }[] = [
  { runner: /(?:^|[\s;&|(])g?make\b/, names: /^(?:gnu)?makefile$|\.mk$/ },
  { runner: /(?:^|[\s;&|(])just\b/, names: /^\.?justfile$/ },
  { runner: /(?:^|[\s;&|(])task\b/, names: /^taskfile(?:\.dist)?\.ya?ml$/ },
  { runner: /(?:^|[\s;&|(])rake\b/, names: /^rakefile(?:\.rb)?$|\.rake$/ },
  { runner: /(?:^|[\s;&|(])tox\b/, names: /^tox\.ini$/ },
  { runner: /(?:^|[\s;&|(])nox\b/, names: /^noxfile\.py$/ },
  { runner: /gradlew?\b/, names: /^gradlew(?:\.bat)?$|^gradle-wrapper\.(?:jar|properties)$/ },
  { runner: /mvnw\b/, names: /^mvnw(?:\.cmd)?$|^maven-wrapper\.(?:jar|properties)$/ },
  { runner: /(?:^|[\s;&|(])(?:turbo|nx|wireit|lerna)\b/, names: /^(?:turbo|nx|lerna)\.json$/ },
];

/** Programs of the repository that a command line starts, as folded paths: `./scripts/test.sh`, `node tools/run.js`. */
function programsOf(line: string): string[] {
  return line.split(/[;&|()\n]+/).flatMap((command) => {
    const words = command
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/^["']|["']$/g, ''));
    const start = words.findIndex(
      (word) => !/^\w+=/.test(word) && !/^(?:env|exec|time|nice|sudo|cross-env|npx|c8|nyc)$/.test(word),
    );
    const program = words[start];
    if (program === undefined) return [];
    const found = program.includes('/') ? [program] : [];
    if (INTERPRETER.test(program)) {
      const script = words.slice(start + 1).find((word) => !word.startsWith('-') && word !== 'run');
      if (script !== undefined) found.push(script);
    }
    return found.map((path) => foldedSegments(path.replace(/^\.\//, '')).join('/'));
  });
}

const INTERPRETER =
  /(?:^|\/)(?:ba|da|z|k)?sh$|(?:^|\/)(?:node|deno|bun|tsx|ts-node|python[\d.]*|ruby|perl|php|source|\.)$/;
