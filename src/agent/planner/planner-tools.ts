/** The tools of those who plan: they look, ask and answer, and change nothing. Their order is part of the cached beginning of every request. */
import { askTool } from '../tools/ask.ts';
import { globTool } from '../tools/glob.ts';
import { grepTool } from '../tools/grep.ts';
import { readTool } from '../tools/read.ts';
import type { Tool } from '../tools/tool.ts';
import type { Workspace } from '../workspace.ts';
import { submitTool, type TakeSubmission } from './submit.ts';

/** Names in the order of `plannerTools`. */
export const PLANNER_TOOLS = ['read', 'glob', 'grep', 'ask', 'submit'] as const;

export function plannerTools(workspace: Workspace, take: TakeSubmission): Tool[] {
  const { root } = workspace;
  return [readTool(root), globTool(root), grepTool(root), askTool(workspace), submitTool(take)];
}
