/** The tables of states as Mermaid diagrams and as text: the story's machine, and the cycle of an epic's sprints. */
import { CYCLE, type Cycle } from '../../src/core/epic.ts';
import { MACHINE } from '../../src/core/machine.ts';
import { CYCLE_TABLE } from '../../src/core/sprint/cycle.ts';
import { blockSchema, STATUSES } from '../../src/core/story.ts';

/** One way from a state: what happens, and where it leads. */
interface Way {
  event: string;
  to: string;
  /** What decides, where one event leads to several states. */
  when?: string;
}

/** The ways out of a state, in the order of its table. */
type Ways = readonly (readonly [from: string, ways: readonly Way[]])[];

/** Where a blocked story may have come from. */
const BACK = blockSchema.shape.resume_to.options;

const MACHINE_WAYS: Ways = STATUSES.map((from) => [
  from,
  Object.entries(MACHINE[from]).flatMap(([event, target]) =>
    (target === 'back' ? BACK : [target]).map((to) => ({ event, to })),
  ),
]);

/** The states under `rest`, with what decides between them. */
const RESTS: readonly { to: Cycle; when: string }[] = [
  { to: 'backlog_ready', when: 'stories are left' },
  { to: 'idle', when: 'none is left' },
];

const CYCLE_WAYS: Ways = CYCLE.map((from) => [
  from,
  Object.entries(CYCLE_TABLE[from]).flatMap(([event, target]) =>
    target === 'rest' ? RESTS.map((rest) => ({ event, ...rest })) : [{ event, to: target }],
  ),
]);

/** One arrow for each pair of states; the events on it are joined. Loops are left out: they change nothing that the picture shows. */
function diagram(ways: Ways, ends: readonly string[]): string {
  const arrows = new Map<string, string[]>();
  for (const [from, each] of ways) {
    for (const { event, to, when } of each.filter((way) => way.to !== from)) {
      const key = `${from} --> ${to}`;
      arrows.set(key, [...(arrows.get(key) ?? []), when === undefined ? event : `${event}, ${when}`]);
    }
  }
  return [
    '```mermaid',
    'stateDiagram-v2',
    `  [*] --> ${ways[0]![0]}`,
    ...[...arrows].map(([arrow, events]) => `  ${arrow}: ${events.join(', ')}`),
    ...ends.map((state) => `  ${state} --> [*]`),
    '```',
  ].join('\n');
}

const table = (rows: readonly (readonly [state: string, cells: readonly string[]])[]): string =>
  [
    '| state | event → next state |',
    '|---|---|',
    ...rows.map(([state, cells]) => `| ${state} | ${cells.join(', ') || 'nothing leaves here'} |`),
  ].join('\n');

/** The story's machine as a drawing. */
export const stateDiagram = (): string => diagram(MACHINE_WAYS, ['merged']);

/** The story's machine as text: a row a state, what can happen there and where it leads. */
export const stateTable = (): string =>
  table(STATUSES.map((from) => [from, Object.entries(MACHINE[from]).map(([event, to]) => `\`${event}\` → ${to}`)]));

/** The cycle of an epic's sprints as a drawing. */
export const cycleDiagram = (): string => diagram(CYCLE_WAYS, []);

/** The cycle as text. */
export const cycleTable = (): string =>
  table(
    CYCLE.map((from) => [
      from,
      Object.entries(CYCLE_TABLE[from]).map(([event, target]) => {
        const to = target === 'rest' ? RESTS.map((rest) => `${rest.to} (${rest.when})`).join(' or ') : target;
        return `\`${event}\` → ${to}`;
      }),
    ]),
  );
