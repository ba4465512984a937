import { newKey as newApiKey, type Scope, scopes } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, newKey, newTenant, type Reply, type Tenant } from './client.ts';
import { type OpenApi, type Route, readDocument, requestOf, routesOf } from './routes.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let document: OpenApi;
let routes: Route[];
let mine: Tenant;
let theirs: Tenant;

beforeAll(async () => {
  api = await startApi();
  [mine, theirs, document] = await Promise.all([newTenant(api), newTenant(api), readDocument(api)]);
  routes = routesOf(document);
});
afterAll(() => api.stop());

const ofProjects = () => routes.filter((route) => route.path.includes('{projectId}'));
const send = (route: Route, params: Record<string, string>, caller: { key?: string; cookie?: string }) => {
  const { path, ...sent } = requestOf(route, params);
  return call(api, route.method, path, { ...sent, ...caller });
};
const nameOf = (route: Route) => `${route.method} ${route.path}`;

/** Any of these scopes permits the route, and no other does but `admin`. */
const needs: Record<string, Scope[]> = {
  'GET /v1/usage': [],
  'GET /v1/projects': ['models:read'],
  'GET /v1/projects/{projectId}': ['models:read'],
  'GET /v1/projects/{projectId}/models': ['models:read'],
  'GET /v1/projects/{projectId}/placements': ['models:read'],
  'GET /v1/projects/{projectId}/placements/{name}': ['models:read'],
  'GET /v1/projects/{projectId}/models/{version}': ['models:read'],
  'GET /v1/projects/{projectId}/item-fields': ['catalogue:read', 'models:read', 'models:write'],
  'GET /v1/projects/{projectId}/items': ['catalogue:read', 'catalogue:write'],
  'GET /v1/projects/{projectId}/users': ['users:read'],
  'GET /v1/projects/{projectId}/items/{itemId}': ['catalogue:read', 'catalogue:write'],
  'GET /v1/projects/{projectId}/users/{userId}': ['users:read'],
  'GET /v1/projects/{projectId}/users/{userId}/events': ['users:read'],
  'GET /v1/projects/{projectId}/users/{userId}/similar': ['users:read'],
};
const needsByTag: Record<string, Scope[]> = {
  Projects: [],
  'API keys': [],
  Imports: ['imports:write'],
  Models: ['models:write'],
  Recommend: ['recommend'],
  'Earlier shapes': ['recommend'],
  Webhooks: ['webhooks:write'],
  Events: ['events:write'],
  Catalogue: ['catalogue:write'],
  Insights: ['models:read'],
  Placements: ['models:write'],
  Logs: ['logs:read'],
};

function scopesOf(route: Route): Scope[] {
  const needed = needs[nameOf(route)] ?? needsByTag[route.operation.tags?.[0] ?? ''];
  if (!needed) throw new Error(`The tests know no scope for ${nameOf(route)}; add it here`);
  return needed;
}

/** The parts of an answer by which a caller could distinguish it from another, without the request's id. */
function visible({ status, headers, body }: Reply) {
  const shown = Object.fromEntries(
    [...headers].filter(([name]) => !['date', 'x-request-id', 'ratelimit'].includes(name)),
  );
  const { requestId, ...rest } = body;
  expect(requestId).toMatch(/^req_/);
  expect(headers.get('x-request-id')).toBe(requestId);
  return { status, headers: { ...shown, 'content-length': undefined }, rest };
}

describe("another tenant's project", () => {
  it('answers every route as one that never was, by key and by session', async () => {
    expect(ofProjects().length).toBeGreaterThan(20);
    const never = 'prj_00000000000000000000';
    for (const route of ofProjects()) {
      for (const caller of [{ key: mine.key }, { cookie: mine.cookie }]) {
        const foreign = visible(await send(route, { projectId: theirs.projectId }, caller));
        const nonexistent = visible(await send(route, { projectId: never }, caller));
        expect(foreign, nameOf(route)).toEqual(nonexistent);
        expect(foreign.status, nameOf(route)).toBe(404);
        expect(foreign.rest, nameOf(route)).toMatchObject({ code: 'not-found' });
      }
    }
    const { body } = await call<{ counts: unknown }>(api, 'GET', `/v1/projects/${theirs.projectId}`, theirs);
    expect(body.counts).toEqual({ items: 0, users: 0, interactions: 0 });
  });

  it('answers so to a key of the same workspace that is limited to a sibling project, and to a deleted project', async () => {
    const sibling = await call<{ id: string }>(api, 'POST', '/v1/projects', { ...mine, json: { name: 'Books' } });
    const deleted = await call<{ id: string }>(api, 'POST', '/v1/projects', { ...mine, json: { name: 'Gone' } });
    await call(api, 'DELETE', `/v1/projects/${deleted.body.id}`, { key: mine.key });
    const { key } = await newKey(api, mine.cookie, ['admin'], [sibling.body.id]);
    for (const route of ofProjects()) {
      const limited = visible(await send(route, { projectId: mine.projectId }, { key }));
      const gone = visible(await send(route, { projectId: deleted.body.id }, { key: mine.key }));
      expect(limited, nameOf(route)).toEqual(gone);
      expect(limited.status, nameOf(route)).toBe(404);
    }
    expect((await call(api, 'GET', `/v1/projects/${sibling.body.id}`, { key })).status).toBe(200);
  });

  it('shows none of its imports, models, webhooks or keys under a project of the caller', async () => {
    const upload = await call<{ id: string }>(api, 'POST', `/v1/projects/${theirs.projectId}/imports?kind=items`, {
      key: theirs.key,
      raw: 'id,title\n1,One\n',
    });
    const hook = await call<{ id: string }>(api, 'POST', `/v1/projects/${theirs.projectId}/webhooks`, {
      key: theirs.key,
      json: { url: 'https://example.com/hook', events: ['model.ready'] },
    });
    const saved = await call<{ id: string }>(api, 'POST', '/v1/mappings', {
      key: theirs.key,
      json: { name: 'Shop', kind: 'items', mapping: { columns: { id: { field: 'itemId' } } } },
    });
    const started = await call(api, 'POST', `/v1/projects/${theirs.projectId}/uploads`, {
      key: theirs.key,
      headers: { 'tus-resumable': '1.0.0', 'upload-length': '9' },
    });
    expect([upload.status, hook.status, saved.status, started.status]).toEqual([201, 201, 201, 201]);
    await api.flushRequests();
    const params = {
      projectId: mine.projectId,
      importId: upload.body.id,
      uploadId: started.headers.get('location')!.split('/').at(-1)!,
      endpointId: hook.body.id,
      keyId: theirs.keyId,
      mappingId: saved.body.id,
      version: '1',
      requestId: upload.headers.get('x-request-id')!,
    };
    // A tenant's own ids: they name nothing outside of its project.
    const own = ['id', 'itemId', 'userId', 'user', 'name'];
    const paramsOf = ({ path }: Route) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    const known = [...Object.keys(params), ...own];
    expect(routes.flatMap(paramsOf).filter((name) => !known.includes(name))).toEqual([]);
    const ofOne = routes.filter((route) =>
      paramsOf(route).some((name) => name !== 'projectId' && Object.hasOwn(params, name)),
    );
    expect(ofOne.length).toBeGreaterThan(6);
    for (const route of ofOne) expect((await send(route, params, mine)).status, nameOf(route)).toBe(404);
    expect((await call(api, 'GET', '/v1/me', { key: theirs.key })).status).toBe(200);
  });
});

