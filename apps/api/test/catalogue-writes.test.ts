import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, newTenant, type Tenant } from './client.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let tenant: Tenant;
let project: string;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const newProject = async () => {
  tenant = await newTenant(api);
  project = `/v1/projects/${tenant.projectId}`;
};
interface Body {
  itemId: string;
  userId: string;
  title: string;
  price: number | null;
  custom: Record<string, unknown>;
  items: { itemId: string }[];
  errors: { pointer: string }[];
  data: { itemId: string }[];
  accepted: number;
}
const ask = (method: string, path: string, json?: unknown) =>
  call<Body>(api, method, project + path, { key: tenant.key, ...(json === undefined ? {} : { json }) });
const recommended = async () => {
  const { body } = await ask('POST', '/recommendations', { strategy: 'latest', n: 500 });
  return body.items.map((item) => item.itemId);
};

describe('an item over HTTP', () => {
  it('is made with 201, replaced with 200, changed with 200, deleted with 204 and not found afterwards', async () => {
    await newProject();
    const statuses: number[] = [];
    for (const [method, json] of [
      ['PUT', { title: 'One', custom: { pages: 5 } }],
      ['PUT', { title: 'Two', price: 9, custom: { pages: 6 } }],
      ['PATCH', { price: null, custom: { colour: 'red' } }],
      ['GET'],
      ['DELETE'],
      ['GET'],
      ['PATCH', { title: 'Three' }],
      ['DELETE'],
    ] as const) {
      const { status, body } = await ask(method, '/items/book-1', json);
      statuses.push(status);
      if (method === 'GET' && status === 200)
        expect(body).toMatchObject({
          itemId: 'book-1',
          title: 'Two',
          price: null,
          custom: { pages: 6, colour: 'red' },
        });
    }
    expect(statuses).toEqual([201, 200, 200, 200, 204, 404, 404, 204]);
  });

  it('is recommended from the next answer on, and not from the next one after it is hidden or deleted', async () => {
    await newProject();
    await ask('POST', '/items:bulk', { items: ['a', 'b', 'c'].map((itemId) => ({ itemId, title: itemId })) });
    expect((await recommended()).sort()).toEqual(['a', 'b', 'c']);
    await ask('PATCH', '/items/a', { hidden: true });
    expect((await recommended()).sort()).toEqual(['b', 'c']);
    await ask('DELETE', '/items/b');
    expect(await recommended()).toEqual(['c']);
    await ask('PATCH', '/items/a', { hidden: false });
    await ask('PUT', '/items/b', { title: 'b' });
    expect((await recommended()).sort()).toEqual(['a', 'b', 'c']);
  });

  it('has exactly the id of the path, whatever is in it', async () => {
    await newProject();
    const ids = [
      '00123',
      '123',
      '9007199254740993',
      '9007199254740992',
      'caf\u00e9',
      'cafe\u0301',
      'a/b',
      '50%',
      '%2F',
    ];
    ids.push('📚', 'a+b', 'a b', 'bulk', ':bulk', '__proto__', 'x'.repeat(512));
    for (const id of ids) {
      const path = encodeURIComponent(id);
      expect((await ask('PUT', `/items/${path}`, { title: `Title of ${id}` })).body.itemId, id).toBe(id);
      expect((await ask('PUT', `/users/${path}`, { custom: { of: id } })).body.userId, id).toBe(id);
    }
    for (const id of ids) {
      const path = encodeURIComponent(id);
      expect((await ask('GET', `/items/${path}`)).body, id).toMatchObject({ itemId: id, title: `Title of ${id}` });
      expect((await ask('GET', `/users/${path}`)).body, id).toMatchObject({ userId: id, custom: { of: id } });
    }
    expect((await ask('GET', '/items?limit=100')).body.data).toHaveLength(ids.length);
  });

  it('is refused with a pointer to each part that is wrong', async () => {
    await newProject();
    await ask('PUT', '/items/a', { custom: { pages: 5 } });
    const long = 'x'.repeat(513);
    for (const [path, json, pointer] of [
      ['/items/a', { title: 5 }, '/title'],
      ['/items/a', { price: -1 }, '/price'],
      ['/items/a', { url: 'javascript:alert(1)' }, '/url'],
      ['/items/a', { createdAt: 'today' }, '/createdAt'],
      ['/items/a', { createdAt: '9999-12-31T23:59:59-15:00' }, '/createdAt'],
      ['/items/a', { createdAt: '0001-01-01T00:00:00+15:00' }, '/createdAt'],
      ['/items/a', { title: 'a\0b' }, '/title'],
      ['/items/a', { colour: 'red' }, '/colour'],
      ['/items/a', { custom: { pages: 'many' } }, '/custom/pages'],
      ['/items/a', { custom: { list: ['a', 5] } }, '/custom/list/1'],
      ['/items/a', { custom: { place: { lat: 91, lon: 0 } } }, '/custom/place/lat'],
      ['/items/a', { custom: { ['x'.repeat(65)]: 1 } }, '/custom/'],
      ['/items/a', { custom: 'red' }, '/custom'],
      ['/items/a', { itemId: 'b' }, '/itemId'],
      [`/items/${long}`, {}, '/itemId'],
      ['/items/a%00b', {}, '/itemId'],
      ['/users/a', { taste: 'Crime' }, '/taste'],
      ['/items:bulk', { items: [] }, '/items'],
      ['/users:bulk', { users: {} }, '/users'],
    ] as const) {
      const { status, body } = await ask(path.endsWith(':bulk') ? 'POST' : 'PUT', path, json);
      expect(status, JSON.stringify(json)).toBe(422);
      const pointers = body.errors.map((error) => error.pointer);
      expect(
        pointers.some((found) => found.startsWith(pointer)),
        `${JSON.stringify(json)}: ${pointers}`,
      ).toBe(true);
    }
    const proto = await call<Body>(api, 'PUT', `${project}/items/a`, {
      key: tenant.key,
      raw: '{"custom":{"__proto__":{"lat":1,"lon":2}}}',
      headers: { 'content-type': 'application/json' },
    });
    expect([proto.status, proto.body.errors.map(({ pointer }) => pointer)]).toEqual([422, ['/custom/__proto__']]);
  });

  it('is one of at most 10,000 of a bulk request', async () => {
    await newProject();
    const rows = (name: string, n: number) => Array.from({ length: n }, (_, i) => ({ [name]: `${i}` }));
    expect((await ask('POST', '/items:bulk', { items: rows('itemId', 10_001) })).status).toBe(413);
    expect((await ask('POST', '/users:bulk', { users: rows('userId', 10_001) })).status).toBe(413);
    const most = await ask('POST', '/users:bulk', { users: rows('userId', 10_000) });
    expect([most.status, most.body.accepted]).toEqual([202, 10_000]);
  });
});

