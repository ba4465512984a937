import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { call, newTenant, type Reply, type Tenant } from './client.ts';
import { startApi, type TestApi } from './start-api.ts';

const maxUploadBytes = 200_000;
let api: TestApi;
let tenant: Tenant;
let project: string;

beforeAll(async () => {
  api = await startApi({ maxUploadBytes });
  tenant = await newTenant(api);
  project = `/v1/projects/${tenant.projectId}`;
});
afterAll(async () => {
  // No request of a caller may cause an unexpected error.
  const faults = api.logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'unexpected error');
  expect(faults.map(({ err }) => err.message)).toEqual([]);
  await api.stop();
});

function expectProblem(answer: Reply, status: number, code: string, pointer?: string): void {
  expect({ status: answer.status, ...answer.body }).toMatchObject({
    status,
    code,
    title: expect.stringMatching(/\w/),
    detail: expect.stringMatching(/\w/),
    requestId: answer.headers.get('x-request-id'),
    type: `http://localhost:4000/docs/errors#${code}`,
    ...(pointer === undefined ? {} : { errors: expect.arrayContaining([expect.objectContaining({ pointer })]) }),
  });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
}

const post = (path: string, raw: string, type = 'application/json') =>
  call(api, 'POST', path, { key: tenant.key, raw, headers: { 'content-type': type } });
const deep = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);

