import { newKey } from '@curio/contracts';
import type { Db } from '@curio/db';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createKey } from '../src/keys/create-key.ts';
import { revokeKey } from '../src/keys/revoke-key.ts';
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
  expect(new Set(found.map((row) => row?.id))).toEqual(new Set([id]));
  expect(await keys.verify(key)).toMatchObject({ id });
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
