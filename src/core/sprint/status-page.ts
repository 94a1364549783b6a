/**
 * `STATUS.md` on the state branch: where everything stands, for people who look at the branch. A picture of the state and never its source. Each epic
 * has a part of its own between marks, so that writing one needs no other.
 */
import type { Config } from '../config.ts';
import { NEW_PLAN } from '../epic.ts';
import { quoted } from '../messages/quoted.ts';
import { HAS_ENDED, type Story } from '../story.ts';
import { board, spentLine } from './board.ts';
import { headlineOf } from './headline.ts';

const HEAD = `# Where things stand

Orch writes this page with every step of an epic. Edits of it are overwritten; the files beside it are what counts.`;

/** One part of the page. */
interface Part {
  /** Number of the epic. */
  epic: number;
  /** Nothing happens in it any more: it stands behind the others, in short. */
  ended: boolean;
  text: string;
}

/** The line before a part. Nothing that others wrote can be such a line: it is quoted, and never alone on one. */
const MARK = /^<!-- epic ([1-9]\d*)( ended)? -->$/;

const markOf = ({ epic, ended }: Part): string => `<!-- epic ${epic}${ended ? ' ended' : ''} -->`;

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
    if (mark) parts.push({ epic: Number(mark[1]), ended: mark[2] !== undefined, text: '' });
    else if (last) last.text += `${line}\n`;
  }
  return parts.map((part) => ({ ...part, text: part.text.trim() }));
}

/** Epics at work by number, then those that have ended, the newest first. */
function pageOf(parts: readonly Part[]): string {
  const sorted = parts.toSorted(
    (a, b) => Number(a.ended) - Number(b.ended) || (a.ended ? b.epic - a.epic : a.epic - b.epic),
  );
  const written = sorted.map((part) => `${markOf(part)}\n${part.text}`);
  return `${[HEAD, ...overview(sorted), ...written].join('\n\n')}\n`;
}

/** A line for each epic at work, where there are several: its title and its headline, which are the first lines of its part. */
function overview(parts: readonly Part[]): string[] {
  const open = parts.filter(({ ended }) => !ended);
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

function epicPart(epic: Story, team: readonly Story[], config: Config): Part {
  const ended = HAS_ENDED.has(epic.status);
  const title = `## #${epic.id} ${quoted(epic.title, 120)}`;
  const short = [`### ${headlineOf(epic, epic.plan ?? NEW_PLAN, team, config)}`, spentLine(epic, team, config)];
  const text = ended ? short.filter(Boolean).join('\n\n') : board(epic, team, config, { run: null, commands: false });
  return { epic: epic.id, ended, text: `${title}\n\n${text}` };
}
