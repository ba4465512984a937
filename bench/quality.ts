/** Ranking quality on real data where it is present: MovieLens, Online Retail, and the published split of Gowalla. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { algorithms } from '../packages/engine/src/training/index.ts';
import { movieLens } from './data/movielens.ts';
import { onlineRetail } from './data/retail.ts';
import type { Log } from './measure.ts';
import { coldItems } from './quality-cold.ts';
import { gowallaSplit } from './quality-gowalla.ts';
import { leaveLastOut } from './quality-last.ts';

export interface QualityOptions {
  /** Folder of the real data sets. */
  dataDir: string;
  log: Log;
}

const names = [...algorithms.map((algorithm) => algorithm.name), 'auto' as const];

/** Prints one row per measurement and returns the figures as one flat object; a missing data set is reported and skipped. */
export async function run({ dataDir, log }: QualityOptions): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const present = (name: string, file: string): boolean => {
    const found = existsSync(join(dataDir, file));
    if (!found) log(`${name}: skipped, ${file} is not in ${dataDir}`);
    return found;
  };
  if (present('MovieLens', 'ml-latest-small')) {
    Object.assign(figures, await leaveLastOut('movielens', () => movieLens(dataDir), names, log));
  }
  if (present('Online Retail', 'online-retail.csv.gz')) {
    Object.assign(figures, await leaveLastOut('retail', () => onlineRetail(dataDir), names, log));
    Object.assign(figures, await coldItems(dataDir, log));
  }
  if (present('Gowalla', 'gowalla')) Object.assign(figures, await gowallaSplit(dataDir, log));
  return figures;
}

if (import.meta.main) await run({ dataDir: process.env.CURIO_DATASETS ?? '../shared/datasets', log: console.log });
