/**
 * The issues beside the one that an event is about: the epic that it is a part of, the issue that waits for it. What changed there can be news for
 * them. Everything that is read here is a hint, like the rest of a payload.
 */

import type { Reason, WakeUp } from '../core/wake-up.ts';

/** The few places of a payload that are looked at. Anything may be missing. */
interface Payload {
  issue?: { parent_issue_url?: unknown };
  parent_issue?: { number?: unknown };
  sub_issue?: { number?: unknown };
  blocked_issue?: { number?: unknown };
  blocked_issue_repo?: { full_name?: unknown };
  repository?: { full_name?: unknown };
}

/** Acts on an issue after which its epic may have something else to do. */
const MATTERS_TO_EPIC: ReadonlySet<string> = new Set(['closed', 'reopened', 'deleted', 'transferred']);

/**
 * The issues of the payload's repository that an event may be news for, besides its own subject, and why. GitHub sends `sub_issues` and
 * `issue_dependencies` to the repositories of both issues, under a name of its own for each; that a dependency is always told under both is nowhere
 * promised, so each of them wakes the issue that waits.
 */
export function relativesIn(event: string, action: string, body: object): Pick<WakeUp, 'issue' | 'reasons'>[] {
  const payload: Payload = body;
  const found = relativeIn(event, action, payload);
  const reason: Reason = event === 'issue_dependencies' && action.endsWith('_removed') ? 'unblocked' : 'relative';
  return typeof found === 'number' && Number.isSafeInteger(found) && found > 0
    ? [{ issue: found, reasons: [reason] }]
    : [];
}

function relativeIn(event: string, action: string, payload: Payload): unknown {
  switch (event) {
    case 'issues':
      return MATTERS_TO_EPIC.has(action) ? parentIn(payload) : undefined;
    case 'sub_issues':
      if (action.startsWith('sub_issue_')) return payload.parent_issue?.number;
      return action.startsWith('parent_issue_') ? payload.sub_issue?.number : undefined;
    case 'issue_dependencies':
      return isHere(payload) ? payload.blocked_issue?.number : undefined;
    default:
      return undefined;
  }
}

/** Whether the issue that waits is of this repository. Only where it may be of another one does the payload say of which. */
function isHere({ blocked_issue_repo: other, repository }: Payload): boolean {
  return other === undefined || (typeof other?.full_name === 'string' && other.full_name === repository?.full_name);
}

/** The parent of the issue, from its address, where it is an issue of the same repository. */
function parentIn({ issue, repository }: Payload): number | undefined {
  const address = issue?.parent_issue_url;
  const match = typeof address === 'string' ? /\/repos\/([^/]+\/[^/]+)\/issues\/([1-9]\d{0,9})$/.exec(address) : null;
  const home = typeof repository?.full_name === 'string' ? repository.full_name.toLowerCase() : undefined;
  return match && match[1]?.toLowerCase() === home ? Number(match[2]) : undefined;
}
