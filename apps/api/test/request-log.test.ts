import type { LoggedRequest, LoggedRequestSummary, Page, RequestCounts } from '@curio/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, newKey, newTenant, type Tenant } from './client.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let mine: Tenant;
beforeAll(async () => {
  api = await startApi();
  mine = await newTenant(api);
});
afterAll(() => api.stop());

const entry = async (requestId: string | null, sent: { key?: string; cookie?: string } = mine) => {
  await api.flushRequests();
  return call<LoggedRequest>(api, 'GET', `/v1/logs/${requestId}`, sent);
};
const idOf = ({ headers }: { headers: Headers }) => headers.get('x-request-id');
const recommend = (json: unknown, sent: { key: string; headers?: Record<string, string> } = { key: mine.key }) =>
  call(api, 'POST', `/v1/projects/${mine.projectId}/recommendations`, { ...sent, json });

it('has each refused request with its body and its answer, whichever way it was answered', async () => {
  const direct = api.takenDirectly();
  const missing = await recommend({ userId: 'alice', modelVersion: 7 });
  expect([missing.status, api.takenDirectly()]).toEqual([422, direct + 1]);
  const { body } = await entry(idOf(missing), { key: mine.key });
  expect(body).toMatchObject({
    method: 'POST',
    route: '/v1/projects/{projectId}/recommendations',
    path: `/v1/projects/${mine.projectId}/recommendations`,
    status: 422,
    code: 'invalid-input',
    projectId: mine.projectId,
    caller: { kind: 'key', id: mine.keyId, name: 'test' },
    problem: missing.body,
  });
  expect(JSON.parse(body.body ?? '')).toEqual({ userId: '[text of 5 characters]', modelVersion: 7 });

  const invalid = await recommend({ userId: 'alice', n: 0 });
  expect((await entry(idOf(invalid))).body).toMatchObject({ status: 422, problem: invalid.body });
  const byPerson = await call(api, 'POST', '/v1/projects', { cookie: mine.cookie, json: { name: '' } });
  expect((await entry(idOf(byPerson), { cookie: mine.cookie })).body).toMatchObject({
    projectId: null,
    caller: { kind: 'account', name: 'Ada' },
    problem: { errors: [{ pointer: '/name' }] },
  });
  const twice = { key: mine.key, headers: { 'idempotency-key': 'once' } };
  await recommend({ modelVersion: 9 }, twice);
  const replayed = await recommend({ modelVersion: 9 }, twice);
  expect(replayed.headers.get('idempotent-replayed')).toBe('true');
  expect((await entry(idOf(replayed))).body.problem?.code).toBe('invalid-input');
});

it('has no secret, no query and no header of a request', async () => {
  const { key } = await newKey(api, mine.cookie, ['recommend']);
  const refused = await call(api, 'POST', `/v1/keys?q=in-the-query`, {
    key,
    headers: { authorization: 'Bearer in-the-header' },
    json: { name: key, scopes: ['admin'], password: 'in-the-password' },
  });
  expect(refused.status).toBe(422);
  const { text } = await entry(idOf(refused));
  for (const hidden of [key, mine.key, 'in-the-query', 'in-the-header', 'in-the-password'])
    expect(text).not.toContain(hidden);
});

it('has none of a caller that is not known, of another page of the log, or of a user by id', async () => {
  const stranger = await call(api, 'GET', '/v1/me', { key: 'cur_live_x' });
  expect((await entry(idOf(stranger))).status).toBe(404);
  const listed = await call(api, 'GET', '/v1/logs', mine);
  expect((await entry(idOf(listed))).status).toBe(404);
  const person = await call(api, 'DELETE', `/v1/projects/${mine.projectId}/users/alice`, mine);
  expect((await entry(idOf(person))).body.path).toBe(`/v1/projects/${mine.projectId}/users/{userId}`);
});

it('is read by members and by keys that may, each their own workspace', async () => {
  const other = await newTenant(api);
  const refused = await recommend({ modelVersion: 8 });
  for (const sent of [{ key: other.key }, { cookie: other.cookie }])
    expect((await entry(idOf(refused), sent)).body).toMatchObject({ code: 'not-found' });
  const reader = await newKey(api, mine.cookie, ['logs:read']);
  const query = `/v1/logs?projectId=${mine.projectId}&status=error&method=POST&path=recommend&caller=keys&limit=1`;
  const page = await call<Page<LoggedRequestSummary>>(api, 'GET', query, reader);
  expect(page.body.data.map(({ requestId }) => requestId)).toEqual([idOf(refused)]);
  const next = await call<Page<LoggedRequestSummary>>(api, 'GET', `${query}&cursor=${page.body.nextCursor}`, reader);
  expect(next.body.data[0]!.at <= page.body.data[0]!.at).toBe(true);
  const path = `/v1/request-counts?projectId=${mine.projectId}`;
  const { body: counts } = await call<RequestCounts>(api, 'GET', path, reader);
  expect(counts.requests).toBeGreaterThanOrEqual(counts.errors);
  expect(counts.errors).toBeGreaterThan(2);
  expect((await call<RequestCounts>(api, 'GET', path, other)).body).toMatchObject({ requests: 0, errors: 0 });
  // Smaller than a number of 32 bits can be.
  const small = await call<Page<LoggedRequestSummary>>(api, 'GET', '/v1/logs?minMilliseconds=4.3e-278', reader);
  expect([small.status, small.body.data.length > 0]).toEqual([200, true]);
});
