import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verify } from '@octokit/webhooks-methods';
import { afterEach, describe, expect, it } from 'vitest';
import { startWebhooks, type Webhooks } from '../../../src/localhub/webhooks/deliver.ts';
import { deliveryItem, hookDelivery } from '../../../src/localhub/webhooks/delivery.ts';
import { setWebhook } from '../../../src/localhub/world/apps.ts';
import { setSuspended } from '../../../src/localhub/world/installations.ts';
import { openIssue } from '../../../src/localhub/world/issues.ts';
import { createLabel } from '../../../src/localhub/world/labels.ts';
import { nodeId } from '../../../src/localhub/world/node-ids.ts';
import { createRepository } from '../../../src/localhub/world/repositories.ts';
import { expectValidResponse } from '../../schemas/validate.ts';
import { push, type SmallWorld, sha, smallWorld, urls } from '../world/small-world.ts';

const SECRET = 'it is a secret';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** A receiver on a free port that answers with `status`, or never with null. */
async function receiver(status: number | null): Promise<{ url: string; got: Received[] }> {
  const got: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    got.push({ headers: request.headers, body });
    if (status !== null) response.writeHead(status).end('{"ok":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got };
}

/** The small world with webhooks running towards `url`. */
function sending(url: string, timeoutMs = 5000): SmallWorld & { webhooks: Webhooks } {
  const small = smallWorld();
  setWebhook(small.world, { app: small.app, webhook: { url, secret: SECRET, active: true } });
  let count = 0;
  const guid = (): string => {
    count += 1;
    return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
  };
  const webhooks = startWebhooks(small.world, { urls, guid, timeoutMs });
  cleanups.push(() => webhooks.stop());
  return { ...small, webhooks };
}

describe('a webhook', () => {
  it('arrives signed, with GitHub’s headers and the installation', async () => {
    const { url, got } = await receiver(200);
    const { world, repository, ada, app, installation, webhooks } = sending(url);
    openIssue(world, ada, { repository, title: 'Zażółć gęślą jaźń 🐙' });
    await webhooks.idle();
    expect(got).toHaveLength(1);
    const { headers, body } = got[0] as Received;
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-github-event': 'issues',
      'x-github-delivery': '00000000-0000-4000-8000-000000000001',
      'x-github-hook-installation-target-type': 'integration',
      'x-github-hook-installation-target-id': String(app.id),
    });
    expect(headers['user-agent']).toMatch(/^GitHub-Hookshot\//);
    expect(await verify(SECRET, body, String(headers['x-hub-signature-256']))).toBe(true);
    expect(await verify('another', body, String(headers['x-hub-signature-256']))).toBe(false);
    expect(JSON.parse(body)).toMatchObject({
      action: 'opened',
      issue: { title: 'Zażółć gęślą jaźń 🐙' },
      installation: { id: installation.id, node_id: nodeId('Installation', installation.id) },
    });
  });

  it.each<[string, (small: SmallWorld) => unknown, string[]]>([
    ['of an event the App subscribes to', (s) => push(s, s.ada, 'main', sha('a'), sha('b')), ['push', 'check_suite']],
    ['of one it does not', (s) => createLabel(s.world, s.ada, { repository: s.repository, name: 'x' }), []],
    [
      'of an installation that has been suspended, after it was told so',
      (s) => {
        setSuspended(s.world, s.ada, { installation: s.installation, suspended: true });
        openIssue(s.world, s.ada, { repository: s.repository, title: 'x' });
      },
      ['installation'],
    ],
    [
      'of a repository it is not installed on',
      (s) => {
        const repository = createRepository(s.world, s.out, { owner: s.accounts.out, name: 'mine' });
        openIssue(s.world, s.out, { repository, title: 'x' });
      },
      [],
    ],
    [
      'of its own new repository',
      (s) => createRepository(s.world, s.ada, { owner: s.accounts.ada, name: 'more' }),
      ['installation_repositories'],
    ],
    [
      'while its hook is switched off',
      (s) => {
        setWebhook(s.world, { app: s.app, webhook: s.app.webhook && { ...s.app.webhook, active: false } });
        openIssue(s.world, s.ada, { repository: s.repository, title: 'x' });
      },
      [],
    ],
  ])('%s', async (_what, act, expected) => {
    const { url, got } = await receiver(200);
    const small = sending(url);
    act(small);
    await small.webhooks.idle();
    expect(got.map(({ headers }) => headers['x-github-event']).sort()).toEqual([...expected].sort());
  });
});

