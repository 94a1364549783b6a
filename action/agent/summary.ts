/** The summary of a run on its page on GitHub. */
import { intentSchema } from '../../src/core/intent.ts';
import type { Report } from '../../src/core/run.ts';

/** Markdown: one table of figures, one of commits. */
export function summaryOf(report: Report): string {
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
  ].join('\n\n');
}

/** Text that a model or a server wrote, so that it shows as text. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>|@#!~]/g, (character) => `&#${character.codePointAt(0)};`);
}
