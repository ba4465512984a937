import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUsageCounter, type UsageCounter } from '../src/platform/limits/usage-counter.ts';
import { listUsage } from '../src/usage/list-usage.ts';
import { startCore, type TestCore } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const none = { recommendations: 0, events: 0, items: 0 };
/** As of a separate process. */
const counter = (quotas = none): UsageCounter => createUsageCounter(core.services.db, core.services.log, quotas);
const usageOf = (workspaceId: string, query: { from?: string; to?: string; limit?: number; cursor?: string } = {}) =>
  listUsage({ ...core.context, workspaceId }, { limit: 20, ...query });
const today = () => new Date().toISOString().slice(0, 10);

describe('usage', () => {
  it('is counted by workspace, project and day, also by several processes', async () => {
    const [one, two] = [counter(), counter()];
    for (let i = 0; i < 100; i++) one.count('wsp_a', 'prj_1', 'recommendations', 1);
    one.count('wsp_a', 'prj_2', 'events', 7);
    one.count('wsp_b', 'prj_3', 'items', 2);
    two.count('wsp_a', 'prj_1', 'recommendations', 5);
    await Promise.all([one.flush(), two.flush()]);
    await one.flush();
    const { data, month, nextCursor } = await usageOf('wsp_a');
    expect(data).toEqual([
      { day: today(), projectId: 'prj_1', recommendations: 105, events: 0, items: 0 },
      { day: today(), projectId: 'prj_2', recommendations: 0, events: 7, items: 0 },
    ]);
    expect(nextCursor).toBeNull();
    expect(month).toMatchObject({ recommendations: { used: 105, quota: null }, items: { used: 0 } });
    expect((await usageOf('wsp_b')).data).toMatchObject([{ projectId: 'prj_3', items: 2 }]);
    expect((await usageOf('wsp_a', { from: '2020-01-01', to: '2020-01-31' })).data).toEqual([]);
  });

  it('is paged by day and project', async () => {
    await core.owner.query(`
      insert into usage_counts (workspace_id, day, project_id, kind, count)
      select 'wsp_pages', day, project, 'events', 1 from generate_series('2026-01-01'::date, '2026-01-03', '1 day') day,
        unnest(array['prj_a', 'prj_b']) project`);
    const query = { from: '2026-01-01', to: '2026-01-02', limit: 3 };
    const first = await usageOf('wsp_pages', query);
    const second = await usageOf('wsp_pages', { ...query, cursor: first.nextCursor! });
    expect([...first.data, ...second.data].map(({ day, projectId }) => `${day} ${projectId}`)).toEqual([
      '2026-01-01 prj_a',
      '2026-01-01 prj_b',
      '2026-01-02 prj_a',
      '2026-01-02 prj_b',
    ]);
    expect(second.nextCursor).toBeNull();
    await expect(usageOf('wsp_pages', { from: '2026-02-01', to: '2026-01-01' })).rejects.toMatchObject({
      code: 'invalid-input',
      inputs: [{ pointer: '/from' }],
    });
  });

  it('that could not be written is written with the next flush', async () => {
    const usage = counter();
    await core.owner.query('alter table usage_counts rename to usage_counts_away');
    usage.count('wsp_later', 'prj_1', 'events', 3);
    await usage.flush();
    await core.owner.query('alter table usage_counts_away rename to usage_counts');
    usage.count('wsp_later', 'prj_1', 'events', 4);
    await usage.flush();
    expect((await usageOf('wsp_later')).data).toMatchObject([{ events: 7 }]);
  });
});

describe('a quota', () => {
  const left = async (usage: UsageCounter, workspaceId: string) => {
    try {
      await usage.requireQuota(workspaceId, 'events', 1);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'quota-exceeded', retryAfterSeconds: expect.any(Number) });
      return false;
    }
  };

  it('counts what all processes stored this month, and what this one has not stored yet', async () => {
    await core.owner.query(`
      insert into usage_counts (workspace_id, day, project_id, kind, count) values
        ('wsp_q', date_trunc('month', now() at time zone 'utc')::date, 'prj_1', 'events', 90),
        ('wsp_q', (date_trunc('month', now() at time zone 'utc') - interval '1 day')::date, 'prj_1', 'events', 500)`);
    const [one, two] = [counter({ ...none, events: 100 }), counter({ ...none, events: 100 })];
    expect([await left(one, 'wsp_q'), await left(two, 'wsp_q')]).toEqual([true, true]);
    one.count('wsp_q', 'prj_1', 'events', 10);
    expect([await left(one, 'wsp_q'), await left(two, 'wsp_q')]).toEqual([false, true]);
    await one.flush();
    expect(await left(one, 'wsp_q')).toBe(false);
    two.count('wsp_q', 'prj_1', 'events', 1);
    await two.flush();
    expect(await left(two, 'wsp_q')).toBe(false);
    expect(await left(one, 'wsp_other')).toBe(true);
  });

  it('of 10 refuses 11 in one call, and leaves other kinds alone', async () => {
    const usage = counter({ ...none, events: 10 });
    await expect((async () => usage.requireQuota('wsp_r', 'events', 11))()).rejects.toMatchObject({
      code: 'quota-exceeded',
    });
    await usage.requireQuota('wsp_r', 'events', 10);
    expect(usage.requireQuota('wsp_r', 'items', 1_000)).toBeUndefined();
  });

  it('asks to wait until the month ends', async () => {
    const usage = counter({ ...none, events: 1 });
    const error = await Promise.resolve(usage.requireQuota('wsp_s', 'events', 2)).catch((thrown: unknown) => thrown);
    const now = new Date();
    const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1) - now.getTime();
    expect((error as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(end / 1000 - 60);
    expect((error as { retryAfterSeconds: number }).retryAfterSeconds).toBeLessThan(end / 1000 + 60);
  });
});
