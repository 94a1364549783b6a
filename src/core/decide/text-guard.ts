/**
 * What is asked for is asked for the text that stands there. When someone else has changed it before Orch came to read, an agent would be told
 * something that nobody with the right to start it has seen: then nothing is started.
 */
import type { EventType } from '../machine.ts';
import type { Issue, Observation, Person } from '../observation.ts';
import { reaches } from '../permissions.ts';
import { HEARD } from '../rights.ts';
import type { Story } from '../story.ts';
import { isEditedSince } from './approvals.ts';

/** A wish: who, and when by GitHub's clock. */
interface Wish {
  by: Person;
  at: string;
}

/** Whether an event begins a run, which is told the text of the issue. */
export function startsRun(event: EventType, story: Story): boolean {
  if (event === 'resume') return story.blocked?.resume_to === 'in_progress';
  return event === 'start' || event === 'retry' || event === 'changes';
}

/** Whoever edited the text after the wish and has to be looked up before the wish can be granted. */
export function editorAfter({ issue }: Observation, wish: Wish): Person[] {
  const by = issue && isEditedSince(issue, wish.at) ? issue.edited?.by : undefined;
  return by && by.id !== wish.by.id && HEARD[by.kind] ? [by] : [];
}

/** The edit by someone without write access that came between the wish and its reading; undefined when there is none. */
export function foreignEdit({ issue, roles }: Observation, wish: Wish): Issue['edited'] | undefined {
  if (!issue?.edited || !isEditedSince(issue, wish.at)) return undefined;
  const { by } = issue.edited;
  // Who cannot be named, or is no person, has no right that could be looked up.
  if (by && HEARD[by.kind] && (by.id === wish.by.id || reaches(roles[by.id] ?? 'none', 'write'))) return undefined;
  return issue.edited;
}
