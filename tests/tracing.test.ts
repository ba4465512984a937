import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { call, newTenant, type Tenant } from '../apps/api/test/client.ts';
import { startApi, type TestApi } from '../apps/api/test/start-api.ts';
import { startWorker } from '../apps/worker/test/start-worker.ts';
import { type CollectedSpan, type Collector, startCollector } from './collector.ts';

const soon = { timeout: 25_000, interval: 50 };
let collector: Collector;
let api: TestApi;
let tenant: Tenant;
let project: string;
beforeAll(async () => {
  collector = await startCollector();
  api = await startApi({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
  tenant = await newTenant(api);
  project = `/v1/projects/${tenant.projectId}`;
});
afterAll(async () => {
  await api.stop();
  await collector.close();
});

/** A trace that a caller begins, or has decided not to record. */
function newTrace(flags = '01') {
  const traceId = randomBytes(16).toString('hex');
  const parent = randomBytes(8).toString('hex');
  const send = <T>(method: string, path: string, sent: { json?: unknown; raw?: string } = {}) =>
    call<T>(api, method, path, {
      key: tenant.key,
      headers: { traceparent: `00-${traceId}-${parent}-${flags}` },
      ...sent,
    });
  const spans = async () => {
    await api.services.tracing?.flush();
    return collector.spans.filter((span) => span.traceId === traceId);
  };
  return { traceId, parent, send, spans };
}

const named = (spans: CollectedSpan[], name: string): CollectedSpan => {
  const found = spans.filter((span) => span.name === name);
  expect(found, `${name} among ${spans.map((span) => span.name)}`).toHaveLength(1);
  return found[0]!;
};
const childrenOf = (spans: CollectedSpan[], { spanId }: CollectedSpan) =>
  spans.filter((span) => span.parentSpanId === spanId);

describe('the span of a request', () => {
  it("continues the caller's trace, and has its database statements as children, without their values", async () => {
    const trace = newTrace();
    const { headers } = await trace.send('PUT', `${project}/items/book-17`, { json: { title: 'A very secret title' } });
    const spans = await trace.spans();
    const request = named(spans, 'PUT /v1/projects/{projectId}/items/{itemId}');
    expect(request).toMatchObject({ service: 'curio-test', kind: 2, parentSpanId: trace.parent });
    expect(request.attributes).toMatchObject({
      'http.request.method': 'PUT',
      'http.route': '/v1/projects/{projectId}/items/{itemId}',
      'http.response.status_code': 201,
      'curio.request_id': headers.get('x-request-id'),
    });
    expect(headers.get('traceresponse')).toBe(`00-${trace.traceId}-${request.spanId}-01`);
    const statements = childrenOf(spans, request);
    expect(statements.length).toBeGreaterThan(2);
    for (const { kind, startTimeUnixNano, endTimeUnixNano } of statements) {
      expect(kind).toBe(3);
      expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano));
    }
    expect(statements.some(({ attributes }) => /insert into "?items/.test(`${attributes['db.query.text']}`))).toBe(
      true,
    );
    for (const hidden of ['secret title', 'book-17', tenant.projectId, tenant.key, 'wsp_'])
      expect(JSON.stringify(spans)).not.toContain(hidden);
    const lines = api.logged.map((line) => JSON.parse(line)).filter((line) => line.traceId === trace.traceId);
    expect(lines).toMatchObject([{ status: 201 }]);
  });

  it('is one also where it is answered without the framework, and fails with an error of ours only', async () => {
    const trace = newTrace();
    const before = api.takenDirectly();
    await trace.send('POST', `${project}/recommendations`, { json: { userId: 'u' } });
    expect(api.takenDirectly()).toBe(before + 1);
    await trace.send('POST', `${project}/explain`, { json: { userId: 'u' } });
    const spans = await trace.spans();
    const direct = named(spans, 'POST /v1/projects/{projectId}/recommendations');
    const refused = named(spans, 'POST /v1/projects/{projectId}/explain');
    expect(direct.parentSpanId).toBe(trace.parent);
    expect(refused.attributes['http.response.status_code']).toBe(422);
    for (const { status } of [direct, refused]) expect(status?.code ?? 0).toBe(0);
  });

  it('is not sent where the caller does not record the trace, nor for the health checks', async () => {
    const unrecorded = newTrace('00');
    await unrecorded.send('GET', project);
    const health = newTrace();
    await health.send('GET', '/health/live');
    expect([...(await unrecorded.spans()), ...(await health.spans())]).toEqual([]);
  });
});

it('a job continues the trace of the request that sent it, also in the process of a training', {
  timeout: 60_000,
}, async () => {
  const worker = await startWorker(
    {
      env: {
        DATABASE_URL: api.database.appUrl,
        CURIO_SECRET: 'test secret '.repeat(4),
        CURIO_DATA_DIR: dirname(api.uploads),
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      },
    },
    { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test' },
  );
  const trace = newTrace();
  const items = await trace.send<{ id: string }>('POST', `${project}/imports?kind=items&filename=books.csv`, {
    raw: 'id,title\n1,One\n2,Two\n',
  });
  const path = `${project}/imports/${items.body.id}`;
  await trace.send('PUT', `${path}/mapping`, {
    json: { columns: { id: { field: 'itemId' }, title: { field: 'title' } } },
  });
  await trace.send('POST', `${path}/apply`, { json: { mode: 'upsert' } });
  await vi.waitFor(async () => {
    expect((await call(api, 'GET', path, { key: tenant.key })).body.phase).toBe('applied');
  }, soon);
  await trace.send('POST', `${project}/models`, { json: { algorithm: 'popular', budgetSeconds: 5 } });
  await vi.waitFor(async () => {
    expect((await call(api, 'GET', `${project}/models/1`, { key: tenant.key })).body.status).toBe('ready');
  }, soon);
  // The process of a training sends its spans before it ends.
  const isTraining = (span: CollectedSpan) => span.traceId === trace.traceId && span.name === 'train';
  await vi.waitFor(() => expect(collector.spans.some(isTraining)).toBe(true), soon);
  await worker.stop();

  const spans = await trace.spans();
  const imported = named(spans, 'process import.apply');
  expect(imported).toMatchObject({ service: 'curio-worker', kind: 5 });
  expect(imported.parentSpanId).toBe(named(spans, 'POST /v1/projects/{projectId}/imports/{importId}/apply').spanId);
  expect(childrenOf(spans, imported).length).toBeGreaterThan(3);
  const job = named(spans, 'process model.train');
  expect(job.parentSpanId).toBe(named(spans, 'POST /v1/projects/{projectId}/models').spanId);
  const training = named(spans, 'train');
  expect(training).toMatchObject({ service: 'curio-training', parentSpanId: job.spanId });
  expect(childrenOf(spans, training).length).toBeGreaterThan(3);
});

it('a collector that is away holds up neither requests nor the end of the process', async () => {
  const alone = await startApi({ replicaOf: api, env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' } });
  const { status } = await call(alone, 'GET', project, { key: tenant.key });
  expect(status).toBe(200);
  await alone.stop();
});

it('without the setting there is no tracing', async () => {
  const plain = await startApi({ replicaOf: api });
  expect(plain.services.tracing).toBeUndefined();
  await plain.stop();
});
