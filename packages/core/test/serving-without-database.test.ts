import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecommendInput } from '@curio/contracts';
import { appendChange, createDb, type Db, sql, tenant } from '@curio/db';
import { migrate } from '@curio/db/migrate';
import { answerRequest } from '@curio/serving/answer-request';
import { createServing, type Serving } from '@curio/serving/serving';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/db/embedded-postgres.ts';

const project = { workspaceId: 'wsp_1', projectId: 'prj_1' };
let dataDir: string;
let postgres: EmbeddedPostgres;
let db: Db;
let serving: Serving;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'curio-serving-'));
  postgres = await startPostgres({ dataDir, port: 0, log: () => undefined });
  const { appUrl } = await migrate(postgres.adminUrl, { appPassword: 'secret', appRole: 'serving_app' });
  db = createDb(appUrl, { applicationName: 'test', onConnectionError: () => undefined });
  serving = createServing({ db, log: pino({ level: 'silent' }), maxModelMegabytes: 16 });
  await tenant(db, project, (trx) =>
    trx
      .insertInto('projects')
      .values({ id: project.projectId, workspace_id: project.workspaceId, name: 'Films' } as never)
      .execute(),
  );
});
afterAll(async () => {
  await serving.changes.close();
  await db.destroy();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const memoryOf = async () => {
  const memory = await serving.projects.get(project);
  if (!memory) throw new Error('The project is not found');
  return memory;
};

const addItem = async (itemId: string, title: string) => {
  const { number } = await memoryOf();
  await tenant(db, project, async (trx) => {
    const names = { workspace_id: project.workspaceId, project_id: project.projectId };
    await trx
      .insertInto('items')
      .values({ ...names, item_id: itemId, title } as never)
      .execute();
    await appendChange(trx, number, 'item', [itemId]);
  });
};
const latest = async () => {
  const { catalogue } = await memoryOf();
  return Array.from(catalogue.latest(), catalogue.idOf);
};

it('answers from memory while Postgres is away, says what it could not read, and catches up afterwards', async () => {
  await addItem('before', 'Before');
  await expect.poll(latest, { timeout: 1_000 }).toEqual(['before']);
  const memory = await memoryOf();
  await memory.catalogue.ensureColumns(['title']);
  const known = await serving.users.read(memory, 'known');
  expect(known.unavailable).toBeUndefined();
  expect(serving.changes.isAvailable()).toBe(true);

  const { port } = new URL(postgres.adminUrl);
  await postgres.stop();
  await expect.poll(() => serving.changes.isAvailable(), { timeout: 5_000 }).toBe(false);
  expect(await latest()).toEqual(['before']);
  expect(await serving.users.read(await memoryOf(), 'known')).toBe(known);
  expect(await serving.users.read(memory, 'stranger')).toMatchObject({ unavailable: true, truncated: false });
  // A write that this process cannot read yet.
  await serving.changes.applyLocal(project, 'item', ['after']);
  await expect.poll(() => serving.changes.lagMs(), { timeout: 5_000 }).toBeGreaterThan(500);

  postgres = await startPostgres({ dataDir, port: Number(port), log: () => undefined });
  await expect.poll(() => serving.changes.isAvailable(), { timeout: 10_000 }).toBe(true);
  expect((await serving.users.read(memory, 'stranger')).unavailable).toBeUndefined();
  await addItem('after', 'After');
  await expect.poll(latest, { timeout: 2_000 }).toEqual(['after', 'before']);
  const column = memory.catalogue.column('title');
  expect(column?.type === 'text' && column.values[memory.catalogue.rowOf('after')]).toBe('After');
});

it('answers queries that need columns, users or texts that were never read, except where a filter needs them', async () => {
  await addItem('own', 'Own');
  await expect.poll(latest, { timeout: 2_000 }).toContain('own');
  const whole = await latest();
  const ask = async (input: RecommendInput) => {
    const signer = { sign: String, unsign: (signed: string) => signed };
    const answer = await answerRequest(serving, signer, project, input, { readsUsers: true });
    if (!answer) throw new Error('The project is not found');
    return answer.recommendation;
  };
  await expect.poll(async () => (await ask({})).fallback).toBe('No model is ready yet');
  const { port } = new URL(postgres.adminUrl);
  await postgres.stop();
  const queries: RecommendInput[] = [
    { userId: 'someone' },
    { fields: ['title', 'price', 'description'] },
    { fields: ['description'] },
    { itemTitle: 'Own' },
    { userId: 'known', explain: true, diversity: 0.5 },
    { rules: { boost: [{ filter: { field: 'tags', contains: 'x' }, factor: 3 }], exclude: ['before'] } },
    { strategy: 'latest', userId: 'known', fields: ['url'] },
  ];
  // First while the process does not know it yet, then when it does.
  for (const isKnown of [false, true]) {
    if (isKnown) await expect.poll(() => serving.changes.isAvailable(), { timeout: 5_000 }).toBe(false);
    for (const query of queries) {
      const { items, fallback } = await ask(query);
      expect(fallback, JSON.stringify(query)).toBe('live data unavailable');
      const expected = whole.filter((itemId) => !query.rules?.exclude?.includes(itemId));
      expect(items.map((item) => item.itemId).sort(), JSON.stringify(query)).toEqual(expected.sort());
    }
    await expect(ask({ filter: { field: 'imageUrl', exists: true } })).rejects.toThrow();
    await expect(ask({ filter: { field: 'title', contains: 'own' } })).resolves.toMatchObject({
      items: [{ itemId: 'own', fields: { title: 'Own' } }],
    });
  }

  postgres = await startPostgres({ dataDir, port: Number(port), log: () => undefined });
  await expect.poll(() => serving.changes.isAvailable(), { timeout: 10_000 }).toBe(true);
  for (const query of queries) {
    await expect.poll(async () => (await ask(query)).fallback, { timeout: 5_000 }).not.toBe('live data unavailable');
  }
});

it('does not let new users wait for a database that takes queries and does not answer', async () => {
  const memory = await memoryOf();
  await expect.poll(() => serving.changes.isAvailable(), { timeout: 5_000 }).toBe(true);
  const owner = createDb(postgres.adminUrl, { applicationName: 'owner', onConnectionError: () => undefined });
  await owner.transaction().execute(async (trx) => {
    await sql`lock table changes in access exclusive mode`.execute(trx);
    await expect.poll(() => serving.changes.isAvailable(), { timeout: 8_000 }).toBe(false);
    expect(await serving.users.read(memory, 'someone new')).toMatchObject({ unavailable: true });
  });
  await owner.destroy();
  await expect.poll(() => serving.changes.isAvailable(), { timeout: 5_000 }).toBe(true);
  expect((await serving.users.read(memory, 'someone new')).unavailable).toBeUndefined();
});
