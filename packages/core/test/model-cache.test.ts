import { chooseModel } from '@curio/serving/models/choose-model';
import { createModelCache } from '@curio/serving/models/model-cache';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  it('answers by the version before until the live one is ready', async () => {
    const cache = open(64);
    const [before = 0, live = 0] = versions;
    const ref = { ...project(), version: live };
    for (const version of versions) await cache.load({ ...project(), version });
    const chosen = async (pinned: boolean, ready: boolean) =>
      (await chooseModel(cache, ref, { pinned, isReady: () => ready }))?.version;
    expect(await chosen(false, false)).toBe(live);
    cache.setServing({ ...project(), version: before });
    expect(await chosen(false, false)).toBe(before);
    expect(await chosen(true, false)).toBe(live);
    expect(await chosen(false, false)).toBe(before);
    expect(await chosen(false, true)).toBe(live);
    expect(cache.lastServed(project())?.version).toBe(live);
  });

  it('reports a version that cannot be loaded, to every caller', async () => {
    const cache = open(64);
    for (let n = 0; n < 2; n++) await expect(cache.load({ ...project(), version: 99 })).rejects.toThrow();
  });
});
