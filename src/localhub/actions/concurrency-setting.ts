import type { Evaluator, Json, Scope } from './expressions.ts';
import type { Template } from './template.ts';

/** A `concurrency:` key with its expressions evaluated. */
export interface ConcurrencySetting {
  readonly group: string;
  readonly cancelInProgress: boolean;
  readonly queue: 'single' | 'max';
}

/**
 * Evaluates a `concurrency:` key, which is a group's name or a mapping; undefined when there is none or the name is empty.
 * Throws when `queue: max` meets `cancel-in-progress: true`, which GitHub refuses because the two contradict each other.
 */
export function concurrencySetting(
  evaluator: Evaluator,
  template: Template | undefined,
  scope: Scope,
): ConcurrencySetting | undefined {
  if (template === undefined) return undefined;
  const value = evaluator.value(template, scope);
  const mapping: Readonly<Record<string, Json>> =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, Json>>)
      : { group: value };
  const group = String(mapping.group ?? '');
  if (group === '') return undefined;
  const cancelInProgress = mapping['cancel-in-progress'] === true || mapping['cancel-in-progress'] === 'true';
  const queue = mapping.queue === 'max' ? 'max' : 'single';
  if (queue === 'max' && cancelInProgress) {
    throw new Error(`concurrency group '${group}': 'queue: max' cannot be combined with 'cancel-in-progress: true'`);
  }
  return { group, cancelInProgress, queue };
}
