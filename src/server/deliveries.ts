/**
 * Webhooks that GitHub could not deliver. It never tries again by itself, but keeps them for three days and tells an App which they were; so
 * they are read there, instead of asking GitHub to send them once more to a door that may be shut again.
 */
import type { AppClient } from './installations.ts';

/** More than this were lost at once: the sweep of the repositories themselves finds what matters cheaper. */
const MOST_READ = 200;
/** Pages of a hundred that are looked through. */
const MOST_PAGES = 20;

/** A delivery as the list shows it. */
interface Listed {
  id: number;
  guid: string;
  delivered_at: string;
  status_code: number;
}

/** What a webhook would have brought. */
export interface Missed {
  id: string;
  name: string;
  payload: unknown;
}

/** The deliveries since a time of which no attempt was answered with success, newest first. Throws what the client throws. */
export async function missedDeliveries(app: AppClient, since: Date): Promise<Missed[]> {
  const arrived = new Set<string>();
  const failed = new Map<string, Listed>();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { data, headers } = await app.request('GET /app/hook/deliveries', {
      per_page: 100,
      ...(cursor !== undefined && { cursor }),
    });
    const list = data as Listed[];
    for (const delivery of list) {
      if (Date.parse(delivery.delivered_at) < since.getTime()) continue;
      if (delivery.status_code >= 200 && delivery.status_code < 300) arrived.add(delivery.guid);
      else failed.set(delivery.guid, delivery);
    }
    cursor = cursorIn(headers?.link);
    const oldest = list.at(-1);
    if (cursor === undefined || !oldest || Date.parse(oldest.delivered_at) < since.getTime()) break;
  }
  const missed: Missed[] = [];
  for (const { id, guid } of failed.values()) {
    if (arrived.has(guid) || missed.length >= MOST_READ) continue;
    const { data } = await app.request('GET /app/hook/deliveries/{delivery_id}', { delivery_id: id });
    const { event, request } = data as { event: string; request: { payload: unknown } };
    missed.push({ id: guid, name: event, payload: request.payload });
  }
  return missed;
}

/** The cursor of the next page, out of the `Link` header. */
function cursorIn(link: unknown): string | undefined {
  const next = typeof link === 'string' ? /<([^>]+)>;\s*rel="next"/.exec(link)?.[1] : undefined;
  return next === undefined ? undefined : (new URL(next).searchParams.get('cursor') ?? undefined);
}
