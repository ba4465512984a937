import type { Migration } from 'kysely/migration';
import * as baseline from './0001_baseline/index.ts';
import type { ConcurrentIndex } from './helpers/concurrent-indexes.ts';

/** Indexes that later migrations need on tables that are in use: built after the migrations, without blocking writers. */
export const concurrentIndexes: ConcurrentIndex[] = [];

/** In order, by name. A list and not a folder scan, so that bundles contain them. Never edit a merged migration. */
export const migrations: Record<string, Migration> = {
  '0001_baseline': baseline,
};
