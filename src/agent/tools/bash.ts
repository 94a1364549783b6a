/** `bash`: a command line in the workspace. */
import { z } from 'zod';
import type { Shell, ShellResult } from '../shell.ts';
import { defineTool, failed, ok, type Tool, type ToolResult } from './tool.ts';

/** Seconds for a command when the model does not say, and the most it may say. */
export const DEFAULT_SECONDS = 120;
export const MAX_SECONDS = 600;

/** Runs commands in `cwd` by the given shell. */
export function bashTool(cwd: string, shell: Shell): Tool {
  return defineTool({
    name: 'bash',
    outside: true,
    description: 'Run a command with bash in the repository root. Background processes end with it.',
    input: z.object({
      command: z.string().min(1),
      seconds: z.int().min(1).max(MAX_SECONDS).optional().describe(`Time-out; ${DEFAULT_SECONDS} when absent`),
    }),
    async run({ command, seconds = DEFAULT_SECONDS }, { signal }) {
      return told(await shell.run({ command, cwd, timeoutMs: seconds * 1_000, signal }), seconds);
    },
  });
}

function told(result: ShellResult, seconds: number): ToolResult {
  const hint =
    result.omitted > 0 ? '\n[output was cut; write it to a file under /tmp and look at parts of it with sed -n]' : '';
  const output = result.output.trimEnd() + hint;
  const withLast = (last: string) => (output === '' ? last : `${output}\n${last}`);
  if (result.ended === 'timeout') {
    return failed(withLast(`[killed after ${seconds} seconds; set seconds up to ${MAX_SECONDS} if it needs longer]`));
  }
  if (result.ended === 'limit')
    return failed(withLast(`[killed: ${result.limit ?? 'it took more than a command may'}]`));
  if (result.ended === 'aborted') return failed(withLast('[killed because the run ends]'));
  return ok(withLast(`[exit status ${result.exitCode ?? 'unknown: killed by a signal'}]`));
}
