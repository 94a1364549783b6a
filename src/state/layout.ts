/** Which file holds what on the state branch. One entity a file, so that the cost of a transition does not grow with the project. */

export const PROJECT_PATH = 'project.yaml';

/** What all stories together have spent and reserved. */
export const LEDGER_PATH = 'budget.yaml';

/** `stories/0000-0099/0012.yaml`: folders of a hundred keep git's trees small. */
export function storyPath(id: number): string {
  const from = Math.floor(id / 100) * 100;
  return `stories/${pad(from)}-${pad(from + 99)}/${pad(id)}.yaml`;
}

/** The story's number, or undefined when the path is no story's. */
export function parseStoryPath(path: string): number | undefined {
  const match = /^stories\/\d{4,}-\d{4,}\/(\d{4,})\.yaml$/.exec(path);
  return match ? Number(match[1]) : undefined;
}

/** `epics/0007.yaml`: the plan of an epic. How its own runs stand is in the file of the story with its number. */
export const epicPath = (id: number): string => `epics/${pad(id)}.yaml`;

/** The board of every epic, for people. */
export const STATUS_PATH = 'STATUS.md';

const pad = (value: number): string => String(value).padStart(4, '0');
