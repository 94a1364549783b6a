/** The text of an issue as one value that can be compared: an approval is bound to the text that was approved. Both adapters use it. */
import { hash } from 'node:crypto';
import type { Issue, Person } from '../core/observation.ts';

/** SHA-256 over title and body, in hex. Where the one ends and the other begins is part of it. */
export const textHash = (title: string, body: string): string => hash('sha256', JSON.stringify([title, body]));

/** A change of the body or of the title; both are told of by GitHub in different places. */
export interface Edit {
  at: string | null | undefined;
  by: Person | null;
}

/** The newest of the changes that took place; null when none did. Of two within one second, the one of the body. */
export function newestEdit(body: Edit, title: Edit): Issue['edited'] {
  const [one, other] = [told(body), told(title)];
  if (!one || !other) return one ?? other;
  return Date.parse(other.at) > Date.parse(one.at) ? other : one;
}

const told = ({ at, by }: Edit): Issue['edited'] => (at ? { at, by } : null);
