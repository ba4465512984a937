import type { Migration } from 'kysely/migration';
import * as baseline from './0001_baseline/index.ts';
import * as serving from './0002_serving/index.ts';
import * as requestLogs from './0003_request_logs/index.ts';

import * as imports from './0004_imports/index.ts';

import * as savedMappings from './0005_saved_mappings.ts';

import * as catalogueFlag from './0006_catalogue_flag.ts';
import * as boundedPruning from './0007_bounded_pruning.ts';
import * as uploads from './0008_uploads.ts';
import type { ConcurrentIndex } from './helpers/concurrent-indexes.ts';

/** Indexes that later migrations need on tables that are in use: built after the migrations, without blocking writers. */
export const concurrentIndexes: ConcurrentIndex[] = [];

/**
 * In order, by name. A list and not a folder scan, so that bundles contain them. Never edit a merged migration:
 * add one with `npm run db:new NAME`.
 */
export const migrations: Record<string, Migration> = {
  '0001_baseline': baseline,
  '0002_serving': serving,
  '0003_request_logs': requestLogs,
  '0004_imports': imports,
  '0005_saved_mappings': savedMappings,
  '0006_catalogue_flag': catalogueFlag,
  '0007_bounded_pruning': boundedPruning,
  '0008_uploads': uploads,
};

/** Of the files in this folder, written by `npm run db:lock`: `npm run verify` refuses an edited migration. */
export const hashes: Record<string, string> = {
  '0001_baseline/auth.ts': '949c01aa18deadd3a9aacc148768cdbb',
  '0001_baseline/catalogue.ts': 'bac0b1cb9d7988e9e4fb5edf049495dc',
  '0001_baseline/imports.ts': '54868b98d52a25d63a3003028762af7f',
  '0001_baseline/index.ts': '55442d4b203f4c0aaa1a1c0c52c87dc7',
  '0001_baseline/interactions.ts': 'e2ee3744871cfa3ffac7643f84360d73',
  '0001_baseline/models.ts': '1fbca88c82d63ab8c042f4e45cfd36c1',
  '0001_baseline/projects.ts': 'e9f4296212732216890c5acefe0c845a',
  '0001_baseline/publish-served.ts': '4e85ebfca74323d99d06da3dd3088ba5',
  '0001_baseline/serving-functions.ts': 'fef6dd81975a36ccfa0c14000ce1b23f',
  '0001_baseline/webhooks.ts': '45d617f3bfd46c31b3867967a96f2699',
  '0002_serving/access.ts': 'a0a11e16ea33edd4e988c51ee2736a38',
  '0002_serving/change-feed.ts': '9bad4804a578921e3b4d88b63e281bf8',
  '0002_serving/index.ts': '8b7e5738c4ebe77d55243313e69af50f',
  '0002_serving/placements.ts': '31ed2e4bf2b08840507844bcaa2c10c5',
  '0002_serving/request-state.ts': 'b748a5dcacc9cc5bd77e6d6da7d5ca19',
  '0002_serving/store-events.ts': 'b2be02d9784a56668fd68ded56d2308a',
  '0002_serving/user-states.ts': 'cb616512ff3a96dcb82cb8309df45467',
  '0003_request_logs/index.ts': '357b40cb602b4871d3d04825ba958275',
  '0004_imports/events.ts': '82637b5441f4984242eba0deb6633c06',
  '0004_imports/imports.ts': '6714fe43706e0751a85ffa49caf120a0',
  '0004_imports/index.ts': 'bd3d0f7a8a719fe127d6c1a637df4aea',
  '0004_imports/undo.ts': '58157fee87885ca267fc03499a735d76',
  '0005_saved_mappings.ts': '88e6bbed60e3377c44b7c490e6b9e3b9',
  '0006_catalogue_flag.ts': 'ac6a48d9f3f23136b7c4cf2b30315674',
  '0007_bounded_pruning.ts': 'f74664c00d1a67a41b6ef92db0d49ea3',
  '0008_uploads.ts': '92a9e2af56119f151ff0f8ec42704e6a',
  'helpers/concurrent-indexes.ts': '423efcdbab95fc0dbf42df9bccae64f7',
  'helpers/isolate-by-project.ts': 'a7e205ee4d1a9270641f388b47d84f3b',
  'helpers/isolate-by-workspace.ts': '6e589b5fdbf601c718643edd1ffbcd8f',
};
