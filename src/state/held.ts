/** One subject's part of the state: its story, its current run, the project, and the files they were read from. */
import { newerVersion, type Problem, type Settings } from '../core/config.ts';
import type { Decision } from '../core/decide/decide.ts';
import { EMPTY_LEDGER, type Ledger, type Posting, post } from '../core/ledger.ts';
import type { Project } from '../core/project.ts';
import type { Run } from '../core/run.ts';
import { currentRun, type Story } from '../core/story.ts';
import {
  BrokenFile,
  decodeLedger,
  decodeProject,
  decodeRun,
  decodeStory,
  encodeLedger,
  encodeProject,
  encodeRun,
  encodeStory,
} from './codec.ts';
import { LEDGER_PATH, PROJECT_PATH, storyPath } from './layout.ts';
import type { Change, Files, Snapshot, Update } from './store.ts';

export interface Held {
  issue: number;
  story: Story | null;
  run: Run | null;
  project: Project | null;
  /** What all stories have spent; what is wrong with the file when it cannot be read. A change does not rest on it: it is asked again when it is applied. */
  ledger?: Ledger | Problem;
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
  const story = text === null ? null : decodeStory(text, path);
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
  return { issue, story, run, project, ...(ledgerText !== null && { ledger: ledgerOf(ledgerText) }), reads };
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
  if (decision.story) writes[storyPath(held.issue)] = encodeStory(decision.story);
  for (const { record, run } of decision.runs) writes[record] = encodeRun(run);
  const updates = decision.posting && { updates: { [LEDGER_PATH]: ledgerUpdate(decision.posting) } };
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
  writes[PROJECT_PATH] = encodeProject(project);
  return { reads: held.reads, writes, ...updates, message: decision.message };
}

/** What a decision does to the ledger, on whatever ledger stands there when it is applied. */
const ledgerUpdate =
  (posting: Posting): Update =>
  (text) => {
    const ledger = text === null ? EMPTY_LEDGER : ledgerOf(text);
    if (!('version' in ledger)) return { kind: 'refuse', reason: 'the ledger cannot be read any more' };
    const posted = post(ledger, posting);
    return typeof posted === 'string'
      ? { kind: 'refuse', reason: posted }
      : { kind: 'write', text: encodeLedger(posted) };
  };
