import { newKey as newApiKey } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, newKey, newTenant, type Tenant } from './client.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let tenant: Tenant;
let other: Tenant;
let project: string;
beforeAll(async () => {
  api = await startApi();
  tenant = await newTenant(api);
  other = await newTenant(api);
  project = `/v1/projects/${tenant.projectId}`;
  const events = Array.from({ length: 60 }, (_, at) => ({ userId: `u${at % 6}`, itemId: `i${at % 13}`, type: 'view' }));
  await call(api, 'POST', `${project}/events`, { key: tenant.key, json: { events } });
});
afterAll(() => api.stop());

/** A content type of the same meaning that the direct answer does not take. */
const byHono = 'application/json;charset=UTF-8';

async function post(path: string, key: string | undefined, raw: string, type: string) {
  const before = api.takenDirectly();
  const { status, headers, body } = await call(api, 'POST', path, { key, raw, headers: { 'content-type': type } });
  // Different for each answer; a cursor has the time of its first page.
  const { requestId, recommendationId, nextCursor, ...rest } = body;
  const shown = Object.fromEntries(
    [...headers].filter(([name]) => !['date', 'x-request-id', 'ratelimit', 'content-length'].includes(name)),
  );
  expect(requestId ?? headers.get('x-request-id')).toBe(headers.get('x-request-id'));
  return { answer: { status, headers: shown, rest, hasNext: typeof nextCursor }, taken: api.takenDirectly() - before };
}

describe('a request that is answered directly', () => {
  const deep = `{"userId":${'['.repeat(40)}${']'.repeat(40)}}`;
  it.each([
    ['a user', '{"userId":"u1","n":3}'],
    ['nobody', '{}'],
    ['popular items', '{"strategy":"popular","n":5,"offset":2}'],
    ['an unknown user', '{"userId":"nobody"}'],
    ['an unknown field', '{"userId":"u1","colour":"red"}'],
    ['__proto__', '{"userId":"u1","__proto__":{"n":3}}'],
    ['a wrong type', '{"userId":1}'],
    ['n out of range', '{"n":501}'],
    ['two wrong fields', '{"n":0,"offset":-1}'],
    ['a list', '[]'],
    ['no JSON', '{"userId":'],
    ['bytes that are no UTF-8', '{"userId":"\ufffd"}'],
    ['a NUL', '{"userId":"a\\u0000b"}'],
    ['JSON that is too deep', deep],
    ['a foreign cursor', '{"cursor":"abc"}'],
    ['a version that is not there', '{"modelVersion":9}'],
  ])('is answered as by Hono: %s', async (_, raw) => {
    const direct = await post(`${project}/recommendations`, tenant.key, raw, 'application/json');
    const hono = await post(`${project}/recommendations`, tenant.key, raw, byHono);
    expect([direct.taken, hono.taken]).toEqual([1, 0]);
    expect(direct.answer).toEqual(hono.answer);
  });

  it.each([
    ['an event', '{"userId":"u1","itemId":"i1","type":"view"}'],
    ['several', '{"events":[{"userId":"u1","itemId":"i1","type":"view"},{"userId":"u1"}]}'],
    ['an event without an item', '{"userId":"u1","type":"view"}'],
    ['none', '{"events":[]}'],
  ])('is answered as by Hono where it sends events: %s', async (_, raw) => {
    const direct = await post(`${project}/events`, tenant.key, raw, 'application/json');
    const hono = await post(`${project}/events`, tenant.key, raw, byHono);
    expect([direct.taken, hono.taken]).toEqual([1, 0]);
    expect(direct.answer).toEqual(hono.answer);
  });

  it('has the same rights', async () => {
    const scoped = await newKey(api, tenant.cookie, ['events:write']);
    const limited = await newKey(api, other.cookie, ['recommend'], [other.projectId]);
    const revoked = await newKey(api, tenant.cookie, ['recommend']);
    await call(api, 'DELETE', `/v1/keys/${revoked.id}`, { cookie: tenant.cookie });
    const expected = new Map([
      [scoped.key, 403],
      [limited.key, 404],
      [other.key, 404],
      [revoked.key, 401],
      [newApiKey('live'), 401],
      ['nonsense', 401],
      [tenant.key, 200],
    ]);
    for (const [key, status] of expected) {
      const direct = await post(`${project}/recommendations`, key, '{"userId":"u1"}', 'application/json');
      const hono = await post(`${project}/recommendations`, key, '{"userId":"u1"}', byHono);
      expect(direct.answer.status).toBe(status);
      expect(direct.answer).toEqual(hono.answer);
    }
  });

  it('is logged and measured under its route', async () => {
    const { headers } = await call(api, 'POST', `${project}/recommendations`, {
      key: tenant.key,
      json: { userId: 'u1' },
    });
    const id = headers.get('x-request-id');
    const lines = api.logged.map((line) => JSON.parse(line)).filter((line) => line.requestId === id);
    expect(lines).toMatchObject([
      { method: 'POST', path: `${project}/recommendations`, status: 200, actor: tenant.keyId, ms: expect.any(Number) },
    ]);
    expect(JSON.stringify(lines)).not.toContain(tenant.key);
  });
});

