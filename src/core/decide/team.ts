/**
 * An epic whose stories are worked on: its planned stories become issues, GitHub is told what waits for what, a sprint is begun and ended, and the
 * schedule says whose turn it is. Each look of the epic does what can be done now; nothing of the schedule is stored.
 */
import type { Plan, Planned } from '../epic.ts';
import { planMissing, planProblems } from '../messages/plans.ts';
import { LABELS } from '../names.ts';
import { storyIssue } from '../plan/epic-page.ts';
import type { ReadPlanFile } from '../plan/plan-file.ts';
import { plannedRows } from '../plan/planned-rows.ts';
import { isOver, whoseTurn } from '../sprint/turn.ts';
import type { Effect, Story } from '../story.ts';
import { happen } from './arrive.ts';
import { type Draft, owe } from './draft.ts';
import { newStory } from './plan-facts.ts';
import { beginSprint, isAnyLeft, startSprint, turn } from './sprints.ts';

/** Issues opened by one transition: a sixth of what GitHub lets one create in a minute, so that others are not starved. */
export const OPENED_TOGETHER = 10;
/** Dependencies told in one transition. */
const LINKED_TOGETHER = 20;

/** Does what an epic that is underway can do now. */
export function leadTeam(draft: Draft): void {
  const { story } = draft;
  if (!story.plan || story.status !== 'underway') return;
  takeOver(draft, story.plan);
  adoptSubIssues(draft, story.plan);
  linkStories(draft, story.plan);
  turnCycle(draft, story.plan);
  showTeam(draft, story.plan);
  draft.starts = whoseTurn(story, draft.team ?? [], draft.settings.config);
}

/** Takes the stories over from the accepted document, or tells people what is wrong with it. */
function takeOver(draft: Draft, plan: Plan): void {
  const { source, story } = draft;
  if (plan.source === undefined || source === undefined) return;
  const oid = source?.oid ?? 'missing';
  if (source === null || !source.read.ok) {
    if (plan.source_told === oid) return;
    plan.source_told = oid;
    const text =
      source === null || source.read.ok ? planMissing(plan.source) : planProblems(source.path, source.read.problems);
    // Whoever asks for it to be read again is told again, in a comment of its own.
    owe(draft, { kind: 'reply', key: `plan:${story.id}:${oid}:${story.seen.comment}`, text });
    draft.notes.push('tell what is wrong with the plan');
    draft.visible = true;
    return;
  }
  delete plan.source_told;
  const rows = plannedRows(source.read.plan);
  const before = new Map(plan.stories.map((row) => [row.key, row]));
  const added = rows.filter(({ key }) => !before.has(key)).length;
  const named = new Set(rows.map(({ key }) => key));
  plan.stories = [
    ...rows.map((row) => ({ ...row, ...kept(before.get(row.key)) })),
    // What has an issue stays, whatever the document says now; so does what may have one, of which nobody has heard yet.
    ...plan.stories.filter(({ key, issue }) => (issue || isOpening(draft, key)) && !named.has(key)),
  ];
  if (added > 0) {
    draft.visible = true;
    draft.notes.push(`${added} stories taken over from ${plan.source}`);
  }
  if (source.read.kind === 'markdown') plan.ticked = source.path;
  openStories(draft, plan, source.read);
  if (plan.stories.every(({ issue }) => issue)) delete plan.source;
}

const kept = (row: Planned | undefined): Partial<Planned> => ({
  ...(row?.issue && { issue: row.issue }),
  ...(row?.linked && { linked: row.linked }),
});

type ReadPlan = ReadPlanFile & { ok: true };

/** Owes the next issues, in an order in which nothing is opened before what it waits for. */
function openStories(draft: Draft, plan: Plan, { plan: document, findings }: ReadPlan): void {
  if (isOwed(draft, 'open_story')) return;
  const numbers = new Map(plan.stories.flatMap(({ key, issue }) => (issue ? [[key, issue.number] as const] : [])));
  const missing = plan.stories.filter(({ issue }) => !issue).slice(0, OPENED_TOGETHER);
  for (const { key } of missing) {
    const planned = document.stories.find((one) => one.key === key);
    if (planned) owe(draft, { kind: 'open_story', key, ...storyIssue(planned, numbers, findings.get(key)) });
  }
}

const isOwed = ({ story, owed }: Draft, kind: Effect['kind']): boolean =>
  [...(story.outbox?.effects ?? []), ...owed].some((effect) => effect.kind === kind);

/** Whether the issue of this story is being opened. */
const isOpening = ({ story }: Draft, key: string): boolean =>
  (story.outbox?.effects ?? []).some((effect) => effect.kind === 'open_story' && effect.key === key);

