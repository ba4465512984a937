import type { ModelRef } from './artifact-store.ts';
import type { LoadedModel } from './load-model.ts';
import type { ModelCache } from './model-cache.ts';

/**
 * The model to serve from. While a version that has just become live loads, the version before it goes on serving; a
 * request waits only where there is none, and for a version that it names itself (`pinned`). undefined where the
 * version cannot be loaded.
 */
export async function chooseModel(
  models: ModelCache,
  model: ModelRef,
  { pinned }: { pinned: boolean },
): Promise<LoadedModel | undefined> {
  const loaded = models.loaded(model);
  if (loaded) {
    if (!pinned) models.setServing(model);
    return loaded;
  }
  const loading = models.load(model).catch(() => undefined);
  return (pinned ? undefined : models.lastServed(model)) ?? (await loading);
}
