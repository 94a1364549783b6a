/** `edit`: one piece of a file replaced by another. */
import { z } from 'zod';
import { withoutInvisible } from '../../core/invisible.ts';
import { filesInside } from '../files-inside.ts';
import { insideWorkspace } from '../paths.ts';
import { defineTool, failed, ok, type Tool } from './tool.ts';

/** Contract: as FilesInside. */
export interface EditOperations {
  readFile: (path: string) => Promise<Buffer>;
  writeFile: (path: string, text: string) => Promise<void>;
}

/** Edits files of the workspace at `root` (a real path). */
export function editTool(root: string, operations: EditOperations = filesInside(root)): Tool {
  return defineTool({
    name: 'edit',
    writes: true,
    description: 'Replace a piece of a file. `old` must be exact, with its indentation, and occur once unless `all`.',
    input: z.object({
      path: z.string().min(1),
      old: z.string().min(1),
      new: z.string(),
      all: z.boolean().optional(),
    }),
    async run(input) {
      const real = await insideWorkspace(root, input.path);
      const bytes = await operations.readFile(real).catch(() => undefined);
      if (!bytes) return failed(`There is no file ${input.path}. Create it with write.`);
      const text = bytes.toString('utf8');
      if (!bytes.equals(Buffer.from(text))) return failed(`${input.path} is not UTF-8 text; edit would damage it.`);

      const [before, after] = withLineEnds(text, input.old, input.new);
      if (before === after) return failed('`old` and `new` are the same, so nothing would change.');
      const pieces = text.split(before);
      const found = pieces.length - 1;
      if (found === 0 && withoutInvisible(text).text.includes(withoutInvisible(input.old).text)) {
        return failed(
          `There are characters in ${input.path} that nobody can see; you were shown the file without them, and \`old\` spans some. Take them out with bash, or replace a piece beside them.`,
        );
      }
      if (found === 0) {
        return failed(`\`old\` does not occur in ${input.path}. Read the file again and copy the piece exactly.`);
      }
      if (found > 1 && !input.all) {
        const lines = linesOf(pieces, before).join(', ');
        return failed(`\`old\` occurs ${found} times in ${input.path}, at lines ${lines}. Make it longer, or set all.`);
      }
      await operations.writeFile(real, pieces.join(after));
      return ok(
        `Replaced ${found === 1 ? 'one piece' : `${found} pieces`} of ${input.path}, at line ${linesOf(pieces, before)[0]}.`,
      );
    },
  });
}

/** Models write plain line ends; a file with carriage returns keeps them. */
function withLineEnds(text: string, before: string, after: string): [before: string, after: string] {
  if (text.includes(before) || !text.includes('\r\n')) return [before, after];
  const crlf = (piece: string) => piece.replace(/\r?\n/g, '\r\n');
  return [crlf(before), crlf(after)];
}

/** The line at which each occurrence begins, given the pieces around them. */
function linesOf(pieces: readonly string[], occurrence: string): number[] {
  const breaks = (text: string) => text.split('\n').length - 1;
  let line = 1;
  return pieces.slice(0, -1).map((piece) => {
    line += breaks(piece);
    const begins = line;
    line += breaks(occurrence);
    return begins;
  });
}
