import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendEvents } from '../src/events/send-events.ts';
import { openRecommender } from '../src/recommendations/open-recommender.ts';
import { type RecommendServices, recommend } from '../src/recommendations/recommend.ts';
import { newProject, plantCheckerboard, startCore, type TestCore, train } from './start-core.ts';

let core: TestCore;
let projectId: string;
let services: RecommendServices;
beforeAll(async () => {
  core = await startCore();
  projectId = await newProject(core);
  await plantCheckerboard(core, projectId);
  await train(core, projectId, { algorithm: 'popular' });
  services = openRecommender(core.services, { maxModelMegabytes: 64 });
});
afterAll(() => core.stop());

it('gives reasons with titles for every item of a page, also after others were hidden', async () => {
  await train(core, projectId, { algorithm: 'item-knn' });
  const input = { userId: 'u0', n: 3, excludeSeen: false, explain: true };
  const before = await recommend(core.context, services, projectId, input);
  const ids = before.items.map((item) => item.itemId);
  const hide = async (hidden: boolean) => {
    await core.owner.query('update items set hidden = $1 where project_id = $2 and item_id = any($3)', [
      hidden,
      projectId,
      ids,
    ]);
    await services.serving.changes.applyLocal({ workspaceId: core.context.workspaceId, projectId }, 'item', ids);
  };
  await hide(true);
  const after = await recommend(core.context, services, projectId, input);
  await hide(false);
  expect(after.items).toHaveLength(3);
  for (const { itemId, reasons = [] } of [...before.items, ...after.items]) {
    const past = reasons.filter((reason) => reason.kind === 'history');
    expect(past.length, itemId).toBeGreaterThan(0);
    // A reason that names a hidden item has its id only.
    const titled = past.filter((reason) => reason.title !== undefined);
    for (const reason of titled) expect(reason.text).toBe(`Because of “even thing ${reason.itemId?.slice(1)}”`);
    if (!after.items.some((item) => item.itemId === itemId)) expect(titled).toEqual(past);
  }
  expect(after.items.map((item) => item.itemId)).not.toEqual(before.items.map((item) => item.itemId));
});

it('names popularity or the date as the source of an item without another explanation', async () => {
  await train(core, projectId, { algorithm: 'hybrid' });
  const answer = await recommend(core.context, services, projectId, {
    history: [{ itemId: 'i0' }],
    n: 24,
    excludeSeen: true,
    explain: true,
  });
  const independent = new Set<string | undefined>(['popular', 'trending', 'latest']);
  const byKind = answer.items.filter(({ reasons = [] }) => independent.has(reasons[0]?.kind));
  expect(byKind.length).toBeGreaterThan(0);
  for (const { source, reasons = [] } of byKind) expect(source).toBe(reasons[0]?.kind);
});

const idsFor = async (userId: string) => {
  const answer = await recommend(core.context, services, projectId, {
    userId,
    n: 24,
    excludeSeen: true,
    explain: false,
  });
  return answer.items.map((item) => item.itemId);
};

/** As the API sends them: the cached state of these users is dropped immediately. */
const send = (events: unknown[]) =>
  sendEvents(core.context, projectId, events, (kind, ids) =>
    services.serving.changes.applyLocal({ workspaceId: core.context.workspaceId, projectId }, kind, ids),
  );

it('counts an event in the very next request', async () => {
  expect(await idsFor('quick')).toContain('i3');
  await send([{ userId: 'quick', itemId: 'i3', type: 'purchase' }]);
  expect(await idsFor('quick')).not.toContain('i3');
});

it('counts within a second an event that another process stored', async () => {
  expect(await idsFor('elsewhere')).toContain('i4');
  await sendEvents(core.context, projectId, [{ userId: 'elsewhere', itemId: 'i4', type: 'purchase' }]);
  await expect.poll(() => idsFor('elsewhere'), { timeout: 1_000 }).not.toContain('i4');
});

it('excludes an item that the user saw thousands of events ago', async () => {
  const at = (i: number) => new Date(1.6e12 + i * 1000).toISOString();
  const first = { userId: 'tireless', itemId: 'i5', type: 'purchase', timestamp: at(0) };
  const later = Array.from({ length: 2_500 }, (_, i) => ({
    userId: 'tireless',
    itemId: `i${6 + (i % 2)}`,
    type: 'view',
    timestamp: at(i + 1),
  }));
  await send([first, ...later]);
  const ids = await idsFor('tireless');
  expect(ids.length).toBe(21);
  for (const seen of ['i5', 'i6', 'i7']) expect(ids).not.toContain(seen);
});

it('explains an empty list of a user who has seen every item', async () => {
  await send(Array.from({ length: 24 }, (_, i) => ({ userId: 'sated', itemId: `i${i}`, type: 'purchase' })));
  const answer = await recommend(core.context, services, projectId, {
    userId: 'sated',
    excludeSeen: true,
    explain: false,
  });
  expect(answer.items).toEqual([]);
  expect(answer.fallback).toMatch(/seen/);
});
