/** `decide`: an intent tool. A question that the documents or the model can answer; what is not sure enough goes to people, and the run ends. */
import { z } from 'zod';
import { type Answer, SURE_BY_DOCUMENTS } from '../decide/answer.ts';
import { answerTo } from '../decide/decide.ts';
import type { Decider } from '../decide/decider.ts';
import { IntentRefused, type Workspace } from '../workspace.ts';
import { questionParts } from './ask.ts';
import { defineTool, failed, ok, type Tool, type ToolResult } from './tool.ts';

/** Contract: as Workspace. */
export type DecideOperations = Pick<Workspace, 'decide' | 'ask' | 'intents' | 'documents'>;

/** Longest option of a question, in characters. */
const MAX_OPTION = 200;

/** Decides one question. */
export function decideTool(operations: DecideOperations): Tool {
  return defineTool({
    name: 'decide',
    // An answer from before was written by somebody.
    outside: true,
    description: 'Have a question answered from the documents, or by judgement; people are asked when it is unsure.',
    input: z.object({ ...questionParts, why: z.string().optional().describe('What hangs on it') }),
    async run({ question, options = [], why }, { decider }) {
      if (!decider) return failed('Nothing can be decided in this run. Use ask.');
      const asking = { question, options, why };
      const answered = [...decider.answered, ...decidedHere(operations)];
      try {
        const outcome = await answerTo(asking, { ...decider, answered }, () => operations.documents());
        if (outcome.is === 'known') return ok(`Answered before, by ${outcome.by}: ${outcome.answer}`);
        if (outcome.is === 'over') return failed(`Not decided: ${outcome.reason}`);
        if (outcome.is === 'nonsense') return handOn(operations, asking, outcome.wrong);
        return outcome.confidence >= decider.threshold
          ? settle(operations, asking, outcome)
          : raise(operations, asking, outcome, decider);
      } catch (error) {
        if (error instanceof IntentRefused) return failed(error.message);
        throw error;
      }
    },
  });
}

/** What this run has decided, as answered questions. */
function decidedHere({ intents }: DecideOperations): Decider['answered'] {
  return intents.flatMap((intent) =>
    intent.kind === 'decision' ? [{ question: intent.question, answer: intent.answer, by: 'this run' }] : [],
  );
}

interface Asked {
  question: string;
  options: readonly string[];
}

function settle(operations: DecideOperations, { question }: Asked, answer: Answer): ToolResult {
  const { confidence, source, path, reasons } = answer;
  operations.decide({
    question,
    answer: answer.answer,
    confidence,
    reasoning: reasons,
    source,
    ...(path === undefined ? {} : { documents: [path] }),
  });
  const by = path === undefined ? `confidence ${confidence.toFixed(2)}` : `${path} says so`;
  return ok(`Decided: ${answer.answer} (${by})`);
}

/** What the model would do becomes the default of the question. */
function raise(
  operations: DecideOperations,
  { question, options }: Asked,
  answer: Answer,
  decider: Decider,
): ToolResult {
  const offered = options.length > 0 ? [...options] : [answer.answer.slice(0, MAX_OPTION)];
  const { confidence, reasons } = answer;
  operations.ask({
    question,
    options: offered,
    default: options.length > 0 ? offered.indexOf(answer.answer) + 1 : 1,
    confidence,
    reasoning: reasons,
    severity: 'important',
  });
  return ok(
    `Not sure enough: ${confidence.toFixed(2)}, where ${decider.threshold.toFixed(2)} is needed${confidence === SURE_BY_DOCUMENTS ? ', although the documents say it' : ''}. People are asked. The run ends here.`,
  );
}

function handOn(operations: DecideOperations, { question, options }: Asked, wrong: string): ToolResult {
  operations.ask({
    question,
    options: [...options],
    confidence: 0,
    reasoning: `The model that was to decide gave no answer that could be used (${wrong}).`.slice(0, 2_000),
    severity: 'important',
  });
  return ok('No answer could be found. People are asked. The run ends here.');
}
