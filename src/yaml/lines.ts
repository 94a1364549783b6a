/** Where things stand in a YAML text, so that an error can name the line. */
import { EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';

/** The line (from 1) of the value, or of the key when `key` is asked for, at a path of keys and indexes. */
export type LineOf = (path: readonly PropertyKey[]) => number;

/**
 * Line numbers by path, for one YAML document that parses. A path that is not in the document (a missing key) answers with the line of
 * its nearest parent that is.
 */
export function yamlLines(text: string): LineOf {
  const offsets = new Map<string, number>([['[]', 0]]);
  const note = (path: readonly PropertyKey[], offset: number) => offsets.set(JSON.stringify(path.map(String)), offset);
  const events = parseEvents(text, {});
  let next = 0;

  const node = (path: PropertyKey[]): void => {
    const event = events[next++];
    if (!event || event.type === EVENT_ID.POP) return;
    if (event.type === EVENT_ID.SEQUENCE) {
      for (let index = 0; more(); index++) node([...path, index]);
      next++;
    } else if (event.type === EVENT_ID.MAPPING) {
      while (more()) {
        const key = events[next++];
        if (key?.type !== EVENT_ID.SCALAR) return;
        const child = [...path, getScalarValue(text, key)];
        note(child, key.valueStart);
        node(child);
      }
      next++;
    } else if (event.type === EVENT_ID.SCALAR) {
      if (typeof path.at(-1) === 'number') note(path, event.valueStart);
    }
  };
  const more = () => next < events.length && events[next]?.type !== EVENT_ID.POP;

  while (next < events.length) {
    if (events[next]?.type === EVENT_ID.DOCUMENT) next++;
    else node([]);
  }
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const own = path.slice(0, length).map(String);
      const offset = offsets.get(JSON.stringify(own)) ?? firstBelow(offsets, own);
      if (offset !== undefined) return lineAt(text, offset);
    }
    return 1;
  };
}

/** A sequence item that is a mapping has no mark of its own: it begins where its first key begins. */
function firstBelow(offsets: ReadonlyMap<string, number>, path: readonly string[]): number | undefined {
  const prefix = `${JSON.stringify(path).slice(0, -1)},`;
  for (const [key, offset] of offsets) if (key.startsWith(prefix)) return offset;
  return undefined;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) if (text.charCodeAt(i) === 10) line++;
  return line;
}
