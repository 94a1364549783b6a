/** A gate between Orch and its GitHub: it passes requests on and counts them, and lets a test hold them back, cut them off or answer in GitHub's place. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the gate sees it. */
export interface Asked {
  method: string;
  path: string;
  body: string;
}

/** What becomes of a request; undefined lets it through. */
export type Fate =
  /** Waits there until the promise is settled, then goes through. */
  | { kind: 'wait'; until: Promise<void> }
  /** Goes through and works, and what comes back is this instead of the answer. */
  | { kind: 'works, but answers'; status: number; body?: unknown }
  | undefined;

export interface Gate {
  url: string;
  /** Every request so far, as `POST /api/graphql mutation addComment`. */
  readonly asked: string[];
  rule(next: ((asked: Asked) => Fate) | undefined): void;
  /** From now on nothing gets through, and what is under way is cut off: for GitHub, whoever asks here has died. */
  shut(): void;
  close(): Promise<void>;
}

/** Opens a gate before the server at `origin`. */
export async function openGate(origin: string): Promise<Gate> {
  const asked: string[] = [];
  let rule: ((asked: Asked) => Fate) | undefined;
  let isShut = false;
  const under = new Set<ServerResponse>();

  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const one = { method: request.method ?? '', path: request.url ?? '', body };
    asked.push(nameOf(one));
    const fate = rule?.(one);
    if (fate?.kind === 'wait') await fate.until;
    if (isShut) return;
    const { authorization = '', accept = '*/*', 'content-type': type = 'application/json' } = request.headers;
    const answer = await fetch(`${origin}${one.path}`, {
      method: one.method,
      headers: { authorization, accept, 'content-type': type },
      redirect: 'manual',
      ...(body === '' ? {} : { body }),
    });
    const text = await answer.text();
    const json = { 'content-type': answer.headers.get('content-type') ?? 'application/json' };
    const link = answer.headers.get('link');
    if (fate?.kind === 'works, but answers') response.writeHead(fate.status, json).end(JSON.stringify(fate.body ?? {}));
    else {
      response.writeHead(answer.status, { ...json, ...(link === null ? {} : { link: link.replaceAll(origin, url) }) });
      response.end(text);
    }
  };

  const server = createServer((request, response) => {
    if (isShut) return void request.socket.destroy();
    under.add(response);
    response.on('close', () => under.delete(response));
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const shut = (): void => {
    isShut = true;
    for (const response of under) response.destroy();
  };
  return {
    url,
    asked,
    rule: (next) => {
      rule = next;
    },
    shut,
    close: () => {
      shut();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

/** GraphQL says in its body what it is about: the name of a query, the fields of a mutation. */
function nameOf({ method, path, body }: Asked): string {
  const plain = `${method} ${path.split('?')[0]}`;
  if (!path.endsWith('/graphql')) return plain;
  const { query } = JSON.parse(body) as { query: string };
  const mutations = [...query.matchAll(/^ *m\d+: (\w+)/gm)].map(([, field]) => field);
  return `${plain} ${mutations.length > 0 ? `mutation ${mutations.join(' + ')}` : /^\w+ (\w+)/.exec(query)?.[1]}`;
}
