import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from './client.ts';
import { type OpenApi, type Route, readDocument, routesOf } from './routes.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let document: OpenApi;
let routes: Route[];
beforeAll(async () => {
  api = await startApi();
  document = await readDocument(api);
  routes = routesOf(document);
});
afterAll(() => api.stop());

describe('the OpenAPI document', () => {
  it('lists every route of the API', () => {
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      [
        'POST /api/recommend',
        'GET /recommendations/{user}',
        'GET /recommend/{user}',
        'POST /v1/projects/{projectId}/recommendations:batch',
        'POST /v1/projects/{projectId}/explain',
        'GET /v1/projects/{projectId}/items/random',
        'GET /v1/me',
        'GET /v1/algorithms',
        'POST /v1/keys',
        'GET /v1/keys',
        'DELETE /v1/keys/{keyId}',
        'POST /v1/keys/{keyId}/rotate',
        'POST /v1/mappings',
        'GET /v1/mappings',
        'GET /v1/mappings/{mappingId}',
        'PATCH /v1/mappings/{mappingId}',
        'DELETE /v1/mappings/{mappingId}',
        'GET /v1/usage',
        'GET /v1/logs',
        'GET /v1/logs/{requestId}',
        'GET /v1/request-counts',
        'POST /v1/projects',
        'GET /v1/projects',
        ...[
          'GET ',
          'PATCH ',
          'DELETE ',
          'POST /imports',
          'GET /imports',
          'GET /imports/{importId}',
          'PUT /imports/{importId}/mapping',
          'PUT /imports/{importId}/reading',
          'POST /imports/{importId}/dry-run',
          'GET /imports/{importId}/problems',
          'POST /imports/{importId}/undo',
          'POST /imports/{importId}/apply',
          'GET /imports/{importId}/rejected.csv',
          'POST /uploads',
          ...['GET', 'PATCH', 'DELETE'].map((method) => `${method} /uploads/{uploadId}`),
          'POST /models',
          'GET /models',
          'GET /models/{version}',
          'POST /models/{version}/cancel',
          'POST /models/{version}/promote',
          'POST /models/rollback',
          'POST /recommendations',
          'GET /users/{id}/recommendations',
          'GET /items/{id}/similar',
          'GET /popular',
          'GET /trending',
          'GET /latest',
          'POST /events',
          'GET /users/{userId}/events',
          'DELETE /users/{userId}/events',
          ...['items', 'users'].flatMap((rows) => [
            `GET /${rows}`,
            `POST /${rows}:bulk`,
            ...['GET', 'PUT', 'PATCH', 'DELETE'].map((method) => `${method} /${rows}/{${rows.slice(0, -1)}Id}`),
          ]),
          'GET /users/{userId}/similar',
          'GET /placements',
          ...['GET', 'PUT', 'DELETE'].map((method) => `${method} /placements/{name}`),
          'GET /insights',
          'GET /item-fields',
          'POST /webhooks',
          'GET /webhooks',
          'DELETE /webhooks/{endpointId}',
        ].map((route) => route.replace(' ', ' /v1/projects/{projectId}')),
      ].sort(),
    );
  });

  it('is OpenAPI 3.1: versions, parameters that match their paths, answers with descriptions', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.info).toMatchObject({ title: 'Curio', version: expect.any(String) });
    for (const { method, path, operation } of routes) {
      const name = `${method} ${path}`;
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map((parameter) => parameter.name).sort(), name).toEqual(inPath.sort());
      for (const parameter of declared) expect(parameter.required, name).toBe(true);
      for (const parameter of operation.parameters ?? []) {
        expect(['path', 'query', 'header', 'cookie'], name).toContain(parameter.in);
        expect(parameter.schema, name).toBeTypeOf('object');
      }
      expect(operation.summary, name).toMatch(/\w/);
      expect(operation.tags, name).toHaveLength(1);
      for (const [status, { description }] of Object.entries(operation.responses)) {
        expect(status, name).toMatch(/^([1-5]\d\d|[1-5]XX|default)$/);
        expect(description, name).toBeTypeOf('string');
      }
      if (operation.requestBody) expect(Object.keys(operation.requestBody.content), name).not.toEqual([]);
      if (method === 'GET') expect(operation.requestBody, name).toBeUndefined();
    }
  });

  it('refers to every schema that it contains, and to no others', () => {
    const text = JSON.stringify(document);
    const refs = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]!));
    for (const ref of refs) expect(Object.keys(document.components.schemas)).toContain(ref);
    expect(refs).toContain('Problem');
    const named = routes.flatMap(({ operation }) => operation.security ?? []).flatMap((way) => Object.keys(way));
    for (const name of named) expect(Object.keys(document.components.securitySchemes)).toContain(name);
  });

  it('gives for every route both ways to authenticate, and that its errors are problem documents', () => {
    for (const { method, path, operation } of routes) {
      const name = `${method} ${path}`;
      expect(operation.security, name).toEqual([{ apiKey: [] }, { session: [] }]);
      for (const errors of ['4XX', '5XX'])
        expect(Object.keys(operation.responses[errors]?.content ?? {}), name).toEqual(['application/problem+json']);
    }
  });

  it('shows an example of a mapping', () => {
    expect(JSON.stringify(document.components.schemas.Mapping)).toMatch(/"columns":.*"additionalProperties":.*"field"/);
  });
});

describe('the reference', () => {
  it('fetches no file of another origin', async () => {
    const page = await call(api, 'GET', '/docs');
    expect(page.status).toBe(200);
    const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(sources.length).toBeGreaterThan(2);
    for (const source of sources) {
      expect(source).toMatch(/^\//);
      expect((await call(api, 'GET', source)).status, source).toBe(200);
    }
  });

  it('explains every error code where problem documents point', async () => {
    const problem = await call<{ type: string }>(api, 'GET', '/nothing');
    const { pathname, hash } = new URL(problem.body.type);
    expect((await call(api, 'GET', pathname)).text).toContain(`id="${hash.slice(1)}"`);
  });

  it('is what the bare address leads to', async () => {
    const { status, headers } = await call(api, 'GET', '/');
    expect([status, headers.get('location')]).toEqual([302, '/docs']);
  });
});
