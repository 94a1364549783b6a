/** Which changes need no test that fails without them. Pure. */
import picomatch from 'picomatch';
import type { Exemption } from '../core/brief.ts';

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
