/** `glob`: which files there are. */
import { z } from 'zod';
import { findFiles } from './files.ts';
import { defineTool, ok, type Tool } from './tool.ts';

/** Paths in one answer. */
const MAX_PATHS = 200;

/** Contract: sorted paths relative to the workspace; rejects with a sentence for the model when the pattern cannot be used. */
export interface GlobOperations {
  find: (root: string, pattern: string) => Promise<string[]>;
}

/** Lists files of the workspace at `root` (a real path). */
export function globTool(root: string, operations: GlobOperations = { find: findFiles }): Tool {
  return defineTool({
    name: 'glob',
    outside: true,
    parallel: true,
    description: 'List files that match a pattern, such as src/**/*.js. Leaves out node_modules.',
    input: z.object({ pattern: z.string().min(1) }),
    async run({ pattern }) {
      const paths = await operations.find(root, pattern);
      if (paths.length === 0) return ok(`No file matches ${pattern}.`);
      if (paths.length <= MAX_PATHS) return ok(paths.join('\n'));
      return ok(
        `${paths.slice(0, MAX_PATHS).join('\n')}\n[${MAX_PATHS} of ${paths.length} files; use a narrower pattern for the rest]`,
      );
    },
  });
}