describe('authorisation', () => {
  it('refuses every route without a key or a session, and with a wrong one', async () => {
    const { key } = mine;
    const lastCharacter = key.endsWith('a') ? 'b' : 'a';
    const strangers = {
      nothing: {},
      'a mistyped key': { key: key.slice(0, -1) + lastCharacter },
      'a well-formed key that was never made': { key: newApiKey('live') },
      'an empty key': { key: '' },
      'a made-up cookie': { cookie: 'curio.session_token=abc.def' },
    };
    for (const route of routes) {
      for (const [name, caller] of Object.entries(strangers)) {
        const answer = await send(route, { projectId: mine.projectId }, caller);
        expect(visible(answer), `${nameOf(route)} with ${name}`).toMatchObject({
          status: 401,
          rest: { code: 'unauthenticated' },
        });
      }
    }
  });

  it('limits a key to its scopes: without them every route answers 403 and changes no row', async () => {
    const keyOf = new Map<Scope, string>();
    for (const scope of scopes) keyOf.set(scope, (await newKey(api, mine.cookie, [scope])).key);
    for (const route of routes) {
      if (['/v1/me', '/v1/algorithms'].includes(route.path)) continue;
      const needed = scopesOf(route);
      for (const scope of scopes) {
        const allowed = scope === 'admin' || needed.includes(scope);
        if (allowed && route.method !== 'GET') continue;
        const answer = await send(route, { projectId: mine.projectId }, { key: keyOf.get(scope)! });
        expect(answer.status === 403, `${nameOf(route)} with ${scope}: ${answer.text}`).toBe(!allowed);
        if (!allowed) expect(answer.body.code).toBe('forbidden');
      }
    }
  });

  it('a key that writes users does not read them: a change is answered with the given fields only', async () => {
    const path = `/v1/projects/${mine.projectId}/users/reader`;
    await call(api, 'PUT', path, { key: mine.key, json: { custom: { age: 30, town: 'Ulm' } } });
    const { key } = await newKey(api, mine.cookie, ['catalogue:write']);
    const patch = (custom: Record<string, unknown>, by: string) =>
      call(api, 'PATCH', path, { key: by, json: { custom } }).then(({ body }) => body.custom);
    expect(await patch({}, key)).toEqual({});
    expect(await patch({ age: 31 }, key)).toEqual({ age: 31 });
    expect(await patch({}, mine.key)).toEqual({ age: 31, town: 'Ulm' });
  });

  it('a key for some projects cannot make projects or keys, and sees only its own', async () => {
    const { key } = await newKey(api, mine.cookie, ['admin'], [mine.projectId]);
    expect((await call(api, 'POST', '/v1/projects', { key, json: { name: 'More' } })).status).toBe(403);
    expect((await call(api, 'POST', '/v1/keys', { key, json: { name: 'x', scopes: ['admin'] } })).status).toBe(403);
    expect((await call(api, 'GET', '/v1/keys', { key })).status).toBe(403);
    expect((await call(api, 'DELETE', `/v1/keys/${mine.keyId}`, { key })).status).toBe(403);
    const { body } = await call<{ data: { id: string }[] }>(api, 'GET', '/v1/projects', { key });
    expect(body.data.map((project) => project.id)).toEqual([mine.projectId]);
  });

  it("refuses a key for another tenant's project", async () => {
    const json = { name: 'x', scopes: ['admin'], projects: [mine.projectId, theirs.projectId] };
    const { status, body } = await call(api, 'POST', '/v1/keys', { key: mine.key, json });
    expect({ status, body }).toMatchObject({ status: 422, body: { errors: [{ pointer: '/projects/1' }] } });
  });
});
