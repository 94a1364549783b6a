/** Queues the next run of a story: its record, its brief, and the dispatch that becomes owed. */
import {
  type Brief,
  DEFAULT_THRESHOLD,
  MAX_BRIEF,
  MAX_BRIEF_BYTES,
  MAX_DECISIONS,
  MAX_DECISIONS_LENGTH,
} from '../brief.ts';
import { documentPath, PLAYED_BY, type Plan } from '../epic.ts';
import { runId, STATE_BRANCH, storyBranch } from '../names.ts';
import type { Run } from '../run.ts';
import { sprintRecord } from '../sprint/record.ts';
import type { Story } from '../story.ts';
import { type Grant, grantOf, reserveFor, settleEnded } from './budget.ts';
import { documentFor } from './document.ts';
import { type Draft, owe, putRun } from './draft.ts';
import { learned } from './learned.ts';

/** Where a run's record is kept: `runs/2026-11/12-developer-3.yaml`, by the month in which it was queued. */
export const recordPath = (id: string, now: string): string => `runs/${now.slice(0, 7)}/${id}.yaml`;

/**
 * `said`: somebody asked for this run, and meant the text of the issue as it is. A run that follows by itself is told what the run before it was
 * told, since whoever wrote the issue may change it at any time without having the right to start anything.
 * Answers why no run was queued where there is no money for one.
 */
export function queueRun(draft: Draft, said: boolean): Exclude<Grant, { kind: 'granted' }> | undefined {
  const { story, observation, settings, now } = draft;
  const { plan } = story;
  const role = plan ? PLAYED_BY[plan.workflow] : 'developer';
  delete story.failure;
  delete story.void;
  settleEnded(draft);
  const grant = grantOf(draft);
  if (grant.kind !== 'granted') return grant;
  const branch = observation.branch;
  // A story branch that is already there is continued: what a run left behind is not thrown away, and its base stays comparable.
  if (branch === null) story.base = { ref: observation.repository.defaultBranch, sha: observation.repository.head };
  const attempt = story.runs.length + 1;
  const id = runId.format(story.id, role, attempt);
  const record = recordPath(id, now);
  const { config } = settings;
  const text = textFor(draft, said);
  const brief: Brief = {
    version: 1,
    run: id,
    story: story.id,
    role,
    attempt,
    ...text,
    base: story.base,
    branch: storyBranch.format(story.id),
    start: branch ?? story.base.sha,
    feedback: story.feedback ?? '',
    state: { branch: STATE_BRANCH, record },
    model: (role === 'developer' ? undefined : config.agents.models[role]) ?? config.agents.developer,
    commands: config.commands,
    tests: config.tests,
    // Only where there is a rule: a workflow that was installed earlier reads a brief without it as before.
    ...(config.proof.exempt.length > 0 && { proof: config.proof }),
    ...(story.allowed && { allowed: story.allowed.map(({ path }) => path) }),
    protected: config.protected,
    jail: config.agents.jail,
    ...(config.agents.permissions && { permissions: config.agents.permissions }),
    ...decisionsFor(draft),
    ...learned(draft, `${text.title}\n${text.body}`),
    ...(plan && { workflow: workflowFor(draft, plan) }),
    limits: {
      turns: config.settings.run_turns,
      minutes: config.settings.run_minutes,
      usd: grant.usd,
    },
  };
  const run: Run = {
    version: 1,
    id,
    story: story.id,
    role,
    attempt,
    status: 'queued',
    requested_by: story.requested_by.login,
    brief: shorten(brief),
    queued_at: now,
  };
  story.runs.push({ id, record, reserved: reserveFor(draft, id, grant) });
  story.attempts += 1;
  story.started_at ??= now;
  putRun(draft, run);
  owe(draft, { kind: 'dispatch', run: id });
  return undefined;
}

/** What the run is told of earlier answers, and how sure it must be of its own. What is usual is left out, to keep the brief short. */
function decisionsFor({ story, settings }: Draft): Pick<Brief, 'decisions' | 'threshold'> {
  const { threshold } = settings.config.decisions;
  const newest = (story.decisions ?? [])
    .slice(-MAX_DECISIONS)
    .map(({ question, answer, by }) => ({ question, answer, by }));
  let room = MAX_DECISIONS_LENGTH;
  const tooMany = newest.findLastIndex((one) => {
    room -= JSON.stringify(one).length + 1;
    return room < 0;
  });
  const told = newest.slice(tooMany + 1);
  return {
    ...(told.length > 0 && { decisions: told }),
    ...(threshold !== DEFAULT_THRESHOLD && { threshold }),
  };
}

/** What the run plays, and where it goes on when the run before it stopped on the way: to ask something, or because its time or its money was over. */
function workflowFor({ story, run, team = [] }: Draft, plan: Plan): NonNullable<Brief['workflow']> {
  const { workflow: name, question } = plan;
  const { outcome, workflow: before } = run?.result ?? {};
  const state = outcome !== 'succeeded' && before?.name === name ? before.state : undefined;
  const document = documentFor(story.id, plan);
  return {
    name,
    ...(name === 'spike' && question !== undefined && { question }),
    ...(document !== documentPath(story.id, name) && { document }),
    ...(name === 'retrospective' && lookingBack(story.id, plan, team)),
    ...(state !== undefined && { state }),
  };
}

/** What a retrospective is told: the record of the sprint, and which tasks of the Markdown plan are done, where there is one. */
function lookingBack(
  epic: number,
  plan: Plan,
  team: readonly Story[],
): Pick<NonNullable<Brief['workflow']>, 'record' | 'ticks'> {
  const { sprint, ticked: file, stories } = plan;
  const merged = new Set(team.filter(({ status }) => status === 'merged').map(({ id }) => id));
  const tasks = stories.flatMap(({ key, issue }) =>
    issue ? [{ key, story: issue.number, done: merged.has(issue.number) }] : [],
  );
  return {
    ...(sprint && {
      record: { subject: `sprint ${sprint.number} of epic ${epic}`, text: sprintRecord(epic, plan, team) },
    }),
    ...(file !== undefined && { ticks: { file, tasks } }),
  };
}

function textFor({ run, story, observation }: Draft, said: boolean): { title: string; body: string } {
  if (run && !said) return { title: run.brief.title, body: run.brief.body };
  return { title: story.title, body: observation.issue?.body ?? '' };
}

const CUT = '\n\n[cut here: the text is longer than a run can be told]';

/** Shortens the longest texts until the brief fits into a dispatch, and says so where it was cut. */
function shorten(brief: Brief): Brief {
  const json = JSON.stringify(brief);
  const excess = Math.max(json.length - MAX_BRIEF, Math.ceil((bytesOf(json) - MAX_BRIEF_BYTES) / 3));
  if (excess <= 0) return brief;
  const key = brief.body.length >= brief.feedback.length ? 'body' : 'feedback';
  if (brief[key] === CUT) return brief;
  const text = brief[key].endsWith(CUT) ? brief[key].slice(0, -CUT.length) : brief[key];
  // The longer text gives first; where that is not enough, both give until they are equally long.
  const ahead = Math.abs(brief.body.length - brief.feedback.length);
  const cut = ahead >= excess ? excess : Math.ceil((excess + ahead) / 2);
  // JSON's escapes and UTF-8's bytes only make it longer than the text, so cutting by the excess comes close in a few rounds.
  return shorten({ ...brief, [key]: text.slice(0, Math.max(0, text.length - cut - CUT.length)) + CUT });
}

/** The length in bytes of UTF-8, counted without an encoder: the core has no platform under it. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
