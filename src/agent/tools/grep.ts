/** `grep`: where something stands. */
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { z } from 'zod';
import { filesInside } from '../files-inside.ts';
import { findFiles } from './files.ts';
import { defineTool, failed, ok, type Tool } from './tool.ts';

/** Lines in one answer, and characters of one line. */
const MAX_MATCHES = 200;
const MAX_LINE = 300;

/** Larger files are left out, in bytes: they are data or bundles. */
const MAX_BYTES = 2_000_000;

/** Time for one file. A pattern that backtracks without end is stopped, because the loop would stand still with it. */
const FILE_MS = 1_000;

/** Contract: `find` as findFiles; `readFile` rejects when the file cannot be read. */
export interface GrepOperations {
  find: (root: string, pattern: string) => Promise<string[]>;
  readFile: (path: string) => Promise<Buffer>;
}

/** Searches files of the workspace at `root` (a real path). */
export function grepTool(
  root: string,
  operations: GrepOperations = { find: findFiles, readFile: filesInside(root).readFile },
): Tool {
  return defineTool({
    name: 'grep',
    outside: true,
    parallel: true,
    description: 'Search file contents by a JavaScript regular expression, line by line.',
    input: z.object({
      pattern: z.string().min(1),
      files: z.string().min(1).optional().describe('Glob of files to search; all when absent'),
      ignore_case: z.boolean().optional(),
    }),
    async run({ pattern, files = '**', ignore_case }, { signal }) {
      const flags = ignore_case ? 'i' : '';
      const wrong = regexError(pattern, flags);
      if (wrong) return failed(`${wrong}. Escape characters that are meant literally.`);

      const matches: string[] = [];
      for (const path of await operations.find(root, files)) {
        signal.throwIfAborted();
        const bytes = await operations.readFile(join(root, path)).catch(() => undefined);
        if (!bytes || bytes.length > MAX_BYTES || bytes.includes(0)) continue;
        const lines = bytes.toString('utf8').split(/\r?\n/);
        const numbers = matchingLines(pattern, flags, lines);
        if (!numbers) return failed(`The pattern took too long on ${path}. Use a simpler one.`);
        for (const number of numbers) matches.push(`${path}:${number + 1}: ${lines[number]!.slice(0, MAX_LINE)}`);
      }
      if (matches.length === 0) return ok(`No line matches /${pattern}/${flags} in ${files}.`);
      if (matches.length <= MAX_MATCHES) return ok(matches.join('\n'));
      return ok(
        `${matches.slice(0, MAX_MATCHES).join('\n')}\n[${MAX_MATCHES} of ${matches.length} matches; narrow pattern or files for the rest]`,
      );
    },
  });
}

const SEARCH = new Script(
  'const regex = new RegExp(source, flags); lines.flatMap((line, index) => (regex.test(line) ? [index] : []))',
);

/** Indexes of the lines that match; undefined when it took too long. Runs in a context of its own, which is what can be given a time-out. */
function matchingLines(source: string, flags: string, lines: readonly string[]): number[] | undefined {
  try {
    const found: unknown = SEARCH.runInContext(createContext({ source, flags, lines }), { timeout: FILE_MS });
    return Array.from(found as ArrayLike<number>);
  } catch (error) {
    // The error belongs to the other context, so it is no instance of ours.
    if ((error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  }
}

function regexError(source: string, flags: string): string | undefined {
  try {
    new RegExp(source, flags);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
