/**
 * Bundles the Action: `action/<job>/main.ts` and everything it imports becomes `action/dist/<job>.js`, one file that Node runs as it is. The
 * files are committed, because GitHub runs an Action straight from its repository. They are not minified, so that a change of them can be
 * read in a review.
 *
 *   npm run build:action             writes them
 *   npm run build:action -- --check  writes nothing; exit status 1 when a committed file is not what a build gives
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { rolldown } from 'rolldown';

/** The jobs of the workflows that have an Action. */
export const JOBS = ['agent', 'verify', 'deliver', 'sweep'] as const;
export type Job = (typeof JOBS)[number];

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'action', 'dist');

/**
 * Tells Node that the bundles are modules, also where somebody takes only this folder.
 */
const PACKAGE = '{\n  "type": "module"\n}\n';

/** What @actions/core needs for OIDC tokens and for nothing else. It does nothing by being loaded. */
const OIDC = /node_modules\/(?:@actions\/(?:http-client|core\/lib\/oidc-utils)|undici|tunnel)\b/;

/** The text of one bundle. The same sources and the same lockfile give the same bytes. Throws what rolldown throws. */
export async function buildAction(job: Job): Promise<string> {
  const bundle = await rolldown({
    // Paths are part of the output, in comments; from the root they are the same in every checkout.
    cwd: ROOT,
    input: join('action', job, 'main.ts'),
    platform: 'node',
    logLevel: 'warn',
    // Nothing here asks for an OIDC token; what @actions/core would do that with, an HTTP client, is half a megabyte that every job would load.
    treeshake: { moduleSideEffects: [{ test: OIDC, sideEffects: false }] },
  });
  try {
    const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
    const [chunk, ...others] = output;
    if (others.length > 0)
      throw new Error(`The bundle of ${job} has more than one file: ${others.map((each) => each.fileName).join(', ')}`);
    return `// Built from action/${job}/main.ts by \`npm run build:action\`. Do not edit.\n${chunk.code}`;
  } finally {
    await bundle.close();
  }
}

/** The built-in workflows and agents, which are data: the bundle of the agent looks for them beside itself, as its source does. */
const BUILTIN = 'builtin';

/** Everything that belongs into `action/dist`, by its path there. */
export async function buildAll(): Promise<Record<string, string>> {
  const files: Record<string, string> = { 'package.json': PACKAGE };
  for (const job of JOBS) files[`${job}.js`] = await buildAction(job);
  const data = join(ROOT, 'src', 'workflow', BUILTIN);
  for (const path of await filesBelow(data)) files[`${BUILTIN}/${path}`] = await readFile(join(data, path), 'utf8');
  return files;
}

/** The files below a folder by their paths in it, sorted; none where there is no such folder. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Data that was committed and is not built any more: a workflow that is gone would still be found. */
async function left(built: Readonly<Record<string, string>>): Promise<string[]> {
  const there = await filesBelow(join(DIST, BUILTIN));
  return there.map((path) => `${BUILTIN}/${path}`).filter((path) => !(path in built));
}

/** The paths of the files in `action/dist` that are missing, differ from what a build gives, or are none of it any more. */
export async function outdated(): Promise<string[]> {
  const built = await buildAll();
  const bad: string[] = [];
  for (const [name, text] of Object.entries(built)) {
    const committed = await readFile(join(DIST, name), 'utf8').catch(() => undefined);
    if (committed !== text) bad.push(name);
  }
  return [...bad, ...(await left(built))];
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--check')) {
    const bad = await outdated();
    for (const name of bad)
      console.error(`action/dist/${name} is not what its sources give. Run \`npm run build:action\` and commit it.`);
    return bad.length > 0 ? 1 : 0;
  }
  const built = await buildAll();
  for (const name of await left(built)) await rm(join(DIST, name));
  for (const [name, text] of Object.entries(built)) {
    await mkdir(dirname(join(DIST, name)), { recursive: true });
    await writeFile(join(DIST, name), text);
    console.log(`action/dist/${name}: ${Buffer.byteLength(text).toLocaleString('en-US')} bytes`);
  }
  return 0;
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2));
