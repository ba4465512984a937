import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, newKey, newTenant, type Reply, type Sent, type Tenant } from './client.ts';
import { startApi, studio, type TestApi } from './start-api.ts';

let api: TestApi;
let mine: Tenant;
beforeAll(async () => {
  api = await startApi({ maxUploadBytes: 4 << 20 });
  mine = await newTenant(api);
});
afterAll(() => api.stop());

const file = Buffer.from(
  `item_id,title\n${Array.from({ length: 40_000 }, (_, i) => `${i},Thing number ${i}\n`).join('')}`,
);
const tus = { 'tus-resumable': '1.0.0' };
const encode = (text: string) => Buffer.from(text).toString('base64');
const metadata = (filename = 'items.csv', kind = 'items') => `filename ${encode(filename)},kind ${encode(kind)}`;

function start(sent: Sent & { bytes?: number } = {}, tenant = mine): Promise<Reply> {
  const { bytes = file.length, headers, ...rest } = sent;
  return call(api, 'POST', `/v1/projects/${tenant.projectId}/uploads`, {
    key: tenant.key,
    headers: { ...tus, 'upload-length': String(bytes), 'upload-metadata': metadata(), ...headers },
    ...rest,
  });
}
const startAt = async (sent?: Parameters<typeof start>[0]) => (await start(sent)).headers.get('location') ?? '';
const head = (location: string, key = mine.key) =>
  fetch(api.url + location, { method: 'HEAD', headers: { ...tus, 'x-api-key': key } });
const offsetOf = async (location: string) => Number((await head(location)).headers.get('upload-offset'));
const patch = (location: string, offset: number, raw: Uint8Array<ArrayBuffer>, key = mine.key) =>
  call(api, 'PATCH', location, {
    key,
    headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    raw,
  });
const importOf = (location: string, tenant = mine) =>
  call(api, 'GET', location.replace('/uploads/', '/imports/'), { key: tenant.key });
const importsOf = async (tenant: Tenant) => {
  const { body } = await call<{ data: { id: string; filename: string }[] }>(
    api,
    'GET',
    `/v1/projects/${tenant.projectId}/imports?limit=100`,
    { key: tenant.key },
  );
  return body.data;
};

/** Sends the first bytes of a PATCH that announces more, and breaks the connection. */
async function breakOff(location: string, offset: number, bytes: Buffer): Promise<void> {
  const url = new URL(api.url + location);
  const headers = {
    ...tus,
    'x-api-key': mine.key,
    'upload-offset': offset,
    'content-type': 'application/offset+octet-stream',
    'content-length': file.length - offset,
  };
  const sending = request(url, { method: 'PATCH', headers });
  sending.on('error', () => undefined);
  await new Promise((resolve) => sending.write(bytes, resolve));
  await expect.poll(() => receivedBy(location), { timeout: 20_000 }).toBe(offset + bytes.length);
  sending.destroy();
}
async function receivedBy(location: string): Promise<number> {
  return (await call<{ received: number }>(api, 'GET', location, { key: mine.key })).body.received;
}

it('continues an upload that was cut at 99 % and makes its import', async () => {
  const started = await start();
  expect(started.status).toBe(201);
  const location = started.headers.get('location') ?? '';
  expect(location).toMatch(/^\/v1\/projects\/prj_\w+\/uploads\/imp_\w+$/);
  expect(await offsetOf(location)).toBe(0);
  expect((await importOf(location)).status).toBe(404);
  const cut = Math.floor(file.length * 0.99);
  await breakOff(location, 0, file.subarray(0, cut));
  expect(await offsetOf(location)).toBe(cut);
  expect((await patch(location, cut, file.subarray(cut))).status).toBe(204);
  const { status, body } = await importOf(location);
  expect(status).toBe(200);
  expect(body).toMatchObject({ phase: 'uploaded', kind: 'items', filename: 'items.csv', bytes: file.length });
  const stored = await api.services.storage.range(String(body.id), 0, file.length + 1);
  expect(Buffer.from(stored).equals(file)).toBe(true);
  // A client that did not receive the last answer asks again, and sends the last bytes again.
  expect(await offsetOf(location)).toBe(file.length);
  expect((await patch(location, cut, file.subarray(cut))).status).toBe(409);
  expect((await patch(location, file.length, new Uint8Array())).status).toBe(204);
  expect(await importsOf(mine)).toHaveLength(1);
});

