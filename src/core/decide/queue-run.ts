/** Queues the next run of a story: its record, its brief, and the dispatch that becomes owed. */
import { type Brief, MAX_BRIEF } from '../brief.ts';
import { runId, STATE_BRANCH, storyBranch } from '../names.ts';
import type { Run } from '../run.ts';
import { type Draft, owe, putRun } from './draft.ts';

const ROLE = 'developer';

/** Where a run's record is kept: `runs/2026-11/12-developer-3.yaml`, by the month in which it was queued. */
export const recordPath = (id: string, now: string): string => `runs/${now.slice(0, 7)}/${id}.yaml`;

export function queueRun(draft: Draft): void {
  const { story, observation, settings, now } = draft;
  const branch = observation.branch;
  // A story branch that is already there is continued: what a run left behind is not thrown away, and its base stays comparable.
  if (branch === null) story.base = { ref: observation.repository.defaultBranch, sha: observation.repository.head };
  const attempt = story.runs.length + 1;
  const id = runId.format(story.id, ROLE, attempt);
  const record = recordPath(id, now);
  const { config } = settings;
  const brief: Brief = {
    version: 1,
    run: id,
    story: story.id,
    role: ROLE,
    attempt,
    title: story.title,
    body: observation.issue?.body ?? '',
    base: story.base,
    branch: storyBranch.format(story.id),
    start: branch ?? story.base.sha,
    feedback: story.feedback ?? '',
    state: { branch: STATE_BRANCH, record },
    model: config.agents.developer,
    commands: config.commands,
    tests: config.tests,
    protected: config.protected,
    limits: {
      turns: config.settings.run_turns,
      minutes: config.settings.run_minutes,
      usd: config.settings.run_usd,
    },
  };
  const run: Run = {
    version: 1,
    id,
    story: story.id,
    role: ROLE,
    attempt,
    status: 'queued',
    requested_by: story.requested_by.login,
    brief: shorten(brief),
    queued_at: now,
  };
  story.runs.push({ id, record });
  story.attempts += 1;
  story.started_at ??= now;
  delete story.failure;
  putRun(draft, run);
  owe(draft, { kind: 'dispatch', run: id });
}

const CUT = '\n\n[cut here: the text is longer than a run can be told]';

/** Shortens the longest texts until the brief fits into a dispatch, and says so where it was cut. */
function shorten(brief: Brief): Brief {
  const excess = JSON.stringify(brief).length - MAX_BRIEF;
  if (excess <= 0) return brief;
  const key = brief.body.length >= brief.feedback.length ? 'body' : 'feedback';
  // Escapes make JSON longer than the text, never shorter; cutting by the excess in characters converges in a few rounds.
  const keep = Math.max(0, brief[key].length - excess - CUT.length);
  return shorten({ ...brief, [key]: brief[key].slice(0, Math.min(keep, brief[key].length - 1 - CUT.length)) + CUT });
}
