import type { IncomingMessage } from 'node:http';
import { HubError, type JsonObject } from '../world/types.ts';

/** The largest body taken, in bytes: the contents API carries files as base64, and nothing else comes near. */
export const largestBody = 25 * 1024 * 1024;

/**
 * The JSON object that a request carries; an empty body is an empty object.
 *
 * @throws {HubError} 413 for a body over {@link largestBody}, 400 in GitHub's words for what is not a JSON object
 */
export async function readJsonBody(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) {
      throw new HubError(
        413,
        `The body is over ${largestBody} bytes, the largest one taken here; send large files by git.`,
      );
    }
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HubError(400, 'Problems parsing JSON');
  }
  // `PUT …/labels` once took a bare array; GitHub still takes it, so it is read as the object of today.
  if (Array.isArray(value)) return { labels: value };
  if (typeof value !== 'object' || value === null) throw new HubError(400, 'Body should be a JSON object');
  return value as JsonObject;
}