it('starts one upload for 50 equal requests with one idempotency key, and makes one import of it by several senders', async () => {
  const tenant = await newTenant(api);
  const small = file.subarray(0, 5_000);
  const key = { 'idempotency-key': 'the-same-file' };
  const started = await Promise.all(
    Array.from({ length: 50 }, () => start({ headers: key, bytes: small.length }, tenant)),
  );
  const locations = new Set(started.map(({ headers }) => headers.get('location') ?? ''));
  expect(locations.size).toBe(1);
  expect(started.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(49);
  const [location = ''] = locations;
  async function send(): Promise<void> {
    for (;;) {
      const offset = Number((await head(location, tenant.key)).headers.get('upload-offset'));
      if (offset === small.length) return;
      await patch(location, offset, small.subarray(offset), tenant.key);
    }
  }
  await Promise.all([send(), send(), send()]);
  expect(await importsOf(tenant)).toHaveLength(1);
  expect((await importOf(location, tenant)).body).toMatchObject({ bytes: small.length, phase: 'uploaded' });
  expect((await start({ headers: key, bytes: 5 }, tenant)).body).toMatchObject({ code: 'idempotency-conflict' });
});

it('makes one import of 50 equal files that are sent simultaneously with one idempotency key', async () => {
  const tenant = await newTenant(api);
  const path = `/v1/projects/${tenant.projectId}/imports?kind=items&filename=items.csv`;
  const small = file.subarray(0, 5_000);
  const send = (raw: Uint8Array<ArrayBuffer>) =>
    call<{ id: string }>(api, 'POST', path, { key: tenant.key, headers: { 'idempotency-key': 'same' }, raw });
  const answers = await Promise.all(Array.from({ length: 50 }, () => send(small)));
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
  expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(49);
  expect(await importsOf(tenant)).toHaveLength(1);
  expect((await send(file.subarray(0, 5_001))).body).toMatchObject({ code: 'idempotency-conflict' });
  // What the others sent is removed.
  const before = readdirSync(api.uploads).length;
  await send(small);
  expect(readdirSync(api.uploads)).toHaveLength(before);
});

it('a workspace cannot see, continue or delete the uploads of another, nor a key without the scope', async () => {
  const theirs = await newTenant(api);
  const location = await startAt();
  const missing = `${location}x`;
  for (const at of [location, missing]) {
    expect((await head(at, theirs.key)).status).toBe(404);
    expect((await patch(at, 0, file.subarray(0, 9), theirs.key)).status).toBe(404);
    expect((await call(api, 'DELETE', at, { key: theirs.key })).status).toBe(404);
  }
  expect(await offsetOf(location)).toBe(0);
  const { key } = await newKey(api, mine.cookie, ['recommend']);
  expect((await head(location, key)).status).toBe(403);
  expect((await patch(location, 0, file.subarray(0, 9), key)).status).toBe(403);
  expect((await start({ key })).status).toBe(403);
});

it('can be used and read by pages of the studio with a session', async () => {
  const headers = { cookie: mine.cookie, origin: studio, ...tus };
  const post = { ...headers, 'upload-length': String(file.length), 'upload-metadata': metadata() };
  const started = await fetch(`${api.url}/v1/projects/${mine.projectId}/uploads`, { method: 'POST', headers: post });
  expect(started.status).toBe(201);
  const at = api.url + started.headers.get('location');
  const asked = await fetch(at, { method: 'HEAD', headers });
  for (const answer of [started, asked]) {
    expect(answer.headers.get('access-control-allow-origin')).toBe(studio);
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    expect(answer.headers.get('access-control-expose-headers')).toMatch(/location.*upload-offset/);
  }
  const wanted = { 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'upload-offset' };
  const asking = await fetch(at, { method: 'OPTIONS', headers: { origin: studio, ...wanted } });
  expect(asking.headers.get('access-control-allow-headers')).toMatch(/tus-resumable.*upload-offset/);
  expect((await fetch(at, { method: 'DELETE', headers })).status).toBe(204);
});

it('refuses what the protocol or the limits do not permit, in a sentence', async () => {
  expect((await start({ bytes: 5 << 20 })).body).toMatchObject({
    code: 'too-large',
    detail: expect.stringMatching(/4 MB/),
  });
  expect((await start({ bytes: 0 })).body).toMatchObject({ code: 'invalid-file' });
  expect((await start({ headers: { 'upload-metadata': `kind ${encode('pictures')}` } })).body).toMatchObject({
    code: 'invalid-input',
    errors: [{ pointer: '/kind' }],
  });
  expect((await start({ headers: { 'tus-resumable': '0.2.0' } })).body).toMatchObject({ code: 'invalid-input' });
  const location = await startAt({ bytes: 10 });
  expect((await patch(location, 0, file.subarray(0, 20))).body).toMatchObject({ code: 'too-large' });
  expect((await patch(location, 3, file.subarray(0, 1))).body).toMatchObject({ code: 'conflict' });
  expect((await call(api, 'DELETE', location, { key: mine.key })).status).toBe(204);
  expect((await head(location)).status).toBe(404);
});

it('keeps nothing of a file that is not a table', async () => {
  const bytes = Buffer.from('%PDF-1.7 and so on');
  const location = await startAt({ bytes: bytes.length });
  const refused = await patch(location, 0, bytes);
  expect(refused).toMatchObject({ status: 422, body: { code: 'invalid-file', detail: expect.stringMatching(/PDF/) } });
  expect((await head(location)).status).toBe(404);
  const id = location.split('/').at(-1) ?? '';
  await expect(api.services.storage.range(id, 0, 1)).rejects.toThrow();
});

it('makes the import of an upload whose process ended after the last byte', async () => {
  const { storage } = api.services;
  for (const isFinished of [false, true]) {
    const location = await startAt();
    const id = location.split('/').at(-1) ?? '';
    await storage.append(
      id,
      0,
      (async function* () {
        yield file;
      })(),
      file.length,
    );
    if (isFinished) await storage.finish(id);
    expect(await offsetOf(location)).toBe(file.length);
    expect((await importOf(location)).body).toMatchObject({ phase: 'uploaded', bytes: file.length });
  }
});
