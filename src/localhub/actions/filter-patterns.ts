/**
 * GitHub's filter patterns for branches, tags and paths.
 *
 * They look like globs but are not quite: `*` stops at `/`, `**` does not, while `?` and `+` repeat the character
 * before them (none or one, one or more). A pattern that starts with `!` takes away what earlier ones matched, so the
 * order matters and the last match decides. Glob libraries read `?` and `+` differently, hence this translation.
 */
export function matchesPatterns(patterns: readonly string[], name: string): boolean {
  let matched = false;
  for (const pattern of patterns) {
    const negative = pattern.startsWith('!');
    if (toRegExp(negative ? pattern.slice(1) : pattern).test(name)) matched = !negative;
  }
  return matched;
}

/** Whether any pattern matches, for the `…-ignore` lists, which have no negation. */
export function matchesAny(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => toRegExp(pattern).test(name));
}

function toRegExp(pattern: string): RegExp {
  let source = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const rest = pattern.slice(index);
    const atSegmentStart = index === 0 || pattern[index - 1] === '/';
    if (rest.startsWith('**/') && atSegmentStart) {
      source += '(?:.*/)?';
      index += 2;
    } else if (rest.startsWith('**')) {
      source += '.*';
      index += 1;
    } else if (rest.startsWith('*')) {
      source += '[^/]*';
    } else if (rest.startsWith('\\') && rest.length > 1) {
      source += literally(rest[1] ?? '');
      index += 1;
    } else if (/^[?+]/.test(rest) && source !== '') {
      source += rest[0];
    } else if (/^\[[^\]]+\]/.test(rest)) {
      const set = /^\[[^\]]+\]/.exec(rest)?.[0] ?? '';
      source += set.replaceAll('\\', '\\\\');
      index += set.length - 1;
    } else {
      source += literally(rest[0] ?? '');
    }
  }
  return new RegExp(`^${source}$`);
}

function literally(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
