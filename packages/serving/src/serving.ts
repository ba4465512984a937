import type { Db } from '@curio/db';
import type { Logger } from 'pino';
import { createModelCache, type ModelCache } from './models/model-cache.ts';
import { createRequestStateCache, type RequestStateCache } from './state/request-state-cache.ts';
import { createTopLists, type TopLists } from './state/top-lists.ts';
import { createVisibleItemsReader, type VisibleItemsReader } from './state/visible-items-reader.ts';

/** What a process keeps in memory to answer requests: made once at its start. */
export interface Serving {
  db: Db;
  models: ModelCache;
  requestStates: RequestStateCache;
  topLists: TopLists;
  visibleItems: VisibleItemsReader;
}

export interface ServingOptions {
  db: Db;
  log: Logger;
  /** Bound of all loaded models together. */
  maxModelMegabytes: number;
}

export function createServing({ db, log, maxModelMegabytes }: ServingOptions): Serving {
  return {
    db,
    models: createModelCache(db, log, { maxMegabytes: maxModelMegabytes }),
    requestStates: createRequestStateCache(db),
    topLists: createTopLists(),
    visibleItems: createVisibleItemsReader(db),
  };
}