describe('a trace', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const ask = (traceparent: string, path: string) =>
    call(api, path.endsWith('recommendations') ? 'POST' : 'GET', path, {
      key: tenant.key,
      headers: { traceparent },
      ...(path.endsWith('recommendations') ? { json: { userId: 'u1' } } : {}),
    });

  it('that a caller began goes on in the log and in the answer', async () => {
    for (const path of [`${project}/recommendations`, '/v1/projects']) {
      const { headers } = await ask(`00-${traceId}-b7ad6b7169203331-01`, path);
      expect(headers.get('traceresponse')).toMatch(new RegExp(`^00-${traceId}-(?!b7ad6b7169203331)[\\da-f]{16}-01$`));
      const line = api.logged.map((text) => JSON.parse(text)).find((l) => l.requestId === headers.get('x-request-id'));
      expect(line).toMatchObject({ traceId });
    }
  });

  it('that is not valid is left out', async () => {
    const wrong = ['nonsense', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, `ff-${traceId}-b7ad6b7169203331-01`];
    for (const traceparent of wrong) {
      const { status, headers } = await ask(traceparent, `${project}/recommendations`);
      expect([status, headers.get('traceresponse')]).toEqual([200, null]);
    }
  });
});

describe('/metrics', () => {
  it('has durations by route template, and no id of a tenant', async () => {
    await call(api, 'POST', `${project}/recommendations`, { key: tenant.key, json: { userId: 'u1' } });
    await call(api, 'GET', `${project}/items`, { key: tenant.key });
    await call(api, 'GET', '/v1/nothing', { key: tenant.key });
    const { status, headers, text } = await call(api, 'GET', '/metrics');
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain; version=/)]);
    const count = (labels: string) =>
      Number(new RegExp(`^curio_http_request_duration_seconds_count\\{${labels}\\} (\\d+)$`, 'm').exec(text)?.[1]);
    expect(count('method="POST",route="/v1/projects/\\{projectId\\}/recommendations",status="200"')).toBeGreaterThan(1);
    expect(count('method="GET",route="/v1/projects/\\{projectId\\}/items",status="200"')).toBeGreaterThan(0);
    expect(count('method="GET",route="unmatched",status="404"')).toBeGreaterThan(0);
    for (const secret of [tenant.projectId, tenant.keyId, 'u1']) expect(text).not.toContain(secret);
    for (const name of [
      'curio_model_cache_models',
      'curio_model_cache_bytes',
      'curio_model_loads_total',
      'curio_change_feed_lag_seconds',
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
    ])
      expect(text, name).toMatch(new RegExp(`^${name} [\\d.e+-]+$`, 'm'));
    expect(text).toMatch(/^curio_queue_jobs\{queue="model.train",state="waiting"\} 0$/m);
  });
});
