import { runImport } from '@curio/core/imports/run-import';
import { runTraining } from '@curio/core/models/training/run-training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, newTenant, type Tenant } from './client.ts';
import { startApi, type TestApi } from './start-api.ts';

/** Ids as owners have them; every one must come back as the very same text. */
const hard = [
  '00123',
  '123',
  '9007199254740993',
  '9007199254740992',
  '1e3',
  '-0',
  'true',
  'null',
  'two words',
  'a  b',
  'a/b/../c',
  '..',
  '50%',
  '%2F',
  'a+b&c=d?e#f',
  'semi;colon,comma|pipe',
  'say "hello"',
  "it's",
  '<b>bold</b>',
  '__proto__',
  'constructor',
  'caf\u00e9',
  'cafe\u0301',
  '😀👩‍👩‍👧',
  'ﬁ',
  '日本語のID',
  'שלום',
  'tab\there',
  '{curly}',
  '\\back\\slash',
  'ID'.repeat(200),
];

// `..` cannot stand in a path: every client takes it for the folder above. It goes by POST.
const inPaths = hard.filter((id) => id !== '..');

let api: TestApi;
let tenant: Tenant;
let project: string;
beforeAll(async () => {
  api = await startApi();
  tenant = await newTenant(api);
  project = `/v1/projects/${tenant.projectId}`;
});
afterAll(() => api.stop());

const ask = <T>(method: string, path: string, json?: unknown) =>
  call<T>(api, method, project + path, { key: tenant.key, ...(json === undefined ? {} : { json }) });
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const jobOf = async () => {
  const me = await call<{ workspace: { id: string } }>(api, 'GET', '/v1/me', { key: tenant.key });
  return { workspaceId: me.body.workspace.id, projectId: tenant.projectId };
};
const system = (workspaceId: string) => ({ ...api.services, workspaceId, actor: { kind: 'system' as const } });

async function importFile(kind: string, text: string, mapping: unknown) {
  const { body } = await call<{ id: string }>(api, 'POST', `${project}/imports?kind=${kind}`, { ...tenant, raw: text });
  expect((await ask('PUT', `/imports/${body.id}/mapping`, mapping)).status).toBe(200);
  expect((await ask('POST', `/imports/${body.id}/apply`, {})).status).toBe(202);
  const job = await jobOf();
  await runImport(system(job.workspaceId), { ...job, importId: body.id, task: 'apply' }, new AbortController().signal);
  const done = await ask<{ phase: string; rows: { kept: number } }>('GET', `/imports/${body.id}`);
  expect(done.body).toMatchObject({ phase: 'applied', rows: { kept: hard.length, new: hard.length } });
}

