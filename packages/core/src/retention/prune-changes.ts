import { createChangePruner } from '@curio/db';
import type { Services } from '../platform/context.ts';

const everyMs = 60_000;

/**
 * Deletes the changes that every API process has read, until the returned function is called. Every process may do it, API
 * processes as well: without it `changes` would grow where no worker runs.
 */
export function pruneChanges({ db, log }: Pick<Services, 'db' | 'log'>): () => void {
  const pruner = createChangePruner(db);
  const prune = () =>
    pruner.prune(new Date()).catch((error: unknown) => log.warn({ err: error }, 'old changes not deleted'));
  void prune();
  const timer = setInterval(prune, everyMs).unref();
  return () => clearInterval(timer);
}
