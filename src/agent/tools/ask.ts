/** `ask`: an intent tool. A question to people; the run ends with it, unless it is only told to them. */
import { z } from 'zod';
import { SEVERITIES } from '../../core/intent.ts';
import { answeredBefore } from '../decide/decider.ts';
import { IntentRefused, type Workspace } from '../workspace.ts';
import { badCall, defineTool, failed, ok, type Tool } from './tool.ts';

/** Contract: as Workspace. */
export type AskOperations = Pick<Workspace, 'ask' | 'decide'>;

/**
 * What a question has in every tool. How long its texts may be stands in core/intent.ts and is said by the error: in the description it would
 * cost bytes in every request.
 */
export const questionParts = {
  question: z.string().min(1),
  options: z.array(z.string().min(1)).optional(),
};

/** Asks one question. */
export function askTool(operations: AskOperations): Tool {
  return defineTool({
    name: 'ask',
    // An answer from before was written by somebody.
    outside: true,
    description: 'Ask people. The run ends, and the next begins with the answer; info with a default goes on.',
    input: z.object({
      ...questionParts,
      default: z.int().optional().describe('Number of an option, from 1'),
      confidence: z.number().describe('0 to 1'),
      reasoning: z.string(),
      severity: z.enum(SEVERITIES),
    }),
    async run(input, { decider }) {
      const { question, options = [], default: chosen, confidence, reasoning, severity } = input;
      const before = answeredBefore(question, decider?.answered ?? []);
      if (before) return ok(`Answered before, by ${before.by}: ${before.answer}`);
      const preferred = chosen === undefined ? undefined : options[chosen - 1];
      if (chosen !== undefined && preferred === undefined) {
        return badCall(
          `The default is ${chosen}, but ${options.length === 0 ? 'there are no options' : `the options are 1 to ${options.length}`}.`,
        );
      }
      try {
        if (severity === 'info' && preferred !== undefined) {
          operations.decide({ question, answer: preferred, confidence, reasoning, source: 'default' });
          return ok(`Go on with "${preferred}"; people are told.`);
        }
        operations.ask({
          question,
          options,
          ...(chosen === undefined ? {} : { default: chosen }),
          confidence,
          reasoning,
          severity,
        });
        return ok('People are asked. The run ends here.');
      } catch (error) {
        if (error instanceof IntentRefused) return failed(error.message);
        throw error;
      }
    },
  });
}