describe('a user over HTTP', () => {
  it('is made, changed, read and forgotten: a fallback answers the next request', async () => {
    await newProject();
    await ask('POST', '/items:bulk', { items: ['a', 'b', 'c'].map((itemId) => ({ itemId, title: itemId })) });
    expect((await ask('PUT', '/users/u', { custom: { taste: 'Crime' } })).status).toBe(201);
    expect((await ask('PUT', '/users/u', { custom: { taste: 'Drama' } })).status).toBe(200);
    await ask('POST', '/events', { userId: 'u', itemId: 'a', type: 'view' });
    const list = async () => (await ask('GET', '/users/u/recommendations')).body.items.map((item) => item.itemId);
    expect((await list()).sort()).toEqual(['b', 'c']);
    expect((await ask('DELETE', '/users/u/events')).status).toBe(204);
    expect((await list()).sort()).toEqual(['a', 'b', 'c']);
    await ask('POST', '/events', { userId: 'u', itemId: 'a', type: 'view' });
    expect((await list()).sort()).toEqual(['b', 'c']);
    expect((await ask('DELETE', '/users/u')).status).toBe(204);
    expect((await list()).sort()).toEqual(['a', 'b', 'c']);
    expect((await ask('GET', '/users/u')).status).toBe(404);
    expect((await ask('GET', '/users/u/events')).body.data).toEqual([]);
    expect((await ask('DELETE', '/users/u')).status).toBe(204);
  });
});
