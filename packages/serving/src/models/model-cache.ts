import type { Db } from '@curio/db';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { ProjectRef } from '../state/project.ts';
import type { ModelRef } from './artifact-store.ts';
import { type LoadedModel, loadModel } from './load-model.ts';

export interface ModelCache {
  /** The version where it is loaded. A version never changes, so no entry is ever invalidated. */
  loaded(model: ModelRef): LoadedModel | undefined;
  /** Loads the version; concurrent calls share one load. */
  load(model: ModelRef): Promise<LoadedModel>;
  /** Records that the version serves its project now. */
  setServing(model: ModelRef): void;
  /** How many versions are in memory, their bytes, and how many were loaded since the start. */
  stats(): { count: number; bytes: number; loads: number };
  /** The version that served the project last, where it is loaded: it serves while another one loads. */
  lastServed(project: ProjectRef): LoadedModel | undefined;
}

/** A version that could not be loaded is not tried again for this long. */
const failureTtlMs = 5_000;
const maxFailures = 1_000;
const maxProjects = 10_000;

/** Keeps loaded models of at most `maxMegabytes` in all, least recently used evicted first, but always at least one. */
export function createModelCache(db: Db, log: Logger, { maxMegabytes }: { maxMegabytes: number }): ModelCache {
  const maxBytes = Math.floor(maxMegabytes * 2 ** 20);
  let loads = 0;
  const models = new LRUCache<string, LoadedModel, ModelRef>({
    maxSize: maxBytes,
    // A model above the bound fills the cache alone: it has to be served all the same.
    sizeCalculation: ({ servable }) => Math.min(maxBytes, Math.max(1, servable.byteSize)),
    fetchMethod: async (_key, _stale, { context }) => {
      const model = await loadModel(db, log, context);
      loads++;
      return model;
    },
    ignoreFetchAbort: true,
  });
  const failures = new LRUCache<string, Error>({ max: maxFailures, ttl: failureTtlMs });
  const serving = new LRUCache<string, number>({ max: maxProjects });
  const projectKey = ({ workspaceId, projectId }: ProjectRef) => `${workspaceId}/${projectId}`;
  const modelKey = (model: ModelRef) => `${projectKey(model)}/${model.version}`;

  return {
    loaded: (model) => models.get(modelKey(model)),
    async load(model) {
      const key = modelKey(model);
      const failure = failures.get(key);
      if (failure) throw failure;
      try {
        return await models.forceFetch(key, { context: model });
      } catch (error) {
        if (!failures.has(key)) log.error({ err: error, ...model }, 'model could not be loaded');
        failures.set(key, error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
    },
    setServing: (model) => {
      serving.set(projectKey(model), model.version);
    },
    stats: () => ({ count: models.size, bytes: models.calculatedSize, loads }),
    lastServed(project) {
      const version = serving.get(projectKey(project));
      return version === undefined ? undefined : models.get(modelKey({ ...project, version }));
    },
  };
}
