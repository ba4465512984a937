import type { Trx } from '../client.ts';
import type { ChangeKind as StoredKind } from '../tables/serving.ts';

/**
 * What API processes must read again: `user`: the events and fields of these users, or of all users without ids; `item`:
 * these items; `catalogue`: all items and users, after an import; `project`: its settings (live version, placements,
 * webhooks, own fields), or that it was deleted.
 */
export type ChangeKind = 'user' | 'item' | 'catalogue' | 'project';

export const storedKinds = { user: 'u', item: 'i', catalogue: 'c', project: 'p' } as const satisfies Record<
  ChangeKind,
  StoredKind
>;

/**
 * Notifies every API process of a write. Call it in the transaction of the write, as late as possible: the row counts when
 * the transaction commits. `ids` may repeat.
 */
export async function appendChange(
  trx: Trx,
  projectNumber: number,
  kind: ChangeKind,
  ids: Iterable<string> = [],
): Promise<void> {
  await trx
    .insertInto('changes')
    .values({ project_number: projectNumber, kind: storedKinds[kind], ids: [...new Set(ids)] })
    .execute();
}
