/**
 * Bringing a lost state branch back: from a clone of the repository, with the rights of whoever runs it. Says what is in the commit before it
 * touches anything, and never moves the branch to something that Orch could not read.
 */
import { STATE_BRANCH } from '../core/names.ts';
import { UserError } from '../user-error.ts';
import { BrokenFile, decodeLedger, decodePlan, decodeProject, decodeRun, decodeStory } from './codec.ts';
import { type GitResult, runGit } from './git/run-git.ts';
import { LEDGER_PATH, PROJECT_PATH, parseStoryPath } from './layout.ts';

export interface RepairWords {
  /** The commit to go back to, whole or shortened. */
  commit: string;
  /** A clone of the repository. */
  dir: string;
  /** Name or address of the remote. */
  remote: string;
  /** False only tells what would happen. */
  yes: boolean;
}

const REF = `refs/heads/${STATE_BRANCH}`;
/** A push or fetch that says nothing for so long has hung (ms). */
const SILENCE = 60_000;

/**
 * Sets the state branch of the remote to a commit. Reports as it goes, a line at a time.
 * Throws UserError when the commit is not to be had or is no readable state, and when the remote refuses.
 */
export async function repair(words: RepairWords, out: (line: string) => void): Promise<void> {
  const { commit: wanted, dir, remote, yes } = words;
  if (!/^[0-9a-f]{7,40}$/.test(wanted))
    throw new UserError(`${JSON.stringify(wanted)} is no commit; it has 7 to 40 hex digits, like 4f2a91c.`);
  const git = gitIn(dir);
  await must(git(['rev-parse', '--git-dir']), `${dir} is no git repository. Run this in a clone of the repository`);
  const commit = await find(git, remote, wanted);
  const stories = await readAll(git, commit);
  out(`${commit.slice(0, 12)} can be read: ${stories} ${stories === 1 ? 'story' : 'stories'}.`);

  const listed = await must(git(['ls-remote', remote, REF]), `The remote ${remote} could not be asked`);
  const now = listed.stdout.split('\t')[0] ?? '';
  if (now === commit) {
    out(`${STATE_BRANCH} is there already; nothing to do.`);
    return;
  }
  out(
    now === ''
      ? `${STATE_BRANCH} does not exist on ${remote}.`
      : `${STATE_BRANCH} is at ${now.slice(0, 12)} on ${remote}.`,
  );
  if (!yes) {
    out(`Nothing was changed. To set it to ${commit.slice(0, 12)}, say the same with --yes.`);
    return;
  }
  // The lease: if somebody moves the branch at this moment, their work is not thrown away.
  await must(
    git(['push', '--porcelain', `--force-with-lease=${REF}:${now}`, remote, `${commit}:${REF}`]),
    `${remote} did not take the push`,
  );
  out(`${STATE_BRANCH} is at ${commit.slice(0, 12)} now. Orch goes on by itself.`);
}

type Git = (args: string[]) => Promise<GitResult>;

/** Programs that nothing here starts. npm names an editor to every script that it runs, and simple-git refuses to start with one. */
const NEEDLESS = ['EDITOR', 'VISUAL', 'GIT_EDITOR', 'GIT_SEQUENCE_EDITOR', 'PAGER', 'GIT_PAGER'];

/** The user's own git: their credentials are what gives them the right to push. */
const gitIn =
  (dir: string): Git =>
  (args) =>
    runGit({ args, dir, environment: ownEnvironment(), silenceMs: SILENCE });

function ownEnvironment(): Record<string, string> {
  const own = Object.entries(process.env).filter(([name]) => !NEEDLESS.includes(name)) as [string, string][];
  // What git says is shown to people as it is, and looked at nowhere; but it should be the same on every machine.
  return { ...Object.fromEntries(own), LC_ALL: 'C' };
}

async function must(result: Promise<GitResult>, otherwise: string): Promise<GitResult> {
  const done = await result;
  if (done.exitCode === 0) return done;
  const said = (done.stderr || done.stdout).trim().split('\n').at(-1);
  throw new UserError(`${otherwise}${said ? `: ${said}` : ''}.`);
}

/** The whole object id. A commit that the clone does not have may still be on the remote, though no branch leads to it any more. */
async function find(git: Git, remote: string, wanted: string): Promise<string> {
  const look = () => git(['rev-parse', '--verify', '--quiet', `${wanted}^{commit}`]);
  let found = await look();
  if (found.exitCode !== 0 && wanted.length === 40) {
    await git(['fetch', '--quiet', remote, wanted]);
    found = await look();
  }
  if (found.exitCode === 0) return found.stdout.trim();
  const hint = wanted.length < 40 ? ' Give all 40 digits, so that the remote can be asked for it.' : '';
  throw new UserError(`There is no commit ${wanted} here, and ${remote} does not give it.${hint}`);
}

/** Reads every file of the state as Orch would, and answers how many stories there are. */
async function readAll(git: Git, commit: string): Promise<number> {
  const listed = await must(git(['ls-tree', '-r', '-z', '--name-only', commit]), `${commit} cannot be listed`);
  const paths = listed.stdout.split('\0').filter((path) => path.endsWith('.yaml'));
  let stories = 0;
  for (const path of paths) {
    const { stdout: text } = await must(git(['show', `${commit}:${path}`]), `${path} cannot be read`);
    try {
      if (path === PROJECT_PATH) decodeProject(text, path);
      else if (path === LEDGER_PATH) decodeLedger(text, path);
      else if (path.startsWith('runs/')) decodeRun(text, path);
      else if (path.startsWith('epics/')) decodePlan(text, path);
      else if (parseStoryPath(path) !== undefined) {
        decodeStory(text, path);
        stories += 1;
      }
    } catch (error) {
      if (!(error instanceof BrokenFile)) throw error;
      throw new UserError(`${commit.slice(0, 12)} is not a good state: ${error.message}. Choose an older commit.`);
    }
  }
  if (stories > 0 || paths.includes(PROJECT_PATH)) return stories;
  throw new UserError(`${commit.slice(0, 12)} is no state of Orch: there is no story in it.`);
}
