/**
 * The checkout that a run works in, and what the run has to show for itself so far: its intents. Commits are made here, so that a patch
 * is exactly the difference between two trees, whatever the model's shell did to branches and index in between.
 */
import { realpath, rm } from 'node:fs/promises';
import type { ZodSafeParseResult } from 'zod';
import {
  type CommitIntent,
  commitIntentSchema,
  type DecisionIntent,
  decisionIntentSchema,
  type Intent,
  MAX_INTENTS,
  MAX_OF_A_KIND,
  type PullRequestIntent,
  type QuestionIntent,
  questionIntentSchema,
  type Stage,
} from '../core/intent.ts';
import type { Document } from './context/base-commit.ts';
import { documentsAt } from './decide/documents.ts';
import type { Git } from './git.ts';
import { measure, NestedRepository, patchBetween } from './patch-between.ts';
import { redRefusal, type Standing, stageRefusal, testsBy } from './stages.ts';

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
  /** Test files that a red commit of this run made and this later one changes. Allowed; verification and review want to know. */
  touchedTests?: readonly string[];
}

/** Intents that are no commits: nothing of them is in the repository, so they are told whole. */
export type OtherIntent = Exclude<Intent, CommitIntent>;

/** What a run has to show for itself, in order: what is needed to go on with it after it was killed. */
export type Made = { commit: MadeCommit } | { intent: OtherIntent };

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
  /** Takes back everything that was not committed; ignored files stay. Rejects with GitFailed. */
  discard(): Promise<void>;
  /** Makes a commit intent of everything that changed. Rejects with IntentRefused, or GitFailed. */
  commit(stage: Stage, message: string): Promise<MadeCommit>;
  /** Makes the pull request intent. Rejects with IntentRefused. */
  propose(title: string, body: string): Promise<PullRequestIntent>;
  /** Makes the question with which the run ends. Throws IntentRefused. */
  ask(question: Omit<QuestionIntent, 'kind'>): QuestionIntent;
  /** Writes a decision down. Throws IntentRefused. */
  decide(decision: Omit<DecisionIntent, 'kind'>): DecisionIntent;
  /** The documents of the base commit; read once. */
  documents(): Promise<readonly Document[]>;
}

export interface WorkspaceOptions {
  root: string;
  /** The commit that the run starts from; the checkout must be at it. */
  start: string;
  /** The commit that the story branch grows from. When it differs from `start`, the story has commits already. */
  base: string;
  git: Git;
  /** The git that looks at the checkout when it is opened; `git` when absent. */
  opening?: Git;
  /** An existing folder outside the checkout for a file or two. */
  scratch: string;
  /** Glob patterns of the files that count as tests. When absent, a red commit may hold any file. */
  tests?: readonly string[];
  /** What the same run made before it was killed, in order. The checkout must have these commits; its HEAD may be anywhere. */
  earlier?: readonly Made[];
  /** As many intents as a report may carry; MAX_INTENTS when absent. */
  maxIntents?: number;
  /**
   * Contract: resolves with a sentence that says why delivery would refuse the difference between two commits, or with undefined. When
   * absent, every difference passes here.
   */
  refusal?: (from: string, to: string) => Promise<string | undefined>;
}

/** Places kept free in the list of intents: one for the pull request or the question, one for what is left over at the end. */
const RESERVED_INTENTS = 2;

/** Commits that a run may make, with one place kept for what is left over. */
const MAX_COMMITS = MAX_OF_A_KIND.commit - 1;

