/** Which changes need no test that fails without them. Pure. */
import picomatch from 'picomatch';
import type { Exemption } from '../core/brief.ts';
import { PLANS } from '../patch/policy.ts';
import type { TestFiles } from './test-files.ts';

/**
 * The names of the rules by which a change is exempt, as in `docs and chores`; undefined when it is not. Every file that it touches must match one
 * of them, those that it deletes too; a path that cannot be read (null) matches none.
 */
export function exemptBy(paths: readonly (string | null)[], rules: readonly Exemption[]): string | undefined {
  if (paths.length === 0 || rules.length === 0) return undefined;
  const matchers = rules.map(({ name, paths: globs }) => ({ name, matches: picomatch(globs, { dot: true }) }));
  const names = new Set<string>();
  for (const path of paths) {
    const rule = path === null ? undefined : matchers.find(({ matches }) => matches(path));
    if (!rule) return undefined;
    names.add(rule.name);
  }
  return [...names].join(' and ');
}

/** Whether a change is documents of a plan and nothing else. One that touches tests has something to prove, wherever they stand. */
export const isPlan = (paths: readonly (string | null)[], { changed, removed }: TestFiles): boolean =>
  changed.length + removed.length === 0 && exemptBy(paths, [PLANS]) !== undefined;
