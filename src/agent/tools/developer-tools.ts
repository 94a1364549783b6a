/** The tools of the developer role. Their order is part of the cached beginning of every request, so it does not change. */
import type { Shell } from '../shell.ts';
import type { Workspace } from '../workspace.ts';
import { askTool } from './ask.ts';
import { bashTool } from './bash.ts';
import { commitTool } from './commit.ts';
import { decideTool } from './decide.ts';
import { doneTool } from './done.ts';
import { editTool } from './edit.ts';
import { globTool } from './glob.ts';
import { grepTool } from './grep.ts';
import { readTool } from './read.ts';
import type { Tool } from './tool.ts';
import { writeTool } from './write.ts';

/** Names in the order of `developerTools`. */
export const DEVELOPER_TOOLS = [
  'read',
  'write',
  'edit',
  'glob',
  'grep',
  'bash',
  'commit',
  'ask',
  'decide',
  'done',
] as const;

export function developerTools(workspace: Workspace, shell: Shell): Tool[] {
  const { root } = workspace;
  return [
    readTool(root),
    writeTool(root),
    editTool(root),
    globTool(root),
    grepTool(root),
    bashTool(root, shell),
    commitTool(workspace),
    askTool(workspace),
    decideTool(workspace),
    doneTool(workspace),
  ];
}
