/** What a job looked at and did, as the Markdown that the Actions run shows. Pure. */
import type { Look, Swept } from './sweep-once.ts';

const WHY: Record<Look['why'][number], string> = {
  speech: 'someone asked',
  stop: 'someone wants it stopped',
  ticked: 'someone changed a comment of Orch’s',
  issue_closed: 'the issue was closed',
  issue_reopened: 'the issue was opened again',
  text_edited: 'the issue was edited',
  run_ended: 'its run ended',
  review: 'someone reviewed',
  pull_request: 'its pull request changed',
  checks_passed: 'its checks passed',
  checks_failed: 'its checks failed',
  schedule: 'its epic has a place for it',
  relative: 'another issue changed that it hangs together with',
  unblocked: 'someone said that it waits for another issue no more',
  sweep: 'to see whether anything was missed',
};

/** A table with a line for each story, or one sentence where there was none. */
export function sweepSummary({ looks, problem }: Swept): string {
  const parts = ['### Orch', looks.length > 0 ? tableOf(looks) : NOTHING];
  if (problem !== undefined)
    parts.push(`The other stories could not be looked for: ${cell(problem)} The next schedule tries again.`);
  return `${parts.join('\n\n')}\n`;
}

const NOTHING = 'There was nothing to look at: the event was about no story, and none is under way.';

function tableOf(looks: readonly Look[]): string {
  const rows = looks.map((look) =>
    [`#${look.issue}`, look.why.map((reason) => WHY[reason]).join(', '), didOf(look), nowOf(look)].map(cell),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(['Story', 'Looked at because', 'Done', 'Now']), '|---|---|---|---|', ...rows.map(line)].join('\n');
}

const didOf = ({ done }: Look): string => (done.length > 0 ? done.join('; ') : 'nothing was to be done');

function nowOf({ status, problem, again }: Look): string {
  const stands = status === null || status === 'untracked' ? 'not a story' : status.replaceAll('_', ' ');
  if (problem !== undefined) return `could not be finished: ${problem} The next schedule tries again.`;
  return again ? `${stands}; more at ${again.toISOString().slice(11, 16)} UTC or at the next schedule` : stands;
}

/** Text that shows as text in a cell of a table. */
const cell = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*[\]<>|~@]/g, (character) => `\\${character}`)
    .slice(0, 500);
