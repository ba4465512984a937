import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, newTenant } from './client.ts';
import { startApi, studio, type TestApi } from './start-api.ts';

let api: TestApi;
let replica: TestApi;
beforeAll(async () => {
  api = await startApi();
  replica = await startApi({
    replicaOf: api,
    limitAddresses: true,
    env: { CURIO_SIGN_UPS_PER_HOUR: '3', CURIO_WORKSPACES_PER_ACCOUNT: '2' },
  });
});
afterAll(async () => {
  await replica.stop();
  await api.stop();
});

const signIn = (on: TestApi, email: string, password: string) =>
  call(on, 'POST', '/api/auth/sign-in/email', { headers: { origin: studio }, json: { email, password } });

describe('sign-ins', () => {
  it('to one account are refused after ten wrong passwords, also the right one, whichever process they come to', async () => {
    const { email } = await newTenant(api);
    const second = await startApi({ replicaOf: api });
    const guesses = await Promise.all(
      Array.from({ length: 14 }, (_, i) => signIn(i % 2 ? api : second, email, `wrong password ${i}`)),
    );
    await second.stop();
    expect(guesses.map(({ status }) => status).sort()).toEqual([...Array(10).fill(401), ...Array(4).fill(429)]);
    const right = await signIn(api, ` ${email.toUpperCase()}`, 'a long password');
    expect(right.body).toMatchObject({ status: 429, code: 'rate-limited' });
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await newTenant(api);
    expect((await signIn(api, other.email, 'a long password')).status).toBe(200);
  });

  it('begin to count again after the right password', async () => {
    const { email } = await newTenant(api);
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 8; i++) expect((await signIn(api, email, 'a wrong password')).status).toBe(401);
      expect((await signIn(api, email, 'a long password')).status).toBe(200);
    }
  });

  it('that are no credentials at all are refused as before', async () => {
    for (const json of [{}, { email: 7, password: 'x' }, []]) {
      const answer = await call(api, 'POST', '/api/auth/sign-in/email', { headers: { origin: studio }, json });
      expect(answer.body, JSON.stringify(json)).toMatchObject({ status: expect.any(Number), code: expect.any(String) });
      expect(answer.status).toBeLessThan(500);
    }
  });
});

describe('one network address', () => {
  it('may sign up as often in an hour as the setting says', async () => {
    const signUp = (i: number) =>
      call(replica, 'POST', '/api/auth/sign-up/email', {
        headers: { origin: studio },
        json: { name: 'Ada', email: `many${i}@example.com`, password: 'a long password' },
      });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await signUp(i)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await signUp(5);
    expect(refused.body).toMatchObject({ code: 'rate-limited' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
  });
});

describe('network addresses behind a proxy', () => {
  it('have a limit each where the setting trusts the proxy, whatever a client claims', async () => {
    const behind = await startApi({
      replicaOf: api,
      limitAddresses: true,
      env: { CURIO_SIGN_UPS_PER_HOUR: '2', CURIO_TRUSTED_PROXIES: '1' },
    });
    let signedUp = 0;
    const signUp = async (forwarded: string) => {
      const { status } = await call(behind, 'POST', '/api/auth/sign-up/email', {
        headers: { origin: studio, 'x-forwarded-for': forwarded },
        json: { name: 'Ada', email: `proxied${signedUp++}@example.com`, password: 'a long password' },
      });
      return status;
    };
    const statuses = [];
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.1', '203.0.113.7, 192.0.2.1', '192.0.2.2']) {
      statuses.push(await signUp(address));
    }
    await behind.stop();
    expect(statuses).toEqual([200, 200, 200, 429, 200]);
  });
});

describe('an account', () => {
  it('may make as many workspaces as the setting says', async () => {
    const { cookie } = await newTenant(api);
    const make = (slug: string) =>
      call(replica, 'POST', '/api/auth/organization/create', {
        cookie,
        headers: { origin: studio },
        json: { name: slug, slug },
      });
    expect((await make('second')).status).toBe(200);
    expect((await make('third')).body).toMatchObject({ status: 403, code: 'forbidden' });
  });
});
