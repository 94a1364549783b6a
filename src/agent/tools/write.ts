/** `write`: a whole file. */
import { z } from 'zod';
import { filesInside } from '../files-inside.ts';
import { insideWorkspace } from '../paths.ts';
import { defineTool, ok, type Tool } from './tool.ts';

/** Contract: `writeFile` makes missing folders and replaces what is there; `exists` never rejects. */
export interface WriteOperations {
  exists: (path: string) => Promise<boolean>;
  writeFile: (path: string, text: string) => Promise<void>;
}

/** Writes files of the workspace at `root` (a real path). */
export function writeTool(root: string, operations: WriteOperations = filesInside(root)): Tool {
  return defineTool({
    name: 'write',
    writes: true,
    description: 'Create or replace a whole file. Missing folders are made.',
    input: z.object({ path: z.string().min(1), content: z.string() }),
    async run({ path, content }) {
      const real = await insideWorkspace(root, path);
      const replaced = await operations.exists(real);
      await operations.writeFile(real, content);
      const lines = content === '' ? 0 : content.split('\n').length - (content.endsWith('\n') ? 1 : 0);
      return ok(`${replaced ? 'Replaced' : 'Created'} ${path}, ${lines} lines.`);
    },
  });
}
