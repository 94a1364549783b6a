/** The report of a run, on its way into an artifact that everyone with access to the repository may read, and for good. */
import type { Report } from '../core/run.ts';
import { findOwnSecret, redacted } from './secrets.ts';

/**
 * The report without the secrets that the job holds: an intent with one in it is replaced by the note that it had, so that it is refused by name
 * and costs nothing but itself. Well-known forms are taken out of the reason alone; in intents delivery finds them, and can say in which commit.
 */
export function withoutSecrets(report: Report, own: readonly string[]): Report {
  const intents = report.intents.map((intent) => {
    const found = textsIn(intent).some((text) => findOwnSecret(text, own));
    return found ? { kind: kindOf(intent), withheld: 'a secret of this run' } : intent;
  });
  const reason = report.reason === undefined ? {} : { reason: redacted(report.reason, own).slice(0, 2_000) };
  return { ...report, ...reason, intents };
}

/** Every text in a value, keys included. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)]);
}

function kindOf(intent: unknown): string {
  const kind = typeof intent === 'object' && intent !== null && 'kind' in intent ? intent.kind : undefined;
  return typeof kind === 'string' && /^[a-z_]{1,40}$/.test(kind) ? kind : 'unknown';
}

/** The value with `redacted` done to every text in it, keys included. */
export const redactedDeep = <T>(value: T, own: readonly string[]): T => walk(value, own) as T;

function walk(value: unknown, own: readonly string[]): unknown {
  if (typeof value === 'string') return redacted(value, own);
  if (Array.isArray(value)) return value.map((each) => walk(each, own));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [redacted(key, own), walk(each, own)]));
}
