import type { Migration } from 'kysely/migration';
import * as baseline from './0001_baseline/index.ts';

/** In order, by name. A list and not a folder scan, so that bundles contain them. Never edit a merged migration. */
export const migrations: Record<string, Migration> = {
  '0001_baseline': baseline,
};
