/** The log of a run, for people: a group for each turn, a line for each thing that happened. */
import type { AgentEvent } from '../../src/agent/events.ts';
import { takenWords } from '../../src/agent/visible.ts';
import { logLine } from '../../src/patch/harmless.ts';

/** What to print, in order. The texts are safe to print as they are. */
export type LogLine = { kind: 'group'; text: string } | { kind: 'end' } | { kind: 'line'; text: string };

/** Lines of a tool's output that are shown; the transcript has all. */
const OUTPUT_LINES = 40;

const END: LogLine = { kind: 'end' };

/** How one event reads in the log. */
export function timeline(event: AgentEvent): LogLine[] {
  switch (event.type) {
    case 'jail':
      return [line(`Jail: ${event.text}`)];
    case 'run_start':
      return [line(`Run ${event.run} with ${event.model}, from commit ${event.start.slice(0, 12)}`)];
    case 'hidden':
      return [line(`Taken out of ${event.where} before the model saw it: ${takenWords(event)}`)];
    case 'stage':
      return [line(`Stage: ${event.stage}`)];
    case 'turn_start':
      return [];
    case 'model_change':
      return [line(`Turn ${event.turn}: ${event.to} goes on in place of ${event.from}, which failed. ${event.reason}`)];
    case 'model_reply': {
      const tools = event.content.flatMap((block) => (block.type === 'tool_use' ? [block.name] : []));
      const said = event.content.flatMap((block) => (block.type === 'text' ? quoted(block.text) : []));
      const cost = event.usage.cost_usd > 0 ? `, $${event.usage.cost_usd.toFixed(4)}` : '';
      const model = event.model === undefined ? '' : `, ${event.model}`;
      return [
        ...(event.turn > 1 ? [END] : []),
        {
          kind: 'group',
          text: logLine(`Turn ${event.turn}: ${tools.join(', ') || 'no tool'} (${seconds(event.ms)}${cost}${model})`),
        },
        ...(event.note === undefined ? [] : [line(event.note)]),
        ...said,
      ];
    }
    case 'model_error':
      return [END, line(`Turn ${event.turn}: the model failed. ${event.message}`)];
    case 'tool_start':
      return [line(`> ${event.tool} ${described(event.input)}`)];
    case 'tool_end': {
      const lines = quoted(event.text);
      const shown = lines.length > OUTPUT_LINES ? lines.slice(-OUTPUT_LINES) : lines;
      const left = lines.length - shown.length;
      return [
        ...(left > 0 ? [line(`│ … ${left} lines above are in the transcript`)] : []),
        ...shown,
        ...(event.outcome === 'ok'
          ? []
          : [line(`${event.tool}: ${event.outcome === 'error' ? 'error' : 'call refused'}`)]),
      ];
    }
    case 'commit':
      return [
        line(
          `Commit ${event.stage}: ${event.subject} (${event.files} files, +${event.insertions} -${event.deletions})`,
        ),
        ...(event.touchedTests ? [line(`It changes tests of red: ${event.touchedTests.join(', ')}`)] : []),
      ];
    case 'nudge':
      return [line(`No tool call that could be used, ${event.inARow} in a row`)];
    case 'run_end':
      return [END, line(`Stopped: ${event.stop}.${event.reason ? ` ${event.reason}` : ''}`)];
  }
}

function line(text: string): LogLine {
  return { kind: 'line', text: logLine(text) };
}

/** Outside text, with a bar before every line: the runner takes a line that begins with two colons for a command. */
function quoted(text: string): LogLine[] {
  return text
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .map((part) => line(`│ ${part}`));
}

function described(input: unknown): string {
  if (typeof input !== 'object' || input === null) return JSON.stringify(input) ?? '';
  const parts = Object.entries(input).map(([key, value]) => {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    const first = text.split('\n', 1)[0]!.slice(0, 120);
    return `${key}: ${first}${first.length < text.length ? ' …' : ''}`;
  });
  return parts.join(', ');
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
