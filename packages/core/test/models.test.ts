import { newId, type RecommendInput } from '@curio/contracts';
import { readArtifact } from '@curio/serving/models/artifact-store';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sendEvents } from '../src/events/send-events.ts';
import { promoteModel, rollbackModel } from '../src/models/promotion/promote-model.ts';
import { getModel } from '../src/models/registry/get-model.ts';
import { cancelTraining } from '../src/models/training/cancel-training.ts';
import { requestTraining } from '../src/models/training/request-training.ts';
import { runTraining } from '../src/models/training/run-training.ts';
import { deleteProject } from '../src/projects/delete-project.ts';
import { getProject } from '../src/projects/get-project.ts';
import { openRecommender } from '../src/recommendations/open-recommender.ts';
import { recommend } from '../src/recommendations/recommend.ts';
import {
  newProject,
  plantCheckerboard,
  purge,
  startCore,
  storedInteractions,
  type TestCore,
  train,
  trainCandidate,
  trainingLimits,
} from './start-core.ts';

let core: TestCore;
let projectId: string;
beforeAll(async () => {
  core = await startCore();
  projectId = await newProject(core);
  await plantCheckerboard(core, projectId);
});
afterAll(() => core.stop());

const request = (project = projectId) =>
  requestTraining(core.context, project, { algorithm: 'popular', budgetSeconds: 5, seed: 1 });
const jobOf = (version: number, project = projectId) => ({
  workspaceId: core.context.workspaceId,
  projectId: project,
  version,
});
const run = (version: number, project = projectId, signal = new AbortController().signal) =>
  runTraining(core.context, jobOf(version, project), trainingLimits, signal);

