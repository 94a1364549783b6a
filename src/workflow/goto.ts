/** Where a `goto` leads: to a step by number or by name, or to an anchor. */
import { distance } from 'fastest-levenshtein';
import type { Step } from './steps.ts';
import { type TagNode, textOf } from './tree.ts';

/** What a `goto` asks for, as written. */
export type Wish = { kind: 'step' | 'anchor' | 'any'; name: string };

/** Where it leads. `runtime` names a variable that is only known then. */
export type Destination =
  | { kind: 'step'; steps: Step[] }
  | { kind: 'anchor'; name: string }
  | { kind: 'runtime'; name: string }
  | { kind: 'none'; nearest: string | undefined };

/** What a `goto` asks for, or `undefined` where it says nothing. */
export function wishOf(tag: TagNode): Wish | undefined {
  const { step, anchor } = tag.attributes;
  if (step?.trim()) return { kind: 'step', name: step.trim() };
  if (anchor?.trim()) return { kind: 'anchor', name: anchor.trim().replace(/^#/, '') };
  const text = tag.children.map(textOf).join('').trim();
  return text === '' ? undefined : { kind: 'any', name: text };
}

/** Looks a wish up among the steps and anchors of one file. */
export function destination(wish: Wish, steps: readonly Step[], anchors: ReadonlySet<string>): Destination {
  if (/\{[^}]+\}/.test(wish.name)) return { kind: 'runtime', name: wish.name };
  const name = wish.name.replace(/^#/, '');
  if (wish.kind !== 'step' && anchors.has(name)) return { kind: 'anchor', name };
  if (wish.kind !== 'anchor') {
    const number = name.replace(/^step\s+/i, '').toLowerCase();
    const numbered = steps.filter((step) => step.number.toLowerCase() === number);
    if (numbered.length > 0) return { kind: 'step', steps: numbered };
    const named = steps.filter((step) => step.goal.toLowerCase() === name.toLowerCase() && step.goal !== '');
    if (named.length > 0) return { kind: 'step', steps: named };
  }
  if (anchors.has(name)) return { kind: 'anchor', name };
  return { kind: 'none', nearest: nearest(name, [...steps.map((step) => step.number || step.goal), ...anchors]) };
}

function nearest(name: string, names: readonly string[]): string | undefined {
  const scored = names.map((other) => ({ other, far: distance(name, other) })).sort((a, b) => a.far - b.far);
  const best = scored[0];
  return best && best.far <= Math.max(2, name.length / 3) ? best.other : undefined;
}
