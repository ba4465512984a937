import { createModelCache } from '@curio/serving/models/model-cache';
import { createRequestStateCache } from '@curio/serving/state/request-state-cache';
import { createVisibleItemsReader } from '@curio/serving/state/visible-items-reader';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendEvents } from '../src/events/send-events.ts';
import { newProject, plantCheckerboard, startCore, type TestCore, train } from './start-core.ts';

let core: TestCore;
let projectId: string;
let versions: number[];
beforeAll(async () => {
  core = await startCore();
  projectId = await newProject(core);
  await plantCheckerboard(core, projectId);
  versions = [];
  for (let n = 0; n < 2; n++) versions.push(await train(core, projectId, { algorithm: 'popular' }));
});
afterAll(() => core.stop());

const project = () => ({ workspaceId: core.context.workspaceId, projectId });

describe('the cache of loaded models', () => {
  const open = (maxMegabytes: number) => createModelCache(core.services.db, core.services.log, { maxMegabytes });
  const kept = async (maxMegabytes: number) => {
    const cache = open(maxMegabytes);
    for (const version of versions) await cache.load({ ...project(), version });
    return versions.filter((version) => cache.loaded({ ...project(), version }));
  };

  it.each([1, 2047, 2048, 4096, 1_000_000])('keeps both models within %i MB', async (megabytes) => {
    expect(await kept(megabytes)).toEqual(versions);
  });

  it('keeps the last model even if it alone is above the limit', async () => {
    expect(await kept(1 / 1024)).toEqual(versions.slice(1));
  });

  it('loads once for concurrent requests', async () => {
    const cache = open(64);
    const model = { ...project(), version: versions[0] ?? 0 };
    const [first, second] = await Promise.all([cache.load(model), cache.load(model)]);
    expect(second).toBe(first);
    expect(cache.loaded(model)).toBe(first);
  });

  it('reports a version that cannot be loaded, to every caller', async () => {
    const cache = open(64);
    for (let n = 0; n < 2; n++) await expect(cache.load({ ...project(), version: 99 })).rejects.toThrow();
  });
});

describe('the cache of request states', () => {
  it('reads once per user for concurrent requests', async () => {
    const cache = createRequestStateCache(core.services.db);
    const [first, second, other] = await Promise.all(
      ['u0', 'u0', 'u1'].map((userId) => cache.read(project(), { userId })),
    );
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it('does not cache a state that was read while an event of the user was stored', async () => {
    const cache = createRequestStateCache(core.services.db);
    const before = cache.read(project(), { userId: 'busy' });
    await sendEvents(core.context, projectId, [{ userId: 'busy', itemId: 'i3', type: 'view' }], (userIds) =>
      cache.forget(project(), userIds),
    );
    expect((await before)?.history.length).toBeLessThan(2);
    expect((await cache.read(project(), { userId: 'busy' }))?.history).toHaveLength(1);
    // Forgotten while the read is under way: it answers its caller and no other.
    const overtaken = cache.read(project(), { userId: 'other' });
    cache.forget(project(), ['other']);
    const fresh = await cache.read(project(), { userId: 'other' });
    expect(await overtaken).toBeDefined();
    expect(await overtaken).not.toBe(fresh);
  });

  it('does not return the state of a project of another workspace', async () => {
    const cache = createRequestStateCache(core.services.db);
    expect(await cache.read({ workspaceId: 'wsp_other', projectId }, { userId: 'u0' })).toBeUndefined();
  });
});

describe('the reader of visible items', () => {
  const shown = async (reader: ReturnType<typeof createVisibleItemsReader>, ...ids: string[]) => [
    ...(await reader.read(project(), ids, 'title')).keys(),
  ];
  const hide = (itemId: string, hidden: boolean) =>
    core.owner.query('update items set hidden = $1 where project_id = $2 and item_id = $3', [
      hidden,
      projectId,
      itemId,
    ]);

  it('answers every concurrent request with its own items', async () => {
    const reader = createVisibleItemsReader(core.services.db);
    const asked = Array.from({ length: 40 }, (_, n) => [`i${n % 24}`, `i${(n * 7) % 24}`, `none-${n}`]);
    const answers = await Promise.all(asked.map((ids) => shown(reader, ...ids)));
    expect(answers.map((ids) => ids.sort())).toEqual(asked.map(([a = '', b = '']) => [...new Set([a, b])].sort()));
  });

  it('answers no request from a query that began before it', async () => {
    const reader = createVisibleItemsReader(core.services.db);
    for (let round = 0; round < 20; round++) {
      const early = [shown(reader, 'i1', 'i2'), shown(reader, 'i1')];
      await hide('i1', true);
      expect(await shown(reader, 'i1', 'i2')).toEqual(['i2']);
      await hide('i1', false);
      await Promise.all(early);
    }
  });

  it('goes on after a query that failed', async () => {
    const reader = createVisibleItemsReader(core.services.db);
    // PostgreSQL refuses a NUL in a text. The id is sent by nobody: requests and imports refuse it.
    const failing = [shown(reader, 'i1\0'), shown(reader, 'i1\0')];
    const results = await Promise.allSettled([...failing, shown(reader, 'i2')]);
    expect(results.slice(0, 2).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await shown(reader, 'i2')).toEqual(['i2']);
  });
});
