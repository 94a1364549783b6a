/** Which sums the ledger keeps by name, so that its file stays small however long a project lives. */
import type { Payer } from './ledger.ts';

/** So many days are kept by name: two months answer what people ask. */
export const KEPT_DAYS = 60;

/**
 * So many epics are kept by name, with their sprints: those with the greatest numbers. One that falls out and then goes on begins with a full purse; by then
 * so many newer ones were paid for.
 */
export const KEPT_EPICS = 300;

/** US dollars by name. */
export type Sums = Record<string, number>;

/** The epic of a sprint, which is named by it and its number there (`sprintName` in `epic.ts`); empty where the name is none. */
export const epicOfSprint = (sprint: string): string => sprint.slice(0, Math.max(0, sprint.indexOf('.')));

/** The newest sums of each kind, and all that `payers` draw from now, whatever the clock said when they were written. */
export function keptSums(
  { days, epics, sprints }: { days: Sums; epics?: Sums | undefined; sprints?: Sums | undefined },
  payers: readonly Payer[],
): { days: Sums; epics?: Sums; sprints?: Sums } {
  const newestDays = new Set(Object.keys(days).toSorted().slice(-KEPT_DAYS));
  const byNumber = Object.keys(epics ?? {}).toSorted((a, b) => Number(a) - Number(b));
  const newestEpics = new Set(byNumber.slice(-KEPT_EPICS));
  const drawn = {
    days: new Set(payers.map(({ day }) => day)),
    epics: new Set(payers.map(({ epic }) => `${epic}`)),
    sprints: new Set(payers.map(({ sprint }) => sprint)),
  };
  const isEpicKept = (epic: string): boolean => newestEpics.has(epic) || drawn.epics.has(epic);
  return {
    days: only(days, (day) => newestDays.has(day) || drawn.days.has(day)),
    ...(epics && { epics: only(epics, isEpicKept) }),
    ...(sprints && {
      sprints: only(sprints, (sprint) => isEpicKept(epicOfSprint(sprint)) || drawn.sprints.has(sprint)),
    }),
  };
}

const only = (sums: Sums, isKept: (name: string) => boolean): Sums =>
  Object.fromEntries(Object.entries(sums).filter(([name]) => isKept(name)));