describe('a model of two communities', () => {
  const services = () => openRecommender(core.services, { maxModelMegabytes: 64 });
  const ask = async (input: Partial<RecommendInput>) =>
    recommend(core.context, services(), projectId, { excludeSeen: true, explain: false, n: 5, ...input });

  it('goes live, is better than popularity, and recommends items of the right community', async () => {
    const version = await train(core, projectId, { algorithm: 'ials', params: { factors: 4, iterations: 8 } });
    const model = await getModel(core.context, projectId, version);
    expect(model).toMatchObject({
      status: 'ready',
      alias: 'live',
      algorithm: 'ials',
      kind: 'collaborative',
      problem: null,
    });
    expect(model.gate?.passed).toBe(true);
    expect(model.metrics!['ndcg@10']!.value).toBeGreaterThan(1.3 * model.baseline!.metrics['ndcg@10']!.value);
    expect(model.snapshot).toMatchObject({ items: 24, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(model.progress).toMatchObject({ percent: 100 });
    expect(model.backend).toBe('kernels');
    expect(model.report).toContainEqual({ type: 'requested', algorithm: 'ials' });
    expect(model.explanation).toContain('Matrix factorisation was requested.');
    expect(model.baseline?.difference?.['ndcg@10']?.low).toBeGreaterThan(0);
    expect(model.incumbent).toBeNull();
    expect(model.segments.map(({ label }) => label)).toContain('History of 6 to 20 items');
    expect(model.segments.every(({ users, metrics }) => users > 0 && metrics['ndcg@10']! >= 0)).toBe(true);
    for (const user of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const { items, model: by } = await ask({ userId: `u${user}` });
      expect(by?.version).toBe(version);
      // What is left for the model to find comes first, up to three.
      const theirs = (await storedInteractions(core, projectId)).filter((row) => row.user_id === `u${user}`);
      const left = Math.min(3, 12 - theirs.length);
      const own = items.map((item) => Number(item.itemId.slice(1)) % 2 === user % 2);
      expect(own.slice(0, left), `u${user}`).toEqual(new Array(left).fill(true));
    }
  });

  it('uses the event of a new user in the next request', async () => {
    const userId = `new ${newId('request')}`;
    const before = await ask({ userId });
    expect(before.fallback).toBeTruthy();
    await sendEvents(
      core.context,
      projectId,
      ['i1', 'i3', 'i5'].map((itemId) => ({ userId, itemId, type: 'view' })),
    );
    const { items } = await ask({ userId });
    expect(items.every((item) => Number(item.itemId.slice(1)) % 2 === 1)).toBe(true);
    expect(items.map((item) => item.itemId)).not.toEqual(expect.arrayContaining(['i1']));
  });

  it('trained again on the same rows has the same snapshot and the same bytes, under its own version', async () => {
    const input = { algorithm: 'popular' as const };
    const [one, two] = [await train(core, projectId, input), await train(core, projectId, input)];
    expect(two).toBe(one + 1);
    const [a, b] = [await getModel(core.context, projectId, one), await getModel(core.context, projectId, two)];
    expect(b.incumbent).toMatchObject({ comparedOn: 'refit', difference: { 'ndcg@10': { high: expect.any(Number) } } });
    expect(b.snapshot?.hash).toBe(a.snapshot?.hash);
    expect(b.artifact).toEqual(a.artifact);
    const bytes = await readArtifact(core.services.db, jobOf(two));
    expect(bytes.length).toBe(b.artifact?.bytes);
    await sendEvents(core.context, projectId, [{ userId: 'u0', itemId: 'i0', type: 'view' }]);
    const later = await getModel(core.context, projectId, await train(core, projectId, input));
    expect(later.snapshot?.hash).not.toBe(a.snapshot?.hash);
  });

  it('whose bytes were changed is not served', async () => {
    const version = await train(core, projectId, {});
    await core.owner.query(
      `update model_chunks set bytes = set_byte(bytes, 40, (get_byte(bytes, 40) + 1) % 256)
       where project_id = $1 and version = $2 and sequence = 0`,
      [projectId, version],
    );
    await expect(readArtifact(core.services.db, jobOf(version))).rejects.toThrow(/SHA-256/);
    const answer = await ask({ userId: 'u0' });
    expect(answer.items.length).toBe(5);
    expect(answer.fallback).toMatch(/cannot be loaded/);
  });
});

describe('the live version', () => {
  it('moves by promote and back by rollback, and the aliases follow', async () => {
    const project = await newProject(core);
    await plantCheckerboard(core, project, 12, 10);
    const [one, two] = [await train(core, project, {}), await train(core, project, {})];
    const aliases = async () => {
      const models = [await getModel(core.context, project, one), await getModel(core.context, project, two)];
      return models.map((model) => model.alias);
    };
    expect(await aliases()).toEqual(['previous', 'live']);
    await promoteModel(core.context, project, one);
    expect(await aliases()).toEqual(['live', 'previous']);
    await promoteModel(core.context, project, one);
    expect(await aliases()).toEqual(['live', 'previous']);
    await rollbackModel(core.context, project);
    expect(await aliases()).toEqual(['previous', 'live']);
    expect((await getProject(core.context, project)).liveVersion).toBe(two);
  });

  it('cannot be a version that is not ready; a rollback without a previous version is refused', async () => {
    const project = await newProject(core);
    await plantCheckerboard(core, project, 12, 10);
    const { version } = await request(project);
    await expect(promoteModel(core.context, project, version)).rejects.toMatchObject({ code: 'conflict' });
    await expect(promoteModel(core.context, project, 99)).rejects.toMatchObject({ code: 'not-found' });
    await expect(rollbackModel(core.context, project)).rejects.toMatchObject({ code: 'conflict' });
    await run(version, project);
    await expect(rollbackModel(core.context, project)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a training', () => {
  it('without data is refused; with too little it fails with a sentence, and the live model stays live', async () => {
    const project = await newProject(core);
    await expect(request(project)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/import/),
    });
    await sendEvents(core.context, project, [{ userId: 'u', itemId: 'i', type: 'view' }]);
    const first = await trainCandidate(core, project, {});
    const second = await trainCandidate(core, project, { algorithm: 'ials' });
    const failed = await getModel(core.context, project, second);
    expect(failed).toMatchObject({ status: 'failed', alias: null, problem: { code: 'data' } });
    expect(failed.problem?.detail).toMatch(/at least 10 interactions; the dataset has 1/);
    expect((await getProject(core.context, project)).liveVersion).toBe(first);
  });

  it('is numbered 1, 2, 3 when requests are concurrent', async () => {
    const project = await newProject(core);
    await sendEvents(core.context, project, [{ userId: 'u', itemId: 'i', type: 'view' }]);
    const models = await Promise.all(Array.from({ length: 12 }, () => request(project)));
    expect(models.map((model) => model.version).sort((a, b) => a - b)).toEqual(models.map((_, i) => i + 1));
  });

  it('that is queued is cancelled immediately, and its job has no effect', async () => {
    const { version } = await request();
    expect((await cancelTraining(core.context, projectId, version)).status).toBe('cancelled');
    expect((await cancelTraining(core.context, projectId, version)).status).toBe('cancelled');
    await run(version);
    expect((await getModel(core.context, projectId, version)).status).toBe('cancelled');
  });

  it('that runs is cancelled without a model; a finished one cannot be cancelled', async () => {
    const { version } = await request();
    await run(version, projectId, AbortSignal.abort());
    expect(await getModel(core.context, projectId, version)).toMatchObject({ status: 'cancelled', artifact: null });
    const ready = await train(core, projectId, {});
    await expect(cancelTraining(core.context, projectId, ready)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('that two workers run concurrently makes one model', async () => {
    const { version } = await request();
    const runs = await Promise.allSettled([run(version), run(version)]);
    expect(runs.some((result) => result.status === 'fulfilled')).toBe(true);
    const model = await getModel(core.context, projectId, version);
    expect(model.status).toBe('ready');
    expect((await readArtifact(core.services.db, jobOf(version))).length).toBe(model.artifact?.bytes);
    const { rows } = await core.owner.query('select from model_chunks where project_id = $1 and version = $2', [
      projectId,
      version,
    ]);
    expect(rows).toHaveLength(Math.ceil(model.artifact!.bytes / (1 << 20)));
    // A job that is handed out once more changes nothing.
    await run(version);
    expect(await getModel(core.context, projectId, version)).toEqual(model);
  });

  it('whose project is deleted meanwhile leaves no rows', async () => {
    const project = await newProject(core);
    await plantCheckerboard(core, project, 12, 10);
    const waiting = await request(project);
    const running = await request(project);
    const ended = run(running.version, project).catch((error: Error) => error);
    await vi.waitFor(async () =>
      expect((await getModel(core.context, project, running.version)).status).not.toBe('queued'),
    );
    await deleteProject(core.context, project);
    await ended;
    await run(waiting.version, project);
    await purge(core, project);
    expect(await storedInteractions(core, project)).toEqual([]);
    for (const table of ['models', 'model_chunks', 'items', 'users']) {
      const { rowCount } = await core.owner.query(`select from ${table} where project_id = $1`, [project]);
      expect(rowCount, table).toBe(0);
    }
  });
});
