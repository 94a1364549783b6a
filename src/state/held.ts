/** One subject's part of the state: its story, its current run, the project, and the files they were read from. */
import { newerVersion, type Settings } from '../core/config.ts';
import type { Decision } from '../core/decide/decide.ts';
import type { Project } from '../core/project.ts';
import type { Run } from '../core/run.ts';
import { currentRun, type Story } from '../core/story.ts';
import { BrokenFile, decodeProject, decodeRun, decodeStory, encodeProject, encodeRun, encodeStory } from './codec.ts';
import { PROJECT_PATH, storyPath } from './layout.ts';
import type { Change, Files, Snapshot } from './store.ts';

export interface Held {
  issue: number;
  story: Story | null;
  run: Run | null;
  project: Project | null;
  /** What was read, as it was: a change rests on all of it. */
  reads: Files;
}

/** The version of the state's files that is known here. */
export const STATE_VERSION = 1;

/** Reads one subject. Throws BrokenFile when the story or its run cannot be read; a broken project file only means its defaults, unless a newer Orch wrote it. */
export async function load(snapshot: Snapshot, issue: number): Promise<Held> {
  const path = storyPath(issue);
  const text = await snapshot.read(path);
  const reads: Files = { [path]: text };
  const story = text === null ? null : decodeStory(text, path);
  const current = story ? currentRun(story) : undefined;
  let run: Run | null = null;
  if (current) {
    const record = await snapshot.read(current.record);
    reads[current.record] = record;
    if (record === null) {
      const expected = 'the file is missing, and the story’s current run is in it';
      throw new BrokenFile({ file: current.record, line: 1, key: '', value: '', expected });
    }
    run = decodeRun(record, current.record);
  }
  const projectText = await snapshot.read(PROJECT_PATH);
  return { issue, story, run, project: projectOf(projectText), reads: { ...reads, [PROJECT_PATH]: projectText } };
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
  const { [PROJECT_PATH]: projectText = null, ...reads } = held.reads;
  const remembers =
    settings.source !== null && settings.source === settings.newest && held.project?.config?.source !== settings.source;
  // A project file that is there but could not be read is a person's to mend, not ours to overwrite.
  if (!remembers || (projectText !== null && held.project === null))
    return { reads, writes, message: decision.message };
  const project: Project = {
    ...(held.project ?? { version: 1 }),
    config: { source: settings.newest ?? '', values: settings.config },
  };
  writes[PROJECT_PATH] = encodeProject(project);
  return { reads: held.reads, writes, message: decision.message };
}
