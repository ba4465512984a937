import type { Services } from '@curio/core/platform/context';
import { createChangePruner } from '@curio/db';

const everyMs = 60_000;

/** Deletes the changes that every API process has read. Several workers may do it at a time. */
export function pruneChanges({ db, log }: Services): void {
  const pruner = createChangePruner(db);
  const prune = () =>
    pruner.prune(new Date()).catch((error: unknown) => log.warn({ err: error }, 'old changes not deleted'));
  void prune();
  setInterval(prune, everyMs).unref();
}
