/**
 * Turns an agent's intents into commits. Both `verify` and `deliver` call this with the same intents, so that what was verified is what
 * is delivered: the same ones pass, and the same trees come out.
 *
 * Nothing is written but git objects and one temporary index. The working tree is never touched, so no symbolic link can be followed, no
 * filter runs, and a refused intent is undone by forgetting it. No hook runs, because commits are made by plumbing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CommitIntent,
  type DecisionIntent,
  type Intent,
  intentSchema,
  MAX_INTENTS,
  MAX_OF_A_KIND,
  type QuestionIntent,
  type Stage,
  withheldSchema,
} from '../core/intent.ts';
import type { Asked, Decided, Refusal } from '../core/run.ts';
import { type Git, GitFailed, gitIn } from './git.ts';
import { harmlessLine } from './harmless.ts';
import { commitMessage } from './message.ts';
import {
  addedBy,
  judgeChanges,
  MAX_BYTES,
  MAX_RUN_BYTES,
  MAX_RUN_FILES,
  RULES,
  type Violation,
  violation,
} from './policy.ts';
import { pullRequestText } from './pull-request.ts';
import { harmlessDecision, harmlessQuestion, wordsOf } from './question.ts';
import { parseRawDiff, sidesOf, withAdded } from './raw-diff.ts';
import { addedLines, findSecret } from './secrets.ts';
import { isManifest } from './test-command.ts';

export interface ApplyInput {
  /** A checkout that has the commit `start`. Its own branch, index and files are left alone. */
  dir: string;
  /** The commit that the first patch applies to. */
  start: string;
  /** The report's intents, unchecked. */
  intents: readonly unknown[];
  /** Path globs that the project protects. */
  protected: readonly string[];
  run: string;
  story: number;
  /** The project's test command, and the globs of its tests; what the command runs through is protected. */
  commands: { test: string };
  tests: readonly string[];
  /** Values of secrets that the job holds: nothing that holds one of them passes. */
  secrets?: readonly string[];
  /** Hosts that texts may link to, beside those that always may. */
  hosts?: readonly string[];
  /** Whether the run plays a workflow: then it writes documents and nothing else. */
  plans?: boolean;
  /** ISO time that every commit carries, so that the same intents make the same commits whoever applies them and however often. */
  date: string;
}

export interface AppliedCommit {
  sha: string;
  stage: Stage;
  subject: string;
}

export interface Applied {
  /** The last commit that was made; `start` when there was none. */
  head: string;
  /** Oldest first. */
  commits: AppliedCommit[];
  refused: Refusal[];
  /** What the pull request should say, already harmless; the last one that the agent asked for. */
  pullRequest?: { title: string; body: string };
  /** What the run asks people, already harmless. */
  question?: Asked;
  /** What it decided by itself, already harmless, oldest first. */
  decisions?: Decided[];
}

