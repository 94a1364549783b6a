/** What becomes of a workflow that has ended: its documents are proposed, people are asked first, or nothing came of it. */
import type { Verdict } from '../../core/plan/verdict.ts';
import type { Loaded } from '../run/library.ts';
import type { Document, DoneRequest } from '../run/request.ts';
import { type Answered, answerTo, oneLine, type Question, questionFor } from './answered.ts';
import { checkOutcome, outcomeTypeOf } from './outcome.ts';

/** A document with the file where it belongs. */
export type Placed = Document & { file: string };

/** `again`: what people answered since changes what it has to say, so it is played anew. */
export type Closing =
  | { kind: 'propose'; documents: readonly Placed[]; outcome: unknown; advice: readonly string[] }
  | { kind: 'ask'; question: Question; outcome: unknown }
  | { kind: 'again' }
  | { kind: 'failed'; reason: string };

/** What the end of a workflow leads to. */
export interface Ended {
  loaded: Loaded;
  end: DoneRequest;
  /** Where a document belongs whose workflow names no file. */
  usual: string;
  /** Why a document may not stand in a file. */
  fileRefusal(file: string): string | undefined;
  answered: readonly Answered[];
  /** The document with the requirements of the epic, where there is one. */
  prd: string | undefined;
}

/** The answers to a verdict that nothing should be built; people may say otherwise. */
export const ON_REJECT = ['Leave it', 'Go on nevertheless'] as const;
const REJECTED = 'The analysis says that this is not needed';

/** Looks at the end. Pure. */
export function closingOf({ loaded, end, usual, fileRefusal, answered, prd }: Ended): Closing {
  const { name } = loaded.workflow;
  if (end.outcome !== 'finished') {
    const how = end.outcome === 'stopped' ? 'was ended early' : 'could not go on';
    return failed(`The workflow ${name} ${how}: ${end.reason}`);
  }
  const documents = placed(end.documents, usual);
  if (documents.length === 0)
    return failed(`The workflow ${name} ended without a document, so there is nothing to propose.`);
  const refusal = documents.map(({ file }) => fileRefusal(file)).find((why) => why !== undefined);
  if (refusal !== undefined) return failed(refusal);
  const type = outcomeTypeOf(loaded);
  if (type === undefined) return { kind: 'propose', documents, outcome: undefined, advice: [] };

  const reads = documents.map(({ text }) => checkOutcome(type, text, prd));
  const read = reads.find(({ ok }) => ok) ?? reads[0]!;
  if (!read.ok) return failed(`The document of the workflow ${name} does not say what it should:\n${read.wrong}`);
  const { outcome, advice } = read;
  const asked = type === 'verdict' ? askedBy(outcome as Verdict, answered) : undefined;
  if (asked === undefined) return { kind: 'propose', documents, outcome, advice };
  return asked.kind === 'ask' ? { ...asked, outcome } : asked;
}

const failed = (reason: string): Closing => ({ kind: 'failed', reason });

/** What a verdict has people asked before anything follows. */
function askedBy(
  verdict: Verdict,
  answered: readonly Answered[],
): { kind: 'ask'; question: Question } | { kind: 'again' } | { kind: 'failed'; reason: string } | undefined {
  const { confidence, reason } = verdict;
  if (verdict.verdict === 'clarify') {
    const open = verdict.questions.find(({ question }) => !answerTo(question, answered));
    if (!open) return { kind: 'again' };
    const preferred = open.default === undefined ? undefined : open.options[open.default - 1];
    return {
      kind: 'ask',
      question: questionFor({
        question: open.question,
        options: open.options,
        preferred,
        confidence,
        reasoning: reason,
      }),
    };
  }
  if (verdict.verdict !== 'reject') return undefined;
  // The reason is a model's and may be put in other words the next time, so the question is known by how it begins.
  const before = answered.findLast(({ question }) => question.startsWith(REJECTED));
  if (before?.answer === ON_REJECT[1]) return undefined;
  if (before) return { kind: 'failed', reason: `${REJECTED}, and ${before.by} left it at that: ${reason}` };
  return {
    kind: 'ask',
    question: questionFor({
      question: `${REJECTED}: ${oneLine(reason, 700).replace(/[.!?\s]+$/, '')}. Go on nevertheless?`,
      options: ON_REJECT,
      preferred: ON_REJECT[0],
      confidence,
      reasoning: verdict.simpler ?? reason,
    }),
  };
}

/** Documents with their files; those without one become one in the usual place. */
function placed(documents: readonly Document[], usual: string): Placed[] {
  const byFile = new Map<string, string>();
  for (const { file, text } of documents) {
    const path = file ?? usual;
    const before = byFile.get(path);
    byFile.set(path, before === undefined ? text : `${before.trimEnd()}\n\n${text}`);
  }
  return [...byFile].map(([file, text]) => ({ file, text: text.endsWith('\n') ? text : `${text}\n` }));
}