describe('the log of deliveries', () => {
  it.each([
    [200, 'OK'],
    [202, 'OK'],
    [302, 'Invalid HTTP Response: 302'],
    [500, 'Invalid HTTP Response: 500'],
  ])('notes the answer %i as %s and does not try again', async (status, words) => {
    const { url, got } = await receiver(status);
    const { world, repository, ada, app, webhooks } = sending(url);
    openIssue(world, ada, { repository, title: 'x' });
    await webhooks.idle();
    expect(got).toHaveLength(1);
    expect(webhooks.deliveries(app.id)).toMatchObject([
      { status: words, statusCode: status, event: 'issues', action: 'opened', redelivery: false },
    ]);
  });

  it('notes silence as a time-out and a closed door as such', async () => {
    const silent = await receiver(null);
    const { world, repository, ada, app, webhooks } = sending(silent.url, 30);
    openIssue(world, ada, { repository, title: 'x' });
    await webhooks.idle();
    setWebhook(world, { app, webhook: { url: 'http://127.0.0.1:1/', secret: SECRET, active: true } });
    openIssue(world, ada, { repository, title: 'y' });
    await webhooks.idle();
    expect(webhooks.deliveries(app.id).map(({ status, statusCode }) => [status, statusCode])).toEqual([
      ['failed to connect to host', 0],
      ['timed out', 0],
    ]);
  });

  it('can send a delivery again: same GUID, same bytes, another entry', async () => {
    const { url, got } = await receiver(200);
    const { world, repository, ada, app, webhooks } = sending(url);
    const ended: string[] = [];
    webhooks.onDelivery((delivery) => ended.push(`${delivery.id} ${delivery.status}`));
    openIssue(world, ada, { repository, title: 'x' });
    await webhooks.idle();
    const [first] = webhooks.deliveries(app.id);
    expect(webhooks.redeliver(app.id, 99)).toBeNull();
    webhooks.redeliver(app.id, first?.id ?? 0);
    await webhooks.idle();
    expect(got[1]).toEqual({
      body: got[0]?.body,
      headers: expect.objectContaining({ 'x-github-delivery': first?.guid }),
    });
    expect(webhooks.deliveries(app.id).map(({ id, redelivery }) => [id, redelivery])).toEqual([
      [2, true],
      [1, false],
    ]);
    expect(ended).toEqual(['1 OK', '2 OK']);
  });

  it('is shown as GitHub shows it', async () => {
    const { url } = await receiver(200);
    const { world, repository, ada, app, webhooks } = sending(url);
    openIssue(world, ada, { repository, title: 'x' });
    await webhooks.idle();
    const [delivery] = webhooks.deliveries(app.id);
    if (delivery === undefined) throw new Error('nothing was delivered');
    expectValidResponse('GET', '/app/hook/deliveries', 200, [deliveryItem(delivery)]);
    expectValidResponse('GET', '/app/hook/deliveries/1', 200, hookDelivery(delivery));
    expect(webhooks.find(app.id, delivery.id)).toBe(delivery);
  });

  it('delivers a burst completely, and stops when told to', async () => {
    const { url, got } = await receiver(200);
    const { world, repository, ada, webhooks } = sending(url);
    for (let i = 0; i < 60; i += 1) openIssue(world, ada, { repository, title: `issue ${i}` });
    await webhooks.idle();
    expect(new Set(got.map(({ headers }) => headers['x-github-delivery'])).size).toBe(60);
    await webhooks.stop();
    openIssue(world, ada, { repository, title: 'unheard' });
    await webhooks.idle();
    expect(got).toHaveLength(60);
  });
});
