/** Reads the outcome of a planning document by a schema. YAML itself is read by whoever calls: the core only computes. */
import type { ZodType } from 'zod';
import type { Problem } from '../config.ts';
import { yamlBlock } from './block.ts';

/** What fits its schema, or what is wrong with the text. */
export type Read<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/** How YAML is read, and where things stand in it. `readYaml` and `yamlLines` of src/yaml are such. */
export interface Yaml {
  read: <T>(schema: ZodType<T>, text: string, file: string) => Read<T>;
  /** The line (from 1) of the value at a path of keys and indexes. */
  lines: (text: string) => (path: readonly PropertyKey[]) => number;
}

/** Answers with the line of the document (from 1) for a path of keys and indexes in its YAML. */
export type LineOf = (path: readonly PropertyKey[]) => number;

/**
 * Reads the block of YAML at the end of a document. Lines of problems are lines of the document. `file` is only for the problems. Never
 * throws on bad input.
 */
export function readOutcome<T>(
  schema: ZodType<T>,
  document: string,
  file: string,
  yaml: Yaml,
): { ok: true; value: T; lineOf: LineOf } | { ok: false; problems: Problem[] } {
  const block = yamlBlock(document);
  if (!block) {
    const expected =
      'the document must end with its outcome in one fenced block of YAML, which begins with ```yaml and ends with ```';
    return {
      ok: false,
      problems: [{ file, line: document.trimEnd().split('\n').length, key: '', value: '', expected }],
    };
  }
  const before = block.line - 1;
  const read = yaml.read(schema, block.text, file);
  if (!read.ok) return { ok: false, problems: read.problems.map((each) => ({ ...each, line: each.line + before })) };
  let lines: LineOf | undefined;
  const lineOf: LineOf = (path) => {
    lines ??= yaml.lines(block.text);
    return lines(path) + before;
  };
  return { ok: true, value: read.value, lineOf };
}
