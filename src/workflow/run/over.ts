/** What the words of a `for-each`, a `repeat` or a `<loop>` mean. */
import { parseCondition } from '../condition.ts';
import type { Repeat } from '../steps.ts';
import type { TagNode } from '../tree.ts';
import type { Over } from './program.ts';

/** A loop as an operation has it; `written` is how people know it again. */
export interface LoopOver {
  over: Over;
  max?: number;
  written: string;
}

const NAME = String.raw`\{{0,2}\s*([A-Za-z_][\w.-]*)\s*\}{0,2}`;
const EACH_IN = new RegExp(String.raw`^(?:each\s+)?${NAME}\s+(?:in|of)\s+${NAME}$`, 'i');
const EACH = new RegExp(`^${NAME}$`);

/** `story in stories`, `stories`, or words. The item is a variable in each round; where the list is not known, the agent is asked for it. */
export function overOfEach(text: string): LoopOver {
  const written = `for-each="${text}"`;
  const words = text.trim();
  const both = EACH_IN.exec(words);
  if (both) return { over: { kind: 'each', item: both[1] as string, list: both[2] as string }, written };
  const list = EACH.exec(words)?.[1] ?? slug(words);
  return { over: { kind: 'each', item: singular(list), list }, written };
}

/** A number of rounds, `for-each-epic`, or until when. */
export function overOfRepeat(repeat: Repeat): LoopOver {
  if (repeat.kind === 'times')
    return { over: { kind: 'times', times: repeat.times }, written: `repeat="${repeat.times}"` };
  const written = `repeat="${repeat.words}"`;
  const each = /^\s*for[- ]?each[- ](.+)$/i.exec(repeat.words);
  if (!each) return { over: { kind: 'words', words: repeat.words.replaceAll('-', ' ').trim() }, written };
  const item = slug(each[1] as string);
  return { over: { kind: 'each', item, list: plural(item) }, written };
}

/** A `<loop>` by its attributes. Without any it goes on until a `break`. */
export function overOfLoop(tag: TagNode): LoopOver {
  const given = tag.attributes;
  const attributes = Object.entries(given).map(([name, value]) => ` ${name}="${value}"`);
  const written = `<loop${attributes.join('')}>`;
  const limit = Number(given.max);
  const max = Number.isInteger(limit) && limit > 0 ? { max: limit } : {};
  const each = given['for-each'];
  if (each !== undefined) return { ...overOfEach(each), ...max, written };
  const times = given.times ?? given.repeat;
  if (times !== undefined) {
    const counted = /^\s*\d{1,6}\s*$/.test(times);
    const repeat: Repeat = counted ? { kind: 'times', times: Number(times) } : { kind: 'words', words: times };
    return { ...overOfRepeat(repeat), ...max, written };
  }
  for (const kind of ['while', 'until'] as const) {
    const condition = given[kind];
    if (condition !== undefined) return { over: { kind, condition: parseCondition(condition) }, ...max, written };
  }
  return { over: { kind: 'endless' }, ...max, written };
}

/** Words as the name of a variable. */
export function slug(words: string): string {
  const name = words
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  return /^[a-z]/.test(name) ? name : `item_${name}`;
}

function plural(name: string): string {
  return name.endsWith('y') ? `${name.slice(0, -1)}ies` : name.endsWith('s') ? name : `${name}s`;
}

function singular(name: string): string {
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
  return name.endsWith('s') && !name.endsWith('ss') ? name.slice(0, -1) : 'item';
}
