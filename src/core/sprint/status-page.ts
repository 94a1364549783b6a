/**
 * `STATUS.md` on the state branch: where everything stands, for people who look at the branch. A picture of the state and never its source. Each epic
 * has a part of its own between marks, so that writing one needs no other.
 */
import type { Config } from '../config.ts';
import { NEW_PLAN } from '../epic.ts';
import { dollars } from '../messages/dollars.ts';
import { quoted } from '../messages/quoted.ts';
import { AT_REST, type Status, type Story } from '../story.ts';
import { board, MAX_ROWS, spentLine } from './board.ts';
import { headlineOf } from './headline.ts';
import { membersOf, spentOn } from './members.ts';
import { storiesTable } from './stories-table.ts';
import { listOf, peopleWaits } from './waiting.ts';

const HEAD = `# Where things stand

Orch writes this page with every step of an epic. Edits of it are overwritten; the files beside it are what counts.`;

/** One part of the page: an epic, or the stories without one. */
interface Part {
  /** Number of the epic; 0 for the stories without one. */
  epic: number;
  /** Nothing happens in it any more: it stands behind the others, in short. */
  ended: boolean;
  text: string;
}

/** The line before a part. Nothing that others wrote can be such a line: it is quoted, and never alone on one. */
const MARK = /^<!-- (?:epic ([1-9]\d*)( ended)?|stories) -->$/;

const markOf = ({ epic, ended }: Part): string =>
  epic === 0 ? '<!-- stories -->' : `<!-- epic ${epic}${ended ? ' ended' : ''} -->`;

/** The page with every epic and the stories without one. Of these only those are shown that are not at rest. */
export function statusPage(
  epics: readonly { epic: Story; team: readonly Story[] }[],
  lone: readonly Story[],
  config: Config,
): string {
  const parts = epics.map(({ epic, team }) => epicPart(epic, team, config));
  return pageOf([...parts, ...lonePart(lone, config)]);
}

/** The page with one epic brought up to date, and everything else as it was. `page` is null where there is none yet. */
export function withEpic(page: string | null, epic: Story, team: readonly Story[], config: Config): string {
  const others = partsOf(page ?? '').filter((part) => part.epic !== epic.id);
  return pageOf([...others, epicPart(epic, team, config)]);
}

function partsOf(page: string): Part[] {
  const parts: Part[] = [];
  for (const line of page.split(/\r?\n/)) {
    const mark = MARK.exec(line);
    const last = parts.at(-1);
    if (mark) parts.push({ epic: Number(mark[1] ?? 0), ended: mark[2] !== undefined, text: '' });
    else if (last) last.text += `${line}\n`;
  }
  return parts.map((part) => ({ ...part, text: part.text.trim() }));
}

/** Epics at work by number, then stories without one, then epics that have ended, the newest first. */
function pageOf(parts: readonly Part[]): string {
  const rank = ({ epic, ended }: Part): number => (ended ? 2 : epic === 0 ? 1 : 0);
  const sorted = parts.toSorted((a, b) => rank(a) - rank(b) || (a.ended ? b.epic - a.epic : a.epic - b.epic));
  const written = sorted.map((part) => `${markOf(part)}\n${part.text}`);
  return `${[HEAD, ...overview(sorted), ...written].join('\n\n')}\n`;
}

/** A line for each epic at work, where there are several: its title and its headline, which are the first lines of its part. */
function overview(parts: readonly Part[]): string[] {
  const open = parts.filter(({ epic, ended }) => epic !== 0 && !ended);
  if (open.length < 2) return [];
  return [
    open
      .map(({ text }) => {
        const [title = '', , headline = ''] = text.split('\n');
        return `- **${title.replace(/^#+ /, '')}**: ${headline.replace(/^#+ /, '')}`;
      })
      .join('\n'),
  ];
}

const OVER: ReadonlySet<Status> = new Set(['merged', 'skipped', 'abandoned']);

function epicPart(epic: Story, team: readonly Story[], config: Config): Part {
  const ended = OVER.has(epic.status);
  const title = `## #${epic.id} ${quoted(epic.title, 120)}`;
  const short = [`### ${headlineOf(epic, epic.plan ?? NEW_PLAN, team, config)}`, spentLine(epic, team, config)];
  const text = ended ? short.filter(Boolean).join('\n\n') : board(epic, team, config, { run: null, commands: false });
  return { epic: epic.id, ended, text: `${title}\n\n${text}` };
}

/** Stories that are no part of an epic and not at rest. */
function lonePart(lone: readonly Story[], config: Config): Part[] {
  const shown = lone.filter(({ status }) => !AT_REST.has(status)).toSorted((a, b) => a.id - b.id);
  const failed = lone.filter(({ status }) => status === 'failed');
  if (shown.length + failed.length === 0) return [];
  const all = [...shown, ...failed];
  const spent = all.reduce((sum, story) => sum + spentOn(story), 0);
  const waits = peopleWaits(all, config);
  const parts = [
    '## Stories without an epic',
    storiesTable(membersOf([], all), NEW_PLAN, all, { rows: MAX_ROWS }),
    waits.length === 0 ? '' : `**What waits for whom**\n\n${listOf(waits, 30)}`,
    spent > 0 ? `Spent on these: ${dollars(spent)}.` : '',
  ];
  return [{ epic: 0, ended: false, text: parts.filter((part) => part !== '').join('\n\n') }];
}
