/** `submit`: the answer to the request of a workflow that is open. Its result is the next request. */
import { z } from 'zod';
import { defineTool, failed, ok, type Tool } from '../tools/tool.ts';

/** What may be submitted. Which of it fits follows from the request that is open. */
export const submissionSchema = z.object({
  outputs: z.record(z.string(), z.unknown()).optional().describe('Sections by name: a text, or a list'),
  variables: z.record(z.string(), z.unknown()).optional().describe('Values by name'),
  holds: z.boolean().optional(),
  answer: z.string().optional(),
  confidence: z.number().min(0).max(1).optional().describe('0 to 1'),
  reasons: z.string().optional(),
  result: z.string().optional(),
  passed: z.boolean().optional(),
  stop: z
    .object({ what: z.enum(['workflow', 'run']), reason: z.string().min(1) })
    .optional()
    .describe('Only where the text says to end here'),
});
export type Submission = z.infer<typeof submissionSchema>;

/** What came of it: taken, or not, with what the model reads. */
export interface Submitted {
  taken: boolean;
  text: string;
}

/** Contract: takes one answer at a time; what does not fit changes nothing and says what would fit. */
export type TakeSubmission = (submission: Submission) => Promise<Submitted>;

/** The tool, over whoever takes the answers. */
export function submitTool(take: TakeSubmission): Tool {
  return defineTool({
    name: 'submit',
    description: 'Answer the open request of the workflow. The result is the next request.',
    input: submissionSchema,
    async run(submission) {
      const { taken, text } = await take(submission);
      return taken ? ok(text) : failed(text);
    },
  });
}
