/** The summary of a run on its page on GitHub. */
import type { TakenFrom } from '../../src/agent/prompt.ts';
import { takenWords } from '../../src/agent/visible.ts';
import { intentSchema } from '../../src/core/intent.ts';
import type { Report } from '../../src/core/run.ts';

/** Markdown: one table of figures, one of commits, one of what was taken out of texts because nobody can see it. */
export function summaryOf(report: Report, hidden: readonly TakenFrom[] = []): string {
  const { usage } = report;
  const commits = report.intents.flatMap((intent) => {
    const parsed = intentSchema.safeParse(intent);
    return parsed.success && parsed.data.kind === 'commit' ? [parsed.data] : [];
  });
  const figures = [
    ['Stopped', report.stop],
    ['Turns', String(usage.model_calls)],
    ['Tokens in', String(usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens)],
    ['… from the cache', String(usage.cache_read_tokens)],
    ['Tokens out', String(usage.output_tokens)],
    ['Cost', `$${usage.cost_usd.toFixed(4)}`],
  ];
  return [
    `### Run ${report.run}`,
    ...(report.reason ? [cell(report.reason)] : []),
    ['| | |', '|---|---|', ...figures.map(([name, value]) => `| ${name} | ${value} |`)].join('\n'),
    commits.length === 0
      ? 'No commits.'
      : [
          '| Stage | Commit |',
          '|---|---|',
          ...commits.map(({ stage, message }) => `| ${stage} | ${cell(message.split('\n', 1)[0]!)} |`),
        ].join('\n'),
    ...(hidden.length === 0 ? [] : [hiddenTable(hidden)]),
  ].join('\n\n');
}

/** One line for each place, with what was taken out there in all. */
function hiddenTable(hidden: readonly TakenFrom[]): string {
  const places = new Map<string, { characters: number; markup: number }>();
  for (const { where, characters, markup } of hidden) {
    const sum = places.get(where) ?? { characters: 0, markup: 0 };
    places.set(where, { characters: sum.characters + characters, markup: sum.markup + markup });
  }
  const rows = [...places].map(([where, taken]) => `| ${cell(where)} | ${takenWords(taken)} |`);
  return ['| Text | Taken out before the model saw it |', '|---|---|', ...rows].join('\n');
}

/** Text that a model or a server wrote, so that it shows as text. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>|@#!~]/g, (character) => `&#${character.codePointAt(0)};`);
}
