import type { Json } from './expressions.ts';

/** One combination of a matrix: the `matrix` context of one job. */
export type Combination = Readonly<Record<string, Json>>;

/** A strategy with its expressions evaluated. */
export interface Strategy {
  /** Empty when the job has no matrix. */
  readonly combinations: readonly Combination[];
  readonly failFast: boolean;
  /** Undefined means as many as the runner takes. */
  readonly maxParallel: number | undefined;
}

/** GitHub refuses larger matrices. */
const mostCombinations = 256;

/**
 * Spreads an evaluated `strategy:` out, with `exclude` (partial match) and `include` (extends combinations whose
 * original values it does not change, else adds one), as GitHub documents them.
 * Throws an Error when the matrix is no mapping of lists, or too large.
 */
export function spreadStrategy(strategy: Json | undefined): Strategy {
  const { matrix, 'fail-fast': failFast, 'max-parallel': maxParallel } = record(strategy ?? {}, 'strategy');
  return {
    combinations: matrix === undefined || matrix === null ? [] : spreadMatrix(record(matrix, 'matrix')),
    failFast: failFast !== false && failFast !== 'false',
    maxParallel: maxParallel === undefined ? undefined : Number(maxParallel),
  };
}

function spreadMatrix(matrix: Combination): Combination[] {
  const { include, exclude, ...axes } = matrix;
  const names = Object.keys(axes);
  let originals: Combination[] = names.length === 0 ? [] : [{}];
  for (const name of names) {
    const values = list(axes[name] ?? null, `matrix.${name}`);
    originals = originals.flatMap((combination) => values.map((value) => ({ ...combination, [name]: value })));
  }
  const excluded = list(exclude ?? [], 'matrix.exclude').map((item) => record(item, 'matrix.exclude item'));
  originals = originals.filter((combination) => !excluded.some((item) => agrees(combination, item, Object.keys(item))));

  const spread = originals.map((combination) => ({ ...combination }));
  const added: Combination[] = [];
  for (const item of list(include ?? [], 'matrix.include')) {
    const extra = record(item, 'matrix.include item');
    const shared = Object.keys(extra).filter((key) => names.includes(key));
    const hosts = spread.filter((_, index) => agrees(originals[index] ?? {}, extra, shared));
    if (hosts.length === 0) added.push(extra);
    for (const host of hosts) Object.assign(host, extra);
  }
  const all = [...spread, ...added];
  if (all.length > mostCombinations) {
    throw new Error(`the matrix has ${all.length} combinations; GitHub allows ${mostCombinations}`);
  }
  return all;
}

function agrees(combination: Combination, item: Combination, keys: readonly string[]): boolean {
  return keys.every((key) => JSON.stringify(combination[key]) === JSON.stringify(item[key]));
}

function record(value: Json, what: string): Combination {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Combination;
  throw new Error(`${what} must be a mapping, not ${JSON.stringify(value)}`);
}

function list(value: Json, what: string): readonly Json[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${what} must be a list, not ${JSON.stringify(value)}`);
}

/** The name of a job without `name:`: its key, with the values of its combination behind it. */
export function jobNameOf(id: string, combination: Combination): string {
  const values = Object.values(combination).map((value) => (typeof value === 'object' ? JSON.stringify(value) : value));
  return values.length === 0 ? id : `${id} (${values.join(', ')})`;
}
