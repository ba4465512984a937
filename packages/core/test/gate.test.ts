import type { IncumbentComparison } from '@curio/contracts';
import { tenant } from '@curio/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decidePromotion } from '../src/models/promotion/decide-promotion.ts';
import { gate } from '../src/models/promotion/gate.ts';
import { promoteModel } from '../src/models/promotion/promote-model.ts';
import { getModel } from '../src/models/registry/get-model.ts';
import { newProject, plantCheckerboard, startCore, type TestCore, trainCandidate } from './start-core.ts';

const metrics = (value: number, spread = 0) => ({
  'ndcg@10': { value, low: value - spread, high: value + spread },
});
const popular = (value: number) => ({ algorithm: 'popular', metrics: metrics(value) });
const refit = (value: number, difference: number, spread: number): IncumbentComparison => ({
  version: 3,
  comparedOn: 'refit',
  metrics: metrics(value),
  difference: metrics(difference, spread),
});
const stored = (value: number, spread: number): IncumbentComparison => ({
  version: 3,
  comparedOn: 'stored',
  metrics: metrics(value, spread),
});

describe('the gate', () => {
  it('refuses a version that would do worse than popularity', () => {
    const better = gate({ metrics: metrics(0.2), baseline: popular(0.1) });
    expect(better).toMatchObject({ passed: true, why: expect.stringContaining('2.00 times') });
    expect(gate({ metrics: metrics(0.1), baseline: popular(0.1) }).passed).toBe(true);
    const worse = gate({ metrics: metrics(0.09), baseline: popular(0.1) });
    expect(worse).toMatchObject({ passed: false, why: expect.stringContaining('popular') });
  });

  it('passes a version that cannot be measured', () => {
    const unmeasured = gate({ metrics: metrics(0), baseline: popular(0) });
    expect(unmeasured).toMatchObject({ passed: true, why: expect.stringMatching(/too few/) });
    expect(gate({ metrics: {}, baseline: null }).passed).toBe(true);
    expect(gate({ metrics: metrics(Number.NaN), baseline: popular(0.1) }).passed).toBe(true);
  });

  it('refuses a version that is measurably worse than the live one, and names both figures', () => {
    const { passed, why } = gate({
      metrics: metrics(0.02),
      baseline: popular(0.02),
      incumbent: refit(0.066, -0.046, 0.01),
    });
    expect(passed).toBe(false);
    for (const part of ['0.0200', 'live version 3', '0.0660', 'same held-out']) expect(why).toContain(part);
  });

  it('passes a version that is as good as the live one, for its data is newer', () => {
    const noise = { metrics: metrics(0.0655), baseline: popular(0.02), incumbent: refit(0.066, -0.0005, 0.004) };
    expect(gate(noise).passed).toBe(true);
    expect(gate({ ...noise, metrics: metrics(0.09), incumbent: refit(0.066, 0.024, 0.004) }).passed).toBe(true);
  });

  it('refuses a loss of more than a tenth even where few users make the interval wide', () => {
    const few = { metrics: metrics(0.05), baseline: popular(0.02), incumbent: refit(0.066, -0.016, 0.05) };
    expect(gate(few).passed).toBe(false);
  });

  it('compares with stored figures where the live version could not be fitted again', () => {
    const at = (value: number, spread: number) =>
      gate({ metrics: metrics(value, spread), baseline: popular(0.02), incumbent: stored(0.066, 0.002) });
    expect(at(0.062, 0.001).passed).toBe(false);
    expect(at(0.064, 0.002)).toMatchObject({ passed: true, why: expect.stringContaining('when it was trained') });
  });
});

describe('a registered version', () => {
  let core: TestCore;
  beforeAll(async () => {
    core = await startCore();
  });
  afterAll(() => core.stop());

  it('of a named algorithm goes live only where no version is live', async () => {
    const projectId = await newProject(core);
    await plantCheckerboard(core, projectId);
    const good = await trainCandidate(core, projectId, { algorithm: 'ials', params: { factors: 4, iterations: 8 } });
    expect(await getModel(core.context, projectId, good)).toMatchObject({ alias: 'live', gate: { passed: true } });
    for (const algorithm of ['popular', 'ials'] as const) {
      const version = await trainCandidate(core, projectId, { algorithm });
      const model = await getModel(core.context, projectId, version);
      expect(model).toMatchObject({ status: 'ready', alias: null });
      expect(model.gate?.why).toMatch(/candidate until you promote it/);
    }
    expect((await getModel(core.context, projectId, good)).alias).toBe('live');
    const candidate = await promoteModel(core.context, projectId, good + 1);
    expect(candidate).toMatchObject({ algorithm: 'popular', alias: 'live' });
  });

  it('that auto chose goes live unless the live version does better, or changed during the training', async () => {
    const projectId = await newProject(core);
    await core.owner.query('update projects set live_version = 3 where id = $1', [projectId]);
    const requested = { algorithm: 'auto', budgetSeconds: 5, seed: 1 };
    const decide = (incumbent: IncumbentComparison | undefined, value = 0.07) =>
      tenant(core.services.db, core.context, (trx) =>
        decidePromotion(
          trx,
          { project_id: projectId, requested },
          { metrics: metrics(value), baseline: popular(0.02), incumbent },
        ),
      );
    expect((await decide(refit(0.066, 0.004, 0.002))).promote).toBe(true);
    // No version was live when this training began.
    const second = await decide(undefined);
    expect(second).toMatchObject({ promote: false, gate: { why: expect.stringContaining('Version 3 went live') } });
    expect(await decide(refit(0.066, -0.046, 0.01), 0.02)).toMatchObject({ promote: false, gate: { passed: false } });
    await core.owner.query('update projects set live_version = 4 where id = $1', [projectId]);
    const overtaken = await decide(refit(0.066, 0.004, 0.002));
    expect(overtaken).toMatchObject({ promote: false, gate: { why: expect.stringContaining('Version 4 went live') } });
  });
});
