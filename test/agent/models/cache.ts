/**
 * The prompt cache of the Messages API, as its documentation describes it: a request writes the beginning up to each of its breakpoints,
 * and reads the longest one written before that ends within 20 blocks before one of them.
 */
interface Marked {
  text: string;
  marked: boolean;
}

const LOOK_BACK = 20;

/** A cache that is empty. `read` says how many blocks of a request come from it, of how many, and keeps what the request writes. */
export function promptCache(): { read(body: Record<string, unknown>): { read: number; of: number; points: number } } {
  const written = new Set<string>();
  return {
    read(body) {
      const blocks = blocksOf(body);
      const beginnings = blocks.map((_, index) => JSON.stringify(blocks.slice(0, index + 1).map(({ text }) => text)));
      const points = blocks.flatMap(({ marked }, index) => (marked ? [index] : []));
      const found = points.flatMap((point) =>
        beginnings.slice(Math.max(0, point - LOOK_BACK + 1), point + 1).flatMap((beginning, place, near) =>
          // The longest is what counts.
          written.has(beginning) ? [point + 1 - (near.length - 1 - place)] : [],
        ),
      );
      for (const point of points) written.add(beginnings[point]!);
      return { read: Math.max(0, ...found), of: blocks.length, points: points.length };
    },
  };
}

/** In the order in which the API reads them: tools, system, messages. A role is part of a block, a breakpoint is not. */
function blocksOf(body: Record<string, unknown>): Marked[] {
  const list = (value: unknown) => (Array.isArray(value) ? (value as Record<string, unknown>[]) : []);
  const marked = (block: Record<string, unknown>, role = ''): Marked => {
    const { cache_control, ...bare } = block;
    return { text: role + JSON.stringify(bare), marked: cache_control !== undefined };
  };
  return [
    ...list(body.tools).map((tool) => marked(tool)),
    ...list(body.system).map((block) => marked(block)),
    ...list(body.messages).flatMap(({ role, content }) => list(content).map((block) => marked(block, String(role)))),
  ];
}
