/** What each sprint of an epic has cost, from the ledger: `/orch cost` on the epic shows it. */
import { epicOfSprint } from './kept-sums.ts';
import { type Ledger, money } from './ledger.ts';

/** What a sprint has spent and reserved, in US dollars. */
export interface SprintCost {
  /** `7.1`. */
  sprint: string;
  spent: number;
  reserved: number;
}

/** The sprints of an epic that the ledger knows, oldest first. */
export function sprintCosts(ledger: Ledger, epic: number): SprintCost[] {
  const open = Object.values(ledger.reserved);
  const names = new Set([...Object.keys(ledger.sprints ?? {}), ...open.map(({ sprint }) => sprint ?? '')]);
  return [...names]
    .filter((name) => epicOfSprint(name) === `${epic}`)
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .map((sprint) => ({
      sprint,
      spent: ledger.sprints?.[sprint] ?? 0,
      reserved: money(open.reduce((total, one) => total + (one.sprint === sprint ? one.usd : 0), 0)),
    }));
}

const numberOf = (sprint: string): number => Number(sprint.slice(sprint.indexOf('.') + 1));
