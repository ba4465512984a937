import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, newTenant, type Tenant } from './client.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let tenant: Tenant;
let project: string;
beforeAll(async () => {
  api = await startApi();
  tenant = await newTenant(api);
  project = `/v1/projects/${tenant.projectId}`;
});
afterAll(() => api.stop());

const ask = (method: string, path: string, json?: unknown) =>
  call<Record<string, unknown> & { errors: { pointer: string }[]; data: { name: string }[] }>(
    api,
    method,
    `${project}/placements${path}`,
    { key: tenant.key, ...(json === undefined ? {} : { json }) },
  );
const settings = {
  strategy: 'popular',
  filter: { and: [{ field: 'price', gte: 5, lte: 20 }, { not: { field: 'categories', contains: 'Crime' } }] },
  rules: { pin: [{ itemId: 'a', position: 2 }], exclude: ['b'] },
  n: 7,
  diversity: 0.3,
  rotation: 0.5,
  excludeSeen: false,
  excludeOwn: false,
  fields: ['title', 'price'],
  explain: true,
};

describe('a placement', () => {
  it('counts in the very next recommendation: stored, changed and deleted', async () => {
    const ask = (method: string, path: string, json?: unknown) =>
      call<{ items: { itemId: string }[]; recommendationId: string }>(api, method, project + path, {
        key: tenant.key,
        ...(json === undefined ? {} : { json }),
      });
    const rows = Array.from({ length: 6 }, (_, i) => ({ itemId: `i${i}`, title: `${i}`, custom: { size: i } }));
    await ask('POST', '/items:bulk', { items: rows });
    const shown = async () => {
      const { status, body } = await ask('POST', '/recommendations', { placement: 'shelf' });
      return status === 200 ? body.items.map((item) => item.itemId).sort() : status;
    };
    expect(await shown()).toBe(422);
    await ask('PUT', '/placements/shelf', { strategy: 'latest', n: 2 });
    expect(await shown()).toHaveLength(2);
    await ask('PUT', '/placements/shelf', { strategy: 'latest', filter: { field: 'size', gte: 3 } });
    expect(await shown()).toEqual(['i3', 'i4', 'i5']);
    const { recommendationId } = (await ask('POST', '/recommendations', { placement: 'shelf' })).body;
    for (const [type, itemId] of [
      ['impression', 'i3'],
      ['impression', 'i4'],
      ['click', 'i4'],
      ['convert', 'i4'],
    ])
      expect((await ask('POST', '/events', { userId: 'u', itemId, type, recommendationId })).status).toBe(202);
    const insights = await call<{ data: unknown[] }>(api, 'GET', `${project}/insights?placement=shelf`, {
      key: tenant.key,
    });
    const counts = { impressions: 2, clicks: 1, conversions: 1 };
    expect(insights.body.data).toMatchObject([{ placement: 'shelf', version: null, ...counts }]);
    await ask('DELETE', '/placements/shelf');
    expect(await shown()).toBe(422);
  });

  it('can filter by the fields that are listed, own ones with their types', async () => {
    const list = await call<{ data: { name: string; type: string; own: boolean }[] }>(
      api,
      'GET',
      `${project}/item-fields`,
      { key: tenant.key },
    );
    expect(list.status).toBe(200);
    expect(list.body.data).toEqual(
      expect.arrayContaining([
        { name: 'price', type: 'number', own: false },
        { name: 'categories', type: 'list', own: false },
        { name: 'size', type: 'number', own: true },
      ]),
    );
  });

  it('is stored, read with every setting, replaced as a whole and deleted', async () => {
    const put = await ask('PUT', '/home', settings);
    expect([put.status, put.body]).toEqual([200, { name: 'home', ...settings, ...dates }]);
    const read = await ask('GET', '/home');
    expect([read.status, read.body]).toEqual([200, put.body]);
    expect((await ask('PUT', '/home', { n: 3 })).body).toEqual({ name: 'home', n: 3, ...dates });
    expect((await ask('GET', '/home')).body).toEqual({ name: 'home', n: 3, ...dates });
    for (let i = 0; i < 2; i++) expect((await ask('DELETE', '/home')).status).toBe(204);
    expect((await ask('GET', '/home')).status).toBe(404);
  });
  const dates = { createdAt: expect.any(String), updatedAt: expect.any(String) };

  it('is one of a list that is paged by name', async () => {
    for (const name of ['c', 'a', 'e', 'b', 'd']) await ask('PUT', `/${name}`, {});
    const seen: string[] = [];
    for (let cursor: unknown; cursor !== null; ) {
      const { body } = await ask('GET', `?limit=2${cursor ? `&cursor=${encodeURIComponent(String(cursor))}` : ''}`);
      seen.push(...body.data.map(({ name }) => name));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is refused with a pointer to each part that is wrong', async () => {
    for (const [path, json, pointer] of [
      ['/bad', { n: 0 }, '/n'],
      ['/bad', { diversity: 2 }, '/diversity'],
      ['/bad', { strategy: 'best' }, '/strategy'],
      ['/bad', { userId: 'u' }, '/userId'],
      ['/bad', { filter: { field: 'price', about: 5 } }, '/filter'],
      ['/bad', { rules: { pin: [{ itemId: 'a', position: 0 }] } }, '/rules/pin/0/position'],
      [
        '/bad',
        {
          filter: {
            and: [
              { field: 'price', gt: 1 },
              { field: 'nothing', eq: 1 },
            ],
          },
        },
        '/filter/and/1/field',
      ],
      ['/bad', { filter: { field: 'price', lte: 'cheap' } }, '/filter/lte'],
      ['/bad', { rules: { boost: [{ filter: { field: 'nothing', eq: 1 }, factor: 2 }] } }, '/rules/boost/0'],
      ['/bad', { fields: ['title', 'nothing'] }, '/fields/1'],
      ['/bad', { modelVersion: 9 }, '/modelVersion'],
      ['/Bad', {}, '/name'],
      [`/${'x'.repeat(65)}`, {}, '/name'],
    ] as const) {
      const { status, body } = await ask('PUT', path, json);
      expect(status, JSON.stringify(json)).toBe(422);
      expect(body.errors.map((error) => error.pointer).join(), JSON.stringify(json)).toContain(pointer);
    }
    expect((await ask('GET', '/bad')).status).toBe(404);
  });

  it('pins no version that cannot serve', async () => {
    const send = (path: string, json: unknown) => call(api, 'POST', project + path, { key: tenant.key, json });
    await send('/events', { userId: 'u', itemId: 'a', type: 'view' });
    expect((await send('/models', { algorithm: 'popular' })).status).toBe(202);
    const { status, body } = await ask('PUT', '/pinned', { modelVersion: 1 });
    expect([status, body.errors[0]?.pointer]).toEqual([422, '/modelVersion']);
    expect(body.detail).toContain('version 1 is queued');
    expect((await ask('GET', '/pinned')).status).toBe(404);
  });

  it('is one of at most 100', async () => {
    const { body } = await call<{ id: string }>(api, 'POST', '/v1/projects', {
      key: tenant.key,
      json: { name: 'Full' },
    });
    const path = (name: string) => `/v1/projects/${body.id}/placements/${name}`;
    const put = (name: string) => call(api, 'PUT', path(name), { key: tenant.key, json: {} });
    for (let i = 0; i < 100; i++) expect((await put(`p${i}`)).status).toBe(200);
    expect((await put('one-more')).status).toBe(409);
    expect((await put('p7')).status).toBe(200);
  });
});
