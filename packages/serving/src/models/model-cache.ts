import { type Db, tenant } from '@curio/db';
import { loadArtifact, type ServableModel } from '@curio/engine/artifact';
import type { Logger } from 'pino';
import { readArtifact } from './artifact-store.ts';

export interface LoadedModel {
  version: number;
  algorithm: string;
  trainedAt: string;
  dataAsOf: string;
  servable: ServableModel;
}

interface ModelName {
  workspaceId: string;
  projectId: string;
  version: number;
}

export interface ModelCache {
  /** The version where it is loaded; a version never changes, so nothing is ever invalidated. */
  loaded(name: ModelName): LoadedModel | undefined;
  /** Remembers that the version serves for its project now. */
  serves(name: ModelName): void;
  /** The version that served last for the project: it goes on serving while another is loaded. */
  lastServed(name: Omit<ModelName, 'version'>): LoadedModel | undefined;
  /** Loads the version, once however many ask. */
  load(name: ModelName): Promise<LoadedModel>;
}

// A version that could not be loaded is not tried again for so long.
const failedForMs = 5_000;

/** Holds loaded models up to `maxBytes`; the least recently used go first. */
export function createModelCache(db: Db, log: Logger, maxBytes: number): ModelCache {
  const models = new Map<string, LoadedModel>();
  const loading = new Map<string, Promise<LoadedModel>>();
  const serving = new Map<string, number>();
  const keyOf = (name: ModelName) => `${name.workspaceId}/${name.projectId}/${name.version}`;

  function touch(key: string, model: LoadedModel): LoadedModel {
    models.delete(key);
    models.set(key, model);
    return model;
  }

  function evict(): void {
    let bytes = 0;
    for (const model of models.values()) bytes += model.servable.byteSize;
    for (const [key, model] of models) {
      // One model alone may be larger than the bound: it must be served all the same.
      if (bytes <= maxBytes || models.size === 1) return;
      models.delete(key);
      bytes -= model.servable.byteSize;
    }
  }

  async function read(name: ModelName): Promise<LoadedModel> {
    const started = performance.now();
    const row = await tenant(db, name, (trx) =>
      trx
        .selectFrom('models')
        .select(['version', 'algorithm', 'trained_at', 'snapshot'])
        .where('project_id', '=', name.projectId)
        .where('version', '=', name.version)
        .executeTakeFirstOrThrow(),
    );
    const servable = loadArtifact(await readArtifact(db, name));
    const milliseconds = Math.round(performance.now() - started);
    log.info(
      { projectId: name.projectId, version: name.version, bytes: servable.byteSize, milliseconds },
      'model loaded',
    );
    return {
      version: row.version,
      algorithm: row.algorithm ?? servable.algorithm,
      trainedAt: row.trained_at?.toISOString() ?? '',
      dataAsOf: row.snapshot?.takenAt ?? '',
      servable,
    };
  }

  return {
    loaded(name) {
      const key = keyOf(name);
      const model = models.get(key);
      if (!model) return undefined;
      return touch(key, model);
    },
    serves(name) {
      serving.set(`${name.workspaceId}/${name.projectId}`, name.version);
    },
    lastServed(name) {
      const version = serving.get(`${name.workspaceId}/${name.projectId}`);
      return version === undefined ? undefined : models.get(keyOf({ ...name, version }));
    },
    load(name) {
      const key = keyOf(name);
      const known = models.get(key);
      if (known) return Promise.resolve(known);
      let promise = loading.get(key);
      if (!promise) {
        promise = read(name);
        loading.set(key, promise);
        promise.then(
          (model) => {
            loading.delete(key);
            touch(key, model);
            evict();
          },
          (error: unknown) => {
            log.error({ err: error, ...name }, 'model could not be loaded');
            setTimeout(() => loading.delete(key), failedForMs).unref();
          },
        );
      }
      return promise;
    },
  };
}
