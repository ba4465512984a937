import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getRequest } from '../src/logs/get-request.ts';
import { listRequests } from '../src/logs/list-requests.ts';
import { maskBody } from '../src/logs/mask-body.ts';
import { maskPath } from '../src/logs/mask-secrets.ts';
import { createRequestRecorder, type RecordedRequest } from '../src/logs/record-requests.ts';
import { createRequestSample, perWindow } from '../src/logs/sample-requests.ts';
import { sumRequests } from '../src/logs/sum-requests.ts';
import type { Context } from '../src/platform/context.ts';
import { newProject, purge, startCore, type TestCore } from './start-core.ts';

const masked = (json: unknown, path = '/v1/projects/prj_1/recommendations') =>
  JSON.parse(maskBody(Buffer.from(JSON.stringify(json)), path) ?? 'null');

describe('the sample', () => {
  const request = { workspaceId: 'wsp_a', route: '/v1/me', status: 200, milliseconds: 1 };

  it('takes the first successes and errors of each workspace in a window, and again in the next', () => {
    let now = 0;
    const takes = createRequestSample(() => now);
    const routes = ['/v1/a', '/v1/b', '/v1/c'];
    const count = (given: Partial<typeof request>) =>
      Array.from({ length: 1_000 }, (_, i) => takes({ ...request, route: routes[i % 3]!, ...given })).filter(Boolean)
        .length;
    expect(count({})).toBe(perWindow.successes);
    expect(count({ status: 422 })).toBe(perWindow.errors);
    expect(count({ workspaceId: 'wsp_b' })).toBe(perWindow.successes);
    now = 10_000;
    expect(count({})).toBe(perWindow.successes);
  });

  it('leaves half of a bound to other routes, and takes slow successes', () => {
    const takes = createRequestSample(() => 0);
    const count = (given: Partial<typeof request>) =>
      Array.from({ length: 1_000 }, () => takes({ ...request, ...given })).filter(Boolean).length;
    expect(count({})).toBe(perWindow.successes / 2);
    expect(count({ route: '/v1/keys' })).toBe(perWindow.successes / 2);
    expect(count({ milliseconds: 1_500 })).toBe(perWindow.errors / 2);
    expect(count({ route: '/v1/logs' })).toBe(0);
  });
});

describe('what is kept of a body', () => {
  it('has no keys, passwords or tokens, wherever they are', () => {
    const key = `cur_live_${'a'.repeat(36)}`;
    const body = {
      apiKey: 'x1',
      nested: [{ Password: 'x2', secret: { deep: 'x3' } }],
      headers: { 'x-custom': 'x4' },
      title: `my key is ${key}`,
      url: 'https://me:x5@example.com/a.csv?X-Amz-Signature=x6&page=2',
      note: 'Bearer x7.y',
    };
    const text = JSON.stringify(masked(body));
    for (const hidden of ['x1', 'x2', 'x3', 'x4', 'x5', 'x6', 'x7', key]) expect(text).not.toContain(hidden);
    expect(text).toContain('page=2');
  });

  it('says of ids and own fields of users only what type they have', () => {
    expect(masked({ userId: 'alice', itemId: 'i1', n: 700 })).toEqual({
      userId: '[text of 5 characters]',
      itemId: 'i1',
      n: 700,
    });
    expect(masked({ userId: 42 })).toEqual({ userId: '[number]' });
    const users = '/v1/projects/prj_1/users:bulk';
    expect(masked({ users: [{ userId: 'bob', custom: { mail: 'bob@example.com', age: 30 } }] }, users)).toEqual({
      users: [{ userId: '[text of 3 characters]', custom: { mail: '[text of 15 characters]', age: '[number]' } }],
    });
    expect(masked({ custom: { colour: 'red' } }, '/v1/projects/prj_1/items/1')).toEqual({ custom: { colour: 'red' } });
    expect(maskPath('/v1/projects/prj_1/users/alice/events')).toBe('/v1/projects/prj_1/users/{userId}/events');
    expect(maskPath('/recommend/alice')).toBe('/recommend/{userId}');
  });

  it('is masked as text where it is not JSON, and left out where it describes users', () => {
    const broken = Buffer.from('{"userId": "alice", "password": "x1", "n": 5, token=x2');
    const text = maskBody(broken, '/v1/projects/prj_1/recommendations');
    expect(text).toContain('"n": 5');
    for (const hidden of ['alice', 'x1', 'x2']) expect(text).not.toContain(hidden);
    expect(maskBody(broken, '/v1/projects/prj_1/users/alice')).toBeUndefined();
  });

  it('is short', () => {
    const large = Buffer.from(
      JSON.stringify({ items: Array.from({ length: 50_000 }, (_, i) => ({ itemId: `${i}` })) }),
    );
    expect(maskBody(large, '/v1/projects/prj_1/items:bulk')?.length).toBeLessThan(2_100);
  });
});

