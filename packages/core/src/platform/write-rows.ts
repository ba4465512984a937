import { appendChange, type ChangeKind, type Trx, tenant } from '@curio/db';
import type { Context } from './context.ts';
import { retryConflicts } from './retry-conflicts.ts';

/**
 * Applies a committed change to the memory of this process, so that its very next answer reflects the write. Other processes
 * read the change feed.
 */
export type ApplyChange = (kind: ChangeKind, ids: readonly string[]) => void | Promise<void>;

/** Appends a change to the feed in the transaction of the write. */
export type Change = (projectNumber: number, kind: ChangeKind, ids?: readonly string[]) => Promise<void>;

/**
 * Runs a transaction of the tenant, again after a conflict with another one, and applies the changes that it appended once
 * it is committed.
 */
export async function writeRows<T>(
  context: Context,
  apply: ApplyChange,
  work: (trx: Trx, change: Change) => Promise<T>,
): Promise<T> {
  let changes: { kind: ChangeKind; ids: readonly string[] }[] = [];
  const result = await retryConflicts(() => {
    changes = [];
    return tenant(context.db, context, (trx) =>
      work(trx, async (projectNumber, kind, ids = []) => {
        await appendChange(trx, projectNumber, kind, ids);
        changes.push({ kind, ids });
      }),
    );
  });
  for (const { kind, ids } of changes) await apply(kind, ids);
  return result;
}
