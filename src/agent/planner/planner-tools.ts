/** The tools of those who plan: they look, ask and answer; who tries something out has a shell besides. Their order is part of the cached beginning of every request. */
import type { Shell } from '../shell.ts';
import { askTool } from '../tools/ask.ts';
import { bashTool } from '../tools/bash.ts';
import { globTool } from '../tools/glob.ts';
import { grepTool } from '../tools/grep.ts';
import { readTool } from '../tools/read.ts';
import type { Tool } from '../tools/tool.ts';
import type { Workspace } from '../workspace.ts';
import { submitTool, type TakeSubmission } from './submit.ts';

/** Names in the order of `plannerTools`. */
export const PLANNER_TOOLS = ['read', 'glob', 'grep', 'ask', 'submit'] as const;

/** `shell`: for workflows whose experiments are thrown away. */
export function plannerTools(workspace: Workspace, take: TakeSubmission, shell?: Shell): Tool[] {
  const { root } = workspace;
  return [
    readTool(root),
    globTool(root),
    grepTool(root),
    ...(shell ? [bashTool(root, shell)] : []),
    askTool(workspace),
    submitTool(take),
  ];
}
