/** The brief of a run, from the text of the Action's input. */
import { type Brief, briefSchema } from '../../src/core/brief.ts';
import { NO_USAGE, type Report, reportSchema } from '../../src/core/run.ts';

/** The brief cannot be used. The message names what is wrong, one problem a line. */
export class BriefUnusable extends Error {
  override readonly name = 'BriefUnusable';
  /** A report that says so, when at least the run it belongs to could be read. */
  readonly report: Report | undefined;
  constructor(problem: string, report: Report | undefined) {
    super(problem);
    this.report = report;
  }
}

/** Reads the brief. Throws BriefUnusable. */
export function readBrief(text: string): Brief {
  if (text.trim() === '') {
    throw new BriefUnusable(
      'The input `brief` is empty. It takes the JSON that Orch dispatches the workflow with.',
      undefined,
    );
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new BriefUnusable(
      `The input \`brief\` is not JSON: ${error instanceof Error ? error.message : error}`,
      undefined,
    );
  }
  const result = briefSchema.safeParse(data);
  if (result.success) return result.data;
  const problems = result.error.issues
    .map((issue) => `${issue.path.join('.') || 'brief'}: ${issue.message}`)
    .join('\n');
  const message = `The input \`brief\` does not fit:\n${problems}`;
  throw new BriefUnusable(message, reportOn(data, message));
}

/** The report of a run that crashed before it began. Undefined when the data does not say which run it is. */
function reportOn(data: unknown, reason: string): Report | undefined {
  const { run, story, start } = (data ?? {}) as Record<string, unknown>;
  const report = {
    version: 1,
    run,
    story,
    start,
    stop: 'crashed',
    reason: reason.slice(0, 2_000),
    intents: [],
    usage: NO_USAGE,
  };
  return reportSchema.safeParse(report).data;
}
