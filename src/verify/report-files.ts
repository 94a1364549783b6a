/** The files in which a test command reports, as it left them: found by the project's patterns, and only those that this execution wrote. */
import { lstat, readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { glob } from 'tinyglobby';
import { readJunit } from './runners/junit.ts';
import { type Reading, together } from './runners/read.ts';

/** More files, or larger ones, than a suite of tests writes; each file in bytes, and all of them together. */
const MAX_FILES = 1_000;
const MAX_FILE = 8 * 1024 * 1024;
const MAX_ALL = 64 * 1024 * 1024;

/** Path and what tells one writing of a file from the next. */
export type Standing = ReadonlyMap<string, string>;

/** The report files that are there now. Nothing is followed out of the folder: neither a link nor a pattern. */
export async function reportFiles(dir: string, patterns: readonly string[]): Promise<Standing> {
  const inside = patterns.filter((pattern) => !/^(?:\/|!)|(?:^|\/)\.\.(?:\/|$)/.test(pattern));
  if (inside.length === 0) return new Map();
  const paths = await glob([...inside], {
    cwd: dir,
    dot: true,
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**', '.git/**'],
  });
  const found = new Map<string, string>();
  const root = (await realpath(dir).catch(() => dir)) + sep;
  for (const path of paths.sort().slice(0, MAX_FILES)) {
    const stat = await lstat(join(dir, path), { bigint: true }).catch(() => undefined);
    // A folder in the pattern itself may be a link.
    const real = await realpath(join(dir, path)).catch(() => '');
    if (stat?.isFile() && real.startsWith(root)) found.set(path, `${stat.ino} ${stat.mtimeNs} ${stat.size}`);
  }
  return found;
}

/**
 * What the files say that are new or were written anew since `before`, together; undefined when there are none. What cannot be read is told to
 * `log` and otherwise left out: the exit status has spoken already.
 */
export async function readReports(
  dir: string,
  patterns: readonly string[],
  before: Standing,
  log: (line: string) => void,
): Promise<Reading | undefined> {
  const readings: Reading[] = [];
  let room = MAX_ALL;
  for (const [path, standing] of await reportFiles(dir, patterns)) {
    if (before.get(path) === standing) continue;
    const size = Number(standing.split(' ')[2]);
    room -= size;
    if (size > MAX_FILE || room < 0) {
      log(`report ${path} is left out: ${size} bytes are more than are read`);
      continue;
    }
    try {
      readings.push(readJunit(await readFile(join(dir, path), 'utf8')));
    } catch (error) {
      log(`report ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return readings.length === 0 ? undefined : together(readings);
}
