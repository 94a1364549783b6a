/** What a tool is, and how one is called. */
import { z } from 'zod';
import type { Decider } from '../decide/decider.ts';
import type { ToolDescription } from '../models/model.ts';

/**
 * What came of a call. `error`: the tool ran and could not do it. `bad_call`: the call itself was no use (no such tool, arguments that
 * do not fit). The text is for the model either way, and is never empty.
 */
export interface ToolResult {
  outcome: 'ok' | 'error' | 'bad_call';
  text: string;
}

export interface ToolContext {
  /** Aborted when the run is cancelled or its time is up. */
  signal: AbortSignal;
  /** What questions are decided with. The loop brings it to every call; a tool that is called alone may have to do without. */
  decider?: Decider;
}

/**
 * A tool of the model.
 * Contract: `call` takes whatever the model wrote. It may reject; the loop makes an error result of that. It may be called any number of
 * times; while another call is under way only if that is of a `parallel` tool too, and `parallel` is true here.
 */
export interface Tool {
  readonly description: ToolDescription;
  /** What it answers was written by others: files, their names, what programs print. The model gets it fenced, as data. */
  readonly outside: boolean;
  /** It only looks: calls of one answer may run at the same time. */
  readonly parallel: boolean;
  /** When it answers `ok`, a file of the workspace has changed. */
  readonly writes: boolean;
  call(input: unknown, context: ToolContext): Promise<ToolResult>;
}

/** A tool from its parts: arguments are checked against the schema before `run` sees them. */
export function defineTool<Schema extends z.ZodObject>(tool: {
  name: string;
  description: string;
  input: Schema;
  outside?: boolean;
  parallel?: boolean;
  writes?: boolean;
  run: (input: z.infer<Schema>, context: ToolContext) => Promise<ToolResult>;
}): Tool {
  return {
    description: { name: tool.name, description: tool.description, input_schema: inputSchema(tool.input) },
    outside: tool.outside ?? false,
    parallel: tool.parallel ?? false,
    writes: tool.writes ?? false,
    async call(input, context) {
      const parsed = tool.input.safeParse(input);
      if (!parsed.success) return badCall(`The arguments of ${tool.name} do not fit: ${issues(parsed.error)}.`);
      return await tool.run(parsed.data, context);
    },
  };
}

/** The tool did it; `text` is what the model reads. */
export function ok(text: string): ToolResult {
  return { outcome: 'ok', text: text === '' ? '(no output)' : text };
}

/** The tool could not do it; `text` says why and what to do. */
export function failed(text: string): ToolResult {
  return { outcome: 'error', text };
}

/** The call was no use; `text` says what would be. */
export function badCall(text: string): ToolResult {
  return { outcome: 'bad_call', text };
}

/**
 * Finds the tool and calls it. Never rejects: a missing tool, arguments that do not fit and a tool that throws are results that the
 * model reads.
 */
export async function callTool(
  tools: readonly Tool[],
  name: string,
  input: unknown,
  context: ToolContext,
): Promise<ToolResult> {
  const tool = tools.find((t) => t.description.name === name);
  if (!tool) {
    const names = tools.map((t) => t.description.name).join(', ');
    return badCall(`There is no tool ${JSON.stringify(name.slice(0, 100))}. The tools are ${names}.`);
  }
  try {
    return await tool.call(input, context);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

/** The JSON Schema that the model gets, without what only costs bytes. */
function inputSchema(schema: z.ZodObject): ToolDescription['input_schema'] {
  const {
    $schema: _,
    additionalProperties: __,
    ...rest
  } = z.toJSONSchema(schema, {
    io: 'input',
    // The bounds of whole numbers that a JSON number can hold say nothing to a model.
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      // That a text must not be empty is learnt where it matters, by the error.
      if (jsonSchema.minLength === 1) delete jsonSchema.minLength;
    },
  });
  return { ...rest, type: 'object' };
}

function issues(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}`)
    .join('; ');
}
