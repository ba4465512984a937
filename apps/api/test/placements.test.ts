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
