import { runTraining } from '@curio/core/models/training/run-training';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, newKey, newTenant, type Tenant } from '../client.ts';
import { type OpenApi, type Route, readDocument, routesOf } from '../routes.ts';
import { startApi, type TestApi } from '../start-api.ts';
import type { Samples } from './arbitrary-of-schema.ts';
import { requestOfRoute, type WalkRequest } from './request-of-route.ts';

/** Seconds of a long walk with their requests; a fixed seed in the short one, so that a failure repeats. */
const requests = Number(process.env.CURIO_WALK_REQUESTS ?? 300);
const seed = requests > 1000 ? Date.now() % 2 ** 31 : 20_261_121;

let api: TestApi;
let tenant: Tenant;
let document: OpenApi;
let samples: Samples;
let limitedKey: string;

beforeAll(async () => {
  api = await startApi();
  tenant = await newTenant(api);
  document = await readDocument(api);
  samples = await prepare();
});
afterAll(() => api.stop());

/** A project with events, a model that serves, and one of everything that has an id. */
async function prepare(): Promise<Samples> {
  const project = `/v1/projects/${tenant.projectId}`;
  const send = <T = { id: string }>(method: string, path: string, json?: unknown) =>
    call<T>(api, method, path, { key: tenant.key, ...(json === undefined ? {} : { json }) });
  const events = Array.from({ length: 400 }, (_, at) => ({
    userId: `user-${at % 40}`,
    itemId: `item-${(at * 7 + (at % 3)) % 30}`,
    type: 'view',
    timestamp: new Date(1_700_000_000_000 + at * 3_600_000).toISOString(),
  }));
  expect((await send('POST', `${project}/events`, { events })).status).toBe(202);
  const items = Array.from({ length: 30 }, (_, at) => ({
    itemId: `item-${at}`,
    title: `The item ${at}`,
    categories: [at % 2 ? 'Drama' : 'Comedy'],
    price: at,
    createdAt: new Date(1_700_000_000_000 + at * 86_400_000).toISOString(),
    custom: { colour: at % 3 ? 'red' : 'blue', location: { lat: at, lon: at } },
  }));
  expect((await send('POST', `${project}/items:bulk`, { items })).status).toBe(202);
  expect((await send('PUT', `${project}/placements/home`, { n: 5, diversity: 0.3 })).status).toBe(200);
  const me = await send<{ workspace: { id: string } }>('GET', '/v1/me');
  const job = { workspaceId: me.body.workspace.id, projectId: tenant.projectId, version: 1 };
  expect((await send('POST', `${project}/models`, { algorithm: 'item-knn' })).status).toBe(202);
  const context = { ...api.services, workspaceId: job.workspaceId, actor: { kind: 'system' as const } };
  const limits = { threads: 1, memoryLimitBytes: 2 ** 30 };
  await runTraining(context, job, limits, new AbortController().signal);
  await send('POST', `${project}/models/1/promote`);
  const upload = await call<{ id: string }>(api, 'POST', `${project}/imports?kind=items&filename=a.csv`, {
    key: tenant.key,
    raw: 'id,title\n1,One\n2,Two\n',
  });
  const hook = await send('POST', `${project}/webhooks`, { url: 'https://example.com/hook', events: ['model.ready'] });
  const mapping = { columns: { id: { field: 'itemId' }, title: { field: 'title' } } };
  const saved = await send('POST', '/v1/mappings', { name: 'Shop', kind: 'items', mapping });
  const key = await newKey(api, tenant.cookie, ['recommend']);
  limitedKey = (await newKey(api, tenant.cookie, ['recommend'], [tenant.projectId])).key;
  const ids = ['item-1', 'item-2', 'item-3'];
  const users = ['user-1', 'user-2', 'somebody'];
  const fields = ['title', 'price', 'categories', 'createdAt', 'colour', 'location'];
  return {
    projectId: [tenant.projectId],
    project_id: [tenant.projectId],
    projects: [[tenant.projectId]],
    importId: [upload.body.id],
    mappingId: [saved.body.id],
    endpointId: [hook.body.id],
    keyId: [key.id],
    version: [1],
    modelVersion: [1],
    id: [...ids, ...users],
    itemId: ids,
    userId: users,
    user: users,
    user_id: users,
    itemTitle: ['The item 1', 'The item 2'],
    item_title: ['The item 1'],
    name: ['home', 'shelf'],
    placement: ['home'],
    field: fields,
    fields: [fields.slice(0, 3), ['title']],
    include: [ids],
    exclude: [ids],
    from: ['2026-11-01'],
    to: ['2026-11-30'],
    algorithm: ['popular', 'item-knn'],
  };
}

/** The walk's own project and key stay: without them every further answer would be a refusal. */
function endsTheWalk({ route, path }: WalkRequest): boolean {
  return route.method === 'DELETE' && path.split('?')[0] === `/v1/projects/${tenant.projectId}`;
}

async function send({ route, path, headers, body }: WalkRequest) {
  return call(api, route.method, path, {
    // The earlier shapes take their project from the key.
    key: route.path.startsWith('/v1/') ? tenant.key : limitedKey,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { raw: body }),
  });
}

it(`answers ${requests} requests made from its own document as the document says (seed ${seed})`, async () => {
  const routes = routesOf(document);
  const request = fc.oneof(...routes.map((route: Route) => requestOfRoute(route, document, samples)));
  const statuses = new Map<string, number>();
  const answered = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      request.filter((made) => !endsTheWalk(made)),
      async (made) => {
        const answer = await send(made);
        const group = `${String(answer.status)[0]}XX`;
        statuses.set(group, (statuses.get(group) ?? 0) + 1);
        if (answer.status < 300) answered.add(`${made.route.method} ${made.route.path}`);
        expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
      },
    ),
    { seed, numRuns: requests, endOnFailure: true },
  );
  // Neither everything is refused nor everything taken: the walk reaches both.
  expect(statuses.get('2XX')).toBeGreaterThan(requests / 10);
  expect(statuses.get('4XX')).toBeGreaterThan(requests / 10);
  // Most routes need something that exists, which a longer walk finds.
  if (requests > 1000) expect(answered.size).toBeGreaterThan(routes.length * 0.75);
}, 600_000);
