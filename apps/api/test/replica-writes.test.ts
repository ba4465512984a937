import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { call, newTenant, type Tenant } from './client.ts';
import { startApi, type TestApi } from './start-api.ts';

let here: TestApi;
let there: TestApi;
let tenant: Tenant;
beforeAll(async () => {
  here = await startApi();
  there = await startApi({ replicaOf: here });
  tenant = await newTenant(here);
});
afterAll(async () => {
  await there.stop();
  await here.stop();
});

const ask = (api: TestApi, method: string, path: string, json?: unknown) =>
  call<{ items: { itemId: string }[] }>(api, method, `/v1/projects/${tenant.projectId}${path}`, {
    key: tenant.key,
    ...(json === undefined ? {} : { json }),
  });

it('what one process has written counts in the answers of another one', async () => {
  const write = async (method: string, path: string, json?: unknown) => {
    const { status, text } = await ask(here, method, path, json);
    expect(status, `${method} ${path}: ${text}`).toBeLessThan(300);
  };
  /** What the other process recommends, in the order of the ids; the status where it refuses. */
  const becomes = (query: unknown, wanted: string[] | number) =>
    vi.waitFor(
      async () => {
        const { status, body } = await ask(there, 'POST', '/recommendations', query);
        expect(status === 200 ? body.items.map((item) => item.itemId).sort() : status).toEqual(wanted);
      },
      { timeout: 10_000, interval: 50 },
    );
  const user = { userId: 'u', strategy: 'latest' };
  const near = { userId: 'u', excludeSeen: false, filter: { field: 'place', within: { km: 5, of: 'user' } } };
  const place = { lat: 52.5, lon: 13.4 };

  await write('POST', '/items:bulk', { items: ['a', 'b', 'c'].map((itemId) => ({ itemId, title: itemId })) });
  await becomes(user, ['a', 'b', 'c']);
  await write('PATCH', '/items/a', { hidden: true });
  await becomes(user, ['b', 'c']);
  await write('PATCH', '/items/a', { hidden: false, custom: { place } });
  await write('POST', '/events', { userId: 'u', itemId: 'b', type: 'view' });
  await becomes(user, ['a', 'c']);
  await becomes(near, []);
  await write('PUT', '/users/u', { custom: { location: place, place } });
  await becomes(near, ['a']);
  await write('DELETE', '/users/u/events');
  await becomes(user, ['a', 'b', 'c']);
  await write('POST', '/events', { events: [{ userId: 'u', itemId: 'c', type: 'view' }] });
  await becomes(user, ['a', 'b']);
  await write('DELETE', '/users/u');
  await becomes(user, ['a', 'b', 'c']);
  await becomes(near, []);
  await write('DELETE', '/items/b');
  await becomes(user, ['a', 'c']);
  await write('PUT', '/placements/shelf', { strategy: 'latest', n: 1, rules: { include: ['c'] } });
  await becomes({ placement: 'shelf' }, ['c']);
  await write('DELETE', '/placements/shelf');
  await becomes({ placement: 'shelf' }, 422);
});