/** Owes what GitHub was not told yet of who waits for whom. */
function linkStories(draft: Draft, plan: Plan): void {
  if (isOwed(draft, 'link_story')) return;
  for (const { key, after } of unlinked(plan).slice(0, LINKED_TOGETHER)) owe(draft, { kind: 'link_story', key, after });
}

/** Dependencies between issues that are there, of which GitHub was not told. */
const unlinked = ({ stories }: Plan): { key: string; after: string }[] => {
  const open = new Set(stories.flatMap(({ key, issue }) => (issue ? [key] : [])));
  return stories.flatMap(({ key, after, linked = [], issue }) =>
    issue ? after.filter((one) => open.has(one) && !linked.includes(one)).map((one) => ({ key, after: one })) : [],
  );
};

/**
 * Issues that people made sub-issues of the epic themselves, and that are stories, belong to its plan. While Orch has stories of its own to open, one that
 * it does not know may be one of these, whose number it has not heard of yet: they are told apart when all of them are there.
 */
function adoptSubIssues(draft: Draft, plan: Plan): void {
  const { observation, team = [] } = draft;
  if (plan.stories.some(({ issue }) => !issue)) return;
  const known = new Set(plan.stories.flatMap(({ issue }) => issue?.number ?? []));
  for (const { number, nodeId, title, labels, state } of observation.issue?.subIssues ?? []) {
    const isStory = labels.includes(LABELS.story) || team.some(({ id }) => id === number);
    if (known.has(number) || !isStory || state === 'closed') continue;
    plan.stories.push({
      key: `#${number}`,
      title,
      issue: { number, node_id: nodeId },
      priority: 3,
      sessions: 1,
      touches: [],
      after: [],
    });
  }
  // Its own file has to say whose it is: that is where a story learns that its turn has come.
  const homeless = new Set(team.filter(isHomeless).map(({ id }) => id));
  const added = plan.stories.filter(({ issue }) => issue && !known.has(issue.number));
  for (const row of plan.stories)
    if (row.issue && (added.includes(row) || homeless.has(row.issue.number)))
      draft.adopts.push(newStory(draft, row.issue.number, row));
}

/** Whether a story belongs to no epic, and is none. */
const isHomeless = ({ epic, plan, epic_file }: Story): boolean =>
  epic === undefined && plan === undefined && epic_file === undefined;

function turnCycle(draft: Draft, plan: Plan): void {
  const { team, settings } = draft;
  const isWhole = plan.stories.length > 0 && plan.stories.every(({ issue }) => issue) && unlinked(plan).length === 0;
  if (plan.cycle === 'idle' && isWhole && isAnyLeft(plan, team) && turn(draft, plan, 'opened'))
    owe(draft, { kind: 'pin' });
  if (settings.config.sprint.mode !== 'batch') {
    if (plan.cycle === 'backlog_ready' && isAnyLeft(plan, team)) beginSprint(draft, plan, {});
    if (plan.cycle === 'sprint_planned') startSprint(draft, plan, draft.story.requested_by);
  }
  if (isOver(draft.story, team ?? [])) endSprint(draft, plan, 'ended');
  const rests = plan.cycle === 'idle' || plan.cycle === 'backlog_ready';
  if (rests && isWhole && team && !isAnyLeft(plan, team)) happen(draft, { type: 'finished' });
}

/** Ends the sprint at work: its retrospective is written next. */
export function endSprint(draft: Draft, plan: Plan, event: 'ended' | 'review'): boolean {
  if (!plan.sprint || !turn(draft, plan, event)) return false;
  plan.sprint.reviewed_at = draft.now;
  plan.workflow = 'retrospective';
  happen(draft, { type: 'reviewed' });
  return true;
}

/** Lets people see how the stories stand, where that is not what the board says. */
function showTeam(draft: Draft, plan: Plan): void {
  const shown = (draft.team ?? []).map(standing).join(', ');
  if (plan.shown === shown) return;
  plan.shown = shown;
  draft.visible = true;
  draft.notes.push('show how its stories stand');
}

/** How a story stands, as far as its epic's board says it: its status and what holds it, its pull request, and what people added to and took out of what it waits for. */
function standing({ id, status, blocked, pull_request, blocked_by = [], freed_of = [] }: Story): string {
  const pull = pull_request ? [`#${pull_request.number}`] : [];
  return [
    id,
    status,
    ...(blocked ? [blocked.kind] : []),
    ...pull,
    ...blocked_by.map((one) => `+${one}`),
    ...freed_of.map((one) => `-${one}`),
  ].join(' ');
}
