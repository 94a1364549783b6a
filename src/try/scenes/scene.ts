/**
 * A scene: a short play that shows one thing that Orch does when not everything goes well. It is data: what the project looks like, what the issue says,
 * what the model does, what people do and when, and what must be true at the end. Nothing in a scene makes a thing happen that Orch, the hub and the
 * runner would not do by themselves.
 */
import type { AgentEvent } from '../../agent/events.ts';
import type { ScriptPart } from '../../agent/models/script.ts';
import type { Ledger } from '../../core/ledger.ts';
import type { Run } from '../../core/run.ts';
import type { Status, Story } from '../../core/story.ts';

/** One turn of a script; docs/scripts.md tells what the keys mean. */
export interface SceneTurn {
  say?: string;
  expect?: string | string[];
  calls?: { tool: string; input: Record<string, unknown> }[];
  fail?: string;
  /** What the model answers when `decide` is called in this turn. */
  decide?: { answer: string; confidence: number; reasons?: string };
  usd?: number;
}

/** The turns of some of the runs: the first part that fits is played. */
export interface ScenePart {
  attempt?: number | number[];
  continues?: boolean;
  turns: SceneTurn[];
}

/** An issue of the scene, and the login of who opens it. */
export interface SceneIssue {
  by: string;
  title: string;
  body: string;
}

/** A comment as it stands on GitHub now, marks of Orch's own left out. */
export interface SceneComment {
  by: string;
  body: string;
}

/** What can be seen while the scene goes on. */
export interface Seen {
  story: Story | null;
  /** Of an epic: its stories that were opened, as the state knows them. */
  team: readonly Story[];
  /** Whether nothing is owed to GitHub any more: the story is said as it stands. */
  settled: boolean;
  runs: readonly Run[];
  ledger: Ledger | null;
  /** On the story's issue, oldest first. */
  comments: readonly SceneComment[];
  /** The comment that Orch keeps up to date; undefined before there is one. */
  sticky: string | undefined;
}

/** One thing that somebody does, as soon as something is seen. Steps are done in their order, each once. */
export interface Step {
  when: (seen: Seen) => boolean;
  /** What the timeline says of it, before it is done. */
  tell?: string;
  /** A comment on the story's issue, or on another one. */
  says?: { by: string; text: string; on?: (seen: Seen) => number };
  /** What is seen at this moment is kept under this name for the end. */
  keep?: string;
}

/** What is there when the scene is over. */
export interface SceneEnd extends Seen {
  /** What was seen when a step was done that keeps it. */
  kept: Readonly<Record<string, Seen>>;
  /** The story's pull request. */
  pull: { number: number; title: string; body: string; state: 'open' | 'closed'; author: string } | null;
  /** What each run's agent did, by the run's id; a run that left no transcript is not in it. */
  transcripts: ReadonlyMap<string, readonly AgentEvent[]>;
  /** Branches of the repository with their commits. */
  branches: ReadonlyMap<string, string>;
  /** The default branch's commit before the scene began. */
  mainBefore: string;
  /** Paths that the story's branch, or what was merged of it, has other than the base. */
  changedPaths: readonly string[];
  /** `owner/name`. */
  repository: string;
}

/** Something that must be true at the end. */
export interface Check {
  what: string;
  ok: boolean;
  /** What was found instead; shown when it is not true. */
  found: string;
}

/** Something that is shown at the end. */
export interface Exhibit {
  title: string;
  text: string;
  /** Whether characters that nobody sees are spelled out; else they are left out. */
  spelled?: boolean;
}

export interface Scene {
  name: string;
  /** What it shows, as one sentence. */
  title: string;
  /** The timeline's first lines. */
  opening: readonly string[];
  /** `.orch/config.yaml` of the project, beside `version`, `commands` and `agents`. */
  config: Readonly<Record<string, unknown>>;
  /** What somebody did to the sample project before Orch came: a commit for each. `old` stands in the file. */
  history?: readonly { message: string; path: string; old: string; new: string }[];
  /** Logins of people who have no right in the repository; the maintainer is always there. */
  strangers: readonly string[];
  /** Secrets of the repository: made up, to see where they get to. */
  secrets: Readonly<Record<string, string>>;
  /** The last one becomes the story, or the epic, when the maintainer puts the label on (`orch:run`, where none is named). */
  issues: readonly [SceneIssue, ...SceneIssue[]];
  label?: string;
  parts: readonly (ScenePart | ScriptPart)[];
  steps: readonly Step[];
  /** Whether the maintainer approves each pull request when its checks have passed. */
  approves: boolean;
  /** Where the story is when the scene is over, once all steps are done. */
  ends: readonly Status[];
  checks: (end: SceneEnd) => Check[];
  exhibits: (end: SceneEnd) => Exhibit[];
  /** The last line, when everything is as it must be. */
  moral: string;
}