/** Opens the checkout of a run. Rejects with WorkspaceUnusable when it is not at `start`, or no git repository. */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { root, start, base, git, scratch, maxIntents = MAX_INTENTS } = options;
  const text = async (...args: string[]) => (await git(args)).toString('utf8').trim();
  const [lock = '', head] = await lockAndHead(options.opening ?? git).catch((error: Error) => {
    throw new WorkspaceUnusable(`The workspace ${root} is not a git checkout: ${error.message}`);
  });
  if (head !== start && !options.earlier) {
    throw new WorkspaceUnusable(`The workspace is at commit ${head}, but the run starts from ${start}.`);
  }

  const commits: MadeCommit[] = [];
  const intents: Intent[] = [];
  const redTests = new Set<string>();
  let last = start;
  let documents: Promise<readonly Document[]> | undefined;

  const isTest = testsBy(options.tests ?? []);
  const isQuestion = () => intents.some(({ kind }) => kind === 'question');
  const isProposed = () => intents.some(({ kind }) => kind === 'pull_request');

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
    return await changedPaths(git, ['diff-index', '--cached'], last);
  };

  const record = (intent: CommitIntent, made: MadeCommit, paths: readonly string[]): void => {
    if (made.stage === 'red') for (const path of paths.filter(isTest)) redTests.add(path);
    // The question is what the run ends with, also when work in progress is saved after it.
    intents.splice(isQuestion() ? intents.length - 1 : intents.length, 0, intent);
    commits.push(made);
    last = made.sha;
  };

  for (const made of options.earlier ?? []) {
    if ('intent' in made) {
      intents.push(made.intent);
      continue;
    }
    const { sha, stage } = made.commit;
    try {
      const message = await text('log', '-1', '--format=%B', sha);
      const patch = await patchBetween(git, last, sha, scratch);
      record(
        { kind: 'commit', stage, message, patch },
        made.commit,
        await changedPaths(git, ['diff-tree', '-r'], last, sha),
      );
    } catch (error) {
      throw new WorkspaceUnusable(`The workspace does not have ${sha}, which the run made before: ${String(error)}`);
    }
  }

  return {
    root: await realpath(root),
    intents,
    commits,
    standing,
    changes,

    async discard() {
      // What is staged is no longer untracked, so that the reset takes new files away as well.
      await stageAll();
      await git(['reset', '--quiet', '--hard', last]);
    },

    async commit(stage, message) {
      const trimmed = message.trim();
      const refusal = stage === 'wip' ? undefined : stageRefusal(standing(), stage);
      if (refusal) throw new IntentRefused(refusal);
      if (stage !== 'wip' && (intents.length >= maxIntents - RESERVED_INTENTS || commits.length >= MAX_COMMITS)) {
        throw new IntentRefused(`This run has made ${commits.length} commits, which is as many as it may. Call done.`);
      }
      const paths = await changes();
      if (paths.length === 0) {
        throw new IntentRefused('Nothing has changed since the last commit, so there is nothing to commit.');
      }
      const tree = await text('write-tree');
      const sha = (await git(['commit-tree', tree, '-p', last], `${trimmed}\n`)).toString('utf8').trim();
      // Side by side, because each waits for git in the jail to begin; what is told first is the same as one after the other.
      const [sized, judged, patched] = await Promise.allSettled([
        measure(git, last, sha),
        stage === 'wip' ? undefined : options.refusal?.(last, sha),
        patchBetween(git, last, sha, scratch),
      ]);
      if (sized.status === 'rejected' && sized.reason instanceof NestedRepository) {
        throw new IntentRefused(sized.reason.message);
      }
      const size = settled(sized);
      const refused = settled(judged);
      if (refused) {
        throw new IntentRefused(
          `This commit would not be delivered: ${refused} Undo that part (git checkout HEAD -- PATH, or remove a new file) and commit again.`,
        );
      }
      const notTests = stage === 'red' && options.tests ? redRefusal(paths, options.tests) : undefined;
      if (notTests) throw new IntentRefused(notTests);
      const patch = settled(patched);
      const parsed = commitIntentSchema.safeParse({ kind: 'commit', stage, message: trimmed, patch });
      if (!parsed.success) throw new IntentRefused(tooLarge(trimmed, patch));

      await git(['update-ref', 'HEAD', sha]);
      const touched = stage === 'red' ? [] : paths.filter((path) => redTests.has(path)).sort();
      const made: MadeCommit = {
        sha,
        stage,
        subject: trimmed.split('\n', 1)[0]!,
        ...size,
        ...(touched.length > 0 ? { touchedTests: touched } : {}),
      };
      record(parsed.data, made, paths);
      return made;
    },

    async propose(title, body) {
      if (isQuestion()) throw new IntentRefused('A question waits for people; the run ends with it.');
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

    ask(question) {
      if (isProposed()) throw new IntentRefused('The pull request is proposed; the run ends with it.');
      if (isQuestion()) throw new IntentRefused('A question waits for people already; the run ends with it.');
      const intent = checked(questionIntentSchema.safeParse({ kind: 'question', ...question }), 'question');
      intents.push(intent);
      return intent;
    },

    decide(decision) {
      const made = intents.filter(({ kind }) => kind === 'decision').length;
      if (made >= MAX_OF_A_KIND.decision || intents.length >= maxIntents - RESERVED_INTENTS) {
        throw new IntentRefused(
          `This run has written down ${made} decisions, which is as many as it may. Take the simplest way, and say so in the body of done.`,
        );
      }
      const intent = checked(decisionIntentSchema.safeParse({ kind: 'decision', ...decision }), 'decision');
      intents.push(intent);
      return intent;
    },

    documents() {
      documents ??= documentsAt(git, base);
      return documents;
    },
  };
}

/** What came of a promise. Throws what it was rejected with. */
function settled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/** Where git keeps others from the index, and the commit that is checked out. */
async function lockAndHead(git: Git): Promise<string[]> {
  const asked = ['--path-format=absolute', '--git-path', 'index.lock', 'HEAD^{commit}'];
  const lines = (await git(['rev-parse', ...asked])).toString('utf8').trim();
  // A path may have a line break in it, an object id has none.
  const end = lines.lastIndexOf('\n');
  return [lines.slice(0, end), lines.slice(end + 1)];
}

/** The paths of a diff of git's plumbing, both sides of a renaming. */
async function changedPaths(git: Git, command: readonly string[], ...between: string[]): Promise<string[]> {
  const names = await git([...command, '--name-only', '-z', '--no-renames', ...between, '--']);
  return names.toString('utf8').split('\0').filter(Boolean);
}

/** An intent that fits its schema. Throws IntentRefused with what does not. */
function checked<T>(parsed: ZodSafeParseResult<T>, what: string): T {
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new IntentRefused(`The ${what} does not fit: ${path.join('.')}: ${message}.`);
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
