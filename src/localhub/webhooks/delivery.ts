import type { EventName, JsonObject } from '../world/types.ts';

/** One attempt to hand an event to a hook. A redelivery is another attempt with the same `guid`. */
export interface Delivery {
  id: number;
  appId: number;
  /** `X-GitHub-Delivery`. */
  guid: string;
  event: EventName;
  action: string | null;
  installationId: number;
  repositoryId: number | null;
  redelivery: boolean;
  /** ISO time at which it was sent; while it waits, since when. */
  deliveredAt: string;
  /** Seconds from sending to answer. */
  duration: number;
  /** `OK`, or why not, in GitHub's words; `pending` while it waits or runs. */
  status: string;
  /** The receiver's HTTP status; 0 when it gave none. */
  statusCode: number;
  url: string;
  request: { headers: Record<string, string>; body: string };
  response: { headers: Record<string, string>; body: string };
}

/** GitHub's `hook-delivery-item`, as the list of deliveries shows it. */
export function deliveryItem(thing: Delivery): JsonObject {
  return {
    id: thing.id,
    guid: thing.guid,
    delivered_at: thing.deliveredAt,
    redelivery: thing.redelivery,
    duration: thing.duration,
    status: thing.status,
    status_code: thing.statusCode,
    event: thing.event,
    action: thing.action,
    installation_id: thing.installationId,
    repository_id: thing.repositoryId,
    throttled_at: null,
  };
}

/** GitHub's `hook-delivery`, with what was sent and what was answered. */
export function hookDelivery(thing: Delivery): JsonObject {
  return {
    ...deliveryItem(thing),
    url: thing.url,
    request: { headers: thing.request.headers, payload: JSON.parse(thing.request.body) as JsonObject },
    response: { headers: thing.response.headers, payload: thing.response.body },
  };
}
