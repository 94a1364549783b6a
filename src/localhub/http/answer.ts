import { createHash } from 'node:crypto';

/** What a handler answers with. */
export interface Answer {
  readonly status: number;
  /** Sent as JSON. Absent together with `raw` for an empty answer. */
  readonly body?: unknown;
  /** Sent as it is, instead of JSON. */
  readonly raw?: { readonly type: string; readonly content: string | Uint8Array };
  readonly headers?: Readonly<Record<string, string>>;
}

/** A JSON answer. */
export const json = (body: unknown, status = 200, headers?: Readonly<Record<string, string>>): Answer => ({
  status,
  body,
  ...(headers ? { headers } : {}),
});

/** 204, with nothing to say. */
export const noContent: Answer = { status: 204 };

/** The bytes and headers of an answer, before it is known whether the client has it already. */
export interface Encoded {
  readonly content: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Turns an answer into bytes, with the ETag that a client can send back in `If-None-Match`. */
export function encode(answer: Answer): Encoded {
  const headers = { ...answer.headers };
  if (answer.raw === undefined && answer.body === undefined) return { content: null, headers };
  const content = Buffer.from(answer.raw?.content ?? JSON.stringify(answer.body));
  return {
    content,
    headers: {
      ...headers,
      'content-type': answer.raw?.type ?? 'application/json; charset=utf-8',
      etag: `W/"${createHash('sha256').update(content).digest('hex')}"`,
    },
  };
}

/** Whether the client has this version already. Weak comparison: a proxy may have marked the tag as weak. */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string | undefined): boolean {
  if (ifNoneMatch === undefined || etag === undefined) return false;
  const bare = (tag: string): string => tag.trim().replace(/^W\//, '');
  return ifNoneMatch === '*' || ifNoneMatch.split(',').some((tag) => bare(tag) === bare(etag));
}
