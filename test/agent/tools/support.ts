/** Calling one tool on a few files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Tool, ToolResult } from '../../../src/agent/tools/tool.ts';
import { callTool } from '../../../src/agent/tools/tool.ts';
import { temporaryFolder } from '../support.ts';

/** A folder with the given files, and a call of the tool made for it. */
export function withFiles(files: Record<string, string | Buffer>, make: (root: string) => Tool) {
  const root = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const tool = make(root);
  const call = (input: unknown): Promise<ToolResult> =>
    callTool([tool], tool.description.name, input, { signal: new AbortController().signal });
  return { root, call };
}