describe('the log', () => {
  let core: TestCore;
  beforeAll(async () => {
    core = await startCore();
  });
  afterAll(() => core.stop());

  const page = { limit: 20 };
  const contextOf = (workspaceId: string): Context => ({ ...core.context, workspaceId });
  const recorder = () => createRequestRecorder(core.services.db, core.services.log, { bodies: true });
  let last = 0;
  const requestOf = (workspaceId: string, given: Partial<RecordedRequest> = {}): RecordedRequest => ({
    requestId: `req_${++last}`,
    method: 'POST',
    route: '/v1/projects/{projectId}/recommendations',
    path: '/v1/projects/prj_1/recommendations',
    status: 200,
    milliseconds: 1.25,
    caller: { workspaceId, actor: { kind: 'key', id: 'key_1', scopes: ['recommend'], projectIds: null } },
    ...given,
  });
  const problem = (requestId: string) => ({
    type: 'about:blank',
    title: 'The request is not valid',
    status: 422,
    code: 'invalid-input' as const,
    detail: 'n: too large',
    requestId,
    errors: Array.from({ length: 50 }, () => ({ pointer: '/n', detail: 'too large' })),
  });

  it('shows a workspace its own requests only, and of errors the body and the answer', async () => {
    const records = recorder();
    const body = Buffer.from('{"n":700,"text":"\\u0000 \\ud800"}');
    records.record(requestOf('wsp_a', { requestId: 'req_error', status: 422, problem: problem('req_error'), body }));
    records.record(requestOf('wsp_a', { requestId: 'req_ok', body }));
    records.record(requestOf('wsp_b', { requestId: 'req_theirs' }));
    records.record({ ...requestOf('wsp_b'), caller: undefined });
    await records.flush();
    const { data, nextCursor } = await listRequests(contextOf('wsp_a'), page);
    expect(data.map(({ requestId }) => requestId).sort()).toEqual(['req_error', 'req_ok']);
    expect(nextCursor).toBeNull();
    const found = await getRequest(contextOf('wsp_a'), 'req_error');
    expect(found).toMatchObject({ status: 422, milliseconds: 1.25, code: 'invalid-input', caller: { id: 'key_1' } });
    expect(found.body).toContain('"n": 700');
    expect(found.problem?.errors).toHaveLength(10);
    expect(await getRequest(contextOf('wsp_a'), 'req_ok')).toMatchObject({ body: null, problem: null, code: null });
    await expect(getRequest(contextOf('wsp_b'), 'req_error')).rejects.toMatchObject({ code: 'not-found' });
    expect((await listRequests(contextOf('wsp_b'), page)).data.map(({ requestId }) => requestId)).toEqual([
      'req_theirs',
    ]);
  });

  it('is filtered, and paged without gaps or repeats', async () => {
    const records = recorder();
    const given: [string, Partial<RecordedRequest>][] = [
      ['r1', { method: 'GET', route: '/v1/keys', path: '/v1/keys', milliseconds: 40 }],
      ['r2', { status: 404, path: '/v1/projects/prj_2/items/7' }],
      ['r3', { status: 503, path: '/v1/projects/prj_2/recommendations' }],
      ['r4', { caller: { workspaceId: 'wsp_f', actor: { kind: 'account', id: 'acc_1', role: 'owner' } } }],
    ];
    for (const [requestId, fields] of given) records.record(requestOf('wsp_f', { requestId, ...fields }));
    await records.flush();
    const context = contextOf('wsp_f');
    const ids = async (query: Omit<Parameters<typeof listRequests>[1], 'limit'>, by = context) =>
      (await listRequests(by, { ...page, ...query })).data.map(({ requestId }) => requestId).sort();
    expect(await ids({ method: 'GET' })).toEqual(['r1']);
    expect(await ids({ projectId: 'prj_2' })).toEqual(['r2', 'r3']);
    expect(await ids({ path: '/items/' })).toEqual(['r2']);
    expect(await ids({ path: '%' })).toEqual([]);
    expect(await ids({ status: '4xx' })).toEqual(['r2']);
    expect(await ids({ status: '5xx' })).toEqual(['r3']);
    expect(await ids({ status: 'error' })).toEqual(['r2', 'r3']);
    expect(await ids({ status: '2xx' })).toEqual(['r1', 'r4']);
    expect(await ids({ caller: 'acc_1' })).toEqual(['r4']);
    expect(await ids({ caller: 'accounts' })).toEqual(['r4']);
    expect(await ids({ caller: 'keys' })).toEqual(['r1', 'r2', 'r3']);
    expect(await ids({ minMilliseconds: 40 })).toEqual(['r1']);
    expect(await ids({ requestId: 'r3' })).toEqual(['r3']);
    expect(await ids({ from: new Date(Date.now() + 1e6).toISOString() })).toEqual([]);
    expect(await ids({ from: '0000-01-01T00:00:00Z', to: new Date(Date.now() + 1e6).toISOString() })).toHaveLength(4);
    const key = { kind: 'key', id: 'key_9', scopes: ['logs:read'], projectIds: ['prj_2'] } as const;
    expect(await ids({}, { ...context, actor: key })).toEqual(['r2', 'r3']);
    await expect(getRequest({ ...context, actor: key }, 'r1')).rejects.toMatchObject({ code: 'not-found' });
    const blind = { ...key, scopes: ['models:write'] } as const;
    await expect(ids({}, { ...context, actor: blind })).rejects.toMatchObject({ code: 'forbidden' });

    // All rows of one batch may have the same time.
    const read: string[] = [];
    let cursor: string | undefined;
    do {
      const next = await listRequests(context, { limit: 1, ...(cursor ? { cursor } : {}) });
      read.push(...next.data.map(({ requestId }) => requestId));
      cursor = next.nextCursor ?? undefined;
    } while (cursor);
    expect(read.sort()).toEqual(['r1', 'r2', 'r3', 'r4']);
  });

  it('counts every request of keys, and those of made-up projects for the workspace', async () => {
    const projectId = await newProject(core);
    const path = `/v1/projects/${projectId}/recommendations`;
    const records = recorder();
    for (let i = 0; i < 500; i++) records.record(requestOf('wsp_test', { path, status: i < 20 ? 422 : 200 }));
    for (let i = 0; i < 5; i++)
      records.record(requestOf('wsp_test', { path: `/v1/projects/prj_x${i}/items`, status: 404 }));
    await records.flush();
    expect(await sumRequests(core.context, projectId)).toMatchObject({ requests: 500, errors: 20 });
    const all = await sumRequests(core.context, undefined);
    expect(all).toMatchObject({ requests: 505, errors: 25 });
    expect(all.hours.reduce((sum, { requests }) => sum + requests, 0)).toBe(505);
    const { rows } = await core.owner.query(
      `select distinct project_id from request_counts where workspace_id = 'wsp_test'`,
    );
    expect(rows.map((row) => row.project_id).sort()).toEqual(['', projectId]);

    await core.owner.query('update projects set deleted_at = now() where id = $1', [projectId]);
    await purge(core, projectId);
    expect(await sumRequests(core.context, projectId)).toMatchObject({ requests: 0 });
    expect((await listRequests(core.context, { ...page, projectId })).data).toEqual([]);
  });

  it('holds a bounded number of rows in memory, and counts the requests that it drops', async () => {
    const records = recorder();
    for (let i = 0; i < 4_000; i++)
      records.record(
        requestOf(`wsp_many_${i % 400}`, { route: i % 800 < 400 ? '/v1/me' : '/v1/keys', path: '/v1/me' }),
      );
    await records.flush();
    const { rows } = await core.owner.query(`
      select (select count(*)::int from request_logs where workspace_id like 'wsp_many_%') as kept,
        (select sum(requests)::int from request_counts where workspace_id like 'wsp_many_%') as counted`);
    expect(rows).toEqual([{ kept: 2_000, counted: 4_000 }]);
  });

  it('keeps the counts while the database cannot be written, and drops the rows', async () => {
    const records = recorder();
    await core.owner.query('alter function record_requests rename to record_requests_away');
    records.record(requestOf('wsp_later'));
    await records.flush();
    await core.owner.query('alter function record_requests_away rename to record_requests');
    records.record(requestOf('wsp_later'));
    await records.flush();
    expect(await sumRequests(contextOf('wsp_later'), undefined)).toMatchObject({ requests: 2 });
    expect((await listRequests(contextOf('wsp_later'), page)).data).toHaveLength(1);
  });
});