/** Applies the intents in order, each on its own. Throws GitFailed when `start` cannot be read in `dir`. */
export async function applyIntents(input: ApplyInput): Promise<Applied> {
  const scratch = await mkdtemp(join(tmpdir(), 'orch-apply-'));
  try {
    const inCheckout = gitIn(input.dir);
    const index = { GIT_INDEX_FILE: join(scratch, 'index') };
    const git: Git = (args, options = {}) => inCheckout(args, { ...options, env: { ...index, ...options.env } });
    await git(['cat-file', '-e', `${input.start}^{commit}`]);
    return await applyWith(git, input);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The same with a git that has a temporary index of its own, and the commit `start`. */
export async function applyWith(git: Git, input: Omit<ApplyInput, 'dir'>): Promise<Applied> {
  const applied: Applied = { head: input.start, commits: [], refused: [] };
  const refuse = (intent: number, kind: string, { rule, reason }: Violation): void => {
    applied.refused.push({ intent, kind, rule, reason: harmlessLine(reason, 500) });
  };

  const room: Room = { files: MAX_RUN_FILES, bytes: MAX_RUN_BYTES };
  const counts: Record<Intent['kind'], number> = { commit: 0, decision: 0, question: 0, pull_request: 0 };

  for (const [position, raw] of input.intents.slice(0, MAX_INTENTS).entries()) {
    const parsed = intentSchema.safeParse(raw);
    const withheld = parsed.success ? undefined : withheldSchema.safeParse(raw).data;
    if (withheld) {
      refuse(position, kindOf(raw), violation('withheld', `It held ${withheld.withheld}.`));
    } else if (parsed.success && ++counts[parsed.data.kind] > MAX_OF_A_KIND[parsed.data.kind]) {
      refuse(position, parsed.data.kind, violation('too-many-of-a-kind'));
    } else if (!parsed.success) {
      const issue = parsed.error.issues[0];
      refuse(
        position,
        kindOf(raw),
        violation('schema', issue && `${issue.path.join('.') || 'intent'}: ${issue.message}.`),
      );
    } else if (parsed.data.kind === 'pull_request') {
      const secret = findSecret(`${parsed.data.title}\n${parsed.data.body}`, input.secrets);
      if (secret) refuse(position, 'pull_request', violation('secret', `Its text holds ${secret}.`));
      else applied.pullRequest = pullRequestText(parsed.data, textOptions(input));
    } else if (parsed.data.kind === 'question' || parsed.data.kind === 'decision') {
      const refused = takeWords(applied, parsed.data, input);
      if (refused) refuse(position, parsed.data.kind, refused);
    } else {
      const made = await applyCommit(git, parsed.data, applied.head, input, room);
      if ('rule' in made) refuse(position, 'commit', dependent(made, applied.refused));
      else {
        applied.commits.push(made);
        applied.head = made.sha;
      }
    }
  }

  const rest = input.intents.slice(MAX_INTENTS);
  if (rest.length > 0) {
    // One refusal stands for all of them; it counts as a commit's when work was among them.
    const kind = rest.some((raw) => kindOf(raw) === 'commit') ? 'commit' : kindOf(rest[0]);
    refuse(
      MAX_INTENTS,
      kind,
      violation('too-many-intents', `This one holds ${input.intents.length}; the rest was left out.`),
    );
  }
  return applied;
}

/** Takes up what is asked or was decided, or says why not. */
function takeWords(
  applied: Applied,
  intent: QuestionIntent | DecisionIntent,
  input: Omit<ApplyInput, 'dir'>,
): Violation | undefined {
  const secret = findSecret(wordsOf(intent), input.secrets);
  if (secret) return violation('secret', `Its text holds ${secret}.`);
  if (intent.kind === 'question') {
    const question = harmlessQuestion(intent, textOptions(input));
    if (!question) return violation('schema', 'Its question or one of its options is empty.');
    applied.question = question;
  } else {
    const decision = harmlessDecision(intent, textOptions(input));
    if (!decision) return violation('schema', 'Its question or its answer is empty.');
    applied.decisions = [...(applied.decisions ?? []), decision];
  }
  return undefined;
}

async function applyCommit(
  git: Git,
  intent: CommitIntent,
  parent: string,
  input: Omit<ApplyInput, 'dir'>,
  room: Room,
): Promise<AppliedCommit | Violation> {
  await git(['read-tree', parent]);
  if (claimsTooMuch(intent.patch)) return violation('too-large', 'Its patch claims to unpack to more.');
  try {
    await git(['apply', '--cached', '--binary', '--whitespace=nowarn', '-'], { input: intent.patch });
  } catch (error) {
    if (error instanceof GitFailed) return violation('does-not-apply', `Git says: ${firstLine(error.stderr)}`);
    throw error;
  }
  const judged = await judgeIndex(git, parent, input);
  if ('rule' in judged) return judged;
  if (judged.files > room.files || judged.bytes > room.bytes)
    return violation('too-much-in-all', `This commit changes ${judged.files} files and adds ${judged.bytes} bytes.`);

  const { subject, text } = commitMessage(intent, input);
  const secret = findSecret(text, input.secrets);
  if (secret) return violation('secret', `Its message holds ${secret}.`);
  const tree = (await git(['write-tree'])).toString().trim();
  const sha = (await git(['commit-tree', tree, '-p', parent], { input: text, env: signature(input.date) }))
    .toString()
    .trim();
  room.files -= judged.files;
  room.bytes -= judged.bytes;
  return { sha, stage: intent.stage, subject };
}

/** What the commits of a run may still change and add. */
interface Room {
  files: number;
  bytes: number;
}

async function judgeIndex(git: Git, parent: string, input: Omit<ApplyInput, 'dir'>): Promise<Violation | Room> {
  const changes = parseRawDiff(
    await git(['diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-abbrev', parent]),
  );
  const judged = await withAdded(git, changes);
  const manifests = await sidesOf(git, parent, changes, isManifest);
  const testing = { command: input.commands.test, tests: input.tests, manifests };
  const broken = judgeChanges(judged, input.protected, testing, input.plans);
  if (broken) return broken;
  // `--text`: a key in a file that git takes for binary is as public as any other.
  const shown = ['-p', '-U0', '--text', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames'];
  const names = changes.map(({ path }) => path ?? '').join('\n');
  const lines = addedLines((await git(['diff-index', '--cached', ...shown, parent])).toString('latin1'));
  const secret = findSecret(lines, input.secrets) ?? findSecret(names, input.secrets);
  return secret ? violation('secret', `It adds ${secret}.`) : { files: changes.length, bytes: addedBy(judged) };
}

/** A binary patch says how much it unpacks to; what is too large is not unpacked first. */
function claimsTooMuch(patch: string): boolean {
  return patch.matchAll(/^(?:literal|delta) (\d+)\s*$/gm).some((match) => Number(match[1]) > MAX_BYTES);
}

/**
 * A patch that does not apply after another was refused most likely built on that one; people need to know that first. Git's words stand
 * behind it, for when it did not.
 */
function dependent(broken: Violation, refused: readonly Refusal[]): Violation {
  const earlier = refused.find((refusal) => refusal.kind === 'commit');
  if (broken.rule !== 'does-not-apply' || !earlier) return broken;
  const words = broken.reason.slice(RULES['does-not-apply'].length);
  return violation('depends', `Intent ${earlier.intent + 1} was refused (${earlier.rule}).${words}`);
}

/** A document of an epic closes nothing when it is merged, whatever it says. */
const textOptions = ({
  story,
  hosts,
  plans,
}: Pick<ApplyInput, 'story' | 'hosts' | 'plans'>): { closes?: number; hosts?: readonly string[] } => ({
  ...(!plans && { closes: story }),
  ...(hosts && { hosts }),
});

function signature(date: string): Record<string, string> {
  const seconds = Math.floor(Date.parse(date) / 1000);
  if (!Number.isFinite(seconds))
    throw new Error(`${JSON.stringify(date)} is not an ISO time; write it as 2026-11-21T08:30:00Z`);
  const who = { NAME: 'orch[bot]', EMAIL: 'orch[bot]@users.noreply.github.com', DATE: `@${seconds} +0000` };
  return Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) => Object.entries(who).map(([key, value]) => [`GIT_${role}_${key}`, value])),
  );
}

/** The kind that an unchecked intent claims, when it is one that could be meant. */
function kindOf(raw: unknown): string {
  const kind = typeof raw === 'object' && raw !== null && 'kind' in raw ? raw.kind : undefined;
  return typeof kind === 'string' && /^[a-z_]{1,40}$/.test(kind) ? kind : 'unknown';
}

const firstLine = (text: string): string =>
  text
    .trim()
    .split('\n')[0]
    ?.replace(/^error: /, '') ?? '';
