import type { ModelRef } from './artifact-store.ts';
import type { LoadedModel } from './load-model.ts';
import type { ModelCache } from './model-cache.ts';

export interface ChooseModelOptions {
  /** The request names the version itself: no other one may answer it. */
  pinned: boolean;
  /** Whether the model can answer without preparations that requests would wait for. */
  isReady(model: LoadedModel): boolean;
}

/**
 * The model to serve from. Until a version that has just become live is loaded and ready, the version before it goes on
 * serving; a request waits only where there is none, and for a version that it names itself (`pinned`). undefined where the
 * version cannot be loaded.
 */
export async function chooseModel(
  models: ModelCache,
  model: ModelRef,
  { pinned, isReady }: ChooseModelOptions,
): Promise<LoadedModel | undefined> {
  const loaded = models.loaded(model);
  const before = pinned ? undefined : models.lastServed(model);
  if (loaded) {
    if (before && before !== loaded && !isReady(loaded)) return before;
    if (!pinned) models.setServing(model);
    return loaded;
  }
  const loading = models.load(model).catch(() => undefined);
  return before ?? (await loading);
}
