/** The stories of an epic as its sprints see them: a row of the plan and the file of its story, put together. */
import type { Plan, Planned } from '../epic.ts';
import { type Status, type Story, unknownCost } from '../story.ts';

/** What counts where nobody said how urgent a story is. */
export const USUAL_PRIORITY = 3;

/** Sessions of a story that nobody estimated. */
export const USUAL_SESSIONS = 1;

/** One story of an epic. */
export interface Member {
  /** As the plan names it; `#12` of a story that the plan does not have. */
  key: string;
  title: string;
  /** Number of its issue; absent while it is only planned. */
  id?: number;
  /** Its file; absent while there is none. */
  story?: Story;
  /** Of its file; `untracked` while there is none. */
  status: Status;
  /** The story's own goes before the plan's. 1 first, 4 last. */
  priority: number;
  sessions: number;
  touches: readonly string[];
  /** Keys of the stories of this epic that must be merged before it. */
  after: readonly string[];
  /** ISO time; empty while there is no file. */
  created_at: string;
}

/** All stories of an epic: the rows of its plan in their order, then those of the team that the plan does not have, by number. */
export function membersOf(rows: readonly Planned[], team: readonly Story[]): Member[] {
  const byId = new Map(team.map((story) => [story.id, story]));
  const planned = rows.map((row) => memberOf(row, row.issue && byId.get(row.issue.number)));
  const known = new Set(planned.flatMap(({ id }) => id ?? []));
  const added = team.filter(({ id }) => !known.has(id)).toSorted((a, b) => a.id - b.id);
  return [...planned, ...added.map((story) => memberOf(undefined, story))];
}

function memberOf(row: Planned | undefined, story: Story | undefined): Member {
  const id = story?.id ?? row?.issue?.number;
  return {
    key: row?.key ?? `#${id}`,
    title: story?.title ?? row?.title ?? '',
    ...(id !== undefined && { id }),
    ...(story && { story }),
    status: story?.status ?? 'untracked',
    priority: story?.priority ?? row?.priority ?? USUAL_PRIORITY,
    sessions: story?.sessions ?? row?.sessions ?? USUAL_SESSIONS,
    touches: story?.touches ?? row?.touches ?? [],
    after: row?.after ?? [],
    created_at: story?.created_at ?? '',
  };
}

/** What must be merged before a story: numbers where there is an issue, else the key in the plan. Those that are merged are among them; what people took out is not. */
export function dependenciesOf({ after, story }: Member, byKey: ReadonlyMap<string, Member>): (number | string)[] {
  const planned = after.flatMap((key) => {
    const before = byKey.get(key);
    return before ? [before.id ?? key] : [];
  });
  const freed = new Set<number | string>(story?.freed_of);
  return [...new Set<number | string>([...planned.filter((each) => !freed.has(each)), ...(story?.blocked_by ?? [])])];
}

/** The members by their keys. */
export const byKeyOf = (members: readonly Member[]): Map<string, Member> =>
  new Map(members.map((member) => [member.key, member]));

/** The number of the sprint in which a story is or was last, of those that the plan knows. */
export function sprintNumberOf(id: number, { sprint, past }: Plan): number | undefined {
  if (sprint?.stories.includes(id)) return sprint.number;
  return past.findLast(({ stories }) => stories.includes(id))?.number;
}

/** US dollars of a story, runs included of which nobody can tell what they cost. */
export const spentOn = (story: Story): number => story.cost_usd + unknownCost(story);
