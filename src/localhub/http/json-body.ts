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
  const text = await readText(request);
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

function readText(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largestBody) chunks.push(chunk);
    });
    // Read to its end even when it is too large: a client that is cut off while it sends never sees the answer.
    request.on('end', () => {
      if (size <= largestBody) return resolve(Buffer.concat(chunks).toString('utf8'));
      reject(
        new HubError(
          413,
          `The body has ${size} bytes; ${largestBody} is the most that is taken here. Send large files by git.`,
        ),
      );
    });
    request.on('error', reject);
  });
}