describe('a body that does not match the schema of the route', () => {
  it.each([
    ['cut off', '{"name":"Films"'],
    ['empty', ''],
    ['not JSON', 'name=Films'],
    ['two values', '{"name":"a"}{"name":"b"}'],
    ['not a number', '{"name":NaN}'],
  ])('%s: is not JSON', async (_, raw) => {
    expectProblem(await post('/v1/projects', raw), 400, 'invalid-json');
  });

  it.each([
    ['a form', 'application/x-www-form-urlencoded'],
    ['text', 'text/plain'],
    ['XML', 'application/xml'],
    ['nothing known', 'nonsense'],
  ])('declared as %s: says which content type to send', async (_, type) => {
    const answer = await post('/v1/projects', '{"name":"Films"}', type);
    expectProblem(answer, 415, 'unsupported-media-type');
    expect(answer.body.detail).toContain('application/json');
  });

  it('a JSON content type with a charset, or with a suffix, is JSON', async () => {
    expect((await post('/v1/projects', '{"name":"A"}', 'application/json; charset=utf-8')).status).toBe(201);
  });

  it.each([
    ['a list', '[]', ''],
    ['null', 'null', ''],
    ['a name that is a number', '{"name":3}', '/name'],
    ['no name', '{}', '/name'],
    ['a blank name', '{"name":"  "}', '/name'],
    ['an unknown key', '{"name":"x","colour":"red"}', '/colour'],
    ['__proto__', '{"name":"x","__proto__":{"admin":true}}', '/__proto__'],
  ])('%s: says where, with a pointer', async (_, raw, pointer) => {
    expectProblem(await post('/v1/projects', raw), 422, 'invalid-input', pointer);
  });

  it('20,000 levels deep is refused immediately, wherever it stands', async () => {
    const bodies = {
      '/v1/projects': [deep(20_000, '[', ']'), `{"name":${deep(20_000, '{"a":', '}').replace(':}', ':1}')}}`],
      [`${project}/events`]: [`{"userId":${deep(20_000, '[', ']')}}`],
      [`${project}/models`]: [`{"params":{"a":${deep(20_000, '[', ']')}}}`],
      [`${project}/recommendations`]: [`{"history":${deep(20_000, '[', ']')}}`],
    };
    for (const [path, raws] of Object.entries(bodies))
      for (const raw of raws) {
        const answer = await post(path, raw);
        expect([400, 422], path).toContain(answer.status);
        expectProblem(answer, answer.status, answer.status === 400 ? 'invalid-json' : 'invalid-input');
      }
  });

  it('of too many events says so', async () => {
    const events = `{"events":[${'{},'.repeat(10_000)}{}]}`;
    const many = await post(`${project}/events`, events);
    expectProblem(many, 413, 'too-large');
    expect(many.body.detail).toContain('10,000');
  });

  it('100,000 levels deep as one of many events refuses the batch', async () => {
    const answer = await post(`${project}/events`, `{"events":[${deep(20_000, '[', ']')}]}`);
    expectProblem(answer, 422, 'invalid-input');
    expect(answer.body.detail).toMatch(/32 levels/);
  });

  it('larger than 8 MB is refused, with or without a content-length', async () => {
    const raw = `{"name":"${'x'.repeat(8 << 20)}"}`;
    expectProblem(await post('/v1/projects', raw), 413, 'too-large');
    const chunked = await fetch(`${api.url}/v1/projects`, {
      method: 'POST',
      headers: { 'x-api-key': tenant.key, 'content-type': 'application/json' },
      body: new Blob([raw]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
    expect(await chunked.json()).toMatchObject({ code: 'too-large' });
  });
});

describe('text that no database holds', () => {
  const nul = 'a\0b';
  it('is refused in any name, query or path, and is never our fault', async () => {
    const send = { key: tenant.key };
    const answers = [
      await call(api, 'POST', '/v1/projects', { ...send, json: { name: nul } }),
      await call(api, 'PATCH', project, { ...send, json: { name: nul } }),
      await call(api, 'POST', '/v1/keys', { ...send, json: { name: nul, scopes: ['admin'] } }),
      await call(api, 'POST', '/v1/keys', { ...send, json: { name: 'x', scopes: ['admin'], projects: [nul] } }),
      await call(api, 'POST', `${project}/recommendations`, { ...send, json: { userId: nul } }),
      await call(api, 'POST', `${project}/recommendations`, { ...send, json: { itemTitle: nul } }),
      await call(api, 'GET', `${project}/items?q=a%00b`, send),
      await call(api, 'GET', `${project}/users?q=a%00b`, send),
      await call(api, 'GET', `${project}/users/a%00b/events`, send),
      await call(api, 'GET', `${project}/users/a%00b/recommendations`, send),
      await call(api, 'POST', `${project}/imports?kind=items&filename=a%00b.csv`, {
        ...send,
        raw: 'id,title\n1,One\n',
      }),
    ];
    for (const answer of answers) expectProblem(answer, 422, 'invalid-input');
    const ids = [`/v1/projects/a%00b`, `${project}/imports/a%00b`, `${project}/webhooks/a%00b`, '/v1/keys/a%00b'];
    for (const path of ids) {
      const method = /webhooks|keys/.test(path) ? 'DELETE' : 'GET';
      const answer = await call(api, method, path, send);
      expect([404, 422], path).toContain(answer.status);
    }
  });

  it('costs one event and not the others that came with it', async () => {
    const event = { userId: 'u', itemId: 'i', type: 'view' };
    const wrong = [
      { ...event, userId: nul },
      { ...event, itemId: 'half \ud800' },
      { ...event, itemId: '漢'.repeat(512) },
      { ...event, value: 1e300 },
      { ...event, timestamp: '0000-01-01T00:00:00Z' },
      // Of the year 0 in UTC.
      { ...event, timestamp: '0001-01-01T00:00:00+15:00' },
      { ...event, timestamp: '2026-01-01T00:00:00+23:59' },
      { ...event, timestamp: `2026-01-01T00:00:00.${'1'.repeat(130)}Z` },
      { ...event, recommendationId: nul },
      'not an event',
      null,
      { ...event, type: '' },
    ];
    const right = [
      event,
      { ...event, value: 1e-50 },
      { ...event, timestamp: '0001-01-01T00:00:00-15:00' },
      { ...event, timestamp: '2026-01-01T00:00:00.999999999Z' },
      { ...event, userId: 'u'.repeat(512), itemId: randomText(500), type: 't'.repeat(100) },
    ];
    const answer = await call(api, 'POST', `${project}/events`, {
      key: tenant.key,
      json: { events: [...wrong, ...right] },
    });
    expect(answer.status).toBe(202);
    expect(answer.body.accepted).toBe(right.length);
    const rejected = answer.body.rejected as { index: number; reason: string }[];
    expect(rejected.map(({ index }) => index)).toEqual(wrong.map((_, index) => index));
    for (const { reason } of rejected) expect(reason.length).toBeGreaterThan(5);
  });

  function randomText(length: number): string {
    let seed = 1;
    let text = '';
    while (text.length < length) {
      seed = (seed * 48_271) % 2_147_483_647;
      text += String.fromCodePoint(0x100 + (seed % 0x600));
    }
    return text;
  }
});

describe('numbers and ids out of range', () => {
  it.each([
    'models/99999999999',
    'models/2147483648',
    'models/0',
    'models/1.5',
    'models/abc',
    'popular?n=0',
    'popular?n=501',
    'popular?modelVersion=99999999999',
    'latest?offset=10001',
    'items?limit=101',
    'items?limit=',
    'users/%00/recommendations',
    'items/a%00/similar',
    `items/${'x'.repeat(513)}/similar`,
  ])('%s', async (path) => {
    expectProblem(await call(api, 'GET', `${project}/${path}`, { key: tenant.key }), 422, 'invalid-input');
  });
});

describe('a path', () => {
  it('that is not there is not found, with or without a key', async () => {
    for (const path of ['/nothing', '/v2/projects', '/docs/nothing'])
      expectProblem(await call(api, 'GET', path), 404, 'not-found');
    for (const path of ['/v1/nothing', `${project}/nothing`])
      expectProblem(await call(api, 'GET', path, { key: tenant.key }), 404, 'not-found');
  });

  it('that cannot be decoded is not our fault', async () => {
    for (const path of [`${project}/users/%E0%A4%A/events`, '/v1/projects/%ff', `${project}/users/%c0%ae/events`]) {
      const answer = await call(api, 'GET', path, { key: tenant.key });
      expect(answer.status, path).toBeLessThan(500);
    }
  });
});

describe('an upload', () => {
  const files = () => (existsSync(api.uploads) ? readdirSync(api.uploads) : []);
  const imports = async () =>
    (await call<{ data: unknown[] }>(api, 'GET', `${project}/imports`, { key: tenant.key })).body.data.length;
  const upload = (raw: string | Uint8Array<ArrayBuffer>, query = 'kind=items') =>
    call(api, 'POST', `${project}/imports?${query}`, { key: tenant.key, raw, headers: { 'content-type': 'text/csv' } });

  it.each([
    ['nothing at all', ''],
    ['white space', ' \n \n'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
    ['a spreadsheet', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8, 0, 0, 0])],
    ['bytes that are gzip only at the start', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3])],
  ])('of %s leaves no row and no file', async (_, raw) => {
    const answer = await upload(raw);
    expectProblem(answer, 422, 'invalid-file');
    expect({ files: files(), imports: await imports() }).toEqual({ files: [], imports: 0 });
  });

  it('of an unknown kind or without a name is refused before it is read', async () => {
    expectProblem(await upload('id\n1\n', 'kind=orders'), 422, 'invalid-input', '/kind');
    expectProblem(await upload('id\n1\n', 'kind=items&filename='), 422, 'invalid-input', '/filename');
    expect(files()).toEqual([]);
  });

  it('sent as a form is refused with how to send it', async () => {
    const form = '--x\r\ncontent-disposition: form-data; name="file"\r\n\r\nid,title\n1,One\n\r\n--x--\r\n';
    const answer = await post(`${project}/imports?kind=items`, form, 'multipart/form-data; boundary=x');
    expectProblem(answer, 415, 'unsupported-media-type');
    expect(answer.body.detail).toMatch(/file itself/);
    expect(files()).toEqual([]);
  });

  it('larger than the limit is refused and leaves no file', async () => {
    expectProblem(await upload(`id,title\n${'1,One\n'.repeat(50_000)}`), 413, 'too-large');
    expect({ files: files(), imports: await imports() }).toEqual({ files: [], imports: 0 });
  });

  it('truncated, or with a wrong length, leaves no file and the API continues', async () => {
    const { host, port } = { host: '127.0.0.1', port: Number(new URL(api.url).port) };
    const send = (length: string, text: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(port, host, () => {
          socket.write(
            `POST ${project}/imports?kind=items HTTP/1.1\r\nhost: ${host}\r\nx-api-key: ${tenant.key}\r\n` +
              `content-type: text/csv\r\ncontent-length: ${length}\r\n\r\n${text}`,
          );
          socket.end();
        });
        let answer = '';
        socket.on('data', (bytes) => (answer += bytes));
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(answer));
      });
    const file = `id,title\n${'1,One\n'.repeat(1000)}`;
    await send(String(file.length * 2), file);
    expect(await send('-1', file)).toMatch(/^HTTP\/1.1 400/);
    expect(await send('12, 13', file)).toMatch(/^HTTP\/1.1 400/);
    await vi.waitFor(() => expect(files()).toEqual([]), { timeout: 5_000 });
    expect(api.logged.join('')).not.toContain('database unavailable');
    expect(await imports()).toBe(0);
    expect((await call(api, 'GET', '/health/live')).status).toBe(200);
  });

  it('with a content-length that is too short is stored to that length or not at all, and the rest is no request', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () => {
        socket.end(
          `POST ${project}/imports?kind=items HTTP/1.1\r\nhost: x\r\nx-api-key: ${tenant.key}\r\n` +
            'content-length: 15\r\n\r\nid,title\n1,One\n2,Two\n',
        );
      });
      let text = '';
      socket.on('data', (bytes) => (text += bytes));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/HTTP\/1.1 400/);
    await vi.waitFor(async () => {
      const { key } = tenant;
      const { body } = await call<{ data: { id: string }[] }>(api, 'GET', `${project}/imports`, { key });
      for (const { id } of body.data) {
        const one = await call<{ preview: string[][] }>(api, 'GET', `${project}/imports/${id}`, { key });
        expect(one.body.preview).toEqual([['1', 'One']]);
      }
      expect(files()).toEqual(body.data.map(({ id }) => id));
    });
  });
});
