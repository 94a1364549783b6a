/** The story's machine as a Mermaid state diagram, drawn from the table. */
import { MACHINE } from '../../src/core/machine.ts';
import { STATUSES } from '../../src/core/story.ts';

/** One arrow for each pair of states; the events on it are joined. Loops are left out: they change nothing that the picture shows. */
export function stateDiagram(): string {
  const arrows = new Map<string, string[]>();
  for (const from of STATUSES) {
    for (const [event, target] of Object.entries(MACHINE[from])) {
      const targets = target === 'back' ? ['pending', 'in_progress', 'review'] : [target];
      for (const to of targets) {
        if (to === from) continue;
        const key = `${from} --> ${to}`;
        arrows.set(key, [...(arrows.get(key) ?? []), event]);
      }
    }
  }
  const lines = [...arrows].map(([arrow, events]) => `  ${arrow}: ${events.join(', ')}`);
  return ['```mermaid', 'stateDiagram-v2', '  [*] --> untracked', ...lines, '  merged --> [*]', '```'].join('\n');
}

/** The table as text: a row a state, what can happen there and where it leads. */
export function stateTable(): string {
  const rows = STATUSES.map((from) => {
    const cells = Object.entries(MACHINE[from]).map(([event, to]) => `\`${event}\` → ${to}`);
    return `| ${from} | ${cells.join(', ') || 'nothing leaves here'} |`;
  });
  return ['| state | event → next state |', '|---|---|', ...rows].join('\n');
}
