/** The stories of an epic as a table, and what depends on what as a drawing. */
import type { Plan } from '../epic.ts';
import { dollars } from '../messages/dollars.ts';
import { quoted } from '../messages/quoted.ts';
import { type Box, dependencyGraph } from '../plan/dependency-graph.ts';
import type { Story } from '../story.ts';
import { byKeyOf, dependenciesOf, type Member, membersOf, spentOn, sprintNumberOf } from './members.ts';
import { lookOf, standingWords, type Turn } from './standing.ts';

/** The longest part of a title in a cell. */
const TITLE = 80;

type Turns = ReadonlyMap<number, Turn>;
const NO_TURNS: Turns = new Map();

/** The sprint's stories first, then those that are in none, then those of sprints that are over; within each in the order of the plan. */
export function inOrder(members: readonly Member[], plan: Plan): Member[] {
  const place = ({ id }: Member): number => {
    if (id !== undefined && plan.sprint?.stories.includes(id)) return 0;
    return id !== undefined && sprintNumberOf(id, plan) !== undefined ? 2 : 1;
  };
  return members.toSorted((a, b) => place(a) - place(b));
}

/** `#12 Count what is in stock`; without a number while there is no issue. */
export const nameOf = ({ id, key, title }: Member): string =>
  `${id === undefined ? quoted(key, 20) : `#${id}`} ${quoted(title, TITLE)}`;

/**
 * A row for each of these stories of the epic, at most so many; what is left out is named under them. `turns` is what the schedule says of the
 * sprint. The column of sprints is there when they are not all of the same.
 */
export function storiesTable(
  shown: readonly Member[],
  plan: Plan,
  team: readonly Story[],
  { rows: most, turns = NO_TURNS }: { rows: number; turns?: Turns },
): string {
  const all = membersOf(plan.stories, team);
  const byKey = byKeyOf(all);
  const byId = new Map(all.map((member) => [member.id, member]));
  const sprints = new Set(shown.map(({ id = 0 }) => sprintNumberOf(id, plan))).size > 1;
  const before = (member: Member): string =>
    dependenciesOf(member, byKey)
      .map((each) => (typeof each === 'string' ? quoted(each, 20) : dependency(each, byId.get(each))))
      .join(', ') || '–';
  const rows = shown.slice(0, most).map((member) => {
    const { id = 0, story, priority } = member;
    const pull = story?.pull_request ? `#${story.pull_request.number}` : '–';
    const cost = story && story.runs.length > 0 ? dollars(spentOn(story)) : '–';
    const cells = [
      nameOf(member),
      standingWords(member, plan, turns.get(id)),
      `${priority}`,
      before(member),
      pull,
      cost,
    ];
    return `| ${[...cells, ...(sprints ? [sprintNumberOf(id, plan) ?? '–'] : [])].join(' | ')} |`;
  });
  const columns = ['story', 'status', 'priority', 'depends on', 'pull request', 'cost', ...(sprints ? ['sprint'] : [])];
  const table = [`| ${columns.join(' | ')} |`, `|${'---|'.repeat(columns.length)}`, ...rows].join('\n');
  const rest = shown.slice(rows.length);
  if (rest.length === 0) return table;
  return [...(rows.length > 0 ? [table] : []), `${rows.length > 0 ? 'Not shown: ' : 'Stories: '}${tally(rest)}.`].join(
    '\n\n',
  );
}

/** `#11 ✓` when it is merged. */
const dependency = (id: number, member: Member | undefined): string =>
  `#${id}${member?.status === 'merged' ? ' ✓' : ''}`;

const TALLIED = ['merged', 'in_progress', 'review', 'blocked', 'failed', 'pending', 'skipped', 'abandoned'] as const;

/** `8 merged, 4 pending`: numbers of stories by status. */
export function tally(members: readonly Pick<Member, 'status'>[]): string {
  const known = TALLIED.flatMap((status) => {
    const count = members.filter((member) => member.status === status).length;
    return count === 0 ? [] : [`${count} ${TALLY_WORDS[status]}`];
  });
  const others = members.filter(({ status }) => !(TALLIED as readonly string[]).includes(status)).length;
  return [...known, ...(others > 0 ? [`${others} not started`] : [])].join(', ');
}

const TALLY_WORDS: Record<(typeof TALLIED)[number], string> = {
  merged: 'merged',
  in_progress: 'in progress',
  review: 'in review',
  blocked: 'on hold',
  failed: 'failed',
  pending: 'waiting',
  skipped: 'skipped',
  abandoned: 'abandoned',
};

/** What depends on what, as a Mermaid drawing of these stories; empty where nothing depends on anything. */
export function storiesGraph(
  shown: readonly Member[],
  plan: Plan,
  team: readonly Story[],
  turns: Turns = NO_TURNS,
): string {
  const byKey = byKeyOf(membersOf(plan.stories, team));
  const names = new Map<number | string, string>(
    shown.map(({ id, key }, index) => (id === undefined ? [key, `p${index + 1}`] : [id, `s${id}`])),
  );
  const boxes = shown.map((member): Box => {
    const { id, key, title, status } = member;
    return {
      id: names.get(id ?? key)!,
      label: `${id ?? key}: ${title}`,
      dependencies: dependenciesOf(member, byKey).flatMap((each) => names.get(each) ?? []),
      look: lookOf(status, id === undefined ? undefined : turns.get(id)),
    };
  });
  return boxes.some(({ dependencies }) => dependencies.length > 0) ? dependencyGraph(boxes) : '';
}
