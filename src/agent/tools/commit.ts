/** `commit`: an intent tool. What changed since the last commit becomes a commit on the story branch, if the policy lets it. */
import { z } from 'zod';
import { WORK_STAGES } from '../stages.ts';
import { IntentRefused, type MadeCommit, type Workspace } from '../workspace.ts';
import { defineTool, failed, ok, type Tool } from './tool.ts';

/** Contract: as Workspace. */
export type CommitOperations = Pick<Workspace, 'commit'>;

/** Commits what changed in the workspace. */
export function commitTool(workspace: CommitOperations): Tool {
  return defineTool({
    name: 'commit',
    description: 'Commit everything that changed since the last commit. One stage per commit.',
    input: z.object({
      stage: z.enum(WORK_STAGES),
      message: z.string().min(1).max(2_000).describe('Imperative first line, then why'),
    }),
    async run({ stage, message }) {
      try {
        return ok(summary(await workspace.commit(stage, message)));
      } catch (error) {
        if (error instanceof IntentRefused) return failed(error.message);
        throw error;
      }
    },
  });
}

function summary({ sha, stage, subject, files, insertions, deletions }: MadeCommit): string {
  return `Committed ${stage} ${sha.slice(0, 7)}: ${subject} (${files} ${files === 1 ? 'file' : 'files'}, +${insertions} -${deletions})`;
}
