/**
 * The checkout that a run works in, and what the run has to show for itself so far: its intents. Commits are made here, so that a patch
 * is exactly the difference between two trees, whatever the model's shell did to branches and index in between.
 */
import { realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commitIntentSchema, type Intent, MAX_INTENTS, type PullRequestIntent, type Stage } from '../core/intent.ts';
import type { Git } from './git.ts';
import { type Standing, stageRefusal } from './stages.ts';

/** A commit that became an intent. */
export interface MadeCommit {
  /** Object id of the local commit; delivery makes its own from the patch. */
  sha: string;
  stage: Stage;
  /** First line of the message. */
  subject: string;
  files: number;
  /** Lines; binary files count as none. */
  insertions: number;
  deletions: number;
}

/** An intent that could not be made; nothing was recorded. The message is for the model: why, and what to do. */
export class IntentRefused extends Error {
  override readonly name = 'IntentRefused';
}

/** The checkout is not what the brief says. The message is for people. */
export class WorkspaceUnusable extends Error {
  override readonly name = 'WorkspaceUnusable';
}

export interface Workspace {
  /** Real absolute path of the checkout. */
  readonly root: string;
  readonly intents: readonly Intent[];
  readonly commits: readonly MadeCommit[];
  /** What the last commit was. */
  standing(): Standing;
  /** Paths that differ from the last commit, untracked ones included and ignored ones not. Rejects with GitFailed. */
  changes(): Promise<string[]>;
  /** Makes a commit intent of everything that changed. Rejects with IntentRefused, or GitFailed. */
  commit(stage: Stage, message: string): Promise<MadeCommit>;
  /** Makes the pull request intent, replacing an earlier one. Rejects with IntentRefused. */
  propose(title: string, body: string): Promise<PullRequestIntent>;
}

export interface WorkspaceOptions {
  root: string;
  /** The commit that the run starts from; the checkout must be at it. */
  start: string;
  /** The commit that the story branch grows from. When it differs from `start`, the story has commits already. */
  base: string;
  git: Git;
  /** An existing folder outside the checkout for a file or two. */
  scratch: string;
  /** As many intents as a report may carry; MAX_INTENTS when absent. */
  maxIntents?: number;
  /**
   * Contract: resolves with a sentence that says why delivery would refuse the difference between two commits, or with undefined. When
   * absent, every difference passes here.
   */
  refusal?: (from: string, to: string) => Promise<string | undefined>;
}

/** Places kept free in the list of intents: one for the pull request, one for what is left over at the end. */
const RESERVED_INTENTS = 2;

