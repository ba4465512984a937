/**
 * Speed of the kernels, on generated data with planted structure (labelled as generated) and on Gowalla where it is present.
 */
import { availableParallelism, cpus } from 'node:os';
import { openPool } from '../packages/engine/src/kernels/index.ts';
import { buildKernels } from '../scripts/build/kernels.ts';
import type { Log } from './measure.ts';
import { speedOfEvaluation } from './speed-evaluate.ts';
import { speedOfIals } from './speed-ials.ts';
import { speedOfEveryone, speedOfTop } from './speed-top.ts';

export interface SpeedOptions {
  /** Folder of the real data sets. */
  dataDir: string;
  log: Log;
}

/** Prints one row per measurement (name, median, against what) and returns the figures as one flat object. */
export async function run({ dataDir, log }: SpeedOptions): Promise<Record<string, number>> {
  await buildKernels();
  const pool = await openPool();
  log(
    `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), Node ${process.version}, ${pool.build} SIMD kernels`,
  );
  try {
    return {
      ...(await speedOfTop(log)),
      ...(await speedOfEveryone(pool, dataDir, log)),
      ...(await speedOfEvaluation(log)),
      ...(await speedOfIals(pool, log)),
    };
  } finally {
    await pool.close();
  }
}

if (import.meta.main) await run({ dataDir: process.env.CURIO_DATASETS ?? '../shared/datasets', log: console.log });
