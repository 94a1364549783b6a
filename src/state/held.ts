/** One subject's part of the state: its story, its current run, the project, and the files they were read from. */
import { newerVersion, type Problem, type Settings } from '../core/config.ts';
import type { Decision } from '../core/decide/decide.ts';
import type { Plan } from '../core/epic.ts';
import { EMPTY_LEDGER, type Ledger, type Posting, post } from '../core/ledger.ts';
import type { Project } from '../core/project.ts';
import type { Run } from '../core/run.ts';
import { withEpic } from '../core/sprint/status-page.ts';
import { currentRun, type Story } from '../core/story.ts';
import {
  BrokenFile,
  decodeLedger,
  decodePlan,
  decodeProject,
  decodeRun,
  decodeStory,
  encodeLedger,
  encodePlan,
  encodeProject,
  encodeRun,
  encodeStory,
} from './codec.ts';
import { epicPath, LEDGER_PATH, PROJECT_PATH, STATUS_PATH, storyPath } from './layout.ts';
import type { Change, Files, Snapshot, Update } from './store.ts';

export interface Held {
  issue: number;
  story: Story | null;
  run: Run | null;
  project: Project | null;
  /** What all stories have spent; what is wrong with the file when it cannot be read. A change does not rest on it: it is asked again when it is applied. */
  ledger?: Ledger | Problem;
  /** Of a story of an epic: the epic. And the stories of either. What is decided does not rest on them word for word, so others may change them meanwhile. */
  parent?: Story | null;
  team?: readonly Story[];
  /** What was read, as it was: a change rests on all of it. */
  reads: Files;
}

/** The version of the state's files that is known here. */
export const STATE_VERSION = 1;

/**
 * Reads one subject. Throws BrokenFile when the story or its run cannot be read, or a newer Orch wrote any of the files; a broken project file only
 * means its defaults, and a broken ledger that nothing can be started.
 */
export async function load(snapshot: Snapshot, issue: number): Promise<Held> {
  const path = storyPath(issue);
  const text = await snapshot.read(path);
  const reads: Files = { [path]: text };
  const own = text === null ? null : decodeStory(text, path);
  const story = own && (await withPlan(snapshot, own, reads));
  const current = story ? currentRun(story) : undefined;
  // Together, so that a store which has to ask for them asks once.
  const [record, projectText, ledgerText] = await Promise.all([
    current ? snapshot.read(current.record) : null,
    snapshot.read(PROJECT_PATH),
    snapshot.read(LEDGER_PATH),
  ]);
  let run: Run | null = null;
  if (current) {
    reads[current.record] = record;
    if (record === null) {
      const expected = 'the file is missing, and the story’s current run is in it';
      throw new BrokenFile({ file: current.record, line: 1, key: '', value: '', expected });
    }
    run = decodeRun(record, current.record);
  }
  const project = projectOf(projectText);
  reads[PROJECT_PATH] = projectText;
  const parent = story?.epic === undefined ? undefined : await parentOf(snapshot, story.epic);
  const plan = story?.plan ?? parent?.plan;
  return {
    issue,
    story,
    run,
    project,
    ...(ledgerText !== null && { ledger: ledgerOf(ledgerText) }),
    ...(parent !== undefined && { parent }),
    ...(plan && { team: await teamOf(snapshot, plan) }),
    reads,
  };
}

/** An epic with its plan, which is in a file of its own. */
async function withPlan(snapshot: Snapshot, story: Story, reads: Files): Promise<Story> {
  if (story.epic_file === undefined) return story;
  const file = epicPath(story.id);
  const text = await snapshot.read(file);
  reads[file] = text;
  if (text === null) {
    const expected = 'the file is missing, and the plan of the epic is in it';
    throw new BrokenFile({ file, line: 1, key: '', value: '', expected });
  }
  return { ...story, plan: decodePlan(text, file) };
}

/** The stories of a plan. */
const teamOf = (snapshot: Snapshot, { stories }: Plan): Promise<Story[]> =>
  storiesIn(
    snapshot,
    stories.flatMap(({ issue }) => issue?.number ?? []),
  );

/** The stories of these issues, as far as there are any. One whose file cannot be read is told of on its own issue; here it is missing. */
export async function storiesIn(snapshot: Snapshot, issues: readonly number[]): Promise<Story[]> {
  const read = await Promise.all(issues.map((issue) => storyIn(snapshot, issue)));
  return read.filter((one) => one !== null);
}

async function parentOf(snapshot: Snapshot, epic: number): Promise<Story | null> {
  const story = await storyIn(snapshot, epic);
  try {
    return story && (await withPlan(snapshot, story, {}));
  } catch (error) {
    if (error instanceof BrokenFile) return null;
    throw error;
  }
}