async function everyPage<T>(path: string): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { body: { data: T[]; nextCursor: string | null } } = await ask(
      'GET',
      `${path}?limit=7${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    all.push(...page.body.data);
    cursor = page.body.nextCursor;
  }
  return all;
}

describe('ids, whatever is in them', () => {
  it('come through an import of items and are listed as given', async () => {
    const rows = hard.map((id, i) => `${cell(id)},${cell(`Title of ${id}`)},g${i % 3}`);
    await importFile('items', ['id,title,genre', ...rows].join('\n'), {
      columns: { id: { field: 'itemId' }, title: { field: 'title' }, genre: { field: 'categories' } },
    });
    const listed = await everyPage<{ itemId: string }>('/items');
    expect(listed.map((item) => item.itemId).sort()).toEqual([...hard].sort());
  });

  it('come through an import of interactions, of users and of items alike', async () => {
    const rows = hard.map((id, i) => `${cell(id)},${cell(hard[(i + 1) % hard.length]!)},2026-01-01`);
    await importFile('interactions', ['user,item,day', ...rows].join('\n'), {
      columns: { user: { field: 'userId' }, item: { field: 'itemId' }, day: { field: 'timestamp' } },
      defaults: { type: 'view' },
    });
    const listed = await everyPage<{ userId: string; interactions: number }>('/users');
    expect(listed.map((user) => user.userId).sort()).toEqual([...hard].sort());
    expect(listed.every((user) => user.interactions === 1)).toBe(true);
  });

  it('come through events, and are read back by a path that holds them', async () => {
    const events = hard.flatMap((id, i) =>
      [2, 3, 5].map((step) => ({
        userId: id,
        itemId: hard[(i + step) % hard.length],
        type: 'purchase',
        timestamp: `2026-02-0${step}T00:00:00Z`,
      })),
    );
    const sent = await ask('POST', '/events', { events });
    expect(sent.body).toEqual({ accepted: events.length, rejected: [] });
    for (const id of inPaths) {
      const i = hard.indexOf(id);
      const { status, body } = await ask<{ data: { itemId: string; title: string }[] }>(
        'GET',
        `/users/${encodeURIComponent(id)}/events`,
      );
      const theirs = [5, 3, 2, 1].map((step) => hard[(i + step) % hard.length]!);
      expect({ status, items: body.data?.map((event) => event.itemId) }, id).toEqual({ status: 200, items: theirs });
      expect(body.data[0]?.title).toBe(`Title of ${theirs[0]}`);
    }
  });

  const recommend = async (id: string) => {
    const input = { userId: id, n: hard.length, explain: true, fields: ['title'] };
    const answer = await ask<{ items: Answered[]; fallback?: string; model: unknown }>(
      'POST',
      '/recommendations',
      input,
    );
    expect(answer.status, id).toBe(200);
    return answer.body;
  };
  interface Answered {
    itemId: string;
    fields: { title: string };
    reasons: { text: string }[];
  }

  it('come through recommendations before there is a model', async () => {
    for (const [i, id] of hard.entries()) {
      const seen = new Set([1, 2, 3, 5].map((step) => hard[(i + step) % hard.length]!));
      const { items, fallback } = await recommend(id);
      expect(items.map((item) => item.itemId).sort(), id).toEqual(hard.filter((other) => !seen.has(other)).sort());
      for (const item of items) expect(item.fields.title).toBe(`Title of ${item.itemId}`);
      expect(fallback).toMatch(/No model/);
    }
  });

  it('come through training and the model that serves after it', async () => {
    const queued = await ask<{ version: number }>('POST', '/models', { algorithm: 'ials', params: { factors: 4 } });
    expect(queued.status).toBe(202);
    const job = await jobOf();
    const limits = { threads: 1, memoryLimitBytes: 1 << 30 };
    await runTraining(system(job.workspaceId), { ...job, version: 1 }, limits, new AbortController().signal);
    const model = await ask<{ status: string; problem: unknown }>('GET', '/models/1');
    expect(model.body).toMatchObject({ status: 'ready', problem: null });
    await ask('POST', '/models/1/promote');
    for (const [i, id] of hard.entries()) {
      const seen = new Set([1, 2, 3, 5].map((step) => hard[(i + step) % hard.length]!));
      const { items, model: by } = await recommend(id);
      expect(by).toMatchObject({ version: 1, algorithm: 'ials' });
      expect(items.length, id).toBeGreaterThan(0);
      for (const item of items) {
        expect(hard).toContain(item.itemId);
        expect(seen).not.toContain(item.itemId);
        expect(item.fields.title).toBe(`Title of ${item.itemId}`);
      }
    }
  });

  it('come through the short forms, whose paths hold them', async () => {
    for (const id of inPaths) {
      const name = encodeURIComponent(id);
      const similar = await ask<{ items: Answered[] }>('GET', `/items/${name}/similar?n=5`);
      expect(similar.status, id).toBe(200);
      expect(similar.body.items.length, id).toBeGreaterThan(0);
      expect(
        similar.body.items.map((item) => item.itemId),
        id,
      ).not.toContain(id);
      const personal = await ask<{ items: Answered[] }>('GET', `/users/${name}/recommendations?n=5`);
      const { items } = await recommend(id);
      expect(
        personal.body.items.map((item) => item.itemId),
        id,
      ).toEqual(items.slice(0, 5).map((item) => item.itemId));
    }
  });

  it('are searched as they are written, signs of patterns included', async () => {
    await ask('POST', '/events', {
      events: ['100%', '100x', 'a_c', 'abc'].map((userId) => ({ userId, itemId: '123', type: 'view' })),
    });
    const found = async (q: string) => {
      const { body } = await ask<{ data: { userId: string }[] }>('GET', `/users?q=${encodeURIComponent(q)}`);
      return body.data.map((user) => user.userId);
    };
    expect(await found('100%')).toEqual(['100%']);
    expect(await found('a_')).toEqual(['a_c']);
    expect(await found('\\')).toEqual(['\\back\\slash']);
    expect(await found('00')).toEqual(['00123']);
  });
});
