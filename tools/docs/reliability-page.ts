/** The parts of docs/reliability.md that the simulator writes: what it found of the bugs that were put in, and its figures. */
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Checked } from '../../test/simulation/crash-points.ts';
import type { Kind } from '../../test/simulation/invariants.ts';
import type { Report } from '../../test/simulation/tally.ts';

const PAGE = new URL('../../docs/reliability.md', import.meta.url);

/** A bug that was put in, and the first seed that finds it; null when none does. */
export interface Found {
  name: string;
  what: string;
  harmless: true | undefined;
  firstFailingSeed: number | null;
  kind: Kind | null;
}

export interface Figures {
  report: Report;
  /** The first seed of the report. */
  seed: number;
  workers: number;
  found: readonly Found[];
  checked: Checked & { stories: number };
}

/** The bugs as a Markdown table. */
export const plantedTable = (found: readonly Found[]): string =>
  [
    '| bug | what is wrong | first seed | breaks as |',
    '|---|---|---|---|',
    ...found.map(
      ({ name, what, firstFailingSeed, kind }) =>
        `| ${name} | ${what} | ${firstFailingSeed ?? 'none'} | ${kind ?? ''} |`,
    ),
  ].join('\n');

/** The matrix of crash points in a sentence. */
export const matrixLine = ({ stories, played, of, wrong }: Figures['checked']): string =>
  `The matrix of crash points: ${stories} stories, ${of.toLocaleString('en-US')} cells, of which ${played.toLocaleString('en-US')} can be (a request that only asks cannot be done twice, a merge alone can meet a conflict), all played; ${wrong.length} failed.`;

/** Writes both parts anew. Throws when the page has lost the marks between which they stand. */
export async function writeReliability(figures: Figures): Promise<void> {
  let page = await readFile(PAGE, 'utf8');
  page = between(page, 'planted', plantedTable(figures.found));
  page = between(page, 'figures', figuresText(figures));
  await writeFile(PAGE, page);
}

function between(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}: written by npm run simulate -- --write-docs -->`, `<!-- end of ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`docs/reliability.md has no lines "${begin}" and "${end}"; put them back.`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}

function figuresText({ report, seed, workers, checked }: Figures): string {
  const { schedules, seconds, lost, doubled, illegal, stuck, overdrawn, noisy, coverage } = report;
  const { transitions, pairs } = coverage;
  const rate = Math.round(schedules / seconds);
  const count = (value: number): string => value.toLocaleString('en-US');
  const times = (counts: Record<string, number>): string =>
    Object.entries(counts)
      .map(([name, value]) => `${name} ${count(value)}`)
      .join(', ');
  return [
    `Seeds ${seed} to ${count(seed + schedules - 1)}: **${count(schedules)} schedules** in ${count(Math.round(seconds))} s on ${workers} threads of a machine with ${availableParallelism()} (${rate} a second): **${lost} lost, ${doubled} doubled, ${illegal} illegal, ${stuck} stuck, ${overdrawn} overdrawn, ${noisy} noisy**.`,
    `In them people and Actions did ${count(coverage.actions)} things in ${count(coverage.steps)} steps; ${transitions.seen} of ${transitions.of} transitions of the table were taken${transitions.missing.length > 0 ? ` (never: ${transitions.missing.join(', ')})` : ''}, and ${pairs.seen} of ${pairs.of} pairs of features were on together.`,
    `What went wrong, and how often: ${times(Object.fromEntries(Object.entries(coverage.faults).map(([name, { times }]) => [name, times])))}.`,
    `What was done: ${times(coverage.deeds)}.`,
    matrixLine(checked),
  ].join('\n\n');
}