async function storyIn(snapshot: Snapshot, issue: number): Promise<Story | null> {
  const path = storyPath(issue);
  const text = await snapshot.read(path);
  return text === null ? null : decodedOr(text, path);
}

/** A story; null where its file cannot be read. */
function decodedOr(text: string, path: string): Story | null {
  try {
    return decodeStory(text, path);
  } catch (error) {
    if (error instanceof BrokenFile) return null;
    throw error;
  }
}

function ledgerOf(text: string): Ledger | Problem {
  try {
    return decodeLedger(text, LEDGER_PATH);
  } catch (error) {
    if (error instanceof BrokenFile && newerVersion([error.problem], STATE_VERSION) === undefined) return error.problem;
    throw error;
  }
}

function projectOf(text: string | null): Project | null {
  if (text === null) return null;
  try {
    return decodeProject(text, PROJECT_PATH);
  } catch (error) {
    if (error instanceof BrokenFile && newerVersion([error.problem], STATE_VERSION) === undefined) return null;
    throw error;
  }
}

/** A decision as a change of files. A configuration that could be used for the first time is remembered on the way. */
export function writesOf(held: Held, decision: Decision, settings: Settings): Change {
  const writes: Files = {};
  if (decision.story) putStory(writes, decision.story, held.story);
  for (const { record, run } of decision.runs)
    writes[record] = encodeRun(run, run.id === held.run?.id ? held.run : null);
  const changed: Record<string, Update> = {
    ...(decision.posting && { [LEDGER_PATH]: ledgerUpdate(decision.posting) }),
    ...Object.fromEntries((decision.adopts ?? []).flatMap(adoption)),
    ...(decision.story?.plan && { [STATUS_PATH]: statusUpdate(decision.story, held.team ?? [], settings.config) }),
  };
  const updates = Object.keys(changed).length > 0 && { updates: changed };
  const { [PROJECT_PATH]: projectText = null, ...reads } = held.reads;
  const remembers =
    settings.source !== null && settings.source === settings.newest && held.project?.config?.source !== settings.source;
  // A project file that is there but could not be read is a person's to mend, not ours to overwrite.
  if (!remembers || (projectText !== null && held.project === null))
    return { reads, writes, ...updates, message: decision.message };
  const project: Project = {
    ...(held.project ?? { version: 1 }),
    config: { source: settings.newest ?? '', values: settings.config },
  };
  writes[PROJECT_PATH] = encodeProject(project, held.project);
  return { reads: held.reads, writes, ...updates, message: decision.message };
}

/** Writes a story, and the plan of an epic beside it. */
function putStory(writes: Files, story: Story, before?: Story | null): void {
  const { id, plan } = story;
  writes[storyPath(id)] = encodeStory(plan ? { ...story, epic_file: epicPath(id) } : story, before);
  if (plan) writes[epicPath(id)] = encodePlan(id, plan);
}

/** The files of a story that was opened just now. Where people were faster and it has one, it only learns whose it is. */
function adoption(opened: Story): [string, Update][] {
  const files: Files = {};
  putStory(files, opened);
  return Object.entries(files).map(([path, text]) => [
    path,
    (now) => ({ kind: 'write', text: now === null ? (text ?? '') : taught(now, path, opened) }),
  ]);
}

function taught(now: string, path: string, { epic, priority, sessions, touches, plan }: Story): string {
  if (plan || epic === undefined) return now;
  const known = decodedOr(now, path);
  // Nothing is written over what a person broke, and whose is an epic's own, or another's, stays so.
  if (!known || known.epic_file !== undefined || (known.epic ?? epic) !== epic) return now;
  const story = {
    ...known,
    epic,
    priority: known.priority ?? priority,
    ...(sessions !== undefined && { sessions }),
    ...(touches && { touches }),
  };
  return encodeStory(story as Story, known);
}

/** The page for people is a picture: each epic writes its own part of it, and leaves the others as they are. */
const statusUpdate =
  (epic: Story, team: readonly Story[], config: Settings['config']): Update =>
  (text) => ({ kind: 'write', text: withEpic(text, epic, team, config) });

/** What a decision does to the ledger, on whatever ledger stands there when it is applied. */
const ledgerUpdate =
  (posting: Posting): Update =>
  (text) => {
    const ledger = text === null ? EMPTY_LEDGER : ledgerOf(text);
    if (!('version' in ledger)) return { kind: 'refuse', reason: 'the ledger cannot be read any more' };
    const posted = post(ledger, posting);
    return typeof posted === 'string'
      ? { kind: 'refuse', reason: posted }
      : { kind: 'write', text: encodeLedger(posted, ledger) };
  };
