import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, newKey, newTenant, type Tenant } from './client.ts';
import { type OpenApi, type Route, readDocument, routesOf } from './routes.ts';
import type { Schema } from './schema.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let tenant: Tenant;
let document: OpenApi;
beforeAll(async () => {
  api = await startApi();
  tenant = await newTenant(api);
  document = await readDocument(api);
});
afterAll(() => api.stop());

function bodySchema({ operation }: Route): Schema {
  const schema = operation.requestBody?.content['application/json']?.schema as Schema & { $ref?: string };
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (document.components.schemas[name] as Schema);
}

/** What the ids in a path stand for; made again for each example, because some of them are used up. */
async function idsFor(path: string): Promise<Record<string, string>> {
  const send = <T = { id: string }>(method: string, to: string, more: object) =>
    call<T>(api, method, to, { key: tenant.key, ...more });
  const project = `/v1/projects/${tenant.projectId}`;
  const ids: Record<string, string> = { projectId: tenant.projectId, itemId: '00123', userId: '00042', name: 'home' };
  if (path.includes('{keyId}')) {
    ids.keyId = (await send('POST', '/v1/keys', { json: { name: 'old', scopes: ['recommend'] } })).body.id;
  }
  if (path.includes('{mappingId}')) {
    const json = { name: 'Shop', kind: 'items', mapping: { columns: { id: { field: 'itemId' } } } };
    ids.mappingId = (await send('POST', '/v1/mappings', { json })).body.id;
  }
  if (path.includes('{importId}')) {
    const raw = 'id;title;genre;binding\n00123;The Quiet Harbour;Novel|Sea;paperback\n';
    ids.importId = (await send('POST', `${project}/imports?kind=items&filename=a.csv`, { raw })).body.id;
    if (path.endsWith('/apply')) {
      await send('PUT', `${project}/imports/${ids.importId}/mapping`, {
        json: { columns: { id: { field: 'itemId' } } },
      });
    }
  }
  return ids;
}

it('has an example for each body, and each of them works as it is given', async () => {
  const limited = await newKey(api, tenant.cookie, ['recommend'], [tenant.projectId]);
  // What is changed must have been written.
  const order = ['PUT', 'POST', 'PATCH'];
  const routes = routesOf(document)
    .filter((route) => route.takesJson)
    .sort((a, b) => order.indexOf(a.method) - order.indexOf(b.method));
  expect(routes.length).toBeGreaterThan(20);
  for (const route of routes) {
    const { examples = [] } = bodySchema(route) as { examples?: unknown[] };
    expect(examples.length, `${route.method} ${route.path} has no example of its body`).toBeGreaterThan(0);
    for (const example of examples) {
      const ids = await idsFor(route.path);
      const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `no ${name}`);
      // The document cannot know the id of the caller's project.
      const raw = JSON.stringify(example).replaceAll('prj_…', tenant.projectId);
      const { status, text } = await call(api, route.method, path, {
        key: path.startsWith('/v1/') ? tenant.key : limited.key,
        headers: { 'content-type': 'application/json' },
        raw,
      });
      expect(status, `${route.method} ${path} ${raw}: ${text}`).toBeLessThan(300);
    }
  }
});
