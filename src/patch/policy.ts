/**
 * What a run may change. Pure: it judges the files that a commit really changes (as git sees them after the patch was applied), never the
 * text of the patch, because two programs may read the same text differently.
 */
import picomatch from 'picomatch';
import { hasInvisible, invisibleSpelled } from '../core/invisible.ts';
import { foldedSegments, isShortName } from './fold.ts';
import { peopleRule } from './people-only.ts';
import type { FileChange } from './raw-diff.ts';
import { changesTestCommand, type Sides, type TestCommand } from './test-command.ts';

/** The most files that one commit may change. A story is one pull request's worth of work, and a person has to read it. */
export const MAX_FILES = 200;

/** The most bytes that one commit may add: the whole size of a new file, the growth of a changed one. */
export const MAX_BYTES = 2_000_000;

/** The most files that all commits of a run may change together, each counted once for every commit that changes it. */
export const MAX_RUN_FILES = 500;

/** The most bytes that all commits of a run may add together. */
export const MAX_RUN_BYTES = 4_000_000;

/** The longest path in bytes. Windows gives up at 260 characters, its folder included. */
export const MAX_PATH = 240;

/** Every rule by its id, as a sentence for people. The ids stand in the run's record. */
export const RULES = {
  schema: 'An intent has to be of a known kind and form.',
  'too-many-intents': 'A report may hold at most 50 intents.',
  'too-many-of-a-kind': 'A report may hold at most 49 commits and one pull request.',
  withheld: 'The agent job took this intent out of the report, because it held a secret.',
  'does-not-apply': 'A patch has to apply to the commit before it.',
  depends: 'A commit that builds on a refused one cannot be applied.',
  empty: 'A commit has to change something.',
  'too-many-files': `A commit may change at most ${MAX_FILES} files.`,
  'too-large': `A commit may add at most ${MAX_BYTES / 1_000_000} MB.`,
  'too-much-in-all': `A run may change at most ${MAX_RUN_FILES} files and add at most ${MAX_RUN_BYTES / 1_000_000} MB.`,
  'path-length': `A path may be at most ${MAX_PATH} bytes long.`,
  'short-name': 'A path may hold no short name of Windows (`NAME~1`), because it is another name of some other file.',
  'path-characters': 'A path may hold no control characters, nothing invisible, and only UTF-8.',
  'path-outside': 'A path has to stay inside the repository.',
  'reserved-folder': 'A run may change nothing under .github/, .git/ or .orch/: these belong to people.',
  'git-files':
    'A run may not change .gitattributes, .gitmodules, .lfsconfig or a file named HEAD: they change what git does on other machines.',
  'code-owners': 'A run may not change CODEOWNERS: it says who has to review.',
  symlink: 'A run may not add or change symbolic links: they can point outside the repository.',
  submodule: 'A run may not add, change or remove submodules: they bring in code that nobody sees in the diff.',
  automation: 'A run may not change what other machines run unasked; that needs a person.',
  lockfile: 'A run may not change lockfiles and settings of package managers; that needs a person.',
  'agent-instructions': 'A run may not change what agents are told; that needs a person.',
  hooks: 'A run may not change what runs on a commit or a push; that needs a person.',
  workplace: 'A run may not change what runs when people open the repository; that needs a person.',
  'test-command': 'A run may not change what the test command or an installation runs through; that needs a person.',
  protected: 'The project protects this path (`protected` in .orch/config.yaml).',
  plans: 'A run that plays a workflow may change files under docs/ only.',
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

/** How the project is tested, and the manifests that say so (`test-command.ts`). */
export interface Testing extends TestCommand {
  manifests: ReadonlyMap<string, Sides>;
}

/**
 * The first rule that a commit breaks, or undefined when it may pass. `protectedGlobs` come from the project's configuration. Without `testing`
 * nothing is known of a test command. `plans` for a run that plays a workflow.
 */
export function judgeChanges(
  changes: readonly JudgedChange[],
  protectedGlobs: readonly string[],
  testing?: Testing,
  plans = false,
): Violation | undefined {
  if (changes.length === 0) return violation('empty');
  if (changes.length > MAX_FILES) return violation('too-many-files', `This one changes ${changes.length}.`);
  const isProtected = matcher(protectedGlobs);
  for (const change of changes) {
    const broken = judgeChange(change, isProtected, testing) ?? (plans ? outsidePlans(change) : undefined);
    if (broken) return violation(broken, `It changes ${quotePath(change.path)}.`);
  }
  const added = addedBy(changes);
  if (added > MAX_BYTES) return violation('too-large', `This one adds ${(added / 1_000_000).toFixed(1)} MB.`);
  return undefined;
}

/** Where a run that plays a workflow may write. `plans` is also the name by which its documents need no proof. */
export const PLANS = { name: 'plans', paths: ['docs/**'] };

const isPlan = picomatch(PLANS.paths, { dot: true });

const outsidePlans = ({ path }: JudgedChange): RuleId | undefined =>
  path !== null && isPlan(path) ? undefined : 'plans';

/** How many bytes these changes add. */
export const addedBy = (changes: readonly JudgedChange[]): number =>
  changes.reduce((sum, change) => sum + change.added, 0);

/** A violation with its rule's sentence and, after it, what broke it. */
export function violation(rule: RuleId, detail?: string): Violation {
  return { rule, reason: detail ? `${RULES[rule]} ${detail}` : RULES[rule] };
}

/** A path for people: in quotes, what is invisible made visible, at most 120 characters. */
export function quotePath(path: string | null): string {
  if (path === null) return 'a path that is not UTF-8';
  const visible = invisibleSpelled(path).replace(/[\t\n]/g, (character) => (character === '\t' ? '\\t' : '\\n'));
  return `"${visible.length > 120 ? `${visible.slice(0, 117)}...` : visible}"`;
}

const RESERVED = new Set(['.github', '.git', '.orch']);
/** A file named HEAD makes a folder a repository, whose configuration git would follow in there. */
const GIT_FILES = new Set(['.gitattributes', '.gitmodules', '.lfsconfig', 'head']);
const REGULAR = new Set(['100644', '100755', '000000']);

function judgeChange(
  change: JudgedChange,
  isProtected: (path: string) => boolean,
  testing: Testing | undefined,
): RuleId | undefined {
  if (change.oldMode === '160000' || change.newMode === '160000') return 'submodule';
  if (!REGULAR.has(change.newMode)) return 'symlink';
  const broken = judgePath(change.path);
  if (broken) return broken;
  const path = change.path!;
  if (testing && changesTestCommand(path, testing, testing.manifests)) return 'test-command';
  return isProtected(path) || isProtected(foldedSegments(path).join('/')) ? 'protected' : undefined;
}

/** The first rule that a path by itself breaks. */
export function judgePath(path: string | null): RuleId | undefined {
  if (path === null || hasInvisible(path) || /[\t\n]/.test(path)) return 'path-characters';
  if (Buffer.byteLength(path) > MAX_PATH) return 'path-length';
  const segments = foldedSegments(path);
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
  if (segments.some(isShortName)) return 'short-name';
  return peopleRule(segments);
}

/** Windows' short names for what is reserved: `GIT~1` is `.git`. The first six letters, or two and a checksum. */
const SHORT_NAME = /^(git|github|orch|gitatt|gitmod|lfscon|codeow|(gi|or|lf|co)[0-9a-f]{4})~\d/;

function matcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  // A pattern that names a folder means everything in it, as people write it in .gitignore.
  const patterns = globs.flatMap((glob) => {
    const bare = glob.replace(/^\.?\//, '');
    return bare.endsWith('/') ? [`${bare}**`] : [bare, `${bare}/**`];
  });
  return picomatch([...patterns, ...patterns.map(foldedGlob)], { dot: true, nocase: true });
}

/** A pattern without accents, for names that were folded. */
const foldedGlob = (glob: string): string => glob.normalize('NFKD').replace(/\p{M}/gu, '');
