import { createHmac } from 'node:crypto';

/** The value of `X-Hub-Signature-256`: `sha256=` and the hex HMAC of the body's UTF-8 bytes under the hook's secret. */
export function signature256(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body, 'utf8').digest('hex')}`;
}

/** The value of the older `X-Hub-Signature`, which GitHub still sends beside the other one. */
export function signature1(secret: string, body: string): string {
  return `sha1=${createHmac('sha1', secret).update(body, 'utf8').digest('hex')}`;
}
