/** What became of a run, as the Markdown that the Actions run shows under the `deliver` job. Pure. */
import type { Brief } from '../core/brief.ts';
import { harmlessLine } from '../patch/harmless.ts';
import type { Delivery } from './deliver.ts';

/** A heading, the reason, the commits that were pushed, and what was refused by which rule. */
export function deliverySummary(brief: Pick<Brief, 'run' | 'branch'>, delivery: Delivery): string {
  if (delivery.kind === 'superseded') {
    const branch = delivery.pushed ? `The branch ${brief.branch} was already moved.` : 'Nothing was pushed.';
    return `### ${brief.run}: not delivered\n\n${cell(delivery.reason)} ${branch}\n`;
  }
  const { outcome, reason, commits, refused, effects = [] } = delivery.result;
  const parts = [
    `### ${brief.run}: ${outcome}`,
    reason && cell(reason),
    commits.length > 0
      ? table(
          `Pushed to \`${brief.branch}\``,
          ['commit', 'stage', 'subject'],
          commits.map(({ sha, stage, subject }) => [sha.slice(0, 7), stage, subject]),
        )
      : 'Nothing was pushed.',
    effects.length > 0 &&
      table(
        'Applied',
        ['what', 'commit', 'rule', 'asked for by'],
        effects.map(({ effect, commit, rule, principal }) => [effect, commit.slice(0, 7), rule, principal]),
      ),
    refused.length > 0 &&
      table(
        'Refused',
        ['intent', 'kind', 'rule', 'reason'],
        refused.map(({ intent, kind, rule, reason: why }) => [String(intent + 1), kind, rule, why]),
      ),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function table(title: string, head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [`${title}:\n`, line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** Text that shows as text, also inside a table. */
function cell(text: string): string {
  return harmlessLine(text, 500).replace(/[\\`*[\]<>|~]/g, (character) => `\\${character}`);
}