/** Opens the checkout of a run. Rejects with WorkspaceUnusable when it is not at `start`, or no git repository. */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { root, start, base, git, scratch, maxIntents = MAX_INTENTS } = options;
  const text = async (...args: string[]) => (await git(args)).toString('utf8').trim();
  const head = await text('rev-parse', '--verify', 'HEAD^{commit}').catch((error: Error) => {
    throw new WorkspaceUnusable(`The workspace ${root} is not a git checkout: ${error.message}`);
  });
  if (head !== start) {
    throw new WorkspaceUnusable(`The workspace is at commit ${head}, but the run starts from ${start}.`);
  }
  const lock = await text('rev-parse', '--path-format=absolute', '--git-path', 'index.lock');

  const commits: MadeCommit[] = [];
  const intents: Intent[] = [];
  let last = start;

  const standing = (): Standing => {
    const stage = commits.at(-1)?.stage;
    if (stage === undefined) return start === base ? 'nothing' : 'earlier work';
    return stage === 'wip' ? 'earlier work' : stage;
  };

  const stageAll = async (): Promise<void> => {
    // Every process of the model's shell has ended by now, so a lock is what a killed git left behind.
    await rm(lock, { force: true });
    await git(['add', '--all', '--', '.']);
  };

  const changes = async (): Promise<string[]> => {
    await stageAll();
    const names = await git(['diff-index', '--cached', '--name-only', '-z', '--no-renames', last, '--']);
    return names.toString('utf8').split('\0').filter(Boolean);
  };

  return {
    root: await realpath(root),
    intents,
    commits,
    standing,
    changes,

    async commit(stage, message) {
      const trimmed = message.trim();
      const refusal = stage === 'wip' ? undefined : stageRefusal(standing(), stage);
      if (refusal) throw new IntentRefused(refusal);
      if (stage !== 'wip' && intents.length >= maxIntents - RESERVED_INTENTS) {
        throw new IntentRefused(`This run has made ${commits.length} commits, which is as many as it may. Call done.`);
      }
      if ((await changes()).length === 0) {
        throw new IntentRefused('Nothing has changed since the last commit, so there is nothing to commit.');
      }
      const tree = await text('write-tree');
      const sha = (await git(['commit-tree', tree, '-p', last], `${trimmed}\n`)).toString('utf8').trim();
      const size = await measure(git, last, sha);
      const refused = stage === 'wip' ? undefined : await options.refusal?.(last, sha);
      if (refused) {
        throw new IntentRefused(
          `This commit would not be delivered: ${refused} Undo that part (git checkout HEAD -- PATH, or remove a new file) and commit again.`,
        );
      }
      const patch = await patchBetween(git, last, sha, scratch);
      const parsed = commitIntentSchema.safeParse({ kind: 'commit', stage, message: trimmed, patch });
      if (!parsed.success) throw new IntentRefused(tooLarge(trimmed, patch));

      await git(['update-ref', 'HEAD', sha]);
      last = sha;
      const made = { sha, stage, subject: trimmed.split('\n', 1)[0]!, ...size };
      intents.push(parsed.data);
      commits.push(made);
      return made;
    },

    async propose(title, body) {
      const left = await changes();
      if (left.length > 0) {
        throw new IntentRefused(
          `There are uncommitted changes: ${listed(left)}. Commit them with the commit tool, or undo them, then call done again.`,
        );
      }
      if (standing() === 'nothing') {
        throw new IntentRefused('Nothing has been committed, so there is nothing to propose. Commit red, then green.');
      }
      if (standing() === 'red') {
        throw new IntentRefused('The last commit is red: its tests fail. Make them pass and commit stage green first.');
      }
      const intent: PullRequestIntent = { kind: 'pull_request', title: title.trim(), body };
      const earlier = intents.findIndex((i) => i.kind === 'pull_request');
      if (earlier >= 0) intents.splice(earlier, 1);
      intents.push(intent);
      return intent;
    },
  };
}

/** Counts a commit, and refuses what cannot travel as a patch: a repository inside the repository. */
async function measure(git: Git, from: string, to: string): Promise<Omit<MadeCommit, 'sha' | 'stage' | 'subject'>> {
  const lines = (await git(['diff-tree', '-r', '--raw', '--numstat', '--no-renames', from, to]))
    .toString('utf8')
    .split('\n');
  let files = 0;
  let insertions = 0;
  let deletions = 0;
  for (const line of lines) {
    if (line.startsWith(':')) {
      files++;
      if (line.split(' ')[1] === '160000') {
        const path = line.split('\t')[1];
        throw new IntentRefused(
          `${path} is a git repository of its own. Remove its .git folder or the whole of it first.`,
        );
      }
    } else if (line !== '') {
      const [added, removed] = line.split('\t');
      insertions += Number(added) || 0;
      deletions += Number(removed) || 0;
    }
  }
  return { files, insertions, deletions };
}

/** The patch as text. Files that are text to git but not UTF-8 travel as binary, because JSON would damage them. */
async function patchBetween(git: Git, from: string, to: string, scratch: string): Promise<string> {
  const args = [
    'diff-tree',
    '-p',
    '--binary',
    '--full-index',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    from,
    to,
  ];
  try {
    return utf8(await git(args));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const attributes = join(scratch, 'all-binary.gitattributes');
    await writeFile(attributes, '* -diff\n');
    return utf8(await git(['-c', `core.attributesFile=${attributes}`, ...args]));
  }
}

/** Throws TypeError when the bytes are not UTF-8. */
function utf8(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function tooLarge(message: string, patch: string): string {
  if (message === '') return 'The message is empty. Say in one line what the commit does.';
  if (message.length > 2_000) return `The message has ${message.length} characters; at most 2000 are possible.`;
  return `The change is ${patch.length} characters as a patch; at most 2000000 are possible. Leave generated and downloaded files out (.gitignore).`;
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 10).join(', ');
  return paths.length > 10 ? `${shown} and ${paths.length - 10} more` : shown;
}
