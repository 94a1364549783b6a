/** `read`: the text of a file, in parts when it is long. */
import { dirname } from 'node:path';
import { z } from 'zod';
import { filesInside } from '../files-inside.ts';
import { insideWorkspace, shownPath } from '../paths.ts';
import { defineTool, failed, ok, type Tool } from './tool.ts';

/** Lines and characters of one answer: some hundred lines of code, and less than a tenth of a small context window. */
const MAX_LINES = 400;
const MAX_CHARACTERS = 40_000;

/** Files above this are not read at all, in bytes. */
const MAX_BYTES = 20_000_000;

/** Contract: as FilesInside; `readFile` rejects when the file cannot be read. */
export interface ReadOperations {
  stat: (path: string) => Promise<{ isDirectory(): boolean; size: number }>;
  readFile: (path: string) => Promise<Buffer>;
  readdir: (path: string) => Promise<string[]>;
}

/** Reads files of the workspace at `root` (a real path). */
export function readTool(root: string, operations: ReadOperations = filesInside(root)): Tool {
  return defineTool({
    name: 'read',
    outside: true,
    parallel: true,
    description: 'Read a text file. Long files come in parts.',
    input: z.object({
      path: z.string().min(1),
      offset: z.int().min(1).optional().describe('First line, from 1'),
      limit: z.int().min(1).optional().describe(`Lines, at most ${MAX_LINES}`),
    }),
    async run({ path, offset = 1, limit = MAX_LINES }) {
      const real = await insideWorkspace(root, path);
      const there = await operations.stat(real).catch(() => undefined);
      if (!there) return failed(`There is no file ${path}.${await neighbours(operations, root, real)}`);
      if (there.isDirectory()) return failed(`${path} is a folder. List it with glob, pattern ${path}/*.`);
      if (there.size > MAX_BYTES) return failed(`${path} has ${there.size} bytes, too many to read. Use grep or bash.`);
      const bytes = await operations.readFile(real);
      if (bytes.includes(0)) return failed(`${path} is a binary file of ${bytes.length} bytes.`);
      return part(path, bytes.toString('utf8'), offset, Math.min(limit, MAX_LINES));
    },
  });
}

function part(path: string, text: string, offset: number, limit: number) {
  if (text === '') return ok(`[${path} is empty]`);
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (offset > lines.length) return failed(`${path} has ${lines.length} lines; offset ${offset} is behind its end.`);

  const shown: string[] = [];
  let characters = 0;
  for (const line of lines.slice(offset - 1, offset - 1 + limit)) {
    characters += line.length + 1;
    if (characters > MAX_CHARACTERS) break;
    shown.push(line);
  }
  if (shown.length === 0) {
    const line = lines[offset - 1]!;
    return ok(
      `${line.slice(0, MAX_CHARACTERS)}\n[line ${offset} cut after ${MAX_CHARACTERS} of ${line.length} characters; use bash with cut -c for the rest]`,
    );
  }
  const last = offset - 1 + shown.length;
  if (offset === 1 && last === lines.length) return ok(shown.join('\n'));
  const more = last < lines.length ? `; read with offset ${last + 1} for more` : '';
  return ok(`${shown.join('\n')}\n[lines ${offset}-${last} of ${lines.length}${more}]`);
}

/** What does exist nearby, so that a wrong guess costs one call and not three. */
async function neighbours(operations: ReadOperations, root: string, real: string): Promise<string> {
  for (let folder = dirname(real); folder.startsWith(root); folder = dirname(folder)) {
    const names = await operations.readdir(folder).catch(() => undefined);
    if (!names) continue;
    const listed = names
      .filter((name) => name !== '.git')
      .sort()
      .slice(0, 20);
    return ` In ${shownPath(root, folder)} there are: ${listed.join(', ') || 'no files'}.`;
  }
  return '';
}
