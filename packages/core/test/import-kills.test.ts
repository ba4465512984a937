import { afterAll, beforeAll, expect, it } from 'vitest';
import { killImports } from './kill-imports.ts';
import { startCore, type TestCore } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

/** Multiplicative congruential generator (Park and Miller, 1988), so that the moments are spread in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

it('an import or undo that is killed leaves the rows as they were before or after it, never between', async () => {
  const readings = await killImports(core, 3, 3_000, seeded(7));
  expect(readings.between).toEqual([]);
  expect(readings.killed).toBe(3);
  expect(readings.before).toBeGreaterThan(0);
  expect(readings.after).toBeGreaterThan(0);
}, 120_000);
