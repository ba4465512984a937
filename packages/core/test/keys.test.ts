import { newKey } from '@curio/contracts';
import type { Db } from '@curio/db';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createKey } from '../src/keys/create-key.ts';
import { listKeys } from '../src/keys/list-keys.ts';
import { revokeKey } from '../src/keys/revoke-key.ts';
import { rotateKey } from '../src/keys/rotate-key.ts';
import { createKeyVerifier } from '../src/keys/verify-key.ts';
import { startCore, type TestCore } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const make = (workspaceId: string) =>
  createKey({ ...core.context, workspaceId }, { name: 'test', scopes: ['recommend'], environment: 'live' });

/** The same database, and how many statements went to it. */
function counted(): { db: Db; statements: () => number } {
  let statements = 0;
  const db = core.services.db.withPlugin({
    transformQuery: ({ node }) => {
      statements++;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { db, statements: () => statements };
}

const lastUsed = async (ids: string[]) => {
  const { rows } = await core.owner.query<{ at: Date | null }>(
    'select last_used_at as at from api_keys where id = any($1) order by id',
    [ids],
  );
  return rows.map(({ at }) => at !== null);
};

it('reads a key once for many requests, also an unknown key', async () => {
  const { db, statements } = counted();
  const keys = createKeyVerifier(db);
  const { id, key } = await make('wsp_one');
  const unknown = newKey('live');
  const found = await Promise.all(Array.from({ length: 50 }, () => keys.verify(key)));
  expect(new Set(found.map((row) => row?.actor.id))).toEqual(new Set([id]));
  expect(await keys.verify(key)).toMatchObject({ workspaceId: 'wsp_one', actor: { id } });
  for (let i = 0; i < 5; i++) expect(await keys.verify(unknown)).toBeUndefined();
  expect(await keys.verify('cur_live_malformed')).toBeUndefined();
  expect(statements()).toBe(2);
});

it('refuses a revoked key once its cached row is out of date', async () => {
  const keys = createKeyVerifier(core.services.db);
  const { id, key } = await make('wsp_one');
  expect(await keys.verify(key)).toBeDefined();
  await revokeKey({ ...core.context, workspaceId: 'wsp_one' }, id);
  await vi.waitFor(async () => expect(await keys.verify(key)).toBeUndefined());
});

it('writes the last use of the keys of all workspaces in one statement', async () => {
  const { db, statements } = counted();
  const keys = createKeyVerifier(db);
  const made = await Promise.all(['wsp_a', 'wsp_b', 'wsp_c', 'wsp_a'].map(make));
  for (const { key } of made) await keys.verify(key);
  const before = statements();
  await keys.flushLastUsed();
  await keys.flushLastUsed();
  expect(statements() - before).toBe(1);
  expect(await lastUsed(made.map(({ id }) => id))).toEqual([true, true, true, true]);
});

it('does not begin a write while another one runs, and loses no use', async () => {
  const keys = createKeyVerifier(core.services.db);
  const [one, two] = [await make('wsp_a'), await make('wsp_b')];
  const holder = new pg.Client({ connectionString: core.database.ownerUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query('lock table api_keys in share mode');
  await keys.verify(one.key);
  const writes = [keys.flushLastUsed()];
  const waiting = async () => {
    const { rowCount } = await core.owner.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rowCount;
  };
  await vi.waitFor(async () => expect(await waiting()).toBe(1));
  await keys.verify(two.key);
  for (let i = 0; i < 5; i++) writes.push(keys.flushLastUsed());
  expect(await core.services.db.selectNoFrom((eb) => eb.lit(1).as('answers')).execute()).toEqual([{ answers: 1 }]);
  expect(await waiting()).toBe(1);
  await holder.query('commit');
  await holder.end();
  await Promise.all(writes);
  expect(await lastUsed([one.id, two.id])).toEqual([true, true]);
});

it('refuses a key from the moment it expires', async () => {
  const keys = createKeyVerifier(core.services.db);
  const expiresAt = new Date(Date.now() + 1_500).toISOString();
  const { key } = await createKey(
    { ...core.context, workspaceId: 'wsp_one' },
    { name: 'test', scopes: ['recommend'], environment: 'live', expiresAt },
  );
  expect(await keys.verify(key)).toBeDefined();
  await vi.waitUntil(async () => !(await keys.verify(key)), { timeout: 10_000, interval: 10 });
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
});

it('reads keys in constant use again together, and refuses those that were revoked', async () => {
  const { db, statements } = counted();
  const keys = createKeyVerifier(db);
  const made = await Promise.all(Array.from({ length: 20 }, () => make('wsp_many')));
  const verifyAll = () => Promise.all(made.map(({ key }) => keys.verify(key)));
  expect((await verifyAll()).every(Boolean)).toBe(true);
  await revokeKey({ ...core.context, workspaceId: 'wsp_many' }, made[0]!.id);
  const before = statements();
  await vi.waitUntil(async () => (await verifyAll())[0] === undefined, { timeout: 10_000, interval: 10 });
  const reads = statements() - before;
  expect((await verifyAll()).filter(Boolean)).toHaveLength(19);
  expect(reads).toBeLessThan(10);
});

it('goes on with keys in use while the database is away, refuses others, and reads all again once it is back', async () => {
  let away = false;
  const db = core.services.db.withPlugin({
    transformQuery: ({ node }) => {
      if (away) throw new Error('connection refused');
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const onReadFailed = vi.fn();
  const keys = createKeyVerifier(db, { onReadFailed });
  const [one, two, unused] = await Promise.all([make('wsp_away'), make('wsp_away'), make('wsp_away')]);
  expect(await keys.verify(one.key)).toBeDefined();
  expect(await keys.verify(two.key)).toBeDefined();
  away = true;
  await vi.waitFor(async () => {
    expect(await keys.verify(one.key)).toBeDefined();
    expect(onReadFailed).toHaveBeenCalled();
  });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await keys.verify(two.key)).toBeDefined();
  await expect((async () => keys.verify(unused.key))()).rejects.toThrow('connection refused');
  await revokeKey({ ...core.context, workspaceId: 'wsp_away' }, two.id);
  away = false;
  await vi.waitFor(async () => expect(await keys.verify(two.key)).toBeUndefined(), { timeout: 5_000 });
  expect(await keys.verify(one.key)).toBeDefined();
});

it('does not let requests with a key in use wait for a database that takes queries and does not answer', async () => {
  const keys = createKeyVerifier(core.services.db);
  const { id, key } = await make('wsp_stalled');
  expect(await keys.verify(key)).toBeDefined();
  await core.owner.query('begin');
  await core.owner.query('lock table api_keys in access exclusive mode');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await keys.verify(key)).toBeDefined();
  expect(keys.verify(key)).toMatchObject({ actor: { id } });
  await core.owner.query('update api_keys set revoked_at = now() where id = $1', [id]);
  await core.owner.query('commit');
  await vi.waitFor(async () => expect(await keys.verify(key)).toBeUndefined(), { timeout: 5_000 });
});

describe('rotation', () => {
  const admin = () => ({ ...core.context, workspaceId: 'wsp_rotate' });

  it('makes a key with the same rights; the old one works until the overlap ends, under the same limit', async () => {
    const keys = createKeyVerifier(core.services.db);
    const old = await createKey(admin(), {
      name: 'Shop',
      scopes: ['recommend'],
      environment: 'test',
      rateLimit: 7,
      origins: ['https://shop.example'],
    });
    const created = await rotateKey(admin(), old.id, { overlapSeconds: 2 });
    const { id, key, prefix, last4, createdAt, ...rights } = created;
    expect(rights).toEqual({
      name: 'Shop',
      scopes: ['recommend'],
      projects: null,
      environment: 'test',
      rateLimit: { limit: 7, windowSeconds: 60 },
      origins: ['https://shop.example'],
      lastUsedAt: null,
      expiresAt: null,
      revokedAt: null,
      replacedBy: null,
    });
    expect(await keys.verify(key)).toMatchObject({ rateLimitId: id });
    expect(await keys.verify(old.key)).toMatchObject({ actor: { id: old.id }, rateLimitId: id });
    const { data } = await listKeys(admin(), { limit: 20 });
    expect(data.find((row) => row.id === old.id)).toMatchObject({ replacedBy: id, expiresAt: expect.any(String) });
    await vi.waitUntil(async () => !(await keys.verify(old.key)), { timeout: 10_000, interval: 20 });
    expect(await keys.verify(key)).toBeDefined();
  });

  it('ends no later than the key would have expired, and once only', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const old = await createKey(admin(), { name: 'x', scopes: ['recommend'], environment: 'live', expiresAt });
    const created = await rotateKey(admin(), old.id, { overlapSeconds: 86_400 });
    expect(created.expiresAt).toBe(expiresAt);
    const { data } = await listKeys(admin(), { limit: 20 });
    expect(data.find((row) => row.id === old.id)?.expiresAt).toBe(expiresAt);
    await expect(rotateKey(admin(), old.id, { overlapSeconds: 1 })).rejects.toMatchObject({ code: 'conflict' });
    const twice = await Promise.allSettled([1, 2].map(() => rotateKey(admin(), created.id, { overlapSeconds: 1 })));
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('of a key that is unknown, revoked, or of another tenant is not found', async () => {
    const { id } = await make('wsp_rotate');
    const rotate = (workspaceId: string) => rotateKey({ ...core.context, workspaceId }, id, { overlapSeconds: 1 });
    await expect(rotate('wsp_other')).rejects.toMatchObject({ code: 'not-found' });
    await revokeKey(admin(), id);
    await expect(rotate('wsp_rotate')).rejects.toMatchObject({ code: 'not-found' });
  });
});
