/**
 * What a run may change. Pure: it judges the files that a commit really changes (as git sees them after the patch was applied), never the
 * text of the patch, because two programs may read the same text differently.
 */
import picomatch from 'picomatch';
import type { FileChange } from './raw-diff.ts';

/** The most files that one commit may change. A story is one pull request's worth of work, and a person has to read it. */
export const MAX_FILES = 200;

/** The most bytes that one commit may add: the whole size of a new file, the growth of a changed one. */
export const MAX_BYTES = 2_000_000;

/** Every rule by its id, as a sentence for people. The ids stand in the run's record. */
export const RULES = {
  schema: 'An intent has to be of a known kind and form.',
  'too-many-intents': 'A report may hold at most 50 intents.',
  'does-not-apply': 'A patch has to apply to the commit before it.',
  depends: 'A commit that builds on a refused one cannot be applied.',
  empty: 'A commit has to change something.',
  'too-many-files': `A commit may change at most ${MAX_FILES} files.`,
  'too-large': `A commit may add at most ${MAX_BYTES / 1_000_000} MB.`,
  'path-characters': 'A path may hold no control characters, nothing invisible, and only UTF-8.',
  'path-outside': 'A path has to stay inside the repository.',
  'reserved-folder': 'A run may change nothing under .github/, .git/ or .orch/: these belong to people.',
  'git-files':
    'A run may not change .gitattributes, .gitmodules or .lfsconfig: they change what git does on other machines.',
  'code-owners': 'A run may not change CODEOWNERS: it says who has to review.',
  symlink: 'A run may not add or change symbolic links: they can point outside the repository.',
  submodule: 'A run may not add, change or remove submodules: they bring in code that nobody sees in the diff.',
  protected: 'The project protects this path (`protected` in .orch/config.yaml).',
  secret: 'A run may not publish what looks like a password or a key.',
} as const;
export type RuleId = keyof typeof RULES;

/** A rule that was broken, and a sentence that names by what. Paths in it are quoted and shortened. */
export interface Violation {
  rule: RuleId;
  reason: string;
}

/** A changed file and how many bytes it adds. */
export interface JudgedChange extends Pick<FileChange, 'path' | 'oldMode' | 'newMode'> {
  added: number;
}

/** The first rule that a commit breaks, or undefined when it may pass. `protectedGlobs` come from the project's configuration. */
export function judgeChanges(
  changes: readonly JudgedChange[],
  protectedGlobs: readonly string[],
): Violation | undefined {
  if (changes.length === 0) return violation('empty');
  if (changes.length > MAX_FILES) return violation('too-many-files', `This one changes ${changes.length}.`);
  const isProtected = matcher(protectedGlobs);
  for (const change of changes) {
    const broken = judgeChange(change, isProtected);
    if (broken) return violation(broken, `It changes ${quotePath(change.path)}.`);
  }
  const added = changes.reduce((sum, change) => sum + change.added, 0);
  if (added > MAX_BYTES) return violation('too-large', `This one adds ${(added / 1_000_000).toFixed(1)} MB.`);
  return undefined;
}

/** A violation with its rule's sentence and, after it, what broke it. */
export function violation(rule: RuleId, detail?: string): Violation {
  return { rule, reason: detail ? `${RULES[rule]} ${detail}` : RULES[rule] };
}

/** A path for people: in quotes, what is invisible made visible, at most 120 characters. */
export function quotePath(path: string | null): string {
  if (path === null) return 'a path that is not UTF-8';
  const visible = path.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
  return `"${visible.length > 120 ? `${visible.slice(0, 117)}...` : visible}"`;
}

/** Control characters, and everything that Unicode says may be left out when text is shown (zero-width, bidi, tags, fillers). */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const RESERVED = new Set(['.github', '.git', '.orch']);
const GIT_FILES = new Set(['.gitattributes', '.gitmodules', '.lfsconfig']);
const REGULAR = new Set(['100644', '100755', '000000']);

function judgeChange(change: JudgedChange, isProtected: (path: string) => boolean): RuleId | undefined {
  if (change.oldMode === '160000' || change.newMode === '160000') return 'submodule';
  if (!REGULAR.has(change.newMode)) return 'symlink';
  const broken = judgePath(change.path);
  if (broken) return broken;
  return isProtected(change.path!) ? 'protected' : undefined;
}

/** The first rule that a path by itself breaks. */
export function judgePath(path: string | null): RuleId | undefined {
  if (path === null || path.search(INVISIBLE) >= 0) return 'path-characters';
  const segments = path.split(/[/\\]/).map(folded);
  if (
    /^([/\\]|[a-z]:)/i.test(path) ||
    segments.some((segment) => segment === '' || segment === '.' || segment === '..')
  )
    return 'path-outside';
  if (RESERVED.has(segments[0]!) || segments.includes('.git') || segments.some((segment) => SHORT_NAME.test(segment)))
    return 'reserved-folder';
  const name = segments.at(-1)!;
  if (GIT_FILES.has(name)) return 'git-files';
  if (name === 'codeowners') return 'code-owners';
  return undefined;
}

/** Windows' short names for what is reserved: `GIT~1` is `.git`. The first six letters, or two and a checksum. */
const SHORT_NAME = /^(git|github|orch|gitatt|gitmod|lfscon|codeow|(gi|or|lf|co)[0-9a-f]{4})~\d/;

/**
 * A path segment as the most forgiving file system compares it: case folded, compatibility characters replaced, dots and spaces at the
 * end and a stream name after a colon left out (NTFS). Only for comparing; a file is never written under this name.
 */
function folded(segment: string): string {
  if (segment === '.' || segment === '..') return segment;
  const plain = segment.normalize('NFKC').toLowerCase();
  return plain === '' ? '' : plain.replace(/:.*$/s, '').replace(/[. ]+$/, '') || '.';
}

function matcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  // A pattern that names a folder means everything in it, as people write it in .gitignore.
  const patterns = globs.flatMap((glob) => {
    const bare = glob.replace(/^\.?\//, '');
    return bare.endsWith('/') ? [`${bare}**`] : [bare, `${bare}/**`];
  });
  return picomatch(patterns, { dot: true, nocase: true });
}
