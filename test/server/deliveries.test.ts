/** Reading the webhooks that never arrived. */
import { expect, test } from 'vitest';
import { missedDeliveries } from '../../src/server/deliveries.ts';

const delivery = (id: number, guid: string, code: number, minute: number) => ({
  id,
  guid,
  delivered_at: `2026-11-23T09:${String(minute).padStart(2, '0')}:00Z`,
  redelivery: false,
  duration: 0.1,
  status: code === 202 ? 'OK' : 'failed to connect',
  status_code: code,
  event: 'issues',
});

/** An App with these deliveries, two a page, newest first. */
function appWith(list: ReturnType<typeof delivery>[]) {
  const asked: string[] = [];
  return {
    asked,
    request: async (route: string, parameters: Record<string, unknown> = {}) => {
      if (route === 'GET /app/hook/deliveries') {
        const from = Number(parameters.cursor ?? 0);
        asked.push(`page ${from}`);
        const more = from + 2 < list.length;
        const link = `<https://api.github.com/app/hook/deliveries?per_page=100&cursor=${from + 2}>; rel="next"`;
        return { data: list.slice(from, from + 2), headers: more ? { link } : {} };
      }
      asked.push(`delivery ${parameters.delivery_id}`);
      return { data: { event: 'issues', request: { payload: { number: parameters.delivery_id } } } };
    },
  };
}

test('what failed and never arrived is read; what a redelivery brought is not', async () => {
  const app = appWith([
    delivery(6, 'c', 202, 50),
    delivery(5, 'b', 0, 40),
    delivery(4, 'a', 202, 30),
    delivery(3, 'a', 502, 20),
    delivery(2, 'd', 404, 10),
    delivery(1, 'e', 0, 1),
  ]);
  const missed = await missedDeliveries(app, new Date('2026-11-23T09:05:00Z'));
  expect(missed).toEqual([
    { id: 'b', name: 'issues', payload: { number: 5 } },
    { id: 'd', name: 'issues', payload: { number: 2 } },
  ]);
  expect(app.asked).toEqual(['page 0', 'page 2', 'page 4', 'delivery 5', 'delivery 2']);
});

test('pages before the time of interest are not asked for', async () => {
  const app = appWith([delivery(3, 'c', 0, 50), delivery(2, 'b', 0, 4), delivery(1, 'a', 0, 3)]);
  expect(await missedDeliveries(app, new Date('2026-11-23T09:30:00Z'))).toHaveLength(1);
  expect(app.asked).toEqual(['page 0', 'delivery 3']);
});
