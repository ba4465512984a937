import { afterAll, beforeAll, expect, it } from 'vitest';
import { killImports } from './kill-imports.ts';
import { startCore, type TestCore } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

it('thirty kills of imports and undos leave the rows as they were before or after, never between', async () => {
  const readings = await killImports(core, 30, 30_000, Math.random);
  expect(readings.between).toEqual([]);
  expect(readings.killed).toBe(30);
}, 900_000);
