/** `done`: an intent tool. What the pull request should say; the run ends with it. */
import { z } from 'zod';
import { IntentRefused, type Workspace } from '../workspace.ts';
import { defineTool, failed, ok, type Tool } from './tool.ts';

/** Contract: as Workspace. */
export type DoneOperations = Pick<Workspace, 'propose'>;

/** Proposes the pull request. */
export function doneTool(workspace: DoneOperations): Tool {
  return defineTool({
    name: 'done',
    description: 'Finish: propose the pull request. Everything must be committed.',
    input: z.object({
      title: z.string().min(1).max(200),
      body: z.string().max(20_000).describe('Markdown: what changed and why, how it was tested'),
    }),
    async run({ title, body }) {
      try {
        await workspace.propose(title, body);
        return ok('The pull request is proposed. The run ends here.');
      } catch (error) {
        if (error instanceof IntentRefused) return failed(error.message);
        throw error;
      }
    },
  });
}
